"""Publishing 3 layers to 10 Regions of the embedded cloud: lamella beside a loop of the article's kind.

Writes the part "Publishing" of docs/benchmarks-aws.md.
"""

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aws_page
from aws_page import Cloud, cloud, environ, row
from counting import counting
from measure import Run, middle, run
from tools import LAMELLA, ROOT, machine

REGIONS = (
    "eu-west-1", "eu-west-2", "eu-central-1", "eu-north-1", "us-east-1", "us-east-2", "us-west-2", "ap-south-1",
    "ap-northeast-1", "sa-east-1",
)  # fmt: skip
LAYERS = {"small": 100_000, "middle": 3_000_000, "large": 12_000_000}
SEED = 4
RUNS = 5
HEADING = "Publishing"

Commanded = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Runs of a command and their requests by operation: into an empty account, and the same again."""

    first: list[Run] = field(default_factory=list)
    again: list[Run] = field(default_factory=list)
    requests: list[dict[str, int]] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)


def main() -> None:
    """Publish twice with each, in turn, each time from new accounts, and write the page's part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two Regions, once")
    quick = parser.parse_args().quick
    regions, runs = (REGIONS[:2], 1) if quick else (REGIONS, RUNS)
    theirs, ours = Measured(), Measured()
    with cloud() as here:
        project = prepare(here.folder / "project")
        built = run([*LAMELLA, "build"], project, environ(here, account(0)))
        zips = {path.name.partition("-python")[0]: path for path in sorted((project / "dist").glob("*.zip"))}
        for number in range(runs):
            measure(theirs, here, account(2 * number), project, article(zips, regions), regions)
            measure(ours, here, account(2 * number + 1), project, lamella(regions), regions)
    text = report(regions, built, theirs, ours)
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


def account(number: int) -> str:
    return f"{111122220100 + number}"


def measure(
    into: Measured, here: Cloud, account: str, project: Path, command: Commanded, regions: Sequence[str]
) -> None:
    for runs in (into.first, into.again):
        with counting(here.endpoint) as proxy:
            runs.append(run(command(proxy.endpoint), project, environ(here, account)))
            into.requests.append(dict(proxy.counts))
    into.versions.append(count(here, account, list(LAYERS), regions))


def count(here: Cloud, account: str, names: list[str], regions: Sequence[str]) -> int:
    """Return how many versions there are in all Regions."""
    return sum(
        len(here.client("lambda", account, region).list_layer_versions(LayerName=name)["LayerVersions"])
        for region in regions
        for name in names
    )


def report(regions: Sequence[str], built: Run, theirs: Measured, ours: Measured) -> str:
    """Return the page's part."""
    sizes = ", ".join(f"{size_bytes / 1e6:g} MB" for size_bytes in LAYERS.values())
    a, b = middle(theirs.first), middle(ours.first)
    c, d = middle(theirs.again), middle(ours.again)
    rows = [
        row("requests, first run", sum(theirs.requests[0].values()), sum(ours.requests[0].values()), ",.0f"),
        row("wall time, s, first run", a.wall_s, b.wall_s, ".1f"),
        row("CPU time, s, first run", a.cpu_s, b.cpu_s, ".1f"),
        row("requests, same again", sum(theirs.requests[1].values()), sum(ours.requests[1].values()), ",.0f"),
        row("wall time, s, same again", c.wall_s, d.wall_s, ".1f"),
        row("CPU time, s, same again", c.cpu_s, d.cpu_s, ".1f"),
        row("versions after both runs", theirs.versions[0], ours.versions[0], ".0f"),
    ]
    by_name = sorted(ours.requests[0].items(), key=lambda item: -item[1])
    about = (
        f"{len(LAYERS)} layers ({sizes}, incompressible) to {len(regions)} Regions, twice; {len(ours.first)} runs of each in turn, "
        f"each into new accounts, medians; {machine()}; other work shared the machine. CPU time is the command's own, without the "
        f"cloud's. lamella's archives were built before ({built.wall_s:.1f} s); it still holds them against their sources each time, "
        "sees what is there, journals each step, and moves a channel in each Region. The loop does none of this: each run makes new "
        "versions."
    )
    return "\n".join([
        about,
        "",
        "| | a loop over Regions | `lamella publish --apply` | ratio |",
        "| --- | --- | --- | --- |",
        *rows,
        "",
        f"lamella's requests, first run: {', '.join(f'{name} {number}' for name, number in by_name)}.",
    ])  # fmt: skip


if __name__ == "__main__":
    main()
