"""A profile as JSON and CSV; the keys are documented in docs/commands/profile.md and stay."""

import csv
import dataclasses
import io
import json
from collections.abc import Callable, Sequence

from lamella.profile.import_tree import Imported
from lamella.profile.unused import used_modules
from lamella.sandbox.measure import Pages
from lamella.sandbox.profiled import Metric, Profiled, Side

Json = dict[str, object]
COLUMNS = ("side", "layers", "pages", "run", *Metric)
ROLES = ("layer", "against")


def profile_json(found: Profiled) -> str:
    """Return the document; times are in the unit of their name."""
    function = found.function
    document: Json = {
        "function": {
            "handler": function.handler,
            "target": str(function.target),
            "memory_mb": function.memory_mb,
            "timeout_s": function.timeout_s,
        },
        "runs": found.runs,
        "events": found.events,
        "isolation": {
            "mechanism": str(found.measured.isolation.mechanism),
            "missing": list(found.measured.isolation.missing),
        },
        "load_average": {"before": found.measured.load[0], "after": found.measured.load[1]},
        "sides": {role: _side(found, number) for number, role in enumerate(ROLES[: len(found.sides)])},
        "ratios": {str(pages): _ratios(found, pages) for pages in found.pages} if len(found.sides) > 1 else None,
    }
    return json.dumps(document, indent=2)


def profile_csv(found: Profiled) -> str:
    """Return one row a measured start, in the order in which they were made."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for sample in found.measured.samples:
        turn = sample.turn
        layers = " ".join(found.sides[turn.variant].layers)
        figures = [f"{metric.of(sample.report):g}" for metric in Metric]
        writer.writerow((ROLES[turn.variant], layers, turn.pages, turn.round + 1, *figures))
    return buffer.getvalue().rstrip("\n")


def _side(found: Profiled, number: int) -> Json:
    side = found.sides[number]
    traced = side.traced
    return {
        "layers": list(side.layers),
        "zip_bytes": side.zip_bytes,
        "cold_starts": {str(pages): _figures(found, number, pages) for pages in found.pages},
        "traced_init_ms": traced.init_ms,
        "unreadable_lines": traced.tree.unreadable,
        "failed_events": list(traced.failed),
        "packages": [dataclasses.asdict(each) for each in traced.packages],
        "unused": [dataclasses.asdict(each) for each in traced.candidates],
        "imports": _imports(side),
    }


def _figures(found: Profiled, number: int, pages: Pages) -> Json:
    figures: Json = {}
    for metric in Metric:
        summary = found.summary(number, metric, pages)
        figures[str(metric)] = {
            "min": summary.minimum,
            "median": summary.median,
            "p90": summary.p90,
            "samples": list(found.values(number, metric, pages)),
        }
    return figures


def _ratios(found: Profiled, pages: Pages) -> Json:
    ratios = {metric: found.ratio(metric, pages) for metric in Metric}
    return {str(metric): dataclasses.asdict(ratio) if ratio else None for metric, ratio in ratios.items()}


def _imports(side: Side) -> list[Json]:
    used = used_modules(side.traced.usage)
    package = side.traced.package_of
    return [_import(each, package, used) for each in side.traced.tree.roots]


def _import(each: Imported, package: Callable[[str], str], used: frozenset[str]) -> Json:
    children: Sequence[Json] = [_import(child, package, used) for child in each.children]
    return {
        "module": each.module,
        "package": package(each.module),
        "self_us": each.self_us,
        "cumulative_us": each.cumulative_us,
        "used": each.module in used,
        "imports": children,
    }
