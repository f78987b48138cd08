import argparse
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import pytest

import lamella.run.apply
from lamella.change.applying import Applied, Broken, Outcome, Succeeded
from lamella.change.document import digest, from_json
from lamella.change.plan import Plan, Threshold
from lamella.cli.console import Console
from lamella.cli.planned import add_plan_options, finish
from lamella.errors import AwsError, RefusedError, UsageError
from lamella.fleet.fleet import Gap
from lamella.run.scope import Scope
from sample_plans import IRELAND, OREGON, share_plan

PLAN = share_plan().plan
EMPTY = replace(PLAN, steps=())
WITH_GAP = replace(PLAN, gaps=(Gap(OREGON, "versions of data", "AccessDenied"),))
OVER = replace(PLAN, exceeded=(Threshold("grants", 2, 1),))
SCOPE = cast("Scope", None)


@dataclass
class Bench:
    """A console in memory, and an applier that gives every Step the same outcome."""

    outcome: Outcome = field(default_factory=Succeeded)
    interactive: bool = False
    out: io.StringIO = field(default_factory=io.StringIO)
    err: io.StringIO = field(default_factory=io.StringIO)
    applied: list[tuple[Plan, bool]] = field(default_factory=list)

    def apply_plan(self, plan: Plan, _scope: Scope, *, force: bool, **_: object) -> Applied:
        self.applied.append((plan, force))
        return Applied(plan, {step.id: self.outcome for step in plan.steps})

    def finish(self, plan: Plan, *options: str) -> int:
        parser = argparse.ArgumentParser()
        add_plan_options(parser)
        console = Console(self.out, self.err, {}, color=False, interactive=self.interactive)
        return finish(plan, SCOPE, parser.parse_args(options), console)


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    made = Bench()
    monkeypatch.setattr(lamella.run.apply, "apply_plan", made.apply_plan)
    return made


@pytest.mark.parametrize(
    ("plan", "options", "code"),
    [
        (PLAN, (), 0),
        (PLAN, ("--detailed-exitcode",), 4),
        (EMPTY, ("--detailed-exitcode",), 0),
        (WITH_GAP, (), 5),
        (WITH_GAP, ("--detailed-exitcode",), 5),
        (OVER, (), 0),
    ],
)
def test_without_apply_the_plan_is_printed_and_nothing_happens(
    bench: Bench, plan: Plan, options: tuple[str, ...], code: int
) -> None:
    assert bench.finish(plan, *options) == code
    assert bench.applied == []
    assert digest(plan) in bench.out.getvalue()
    assert ("--apply performs this plan" in bench.err.getvalue()) is bool(plan.steps)


def test_a_plan_is_saved_as_it_is(bench: Bench, tmp_path: Path) -> None:
    file = tmp_path / "folder" / "plan.json"
    assert bench.finish(PLAN, "--out", str(file)) == 0
    assert from_json(file.read_text()) == PLAN
    assert bench.err.getvalue() == f"saved: `lamella apply {file}` performs it\n"


def test_a_plan_is_not_saved_as_a_folder(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        bench.finish(PLAN, "--out", str(tmp_path), "--apply")
    assert not bench.applied


@pytest.mark.parametrize(
    ("plan", "outcome", "code"),
    [
        (PLAN, Succeeded(), 0),
        (WITH_GAP, Succeeded(), 5),
        (PLAN, Broken(AwsError("refused")), 1),
        (EMPTY, Succeeded(), 0),
    ],
)
def test_with_apply_it_is_performed(bench: Bench, plan: Plan, outcome: Outcome, code: int) -> None:
    bench.outcome = outcome
    assert bench.finish(plan, "--apply") == code
    assert bench.applied == [(plan, False)]
    assert bench.out.getvalue().splitlines()[-1].startswith(("2 of 2 steps", "0 of 2 steps", "0 of 0 steps"))


def test_another_digest_is_refused_and_the_reviewed_one_is_not(bench: Bench) -> None:
    with pytest.raises(RefusedError) as raised:
        bench.finish(PLAN, "--apply", "--digest", "0" * 64)
    assert digest(PLAN) in raised.value.why
    assert bench.applied == []
    assert bench.finish(PLAN, "--apply", "--digest", digest(PLAN).upper()) == 0
    assert len(bench.applied) == 1


def test_thresholds_are_told_with_the_plan_before_anything(bench: Bench) -> None:
    with pytest.raises(RefusedError):
        bench.finish(OVER, "--apply")
    assert digest(OVER) in bench.out.getvalue()
    assert bench.applied == []
    assert bench.finish(OVER, "--apply", "--force") == 0
    assert bench.applied == [(OVER, True)]


def test_json_is_one_document_and_failures_are_on_stderr(bench: Bench) -> None:
    bench.outcome = Broken(AwsError("refused", hint="grant it"))
    assert bench.finish(PLAN, "--apply", "--output", "json") == 1
    assert json.loads(bench.out.getvalue())["applied"]["exit_code"] == 1
    assert "grant: error: refused" in bench.err.getvalue()
    assert bench.err.getvalue().splitlines()[-1] == "0 of 2 steps are done, 2 failed"


def test_csv_is_printed(bench: Bench) -> None:
    assert bench.finish(PLAN, "--output", "csv") == 0
    assert bench.out.getvalue().startswith("account,region,operation")
    assert str(IRELAND.account) in bench.out.getvalue()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("options", "answer", "stdin", "code"),
    [
        ((), "y\n", Terminal, 0),
        ((), "YES\n", Terminal, 0),
        ((), "n\n", Terminal, 1),
        ((), "", Terminal, 1),
        (("--yes",), "", Terminal, 0),
        ((), "", io.StringIO, 0),
        (("--output", "json"), "n\n", Terminal, 1),
    ],
)
def test_a_terminal_is_asked(
    bench: Bench,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    answer: str,
    stdin: Callable[[str], Any],
    code: int,
) -> None:
    bench.interactive = True
    monkeypatch.setattr("sys.stdin", stdin(answer))
    assert bench.finish(PLAN, "--apply", *options) == code
    performed = code == 0
    assert bool(bench.applied) is performed
    told = bench.err.getvalue()
    assert ("nothing was changed" in told) is not performed
    if "json" in options:
        assert digest(PLAN) in told
        assert bench.out.getvalue() == ""


def test_a_plan_with_nothing_to_do_is_not_asked_about(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.interactive = True
    monkeypatch.setattr("sys.stdin", Terminal(""))
    assert bench.finish(EMPTY, "--apply") == 0


def test_an_interrupted_plan_says_how_to_go_on(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> Applied:
        raise KeyboardInterrupt

    monkeypatch.setattr(lamella.run.apply, "apply_plan", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bench.finish(PLAN, "--apply")
    assert "run the same command again" in bench.err.getvalue()
