"""A profile as one self-contained page: a flame graph of the init's imports, and tables.

Names of modules and layers are hostile; see `lamella.render.page`. Times before and after share one scale.
"""

from collections.abc import Mapping
from html import escape

from lamella.profile.import_tree import Imported, PackageTime
from lamella.profile.unused import used_modules
from lamella.render.page import cell, filled, heading
from lamella.render.profile_text import LOCAL, NAMES, NO_PROOF, headline, ratio_words
from lamella.render.size import many, size
from lamella.sandbox.measure import Pages
from lamella.sandbox.profiled import Metric, Profiled, Side

Node = list["str | int | list[Node]"]
_REST = -1


def profile_page(found: Profiled) -> str:
    """Return the page."""
    after = found.sides[0]
    labels = [escape(side.label) for side in found.sides]
    values = {
        "title": " against ".join(labels),
        "heading": ' <span class="then">against</span> '.join(labels),
        "function": escape(found.function.handler),
        "figures": _summary(found),
        "remarks": _remarks(found),
        "lead": _lead(found),
        "starts": "".join(_starts(found, pages) for pages in found.pages),
        "package_columns": _package_columns(found),
        "package_rows": _package_rows(found),
        "unused_lead": escape(
            f"Imported at init of {after.label} and used by none of {many(found.events, 'event')}. {NO_PROOF}"
        ),
        "unused": _unused(after),
        "local": escape(LOCAL),
    }
    return filled("profile", values, _document(found))


def _in_order(found: Profiled) -> list[tuple[int, Side]]:
    # Before comes first, on the left.
    return [*enumerate(found.sides)][::-1]


def _document(found: Profiled) -> Mapping[str, object]:
    packages: dict[str, int] = {}
    sides = [{"label": side.label, "tree": _tree(side, packages)} for _, side in _in_order(found)]
    return {"sides": sides, "packages": list(packages)}


def _tree(side: Side, packages: dict[str, int]) -> Node:
    traced = side.traced
    used = used_modules(traced.usage)
    package = traced.package_of

    def node(each: Imported) -> Node:
        number = packages.setdefault(package(each.module), len(packages))
        children = [node(child) for child in each.children]
        return [each.module, each.self_us, each.cumulative_us, number, int(each.module in used), children]

    roots = [node(root) for root in traced.tree.roots]
    rest = max(0, round(traced.init_ms * 1000) - traced.tree.cumulative_us)
    roots.append(["not imports", rest, rest, _REST, 1, []])
    return ["init", 0, traced.tree.cumulative_us + rest, _REST, 1, roots]


def _summary(found: Profiled) -> str:
    pages = found.pages[0]
    figures = []
    for number, side in _in_order(found):
        median = found.summary(number, Metric.INIT_MS, pages).median
        figures.append((f"Init of {side.label}", f"{median:,.0f} ms <small>{escape(size(side.zip_bytes))}</small>"))
    ratio = found.ratio(Metric.INIT_MS, pages)
    if ratio:
        interval = f"<small>{ratio.low:.2f} to {ratio.high:.2f}</small>"
        figures.append(("Init ratio", f"{ratio.value:.2f} x {interval}"))
    return "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in figures)


def _remarks(found: Profiled) -> str:
    remarks = [headline(found)]
    for pages in found.pages:
        ratio = found.ratio(Metric.INIT_MS, pages)
        if ratio:
            remarks.append(f"Init, {pages} pages: {ratio_words(ratio, found.runs)}.")
    remarks += [f"Not isolated: {missing}." for missing in found.measured.isolation.missing]
    remarks.append(LOCAL)
    return "".join(f"<li>{escape(remark)}</li>" for remark in remarks)


def _lead(found: Profiled) -> str:
    text = "Width is time, one scale for all; a module's imports lie below it. Select a module to zoom."
    if len(found.sides) > 1:
        text += " Zooming into a module shows it on both sides."
    traced = " and ".join(f"{side.traced.init_ms:.0f} ms" for _, side in _in_order(found))
    return escape(f"{text} Tracing slows an init: here it took {traced}; the measured times are in the next table.")


def _starts(found: Profiled, pages: Pages) -> str:
    several = len(found.sides) > 1
    groups = "".join(f'<th class="group" colspan="3">{escape(side.label)}</th>' for _, side in _in_order(found))
    head = f"<tr><th></th>{groups}<th></th><th></th></tr>" if several else ""
    columns = ["min", "median", "p90"] * len(found.sides) + (["ratio", "95 % interval"] if several else [])
    names = "<th></th>" + "".join(f'<th class="number">{name}</th>' for name in columns)
    rows = "".join(_start_row(found, metric, pages) for metric in Metric)
    return (
        f'<p class="lead">{str(pages).capitalize()} pages.</p><div class="wide"><table>'
        f"<thead>{head}<tr>{names}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _start_row(found: Profiled, metric: Metric, pages: Pages) -> str:
    digits = 0 if metric is Metric.MAX_MEMORY_MB else 1
    cells = [cell(NAMES[metric], "", metric)]
    for number, _ in _in_order(found):
        summary = found.summary(number, metric, pages)
        cells += [
            cell(f"{value:,.{digits}f}", "number", value) for value in (summary.minimum, summary.median, summary.p90)
        ]
    if len(found.sides) > 1:
        ratio = found.ratio(metric, pages)
        cells.append(cell(f"{ratio.value:.2f}" if ratio else "-", "number", ratio.value if ratio else 0))
        cells.append(cell(f"{ratio.low:.2f}-{ratio.high:.2f}" if ratio else "-", "number", ratio.low if ratio else 0))
    return f"<tr>{''.join(cells)}</tr>"


def _package_columns(found: Profiled) -> str:
    columns = [("Package", "")]
    for _, side in _in_order(found):
        of = f" {side.label}" if len(found.sides) > 1 else ""
        columns += [(f"Modules{of}", "number"), (f"Self ms{of}", "number"), (f"Cumulative ms{of}", "number")]
    return "".join(heading(name, css) for name, css in columns)


def _package_rows(found: Profiled) -> str:
    by_side = [{each.package: each for each in side.traced.packages} for _, side in _in_order(found)]
    names = dict.fromkeys(name for packages in by_side for name in packages)
    return "\n".join(
        f"<tr>{cell(name, '', name)}{''.join(_package_cells(packages.get(name)) for packages in by_side)}</tr>"
        for name in names
    )


def _package_cells(each: PackageTime | None) -> str:
    if each is None:
        return cell("-", "number", 0) * 3
    times = (each.self_us, each.cumulative_us)
    return cell(str(each.modules), "number", each.modules) + "".join(
        cell(f"{us / 1000:,.1f}", "number", us) for us in times
    )


def _unused(side: Side) -> str:
    columns = (("Module", ""), ("Imported by", ""), ("Modules", "number"), ("ms", "number"))
    rows = "\n".join(
        "<tr>"
        + cell(each.module, "", each.module)
        + cell(each.importer, "", each.importer)
        + cell(str(each.modules), "number", each.modules)
        + cell(f"{each.cumulative_us / 1000:.1f}", "number", each.cumulative_us)
        + "</tr>"
        for each in side.traced.candidates
    )
    head = "".join(heading(name, css) for name, css in columns)
    if not rows:
        return "<p>None.</p>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
