"""An inspection as one self-contained page: a treemap and a table of packages.

Names from a layer are hostile: they are escaped in HTML and in JSON, set as text by the script, and a content
security policy lets nothing run or load but the page's own script and style, which it names by digest.
"""

import base64
import hashlib
import json
import posixpath
import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files

from lamella.archive.inspection import Inspection, Package
from lamella.archive.merge import Placed
from lamella.render.inspect_text import NO_PACKAGE
from lamella.render.size import size
from lamella.version import __version__

KINDS = ("Python source", "bytecode", "native code", "data", "package metadata")

Node = list["str | int | list[Node]"]
Branch = dict[str, "Branch | Placed"]


def treemap_page(found: Inspection) -> str:
    """Return the page."""
    style, script = _part("treemap.css"), _part("treemap.js")
    names = [posixpath.basename(layer.origin.label.rstrip("/")) or layer.origin.label for layer in found.layers]
    return _filled(
        _part("treemap.html"),
        {
            "title": escape(" + ".join(names)),
            "heading": ' <span class="then">then</span> '.join(escape(name) for name in names),
            "figures": _figures(found),
            "notes": _notes(found),
            "columns": _columns(found),
            "rows": "\n".join(_row(found, each) for each in found.packages),
            "data": _json(found, " + ".join(names)),
            "style": style,
            "script": script,
            "style_sha256": _digest(style),
            "script_sha256": _digest(script),
            "version": escape(__version__),
        },
    )


def _part(name: str) -> str:
    return files("lamella.render").joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _filled(template: str, values: Mapping[str, str]) -> str:
    # One pass, so that a value that looks like a placeholder stays as it is.
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found.group(1)], template)


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
    headings = "".join(f'<th class="{css}"><button type="button">{name}</button></th>' for name, css in columns)
    return f'{headings}<th class="share">Share</th>'


def _row(found: Inspection, each: Package) -> str:
    share = 100 * each.size_bytes / found.size_bytes if found.size_bytes else 0
    css = "none" if not each.name else "" if each.taken else "left"
    cells = [
        _cell(each.name or NO_PACKAGE, "", each.name),
        _cell(each.version or "-", "version", each.version),
        _cell(f"{each.files:,}", "number files", each.files),
        _cell(size(each.size_bytes), "number", each.size_bytes),
    ]
    if len(found.layers) > 1:
        cells.insert(2, _cell(str(each.layer + 1), "number", each.layer + 1))
    if _has_zipped(found):
        cells.append(_cell(size(each.zipped_bytes), "number zipped", each.zipped_bytes or 0))
    bar = (
        '<td class="share"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="rail" width="100" height="8"/><rect width="{share:.2f}" height="8"/></svg></td>'
    )
    return f'<tr class="{css}">{"".join(cells)}{bar}</tr>'


def _cell(text: str, css: str, value: str | int) -> str:
    return f'<td class="{css}" data-value="{escape(str(value))}">{escape(text)}</td>'


def _has_zipped(found: Inspection) -> bool:
    return all(layer.origin.zip_bytes is not None for layer in found.layers)


def _json(found: Inspection, name: str) -> str:
    document = {
        "tree": tree(found, name),
        "package_depth": 2 if len(found.layers) > 1 else 1,
        "kinds": KINDS,
        "no_package": NO_PACKAGE,
        "has_zipped": _has_zipped(found),
    }
    text = json.dumps(document, separators=(",", ":"))
    # In JSON these stand in strings only; escaped, no name can end the script element or start a comment.
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")


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
