import argparse
import os
from pathlib import Path

SCRIPT = {"bash": 'eval "$(_TOOL_COMPLETE=bash_source tool)"', "zsh": 'eval "$(_TOOL_COMPLETE=zsh_source tool)"'}


def install(shell):
    rc = Path.home() / f".{shell}rc"
    line = SCRIPT[shell]
    text = rc.read_text() if rc.exists() else ""
    if line not in text:
        rc.write_text(f"{text}\n# tool completion\n{line}\n")
    return rc


def main():
    parser = argparse.ArgumentParser(prog="tool-completion")
    parser.add_argument("shell", choices=sorted(SCRIPT), nargs="?", default=os.path.basename(os.environ.get("SHELL", "bash")))
    parser.add_argument("--install", action="store_true")
    args = parser.parse_args()
    print(f"written to {install(args.shell)}" if args.install else SCRIPT[args.shell])


if __name__ == "__main__":
    main()
