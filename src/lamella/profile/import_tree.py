"""The tree of imports, as `python -X importtime` writes it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

# A log line without a newline may stand before it, so it is searched for and not matched.
_LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| ( *)(\S+)\s*$")
_MARK = "import time:"
_HEADING = re.compile(r"import time:\s+self \[us\] \|")
# From Python 3.14 on, `-X importtime=2` also lists modules that were there already.
_CACHED = re.compile(r"import time:\s+cached\s+\|")
_INDENT = 2
# Python's own recursion limit ends imports at about this depth; a log may claim any.
_MOST_DEPTH = 150


@dataclass(frozen=True, slots=True)
class Imported:
    """A module's first import.

    Attributes:
        module: Its dotted name.
        self_us: Microseconds in the module itself, without the imports that it made.
        cumulative_us: Microseconds with them; at least `self_us` and the children's together.
        children: The imports that it made, in order.
    """

    module: str
    self_us: int
    cumulative_us: int
    children: tuple["Imported", ...] = ()


@dataclass(frozen=True, slots=True)
class ImportTree:
    """What was imported, in order.

    Attributes:
        roots: Imports that no other import made.
        unreadable: Lines that were begun by importtime and broken by other output; their modules are missing.
    """

    roots: tuple[Imported, ...]
    unreadable: int = 0

    @property
    def cumulative_us(self) -> int:
        """Microseconds in all imports."""
        return sum(root.cumulative_us for root in self.roots)

    def find(self, module: str) -> Imported | None:
        """Return the first import of a module."""
        return next((each for each, _ in walk(self.roots) if each.module == module), None)


@dataclass(frozen=True, slots=True)
class PackageTime:
    """The imports of one package, in microseconds.

    Attributes:
        package: Its name.
        modules: How many of its modules were imported.
        self_us: In these modules themselves.
        cumulative_us: With everything that was first imported below them.
    """

    package: str
    modules: int
    self_us: int
    cumulative_us: int


def parse(log: str) -> ImportTree:
    """Read what `-X importtime` wrote, whatever else the log holds.

    A module's line comes after those of the imports that it made, which are indented by two more spaces. Where the
    indentation leaps, as with a forked process or a broken line, the deeper lines go to the next shallower one.
    """
    waiting: list[tuple[int, Imported]] = []
    unreadable = 0
    for line in log.splitlines():
        if _MARK not in line:
            continue
        found = _LINE.search(line)
        if found is None:
            unreadable += not (_HEADING.search(line) or _CACHED.search(line))
            continue
        depth = min(len(found[3]) // _INDENT, _MOST_DEPTH)
        first = len(waiting)
        while first and waiting[first - 1][0] > depth:
            first -= 1
        children = tuple(each for _, each in waiting[first:])
        waiting[first:] = [(depth, _imported(found[4], int(found[1]), int(found[2]), children))]
    return ImportTree(tuple(each for _, each in waiting), unreadable)


def walk(
    roots: Iterable[Imported], above: tuple[Imported, ...] = ()
) -> Iterator[tuple[Imported, tuple[Imported, ...]]]:
    """Yield every import with those that it was made by, the outermost first."""
    waiting = [(root, above) for root in reversed(tuple(roots))]
    while waiting:
        each, over = waiting.pop()
        yield each, over
        waiting += ((child, (*over, each)) for child in reversed(each.children))


def by_package(roots: Sequence[Imported], package_of: Callable[[str], str]) -> tuple[PackageTime, ...]:
    """Sum up the imports of each package, the slowest (self) first.

    Args:
        roots: The tree.
        package_of: Module -> the name of its package.
    """
    sums: dict[str, list[int]] = {}
    for each, over in walk(roots):
        package = package_of(each.module)
        counted = sums.setdefault(package, [0, 0, 0])
        counted[0] += 1
        counted[1] += each.self_us
        if all(package_of(outer.module) != package for outer in over):
            counted[2] += each.cumulative_us
    rows = (PackageTime(package, *counted) for package, counted in sums.items())
    return tuple(sorted(rows, key=lambda row: (-row.self_us, row.package)))


def _imported(module: str, self_us: int, printed_us: int, children: tuple[Imported, ...]) -> Imported:
    # importtime rounds each figure for itself, so that a sum may be a few microseconds off.
    together = self_us + sum(child.cumulative_us for child in children)
    return Imported(module, self_us, max(printed_us, together), children)
