"""An inspection as one self-contained page: a treemap and a table of packages.

Names from a layer are hostile: they are escaped in HTML and in JSON, set as text by the script, and a content
security policy lets nothing run or load but the page's own script and style, which it names by digest.
"""

import posixpath
from collections.abc import Mapping, Sequence
from html import escape

from lamella.archive.inspection import Inspection, Package
from lamella.archive.merge import Placed
from lamella.render.inspect_text import NO_PACKAGE
from lamella.render.page import cell, filled, heading
from lamella.render.size import size

KINDS = ("Python source", "bytecode", "native code", "data", "package metadata")

Node = list["str | int | list[Node]"]
Branch = dict[str, "Branch | Placed"]


def treemap_page(found: Inspection) -> str:
    """Return the page."""
    names = [posixpath.basename(layer.origin.label.rstrip("/")) or layer.origin.label for layer in found.layers]
    together = " + ".join(names)
    values = {
        "title": escape(together),
        "heading": ' <span class="then">then</span> '.join(escape(name) for name in names),
        "figures": _figures(found),
        "notes": _notes(found),
        "columns": _columns(found),
        "rows": "\n".join(_row(found, each) for each in found.packages),
    }
    return filled("treemap", values, _document(found, together))


def _figures(found: Inspection) -> str:
    compiled = found.bytecode
    packages = len({each.name for each in found.packages} - {""})
    figures = [
        ("Unzipped", escape(size(found.size_bytes))),
        ("Packages", f"{packages:,}"),
        ("Files", f"{len(found.merged.everything):,}"),
        ("Usable bytecode", f"{compiled.usable:,} <small>of {compiled.modules:,} modules</small>"),
        ("Native files", f"{len(found.native):,}"),
    ]
    if found.zip_bytes is not None:
        figures.insert(0, ("Zipped", escape(size(found.zip_bytes))))
    if found.python is not None:
        figures.append(("Judged for", f"Python {found.python.minor[0]}.{found.python.minor[1]}"))
    return "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)


def _notes(found: Inspection) -> str:
    if not found.notes:
        return ""
    return f'<ul class="notes">{"".join(f"<li>{escape(note.text)}</li>" for note in found.notes)}</ul>'


def _columns(found: Inspection) -> str:
    columns = [("Package", ""), ("Version", "version"), ("Files", "number files"), ("Unzipped", "number")]
    if len(found.layers) > 1:
        columns.insert(2, ("Layer", "number"))
    if _has_zipped(found):
        columns.append(("Zipped", "number zipped"))
    headings = "".join(heading(name, css) for name, css in columns)
    return f'{headings}<th class="share">Share</th>'


def _row(found: Inspection, each: Package) -> str:
    share = 100 * each.size_bytes / found.size_bytes if found.size_bytes else 0
    css = "none" if not each.name else "" if each.taken else "left"
    cells = [
        cell(each.name or NO_PACKAGE, "", each.name),
        cell(each.version or "-", "version", each.version),
        cell(f"{each.files:,}", "number files", each.files),
        cell(size(each.size_bytes), "number", each.size_bytes),
    ]
    if len(found.layers) > 1:
        cells.insert(2, cell(str(each.layer + 1), "number", each.layer + 1))
    if _has_zipped(found):
        cells.append(cell(size(each.zipped_bytes), "number zipped", each.zipped_bytes or 0))
    bar = (
        '<td class="share"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="rail" width="100" height="8"/><rect width="{share:.2f}" height="8"/></svg></td>'
    )
    return f'<tr class="{css}">{"".join(cells)}{bar}</tr>'


def _has_zipped(found: Inspection) -> bool:
    return all(layer.origin.zip_bytes is not None for layer in found.layers)


def _document(found: Inspection, name: str) -> Mapping[str, object]:
    return {
        "tree": tree(found, name),
        "package_depth": 2 if len(found.layers) > 1 else 1,
        "kinds": KINDS,
        "no_package": NO_PACKAGE,
        "has_zipped": _has_zipped(found),
    }


def tree(found: Inspection, name: str) -> Node:
    """Return [name, nodes], down to the files: [name, unzipped bytes, zipped bytes, kind, replaced].

    The levels are layers (when there are several), packages, folders, files; the kind is an index of `KINDS`.
    """
    top: Branch = {}
    for each in found.merged.everything:
        branch = top
        for part in _parts(found, each):
            below = branch.setdefault(part, {})
            if isinstance(below, dict):
                branch = below
        branch[each.file.entry.name] = each
    native = {(each.layer, each.path) for each in found.native}
    return _node(name, top, found, native)


def _parts(found: Inspection, each: Placed) -> Sequence[str]:
    layer = [f"{each.layer + 1}. {found.layers[each.layer].origin.label}"] if len(found.layers) > 1 else []
    if each.owner is None:
        return [*layer, NO_PACKAGE, *each.path.split("/")[:-1]]
    package = f"{each.owner.name} {each.owner.version}".strip()
    inside = posixpath.relpath(each.path, each.owner.root or ".")
    return [*layer, package, *inside.split("/")[:-1]]


def _node(name: str, branch: Branch, found: Inspection, native: set[tuple[int, str]]) -> Node:
    nodes: list[Node] = []
    for key, below in branch.items():
        if isinstance(below, dict):
            nodes.append(_node(key, below, found, native))
        else:
            entry = below.file.entry
            kind = _kind(below, is_native=(below.layer, below.path) in native)
            replaced = found.merged.opt.get(below.path) is not below
            nodes.append([key, entry.size_bytes, entry.zipped_bytes or 0, kind, *([1] if replaced else [])])
    return [name, nodes]


def _kind(each: Placed, *, is_native: bool) -> int:
    if is_native:
        return KINDS.index("native code")
    if each.owner is not None and each.path.startswith(f"{each.owner.info}/"):
        return KINDS.index("package metadata")
    match each.file.entry.name.rpartition(".")[2]:
        case "py":
            return KINDS.index("Python source")
        case "pyc":
            return KINDS.index("bytecode")
        case _:
            return KINDS.index("data")
