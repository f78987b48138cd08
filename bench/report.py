"""The page of figures: ratios first, medians and n beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from measure import Run, geometric_mean

_MEGABYTE = 1_000_000
_MISSED = (
    "Why small requirements miss the build-time targets: a build starts one Python process, asks uv once to resolve (a",
    "lock needs the index's answer even when uv would install from its cache) and once to install, and starts an",
    "interpreter for each package. That is 0.3 to 0.5 s, more than uv and zip need in all for a package of 1 MB. What",
    "grows with the packages is compression, where libdeflate wins. Packages without native code are compiled here and",
    "not by uv, whose layers leave that to each cold start; the SDK's models are read and written anew once a release.",
    "",
)


@dataclass(frozen=True, slots=True)
class Case:
    """What was measured on one set of requirements.

    Attributes:
        peers: Peer -> median run.
        own: `cold`, `added` and `same` -> median run of lamella.
        sizes: Archive bytes by maker.
        imports: `cpu` and `wall` of lamella's layer as a ratio to the recipe's; `None` where there is no app.
        compiled: Sources of lamella's layer that were compiled during the import.
        peak_pss_bytes: Summed PSS of all processes of a cold build.
    """

    name: str
    peers: Mapping[str, Run]
    own: Mapping[str, Run]
    sizes: Mapping[str, int]
    imports: Mapping[str, float] | None
    compiled: int
    peak_pss_bytes: int


def write(
    cases: Sequence[Case],
    command: str,
    runs: int,
    imports: int,
    machine: str,
    startup: Mapping[str, float],
    took_s: float,
) -> str:
    """Return the page as Markdown."""
    return "\n".join(
        [
            "# Benchmarks",
            "",
            (f"Written by `{command}` (`make bench`) on {machine}; {runs} runs of each build, {imports} imports of each "
            f"layer, all interleaved, medians; {took_s / 60:.0f} minutes in all. The machine is shared and noisy: trust "
            "ratios, not seconds. Download caches are warm for everybody; pip therefore runs without the article's "
            "`--no-cache-dir`, which favours the recipe. Publishing and clean-up (`make bench-aws`) are on "
            "[a page of their own](benchmarks-aws.md), and so is `lamella check` beside other scanners (`make bench-check`): "
            "[benchmarks of check](benchmarks-check.md)."),
            "",
            *_builds(cases),
            *_MISSED,
            *_sizes(cases),
            *_imports(cases),
            "## Memory and start-up",
            "",
            (f"Peak of the summed PSS of all processes in a cold build: {max(c.peak_pss_bytes for c in cases) / _MEGABYTE:.0f} MB "
            f"({max(cases, key=lambda c: c.peak_pss_bytes).name}; target: under 400 MB)."),
            "",
            *(f"`lamella {name}`: {ratio:.1f} x the wall time of `python -c pass` (median of 20)." for name, ratio in startup.items()),
            "",
        ]
    )  # fmt: skip


def _builds(cases: Sequence[Case]) -> list[str]:
    lines = [
        "## Build time",
        "",
        "Wall seconds, and lamella's as a ratio to each peer's. Cold: empty lamella cache. Added: one small package more.",
        "Same: nothing changed (seconds).",
        "",
        "| case | uv+zip s (cpu) | recipe s | sam+zip s | cold s (cpu) | / uv+zip | / recipe | / sam | added / uv+zip | same s |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    ratios: dict[str, list[float]] = {"uv+zip": [], "recipe": [], "sam+zip": [], "added": []}
    for case in cases:
        cold, added, same = (case.own[kind] for kind in ("cold", "added", "same"))
        uv, recipe, sam = (case.peers[name] for name in ("uv+zip", "recipe", "sam+zip"))
        found = [
            cold.wall_s / uv.wall_s,
            cold.wall_s / recipe.wall_s,
            cold.wall_s / sam.wall_s,
            added.wall_s / uv.wall_s,
        ]
        for key, value in zip(ratios, found, strict=True):
            ratios[key].append(value)
        cells = [f"{uv.wall_s:.2f} ({uv.cpu_s:.2f})", f"{recipe.wall_s:.2f}", f"{sam.wall_s:.2f}"]
        cells += [f"{cold.wall_s:.2f} ({cold.cpu_s:.2f})", *(f"{it:.2f}" for it in found), f"{same.wall_s:.2f}"]
        lines.append(f"| {case.name} | {' | '.join(cells)} |")
    means = [f"{geometric_mean(them):.2f}" for them in ratios.values()]
    lines += [f"| geometric mean | | | | | {' | '.join(means)} | |", ""]
    lines += ["Targets: 0.45 of uv+zip, 0.25 of the recipe and of SAM, 0.10 with one package added, under 0.4 s.", ""]
    return lines


def _sizes(cases: Sequence[Case]) -> list[str]:
    lines = [
        "## Size",
        "",
        "Megabytes of the zip; ratios to `pip install -t` + `zip -r9`. The recipe leaves out bytecode and metadata.",
        "",
        '| case | pip+zip | recipe | lamella | ratio | `bytecode = "only"` | ratio |',
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    hashed, only = [], []
    for case in cases:
        pip = case.sizes["pip+zip"]
        hashed.append(case.sizes["lamella"] / pip)
        only.append(case.sizes["lamella only"] / pip)
        cells = [f"{case.sizes[name] / _MEGABYTE:.2f}" for name in ("pip+zip", "recipe", "lamella")]
        cells += [f"{hashed[-1]:.2f}", f"{case.sizes['lamella only'] / _MEGABYTE:.2f}", f"{only[-1]:.2f}"]
        lines.append(f"| {case.name} | {' | '.join(cells)} |")
    lines += [f"| geometric mean | | | | {geometric_mean(hashed):.2f} | | {geometric_mean(only):.2f} |", ""]
    return [*lines, "Targets: 0.85 and 0.74 in the geometric mean.", ""]


def _imports(cases: Sequence[Case]) -> list[str]:
    timed = [case for case in cases if case.imports]
    if not timed:
        return []
    lines = [
        "## Import time",
        "",
        "Import of the workload's `app` from the unpacked archive in a plain interpreter; lamella's layer as a ratio to the",
        "recipe's. Compiled: sources of lamella's layer that Python had to compile.",
        "",
        "| case | CPU | wall | compiled |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| {case.name} | {case.imports['cpu']:.2f} | {case.imports['wall']:.2f} | {case.compiled} |"
        for case in timed
        if case.imports
    ]
    means = [geometric_mean([case.imports[kind] for case in timed if case.imports]) for kind in ("cpu", "wall")]
    lines += [f"| geometric mean | {means[0]:.2f} | {means[1]:.2f} | |", ""]
    return [*lines, "Targets: 0.45 in the geometric mean, 0.75 for any one, nothing compiled.", ""]
