"""The part of the page that is about cold starts."""

from collections.abc import Callable, Sequence

from cold import PEERS, Against, Case, Cold
from cold_layers import OWN, SIZED
from lamella.profile.statistics import geometric_mean

HEADING = "## Cold starts"
_MEGABYTE = 1_000_000
_NAMES = (*PEERS, *OWN)


def write(found: Cold) -> str:
    """Return the sections as Markdown."""
    ran = [case for case in found.cases if case.init_ms]
    lines = [
        HEADING,
        "",
        (f"In lamella's local Lambda, n={found.starts} cold starts of each, all of a table's columns interleaved, warm "
         f"pages, medians; load average {found.load[0]:.2f} before and {found.load[1]:.2f} after; "
         f"{found.took_s / 60:.0f} minutes. Local milliseconds are not AWS milliseconds."),
        "",
        *_against(found.against),
    ]  # fmt: skip
    if ran:
        lines += _inits(ran, [case for case in found.cases if not case.init_ms])
        lines += _net(ran)
        lines += _shares(ran)
    return "\n".join([*lines, *_sizes(found.cases), ""])


def _against(rows: Sequence[Against]) -> list[str]:
    lines = [
        "### Against AWS's Runtime Interface Emulator",
        "",
        "The emulator runs under bubblewrap, in the same folders. Init is what each reports; whole is from the start of",
        "the sandbox to the answer. Ratios of medians, with 95 % bootstrap intervals. Target: 1.05 on init.",
        "",
        "| function | lamella init ms | emulator init ms | init ratio | lamella whole ms | whole ratio |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        init, whole = (f"{each.value:.2f} ({each.low:.2f}-{each.high:.2f})" for each in (row.init, row.whole))
        lines.append(f"| {row.name} | {row.own_ms:.1f} | {row.peer_ms:.1f} | {init} | {row.whole_ms:.1f} | {whole} |")
    return [*lines, ""]


def _inits(cases: Sequence[Case], others: Sequence[Case]) -> list[str]:
    return [
        "### Init of the workloads, as Lambda reports it",
        "",
        "Ratios to the recipe's init. Floor: an empty handler without layers. `+ .pyc`: the same files with valid",
        "bytecode added. Target: 0.48 in the geometric mean for each of lamella's.",
        "",
        *_ratio_table(cases, others, "| floor ms | recipe ms |", _cells_reported, _reported),
    ]


def _net(cases: Sequence[Case]) -> list[str]:
    return [
        "### Init of the workloads, net of the floor",
        "",
        "The same starts, the floor subtracted on both sides. Target: 0.42 in the geometric mean.",
        "",
        *_ratio_table(cases, (), "| recipe ms, net |", _cells_net, _net_ratio),
    ]


def _ratio_table(
    cases: Sequence[Case],
    others: Sequence[Case],
    columns: str,
    cells: Callable[[Case], str],
    ratio: Callable[[Case, str], float | None],
) -> list[str]:
    names = [name for name in _NAMES if name != "recipe"]
    lines = [f"| case {columns} {' | '.join(names)} |", "| --- " * (columns.count("|") + len(names)) + "|"]
    lines += [
        f"| {case.name} {cells(case)} {' | '.join(_figure(ratio(case, name)) for name in names)} |" for case in cases
    ]
    width = columns.count("|") - 1 + len(names)
    lines += [f"| {case.name} | {_why_not(case)} {'| ' * (width - 1)}|" for case in others]
    means = []
    for name in names:
        known = [value for case in cases if (value := ratio(case, name)) is not None]
        means.append(f"{geometric_mean(known):.2f}" if known else "-")
    empty = "| " * (columns.count("|") - 1)
    return [*lines, f"| geometric mean {empty}| {' | '.join(means)} |", ""]


def _shares(cases: Sequence[Case]) -> list[str]:
    """Each technique alone, so that none takes another's credit."""
    steps = (
        ("precompiling", "recipe + .pyc", "recipe", "the recipe's own files with valid bytecode, over without"),
        ("pruning", "safe", "pip+zip + .pyc", '`slim = "safe"` over a plain installation whose bytecode is valid'),
        ("bytecode by proof", "compact", "safe", '`slim = "compact"` over `safe`'),
        ("tracing", "traced", "safe", '`slim = "traced"` over `safe`'),
        ("all", "traced", "recipe", "`traced` over the recipe"),
    )
    lines = [
        "### What each technique gives",
        "",
        "Geometric means over the workloads. Against a layer whose bytecode happens to be valid, only what is below",
        "`pruning` and `tracing` is left: a few per cent of time; the gain there is size.",
        "",
        "| technique | init | net of the floor | what is compared |",
        "| --- | --- | --- | --- |",
    ]
    for technique, after, before, words in steps:
        both = [case for case in cases if after in case.init_ms and before in case.init_ms]
        if both:
            init = geometric_mean([case.init_ms[after] / case.init_ms[before] for case in both])
            net = geometric_mean([_above(case, after) / _above(case, before) for case in both])
            lines.append(f"| {technique} | {init:.2f} | {net:.2f} | {words} |")
    return [*lines, ""]


def _sizes(cases: Sequence[Case]) -> list[str]:
    lines = [
        "### Size of slimming by proof",
        "",
        "Ratios of the zips to `pip install -t` + `zip -r9`; `traced only`: without sources. Targets: compact 0.78, traced",
        "0.50, traced only 0.42 in the geometric mean. Second event: on the layer that was traced with both events, and",
        "held out, on one that was traced with the first only; the answer is held against the safe layer's. lightgbm has this",
        "machine's libgomp, in all its layers or beside them.",
        "",
        f"| case | pip+zip MB | {' | '.join(SIZED)} | second event | held out |",
        f"| --- | --- |{' --- |' * len(SIZED)} --- | --- |",
    ]
    for case in cases:
        pip = case.sizes["pip+zip"]
        cells = [_figure(case.sizes[name] / pip if name in case.sizes else None) for name in SIZED]
        lines.append(f"| {case.name} | {pip / _MEGABYTE:.2f} | {' | '.join(cells)} | {case.seen} | {case.held_out} |")
    means = []
    for name in SIZED:
        known = [case.sizes[name] / case.sizes["pip+zip"] for case in cases if name in case.sizes]
        means.append(f"{geometric_mean(known):.2f}" if known else "-")
    lines += [f"| geometric mean | | {' | '.join(means)} | | |", ""]
    lines += [f"{case.name}, {name}: {why}" for case in cases for name, why in case.refused.items()]
    return lines


def _why_not(case: Case) -> str:
    if case.name == "lightgbm":
        return "cannot run: it needs libgomp.so.1, which neither Lambda nor this machine has"
    return "cannot run"


def _cells_reported(case: Case) -> str:
    return f"| {case.floor_ms:.0f} | {case.init_ms['recipe']:.0f} |"


def _cells_net(case: Case) -> str:
    return f"| {_above(case, 'recipe'):.0f} |"


def _reported(case: Case, name: str) -> float | None:
    return case.init_ms[name] / case.init_ms["recipe"] if name in case.init_ms else None


def _net_ratio(case: Case, name: str) -> float | None:
    return _above(case, name) / _above(case, "recipe") if name in case.init_ms else None


def _above(case: Case, name: str) -> float:
    # A start is never quicker than an empty one; noise may say so, and a ratio needs more than zero.
    return max(case.init_ms[name] - case.floor_ms, 0.5)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
