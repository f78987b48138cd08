"""The page of what bench/check.py measured."""

from collections.abc import Mapping
from typing import Any

_MEGABYTE = 1_000_000


def page(kept: Mapping[str, Any]) -> str:
    """Return the page as Markdown, from the parts that were measured."""
    took_s = sum(part["took_s"] for part in kept.values())
    lines = [
        "# Benchmarks of check",
        "",
        f"Written by `python bench/check.py` (`make bench-check`) on {next(iter(kept.values()))['machine']}; {took_s / 60:.0f} minutes",
        "in all. The machine is shared and noisy: trust ratios, not seconds. Peers come from PyPI, each in an environment of",
        "its own; each flags from the level in brackets on. A part may be measured again alone (`--part`).",
        "",
    ]
    lines += _clean(kept["clean"]["figures"]) if "clean" in kept else []
    lines += _wheels(kept["wheels"]["figures"]) if "wheels" in kept else []
    lines += _samples(kept["samples"]["figures"]) if "samples" in kept else []
    if "own" in kept:
        lines += ["## lamella alone", "", "| what | figure |", "| --- | --- |"]
        lines += [f"| {what} | {figure} |" for what, figure in kept["own"]["figures"].items()]
        lines += [
            "",
            "Of the honest layers, those with JavaScript or with archives inside are `incomplete`, those with extensions",
        ]
        lines += ["and exec wrappers are for `review`: both are by design, and unusual on purpose."]
    return "\n".join([*lines, ""])


def _clean(figures: Mapping[str, Any]) -> list[str]:
    rows, size = figures["rows"], figures["python_bytes"] / _MEGABYTE
    ours_s = next(iter(rows.values()))["cpu_s"]
    lines = [
        f"## Clean layer: {figures['of']}, {size:.1f} MB of Python",
        "",
        "| scanner | findings | CPU s | / lamella | wall s | MB/s of Python | n |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for title, row in rows.items():
        cells = [f"{row['findings']}", f"{row['cpu_s']:.1f}", f"{row['cpu_s'] / ours_s:.2f}", f"{row['wall_s']:.1f}"]
        lines.append(f"| {title} | {' | '.join(cells)} | {size / row['wall_s']:.1f} | {row['n']} |")
    return [*lines, "", "Medians of n runs, interleaved. lamella and Hexora use both cores.", ""]


def _wheels(figures: Mapping[str, Any]) -> list[str]:
    rows = figures["rows"]
    ours_s = next(iter(rows.values()))["cpu_s"]
    lines = [
        f"## {figures['count']} popular wheels (requirements/bench-wheels.txt)",
        "",
        "| scanner | wheels flagged | CPU s | / lamella |",
        "| --- | --- | --- | --- |",
    ]
    for title, row in rows.items():
        lines.append(f"| {title} | {len(row['flagged'])} | {row['cpu_s']:.0f} | {row['cpu_s'] / ours_s:.2f} |")
    first = next(iter(rows.values()))["flagged"]
    told = [f"One run each. Wheels that lamella flags: {', '.join(first) or 'none'}.", figures.get("note", "")]
    return [*lines, "", *filter(None, told), ""]


def _samples(figures: Mapping[str, Any]) -> list[str]:
    counts = figures["counts"]
    lines = [
        "## Samples",
        "",
        "They are in `bench/detection` and `bench/samples`, most of authors who had not seen the rules. Held out: the author",
        "whose samples nobody who changes rules has looked at. Mutated: those, renamed, split, encoded, moved into functions,",
        "3 seeds. Seen: the rules were changed with them at hand, so for lamella the figure says nothing about other code.",
        "",
        f"| scanner | {' | '.join(f'{name} ({count})' for name, count in counts.items())} |",
        f"| --- |{' --- |' * len(counts)}",
    ]
    for title, row in figures["rows"].items():
        cells = [
            f"{row[name]} ({row[name] / count:.2f})" if row[name] is not None else "-" for name, count in counts.items()
        ]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    note = "GuardDog tells a few places a rule for each package, so every sample was a package of its own, held-out ones only."
    return [*lines, "", note, ""]
