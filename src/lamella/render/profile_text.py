"""A profile as text for people."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from lamella.profile.statistics import Ratio, Summary
from lamella.render.size import many, size
from lamella.render.terminal import row, table, to_text
from lamella.sandbox.measure import Pages
from lamella.sandbox.profiled import Metric, Profiled, Side

NAMES = {
    Metric.INIT_MS: "init ms",
    Metric.INIT_CPU_MS: "init CPU ms",
    Metric.DURATION_MS: "first duration ms",
    Metric.MAX_MEMORY_MB: "memory MB",
}
LOCAL = "Local milliseconds are not AWS milliseconds: trust ratios, and compare only what ran together."
NO_PROOF = (
    "A candidate is no proof. Not seen are names that the init took out of a module (base classes, decorators, "
    "constants), effects of an import itself, and events that were not run; and another module may need it anyway."
)
_SMALLEST_US = 500


def profile_text(found: Profiled, top: int, *, width: int, color: bool) -> str:
    """Return tables and sentences; `top` is how many packages and candidates are listed."""
    return to_text(_parts(found, top), width=width, color=color)


def ratio_words(ratio: Ratio, runs: int) -> str:
    """Return `0.39 x, 95 % interval 0.37-0.42, n=20`."""
    return f"{ratio.value:.2f} x, {ratio.confidence:.0%} interval {ratio.low:.2f}-{ratio.high:.2f}, n={runs}".replace(
        "%", " %"
    )


def headline(found: Profiled) -> str:
    """Return what was started, how and under which load, in one line."""
    function, measured = found.function, found.measured
    return (
        f"{function.handler} on {function.target}, {function.memory_mb} MB, {measured.isolation.mechanism}; "
        f"n={found.runs}{', interleaved' if len(found.sides) > 1 else ''}; "
        f"load {measured.load[0]:.2f} before, {measured.load[1]:.2f} after"
    )


def _parts(found: Profiled, top: int) -> Iterator[RenderableType]:
    yield Text(headline(found), style="bold", no_wrap=True)
    for side, role in zip(found.sides, ("layer", "against"), strict=False):
        yield Text(f"{role}: {side.label}, {size(side.zip_bytes)} zipped", no_wrap=True)
    for missing in found.measured.isolation.missing:
        yield Text(f"not isolated: {missing}", no_wrap=True)
    for pages in found.pages:
        yield ""
        yield _starts(found, pages)
        ratio = found.ratio(Metric.INIT_MS, pages)
        if ratio:
            yield f"Init, {pages} pages: {ratio_words(ratio, found.runs)}."
    yield Text(LOCAL, style="dim")
    yield ""
    yield _packages(found, top)
    traced = found.sides[0].traced
    yield f"{traced.tree.cumulative_us / 1000:.0f} of {traced.init_ms:.0f} ms of a traced init were imports."
    yield ""
    yield from _unused(found, found.sides[0], top)


def _starts(found: Profiled, pages: Pages) -> Table:
    columns = ["", ">min", ">median", ">p90"]
    if len(found.sides) > 1:
        columns += [">against: min", ">median", ">p90", ">ratio", ">95 % interval"]
    made = table(f"Cold starts, {pages} pages", columns)
    for metric in Metric:
        cells = [
            cell for side in range(len(found.sides)) for cell in _figures(found.summary(side, metric, pages), metric)
        ]
        if len(found.sides) > 1:
            ratio = found.ratio(metric, pages)
            cells += [f"{ratio.value:.2f}", f"{ratio.low:.2f}-{ratio.high:.2f}"] if ratio else ["-", "-"]
        row(made, NAMES[metric], *cells)
    return made


def _figures(summary: Summary, metric: Metric) -> list[str]:
    digits = 0 if metric is Metric.MAX_MEMORY_MB else 1
    return [f"{value:,.{digits}f}" for value in (summary.minimum, summary.median, summary.p90)]


def _packages(found: Profiled, top: int) -> Table:
    side = found.sides[0]
    columns = ["package", ">modules", ">self ms", ">cumulative ms"]
    before = {each.package: each for each in found.sides[1].traced.packages} if len(found.sides) > 1 else {}
    if before:
        columns += [">against: modules", ">self ms", ">cumulative ms"]
    made = table("Imports", columns)
    for each in side.traced.packages[:top]:
        cells = [str(each.modules), f"{each.self_us / 1000:.1f}", f"{each.cumulative_us / 1000:.1f}"]
        if before:
            other = before.get(each.package)
            cells += (
                [str(other.modules), f"{other.self_us / 1000:.1f}", f"{other.cumulative_us / 1000:.1f}"]
                if other
                else ["-", "-", "-"]
            )
        row(made, each.package, *cells)
    return made


def _unused(found: Profiled, side: Side, top: int) -> Iterator[RenderableType]:
    title = "Candidates for lazy import"
    large = [each for each in side.traced.candidates if each.cumulative_us >= _SMALLEST_US]
    if large:
        made = table(title, ("module", "imported by", ">modules", ">ms"))
        for each in large[:top]:
            row(made, each.module, each.importer, str(each.modules), f"{each.cumulative_us / 1000:.1f}")
        yield made
    else:
        yield Text(title, style="bold")
        yield "none above half a millisecond"
    if len(large) > top:
        yield f"and {len(large) - top:,} more"
    yield f"Imported at init, used by none of {many(found.events, 'event')}. {NO_PROOF}"
    for failed in side.traced.failed:
        yield Text(f"an event was answered with {failed}: what it would have used is not counted", style="yellow")
    if side.traced.tree.unreadable:
        yield Text(f"{many(side.traced.tree.unreadable, 'line')} of the import times could not be read", style="yellow")
