"""The folders of a layer from which Python imports, and what their files are."""

import re
from typing import Final

_SITE: Final = re.compile(r"python/(?:lib/python3\.\d+/site-packages/)?(?!lib/python3\.\d+/site-packages/)")
_MODULE: Final = re.compile(r"(?P<stem>[^./]+)(?:\.[\w-]+){0,2}\.(?:py|pyc|so)")


def site_of(path: str) -> str | None:
    """Return the importable folder that holds a path, with its slash: `python/`; `None` outside of them."""
    found = _SITE.match(path)
    return found[0] if found else None


def within_site(path: str) -> str:
    """Return a path relative to its importable folder; paths elsewhere stay as they are."""
    return path.removeprefix(site_of(path) or "")


def module_stem(name: str) -> str | None:
    """Return the module name of a file's name: `a` for `a.py`, `a.pyc`, `a.cpython-312-x86_64-linux-gnu.so`."""
    found = _MODULE.fullmatch(name)
    return found["stem"] if found else None


def dotted(path: str) -> str | None:
    """Return the name under which a file is imported: `a.b` for `python/a/b.py` and `python/a/b/__init__.py`."""
    folder, _, name = within_site(path).rpartition("/")
    stem = module_stem(name)
    if stem is None:
        return None
    parts = [*folder.split("/")] if folder else []
    if stem != "__init__":
        parts.append(stem)
    return ".".join(parts) if parts and all(part.isidentifier() for part in parts) else None
