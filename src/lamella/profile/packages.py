"""Which package a module belongs to."""

import re
from collections.abc import Callable, Mapping

FUNCTION = "(function)"
RUNTIME = "(runtime)"
STANDARD_LIBRARY = "(standard library)"
_SITE_PACKAGES = re.compile(r"^/var/lang/lib/python3\.\d+/site-packages/")


def package_of(files: Mapping[str, str], owners: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function from a module to its package's name.

    Args:
        files: Module -> its file as the sandbox sees it; empty where it has none.
        owners: Path relative to /opt -> name of the distribution that it belongs to.
    """
    known: dict[str, str] = {}

    def package(module: str) -> str:
        found = known.get(module)
        if found is None:
            found = known[module] = _package(module, files, owners)
        return found

    return package


def _package(module: str, files: Mapping[str, str], owners: Mapping[str, str]) -> str:
    file = _nearest_file(module, files)
    top = module.partition(".")[0]
    if file is None:
        # Not there in the end: an import that failed, of a module that nobody has.
        return top
    if file.startswith("/opt/"):
        return owners.get(file.removeprefix("/opt/"), top)
    if file.startswith("/var/task/"):
        return FUNCTION
    if file.startswith("/var/runtime/"):
        return RUNTIME
    if _SITE_PACKAGES.match(file):
        return f"{top} {RUNTIME}"
    return STANDARD_LIBRARY


def _nearest_file(module: str, files: Mapping[str, str]) -> str | None:
    # A namespace package has no file; one below it may tell.
    while module:
        file = files.get(module)
        if file:
            return file
        if file is not None:
            below = (found for name, found in files.items() if found and name.startswith(f"{module}."))
            return next(below, "")
        module = module.rpartition(".")[0]
    return None
