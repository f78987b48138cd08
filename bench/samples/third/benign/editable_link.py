"""Create and remove links for development ("editable") installs."""
import argparse
import os
import pathlib
import site
import sys
import sysconfig


def site_dir(user=False):
    if user:
        return pathlib.Path(site.getusersitepackages())
    return pathlib.Path(sysconfig.get_paths()["purelib"])


def pth_name(project):
    return "__editable__.%s.pth" % project.replace("-", "_")


def link(project, source, user=False):
    """Write a .pth file holding the project's source folder."""
    source = pathlib.Path(source).resolve(strict=True)
    folder = site_dir(user)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / pth_name(project)
    target.write_text(str(source) + os.linesep, encoding="utf-8")
    site.addsitedir(str(folder))
    return target


def unlink(project, user=False):
    target = site_dir(user) / pth_name(project)
    try:
        target.unlink()
    except FileNotFoundError:
        return False
    return True


def main(argv=None):
    p = argparse.ArgumentParser(prog="devlink", description=__doc__)
    p.add_argument("project")
    p.add_argument("source", nargs="?", default=".")
    p.add_argument("--user", action="store_true")
    p.add_argument("--remove", action="store_true")
    ns = p.parse_args(argv)
    if ns.remove:
        return 0 if unlink(ns.project, ns.user) else 1
    print("linked", link(ns.project, ns.source, ns.user))
    return 0


if __name__ == "__main__":
    sys.exit(main())
