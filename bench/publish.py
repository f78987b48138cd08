"""Publishing 3 layers to 10 Regions of the embedded cloud: lamella beside a loop of the article's kind.

Writes the part "Publishing" of docs/benchmarks-aws.md.
"""

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import aws_page
from aws_page import Cloud, cloud, environ
from counting import counting
from measure import Run, run
from tools import LAMELLA, ROOT, machine

REGIONS = (
    "eu-west-1", "eu-west-2", "eu-central-1", "eu-north-1", "us-east-1", "us-east-2", "us-west-2", "ap-south-1",
    "ap-northeast-1", "sa-east-1",
)  # fmt: skip
OURS, THEIRS = "111122220003", "111122220004"
LAYERS = {"small": 100_000, "middle": 3_000_000, "large": 12_000_000}
SEED = 4
HEADING = "Publishing"

Commanded = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """A run, and its requests by operation."""

    run: Run
    requests: dict[str, int]


def main() -> None:
    """Publish twice with each, and write the page's part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two Regions")
    quick = parser.parse_args().quick
    regions = REGIONS[:2] if quick else REGIONS
    with cloud() as here:
        project = prepare(here.folder / "project")
        built = run([*LAMELLA, "build"], project, environ(here, OURS))
        zips = {path.name.partition("-python")[0]: path for path in sorted((project / "dist").glob("*.zip"))}
        theirs = [measured(here, THEIRS, project, article(zips, regions)) for _ in range(2)]
        ours = [measured(here, OURS, project, lamella(regions)) for _ in range(2)]
        versions = [count(here, account, list(zips), regions) for account in (THEIRS, OURS)]
    text = report(regions, built, theirs, ours, versions)
    print(text)
    if not quick:
        aws_page.write(HEADING, text)


def prepare(project: Path) -> Path:
    """Write a project of three layers of own files that do not compress."""
    project.mkdir(parents=True)
    lines = []
    noise = random.Random(SEED)  # noqa: S311 - a benchmark
    for name, size_bytes in LAYERS.items():
        folder = project / name / "python"
        folder.mkdir(parents=True)
        (folder / f"{name}.bin").write_bytes(noise.randbytes(size_bytes))
        (folder / f"{name}.py").write_text("WHAT = 'a benchmark'\n")
        lines += [f"[layers.{name}]", f'source = "./{name}/"', 'targets = ["python3.12/x86_64"]', ""]
    (project / "lamella.toml").write_text("\n".join(lines))
    return project


def article(zips: dict[str, Path], regions: Sequence[str]) -> Commanded:
    pairs = [f"{path}={name}" for name, path in zips.items()]
    script = str(ROOT / "bench" / "article.py")
    return lambda endpoint: [sys.executable, script, "publish", endpoint, *pairs, "--", *regions]


def lamella(regions: Sequence[str]) -> Commanded:
    chosen = [word for region in regions for word in ("--region", region)]
    return lambda endpoint: [
        *LAMELLA, "publish", *chosen, "--skip-tests", "--endpoint-url", endpoint, "--apply", "--yes",
    ]  # fmt: skip


def measured(here: Cloud, account: str, project: Path, command: Commanded) -> Measured:
    with counting(here.endpoint) as proxy:
        ran = run(command(proxy.endpoint), project, environ(here, account))
        return Measured(ran, dict(proxy.counts))


def count(here: Cloud, account: str, names: list[str], regions: Sequence[str]) -> int:
    """Return how many versions there are in all Regions."""
    return sum(
        len(here.client("lambda", account, region).list_layer_versions(LayerName=name)["LayerVersions"])
        for region in regions
        for name in names
    )


def report(
    regions: Sequence[str], built: Run, theirs: list[Measured], ours: list[Measured], versions: list[int]
) -> str:
    """Return the page's part."""
    sizes = ", ".join(f"{size_bytes / 1e6:g} MB" for size_bytes in LAYERS.values())
    rows = [
        ("requests, first run", [f"{sum(each[0].requests.values()):,}" for each in (theirs, ours)]),
        ("wall time, s, first run", [f"{each[0].run.wall_s:.1f}" for each in (theirs, ours)]),
        ("CPU time, s, first run", [f"{each[0].run.cpu_s:.1f}" for each in (theirs, ours)]),
        ("requests, same again", [f"{sum(each[1].requests.values()):,}" for each in (theirs, ours)]),
        ("wall time, s, same again", [f"{each[1].run.wall_s:.1f}" for each in (theirs, ours)]),
        ("versions after both runs", [str(each) for each in versions]),
    ]
    by_name = sorted(ours[0].requests.items(), key=lambda item: -item[1])
    about = (
        f"{len(LAYERS)} layers ({sizes}, incompressible) to {len(regions)} Regions, twice; {machine()}. lamella's archives were built before "
        f"({built.wall_s:.1f} s); it still holds them against their sources each time, sees what is there, journals each step, and "
        "moves a channel in each Region. The loop does none of this: each run makes new versions."
    )
    return "\n".join([
        about,
        "",
        "| | a loop over Regions | `lamella publish --apply` |",
        "| --- | --- | --- |",
        *(f"| {name} | {a} | {b} |" for name, (a, b) in rows),
        "",
        f"lamella's requests, first run: {', '.join(f'{name} {number}' for name, number in by_name)}.",
    ])  # fmt: skip


if __name__ == "__main__":
    main()
