"""An inspection as text for people."""

from collections import Counter
from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from lamella.archive.choice import Choice, Copy
from lamella.archive.inspection import Inspection
from lamella.render.inspect_json import largest_files
from lamella.render.size import many, size
from lamella.render.terminal import row, table, to_text

NO_PACKAGE = "(no package)"


def inspect_text(found: Inspection, largest: int, *, width: int, color: bool) -> str:
    """Return tables and sentences; `largest` is how many of the largest files are named."""
    return to_text(_parts(found, largest), width=width, color=color)


def _parts(found: Inspection, largest: int) -> Iterator[RenderableType]:
    several = len(found.layers) > 1
    yield from _heads(found)
    yield ""
    yield _packages(found, several=several)
    if found.choices:
        yield ""
        yield _choices(found)
    if found.merged.replaced:
        same = sum(each.same for each in found.merged.replaced)
        total = len(found.merged.replaced)
        yield ""
        differ = total - same
        yield f"{many(total, 'file')} replaced by a later layer: {same:,} the same, {differ:,} different."
    yield ""
    yield from _bytecode(found)
    yield ""
    yield from _native(found)
    if largest:
        yield ""
        yield _largest(found, largest, several=several)
    if found.notes:
        yield ""
        yield Text("Look at", style="bold")
        for note in found.notes:
            yield Text(f"- {note.text} [{note.code}]", style="yellow")


def _heads(found: Inspection) -> Iterator[RenderableType]:
    for number, layer in enumerate(found.layers, 1):
        label = f"{number}. {layer.origin.label}" if len(found.layers) > 1 else layer.origin.label
        zipped = f", {size(layer.origin.zip_bytes)} zipped" if layer.origin.zip_bytes is not None else ", a folder"
        figures = f"{many(layer.files, 'file')}, {size(layer.size_bytes)} unzipped{zipped}"
        yield Text.assemble((label, "bold"), f"  {figures}", no_wrap=True)
        if layer.origin.zip_sha256 is not None:
            yield Text(f"sha256 {layer.origin.zip_sha256.hex()}", style="dim")
    if len(found.layers) > 1:
        zipped = f", {size(found.zip_bytes)} zipped" if found.zip_bytes is not None else ""
        yield f"Together: {size(found.size_bytes)} unzipped{zipped}"
    if found.python is not None:
        minor = found.python.minor
        yield f"Judged for python{minor[0]}.{minor[1]} ({found.python.evidence})"


def _packages(found: Inspection, *, several: bool) -> Table:
    columns = ["package", "version", *(["layer"] if several else []), ">files", ">unzipped", ">zipped", ">share"]
    made = table("Packages", columns)
    for each in found.packages:
        share = each.size_bytes / found.size_bytes if found.size_bytes else 0
        row(
            made,
            each.name or NO_PACKAGE,
            each.version or "-",
            *([str(each.layer + 1)] if several else []),
            f"{each.files:,}",
            size(each.size_bytes),
            size(each.zipped_bytes),
            f"{share:.0%}" if share >= 0.005 else "<1%",
            style="" if each.taken else "dim strike",
        )
    return made


def _choices(found: Inspection) -> Table:
    made = table("Which copy Python takes", ("name", "kind", "taken", "left", "note"))
    roots = {copy.root for each in found.choices for copy in (each.winner, *each.losers)}
    for each in found.choices:
        taken, *left = [_copy(copy, with_root=len(roots) > 1) for copy in (each.winner, *each.losers)]
        row(made, each.name, str(each.subject), taken, ", ".join(left), _remark(each))
    return made


def _copy(copy: Copy, *, with_root: bool) -> str:
    release = f": {copy.release}" if copy.release else ""
    root = f" ({copy.root})" if with_root else ""
    return f"layer {copy.layer + 1}{release}{root}"


def _remark(choice: Choice) -> str:
    if choice.mixed_modules:
        return f"{many(choice.mixed_modules, 'module')} of another layer stay"
    return "several dist-info" if choice.ambiguous else ""


def _bytecode(found: Inspection) -> Iterator[RenderableType]:
    compiled = found.bytecode
    yield Text("Bytecode", style="bold")
    yield f"{compiled.usable:,} of {many(compiled.modules, 'module')} with bytecode that Python uses as it is."
    if compiled.fragile:
        yield f"{compiled.fragile:,} with bytecode that is used only where the unpacker restores exact times."
    for state, count in Counter(each.state for each in compiled.files).most_common():
        example = next(each.path for each in compiled.files if each.state is state)
        yield Text(f"  {count:,} {state}, such as {example}", no_wrap=True)


def _native(found: Inspection) -> Iterator[RenderableType]:
    yield Text("Native libraries", style="bold")
    if not found.native:
        yield "none"
        return
    machines = Counter(each.machine for each in found.native)
    total = sum(each.size_bytes for each in found.native)
    counts = ", ".join(f"{count:,} for {machine}" for machine, count in machines.most_common())
    yield f"{many(len(found.native), 'file')}, {size(total)}: {counts}"
    for each in sorted(found.native, key=lambda each: -each.size_bytes)[:5]:
        layer = f"layer {each.layer + 1}  " if len(found.layers) > 1 else ""
        yield Text(f"  {size(each.size_bytes):>8}  {layer}{each.path}", no_wrap=True)


def _largest(found: Inspection, count: int, *, several: bool) -> Table:
    made = table("Largest files", (">unzipped", ">zipped", *(["layer"] if several else []), "path"))
    for each in largest_files(found, count):
        entry = each.file.entry
        layer = [str(each.layer + 1)] if several else []
        row(made, size(entry.size_bytes), size(entry.zipped_bytes), *layer, each.path)
    return made
