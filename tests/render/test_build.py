import json
from dataclasses import replace
from pathlib import Path

import pytest

from lamella.archive.writer import Written
from lamella.build.assembly import assemble
from lamella.build.explain import History
from lamella.build.lock import LockedTarget
from lamella.build.outcome import BuildReport, Built, Failed, Job
from lamella.errors import BuildError
from lamella.model.layer import Layer
from lamella.model.target import Target
from lamella.render.build import as_json, as_text

JOB = Job(Layer("data", ("x",), ()), Target.parse("python3.12/x86_64"))


def built(*, before_bytes: int = 10_000_000, cached: bool = False) -> Built:
    return Built(
        JOB, Path("/out/data-python3.12-x86_64.zip"), Written("ab" * 32, 3_000_000), "cd" * 32, 9_000_000, 7, 2,
        before_bytes, 12,
        {("prune", "tests"): (5, 4_000_000, "unused"), ("bytecode", "compiled"): (3, -3_000_000, "quick")},
        ("careful",), 1.25, cached, LockedTarget("", ()), History(assemble([])),
    )  # fmt: skip


def test_the_columns_add_up() -> None:
    text = as_text(BuildReport((built(),), ()), width=120, color=False)
    cells = text.splitlines()[1].split("  ")
    assert [cell.strip() for cell in cells if cell.strip()] == [
        "data", "python3.12/x86_64", "2", "10.0 MB", "4.00 MB 40 %", "+3.00 MB", "9.00 MB", "3.00 MB", "1.2 s",
    ]  # fmt: skip
    assert "unused" in text
    assert "quick" in text


def test_equal_rules_of_two_passes_keep_their_own_reasons() -> None:
    totals = {("prune", "examples"): (1, 1000, "not opened"), ("botocore", "examples"): (2, 5000, "not read")}
    text = as_text(BuildReport((replace(built(), totals=totals),), ()), width=120, color=False)
    assert "-5.00 kB" in next(line for line in text.splitlines() if "not read" in line)
    assert "-1.00 kB" in next(line for line in text.splitlines() if "not opened" in line)


@pytest.mark.parametrize(("before", "shown"), [(0, "-"), (6_000_000, "0 B 0 %")])
def test_nothing_saved(before: int, shown: str) -> None:
    assert shown in as_text(BuildReport((built(before_bytes=before),), ()), width=120, color=False)


def test_json_names_archives_and_failures() -> None:
    report = BuildReport((built(cached=True),), (Failed(JOB, BuildError("what", why="why", hint="hint")),))
    document = json.loads(as_json(report))
    assert document["archives"][0]["path"] == "/out/data-python3.12-x86_64.zip"
    assert document["archives"][0]["cached"] is True
    assert document["archives"][0]["code_sha256"] == "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s="
    assert document["failures"] == [
        {"layer": "data", "target": "python3.12/x86_64", "error": "what", "why": "why", "hint": "hint", "exit_code": 1}
    ]
