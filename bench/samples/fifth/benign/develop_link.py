"""Editable installs: links a source folder through a .pth file."""
import argparse
import sysconfig
from pathlib import Path


def link(source, name, site_dir=None):
    source = Path(source).resolve(strict=True)
    site_dir = Path(site_dir or sysconfig.get_paths()["purelib"])
    target = site_dir / f"__editable__.{name}.pth"
    target.write_text(f"{source}\n", encoding="utf-8")
    return target


def unlink(name, site_dir=None):
    site_dir = Path(site_dir or sysconfig.get_paths()["purelib"])
    target = site_dir / f"__editable__.{name}.pth"
    target.unlink(missing_ok=True)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["link", "unlink"])
    parser.add_argument("name")
    parser.add_argument("--source", default="src")
    args = parser.parse_args(argv)
    if args.action == "link":
        print(link(args.source, args.name))
    else:
        unlink(args.name)


if __name__ == "__main__":
    main()
