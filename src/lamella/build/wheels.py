"""Which wheel of a release fits a target: tags by PEP 425, 600 and Lambda's glibc."""

from collections.abc import Iterable
from functools import lru_cache

from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from lamella.model.target import Architecture, Target

# The oldest glibc that manylinux names for each architecture (PEP 600's legacy aliases start there too).
_OLDEST_GLIBC_MINOR = {Architecture.X86_64: 5, Architecture.ARM64: 17}
_LEGACY_ALIASES = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
_MACHINE = {Architecture.X86_64: "x86_64", Architecture.ARM64: "aarch64"}


def platforms(target: Target) -> list[str]:
    """Return the platform tags of a target, best first."""
    machine = _MACHINE[target.architecture]
    glibc_minor = target.facts.glibc[1]
    found: list[str] = []
    for minor in range(glibc_minor, _OLDEST_GLIBC_MINOR[target.architecture] - 1, -1):
        found.append(f"manylinux_2_{minor}_{machine}")
        if minor in _LEGACY_ALIASES:
            found.append(f"{_LEGACY_ALIASES[minor]}_{machine}")
    return [*found, f"linux_{machine}"]


@lru_cache(maxsize=32)
def ranks(target: Target) -> dict[Tag, int]:
    """Return every tag that the target can load with its rank; 0 is best."""
    version = target.python_minor
    interpreter = f"cp{version[0]}{version[1]}"
    names = platforms(target)
    tags = [
        *cpython_tags(version, abis=[interpreter], platforms=names),
        *compatible_tags(version, interpreter=interpreter, platforms=names),
    ]
    return {tag: rank for rank, tag in reversed(list(enumerate(tags)))}


def best_wheel(filenames: Iterable[str], target: Target) -> str | None:
    """Return the file name of the best wheel for the target, or `None` when none fits."""
    known = ranks(target)
    best: tuple[int, tuple[int, str], str] | None = None
    for filename in filenames:
        try:
            _, _, build, tags = parse_wheel_filename(filename)
        except InvalidWheelFilename:
            continue
        rank = min((known[tag] for tag in tags if tag in known), default=None)
        if rank is None:
            continue
        order = (build[0], build[1]) if build else (-1, "")
        candidate = (-rank, order, filename)
        best = candidate if best is None else max(best, candidate)
    return None if best is None else best[2]
