"""Where Python looks in /opt, and which file is which module."""

import re
from collections.abc import Collection, Iterable

Minor = tuple[int, int]

_SITE_PACKAGES = re.compile(r"python/lib/python(\d)\.(\d{1,2})/site-packages(?=/)")
_CPYTHON_TAG = re.compile(r"cpython-(\d)(\d{1,2})\b")
_PLAIN_EXTENSION_TAGS = frozenset({"", "abi3"})


def search_path(minor: Minor) -> tuple[str, str]:
    """Return what a layer adds to `sys.path`, in order.

    Source: AWS Lambda developer guide, "Layer paths for each Lambda runtime"; `/opt` comes after `/var/task` and
    before the runtime's own packages.
    """
    return f"python/lib/python{minor[0]}.{minor[1]}/site-packages", "python"


def root_of(path: str) -> str | None:
    """Return the folder of a layer from which Python, of any minor, would import the file; `None` for none."""
    found = _SITE_PACKAGES.match(path)
    if found:
        return found.group()
    return "python" if path.startswith("python/") else None


def roots(paths: Iterable[str]) -> frozenset[str]:
    """Return the roots that the paths lie in; the empty one when there is none, as in a wheel or a bare folder."""
    found = {root_of(path) for path in paths} - {None}
    return frozenset(root for root in found if root is not None) or frozenset({""})


def site_packages_minor(path: str) -> Minor | None:
    """Return the minor of a `python/lib/python3.X/site-packages` path."""
    found = _SITE_PACKAGES.match(path)
    return (int(found.group(1)), int(found.group(2))) if found else None


def tag_minor(name: str) -> Minor | None:
    """Return the minor of a `cpython-312` tag in a file's name."""
    found = _CPYTHON_TAG.search(name)
    return (int(found.group(1)), int(found.group(2))) if found else None


def below(path: str, among: Collection[str]) -> tuple[str, str] | None:
    """Return the root that the path belongs to and the rest of the path; `None` when it is not among the roots."""
    if "" in among:
        return "", path
    root = root_of(path)
    return (root, path[len(root) + 1 :]) if root is not None and root in among else None


def module_of(path: str, minor: Minor | None) -> str | None:
    """Return the dotted name under which a file can be imported.

    Args:
        path: Relative to a root.
        minor: Of the interpreter; extension modules of another minor are no modules then.
    """
    folder, _, name = path.rpartition("/")
    stem, _, rest = name.partition(".")
    if not (rest in {"py", "pyc"} or (name.endswith(".so") and _loads(rest, minor))):
        return None
    parts = folder.split("/") if folder else []
    if stem != "__init__":
        parts.append(stem)
    if not parts or not all(part.isidentifier() for part in parts) or "__pycache__" in parts:
        return None
    return ".".join(parts)


def _loads(rest: str, minor: Minor | None) -> bool:
    tag = rest.removesuffix("so").rstrip(".")
    if tag in _PLAIN_EXTENSION_TAGS:
        return True
    found = tag_minor(tag)
    return found is not None and minor in {None, found}
