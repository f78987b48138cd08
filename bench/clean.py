"""Clean-up of 500 versions under 2,000 functions on the embedded cloud: lamella beside the article's loop.

Both get the same fleet, each in an account of its own; writes the part "Clean-up" of docs/benchmarks-aws.md.
"""

import argparse
import io
import json
import random
import sys
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aws_page
from aws_page import Cloud, cloud, environ, row
from counting import counting
from lamella.limits import limits
from measure import Run, run
from tools import LAMELLA, ROOT, machine

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient

REGION = "eu-west-1"
OURS, THEIRS = "111122220001", "111122220002"
OUTSIDE = "999988887777"
KEEP = 5
CALLS_PER_S = limits().lambda_calls_per_s
SEED = 4
HEADING = "Clean-up"


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a fleet is."""

    layers: int = 10
    versions: int = 50
    functions: int = 2000
    frozen: int = 500

    @property
    def names(self) -> list[str]:
        """Names of the layers."""
        return [f"layer-{number:02}" for number in range(self.layers)]


@dataclass(slots=True)
class Needed:
    """Which versions (layer, number) somebody needs, and because of what."""

    by_functions: set[tuple[str, int]] = field(default_factory=set)
    by_frozen_versions: set[tuple[str, int]] = field(default_factory=set)
    by_channels: set[tuple[str, int]] = field(default_factory=set)
    by_other_accounts: set[tuple[str, int]] = field(default_factory=set)

    @property
    def all(self) -> set[tuple[str, int]]:
        """Needed by anybody."""
        return self.by_functions | self.by_frozen_versions | self.by_channels | self.by_other_accounts


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool did."""

    run: Run
    requests: dict[str, int]
    deleted: set[tuple[str, int]]


def main() -> None:
    """Build both fleets, clean each, and write the page's part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    quick = parser.parse_args().quick
    shape = Shape(2, 20, 100, 25) if quick else Shape()
    with cloud() as here:
        needed = [build(here, account, shape) for account in (OURS, THEIRS)]
        if needed[0] != needed[1]:
            sys.exit("the two fleets are not alike")
        theirs = measured(here, THEIRS, shape, lambda endpoint: [
            sys.executable, str(ROOT / "bench" / "article.py"), "clean", endpoint, REGION, str(KEEP), *shape.names,
        ])  # fmt: skip
        ours = measured(here, OURS, shape, lambda endpoint: [
            *LAMELLA, "clean", "--all-layers", "--keep", str(KEEP), "--region", REGION, "--endpoint-url", endpoint,
            "--apply", "--force", "--yes",
        ])  # fmt: skip
    text = report(shape, needed[0], theirs, ours)
    print(text)
    if not quick:
        aws_page.write(HEADING, text)


def build(here: Cloud, account: str, shape: Shape) -> Needed:
    """Make a fleet; the same for the same shape."""
    print(f"a fleet in {account} ...", file=sys.stderr, flush=True)
    choices = random.Random(SEED)  # noqa: S311 - a benchmark
    client = here.client("lambda", account, REGION)
    needed = Needed()
    for name in shape.names:
        for number in range(1, shape.versions + 1):
            client.publish_layer_version(
                LayerName=name, Content={"ZipFile": zipped(f"{name}-{number}")}, CompatibleRuntimes=["python3.12"]
            )
    plans = [_Function(f"function-{number:04}", picked(choices, shape), picked(choices, shape) if number < shape.frozen else None)
             for number in range(shape.functions)]  # fmt: skip
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda plan: create(client, account, plan), plans))
    for plan in plans:
        needed.by_functions.update(plan.layers)
        needed.by_frozen_versions.update(plan.before or ())
    ssm = here.client("ssm", account, REGION)
    for name in shape.names[:3]:
        version = choices.randint(1, shape.versions)
        needed.by_channels.add((name, version))
        ssm.put_parameter(
            Name=f"/lamella/{name}/python3.12/x86_64/previous", Value=arn(account, (name, version)), Type="String"
        )
    for name in shape.names[-3:]:
        version = choices.randint(1, shape.versions)
        needed.by_other_accounts.add((name, version))
        client.add_layer_version_permission(
            LayerName=name,
            VersionNumber=version,
            StatementId="partner",
            Action="lambda:GetLayerVersion",
            Principal=OUTSIDE,
        )
    return needed


@dataclass(frozen=True, slots=True)
class _Function:
    name: str
    layers: tuple[tuple[str, int], ...]
    before: tuple[tuple[str, int], ...] | None


def picked(choices: random.Random, shape: Shape) -> tuple[tuple[str, int], ...]:
    """Choose versions of one or two layers: most functions are up to date, one in ten hangs behind by any number."""
    names = choices.sample(shape.names, choices.choice([1, 1, 2]))
    newest = shape.versions
    return tuple(
        (name, choices.randint(1, newest) if choices.random() < 0.1 else newest - min(int(choices.expovariate(0.7)), newest - 1))
        for name in names
    )  # fmt: skip


def create(client: "LambdaClient", account: str, plan: _Function) -> None:
    client.create_function(
        FunctionName=plan.name,
        Runtime="python3.12",
        Handler="app.handler",
        Role=f"arn:aws:iam::{account}:role/function",
        Code={"ZipFile": zipped("app")},
        Layers=[arn(account, version) for version in plan.before or plan.layers],
        Publish=plan.before is not None,
    )
    if plan.before is not None:
        client.get_waiter("function_active_v2").wait(FunctionName=plan.name, WaiterConfig={"Delay": 1})
        client.update_function_configuration(
            FunctionName=plan.name, Layers=[arn(account, version) for version in plan.layers]
        )


def measured(here: Cloud, account: str, shape: Shape, command: Callable[[str], Sequence[str]]) -> Result:
    before = listed(here, account, shape)
    with counting(here.endpoint) as proxy:
        ran = run(command(proxy.endpoint), here.folder, environ(here, account))
        requests = dict(proxy.counts)
    return Result(ran, requests, before - listed(here, account, shape))


def listed(here: Cloud, account: str, shape: Shape) -> set[tuple[str, int]]:
    pages = here.client("lambda", account, REGION).get_paginator("list_layer_versions")
    return {
        (name, version["Version"])
        for name in shape.names
        for page in pages.paginate(LayerName=name)
        for version in page["LayerVersions"]
    }


def report(shape: Shape, needed: Needed, theirs: Result, ours: Result) -> str:
    """Return the page's part."""
    about = (
        f"One account in one Region: {shape.layers} layers with {shape.versions} versions each, {shape.functions:,} functions of one or two "
        f"layers, {shape.frozen} of which have a published version that still uses what it was published with, 3 channels, 3 versions "
        f"shared with an account outside. {len(needed.all)} of the {shape.layers * shape.versions} versions are needed. `--keep {KEEP}`; "
        f"fixed seed; n = 1 of each; {machine()}; other work shared the machine. CPU time is the command's own, without the cloud's. The "
        f"article's loop lists versions once and looks at no function; lamella reads functions twice and keeps a copy of what it deletes."
    )
    lines = [
        about,
        "",
        "| | the article's loop | `lamella clean --apply` | ratio |",
        "| --- | --- | --- | --- |",
    ]
    rows: list[tuple[str, Sequence[object]]] = [
        ("versions deleted", [len(each.deleted) for each in (theirs, ours)]),
        ("of these used by a function's $LATEST", [len(each.deleted & needed.by_functions) for each in (theirs, ours)]),
        ("of these used by a published version only", [len(each.deleted & (needed.by_frozen_versions - needed.by_functions)) for each in (theirs, ours)]),
        ("of these named by a channel", [len(each.deleted & needed.by_channels) for each in (theirs, ours)]),
        ("of these shared with another account", [len(each.deleted & needed.by_other_accounts) for each in (theirs, ours)]),
        ("**needed versions deleted**", [len(each.deleted & needed.all) for each in (theirs, ours)]),
        ("unneeded versions, beyond the newest, that stayed", [len(unneeded(shape, needed) - each.deleted) for each in (theirs, ours)]),
        ("copies kept", [0, len(ours.deleted)]),
    ]  # fmt: skip
    lines += [f"| {name} | {a} | {b} | |" for name, (a, b) in rows]
    lines += [
        row("requests", sum(theirs.requests.values()), sum(ours.requests.values()), ",.0f"),
        row("wall time, s", theirs.run.wall_s, ours.run.wall_s, ".1f"),
        row("CPU time, s", theirs.run.cpu_s, ours.run.cpu_s, ".1f"),
    ]
    counts = ", ".join(f"{name} {count}" for name, count in sorted(ours.requests.items(), key=lambda item: -item[1]))
    at_aws_s = [sum(each.requests.values()) / CALLS_PER_S for each in (ours, theirs)]
    told = (
        f"lamella's requests: {counts}. An emulator has no quota of calls; at AWS's {CALLS_PER_S} a second of Lambda's control plane "
        f"for an account and Region its requests alone would take {at_aws_s[0]:.0f} s, the loop's {at_aws_s[1]:.0f} s."
    )
    lines += ["", told]
    return "\n".join(lines)


def unneeded(shape: Shape, needed: Needed) -> set[tuple[str, int]]:
    """Return the versions that retention does not keep and nobody needs."""
    old = range(1, shape.versions - KEEP + 1)
    return {(name, number) for name in shape.names for number in old} - needed.all


def arn(account: str, version: tuple[str, int]) -> str:
    return f"arn:aws:lambda:{REGION}:{account}:layer:{version[0]}:{version[1]}"


def zipped(content: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("python/content.py", f"CONTENT = {json.dumps(content)}\n")
    return buffer.getvalue()


if __name__ == "__main__":
    main()
