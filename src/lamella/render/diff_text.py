"""A difference as text for people."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from lamella.archive.difference import ChangeKind, Difference, Measure, OwnedEntryPoint, PackageChange, Side
from lamella.render.inspect_text import NO_PACKAGE
from lamella.render.size import change, many, size
from lamella.render.terminal import row, table, to_text

_SHOWN = 20


def diff_text(found: Difference, *, width: int, color: bool) -> str:
    """Return a table and lists."""
    return to_text(_parts(found), width=width, color=color)


def _parts(found: Difference) -> Iterator[RenderableType]:
    yield from _head("before", found.before)
    yield from _head("after", found.after)
    if not found.differs:
        yield "The same files with the same contents."
        return
    unzipped = found.after.total.size_bytes - found.before.total.size_bytes
    zips = found.before.origin.zip_bytes, found.after.origin.zip_bytes
    zipped = "" if None in zips else f", {change((zips[1] or 0) - (zips[0] or 0))} zipped"
    yield (
        f"{change(unzipped)} unzipped{zipped}; files: {len(found.files_added):,} added, "
        f"{len(found.files_removed):,} removed, {len(found.files_changed):,} changed"
    )
    if found.packages:
        yield ""
        yield _packages(found.packages)
        stripped = [each.name for each in found.packages if _stripped(each)]
        if stripped:
            yield Text(f"The dist-info is gone but files are still there: {', '.join(stripped)}", style="yellow")
    yield from _list("Modules that disappear", collapsed(found.modules_gone), len(found.modules_gone))
    scripts, others = found.console_scripts_gone, found.entry_points_gone
    yield from _list("Console scripts that disappear", [_script(each) for each in scripts], len(scripts))
    yield from _list("Other entry points that disappear", [_entry_point(each) for each in others], len(others))


def _head(name: str, side: Side) -> Iterator[RenderableType]:
    zipped = ", a folder" if side.origin.zip_bytes is None else f", {size(side.origin.zip_bytes)} zipped"
    python = f", python{side.python.minor[0]}.{side.python.minor[1]}" if side.python else ""
    figures = f"{many(side.total.files, 'file')}, {size(side.total.size_bytes)} unzipped{zipped}{python}"
    yield Text.assemble((f"{name:<7}", "dim"), (side.origin.label, "bold"), f"  {figures}", no_wrap=True)


def _packages(changes: Iterable[PackageChange]) -> Table:
    styles = {ChangeKind.ADDED: "green", ChangeKind.REMOVED: "red", ChangeKind.CHANGED: ""}
    made = table("Packages", ("", "package", "before", "after", ">unzipped", ">zipped", "files"))
    signs = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.CHANGED: "~"}
    for each in changes:
        row(
            made,
            signs[each.kind],
            each.name or NO_PACKAGE,
            ", ".join(each.before_versions) or "-",
            ", ".join(each.after_versions) or "-",
            change(each.after.size_bytes - each.before.size_bytes),
            _zipped(each.before, each.after),
            f"+{each.files_added:,} -{each.files_removed:,} ~{each.files_changed:,}",
            style=styles[each.kind],
        )
    return made


def _stripped(each: PackageChange) -> bool:
    return bool(each.name) and each.kind is ChangeKind.REMOVED and each.files_removed < each.before.files


def _zipped(before: Measure, after: Measure) -> str:
    if before.zipped_bytes is None or after.zipped_bytes is None:
        return "-"
    return change(after.zipped_bytes - before.zipped_bytes)


def collapsed(gone: Sequence[str]) -> list[str]:
    """Return one line for each package that is gone as a whole, and the other modules.

    A package is gone as a whole when its own name is among the modules that disappear.
    """
    counts: dict[str, int] = defaultdict(int)
    whole = set(gone)
    for module in gone:
        counts[_outermost(module, whole)] += 1
    return [f"{name} and {many(count - 1, 'module')} in it" if count > 1 else name for name, count in counts.items()]


def _outermost(module: str, whole: set[str]) -> str:
    parts = module.split(".")
    for length in range(1, len(parts)):
        prefix = ".".join(parts[:length])
        if prefix in whole:
            return prefix
    return module


def _list(title: str, lines: Sequence[str], total: int) -> Iterator[RenderableType]:
    if not lines:
        return
    yield ""
    yield Text(f"{title}: {total:,}", style="bold")
    for line in lines[:_SHOWN]:
        yield Text(f"- {line}", no_wrap=True)
    if len(lines) > _SHOWN:
        yield f"  and {len(lines) - _SHOWN:,} more lines; --output json lists all"


def _script(each: OwnedEntryPoint) -> str:
    return f"{each.entry_point.name} ({each.distribution})"


def _entry_point(each: OwnedEntryPoint) -> str:
    return f"{each.entry_point.group}: {each.entry_point.name} ({each.distribution})"
