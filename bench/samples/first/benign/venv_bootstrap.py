import argparse
import subprocess
import sys
import venv
from pathlib import Path


def main(argv=None):
    parser = argparse.ArgumentParser(description="Create an environment for a project.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("-r", "--requirements", type=Path, default=Path("requirements.txt"))
    args = parser.parse_args(argv)
    venv.create(args.folder, with_pip=True)
    python = args.folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.check_call([str(python), "-m", "pip", "install", "--require-hashes", "-r", str(args.requirements)])


if __name__ == "__main__":
    main()
