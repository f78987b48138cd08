import argparse
import io
import sys
from pathlib import Path

import pytest

from lamella.cli.function_options import MECHANISMS, add_function_options, read_event, read_function, read_rules
from lamella.cli.profile import VERB
from lamella.errors import UsageError
from lamella.model.target import Target
from lamella.sandbox.function import Function, Rules
from lamella.sandbox.outcome import Mechanism

TARGET = Target.parse("python3.12/x86_64")


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_function_options(parser)
    return parser.parse_args(["--handler", "app.handler", *words])


def test_defaults(tmp_path: Path) -> None:
    arguments = parsed()
    assert read_function(arguments, TARGET, tmp_path) == Function(TARGET, "app.handler", None, 512, 30.0, {})
    assert read_rules(arguments) == (Rules(), None)


def test_everything(tmp_path: Path) -> None:
    arguments = parsed(
        "--code", "fn", "--memory", "1769", "--timeout", "0.5", "--env", "A=1=2", "--env", "B=", "--network", "--loose",
        "--isolation", "process", "--layer", "a.zip", "--layer", "b",
    )  # fmt: skip
    expected = Function(TARGET, "app.handler", tmp_path / "fn", 1769, 0.5, {"A": "1=2", "B": ""})
    assert read_function(arguments, TARGET, tmp_path) == expected
    assert read_rules(arguments) == (Rules(network=True, loose=True), Mechanism.PROCESS)
    assert arguments.layers == ["a.zip", "b"]


def test_the_choices_are_the_enum() -> None:
    assert tuple(Mechanism) == MECHANISMS


@pytest.mark.parametrize(
    "words",
    [
        ("--memory", "127"),
        ("--memory", "10241"),
        ("--memory", "1e3"),
        ("--timeout", "0"),
        ("--timeout", "901"),
        ("--timeout", "nan"),
        ("--timeout", "soon"),
        ("--env", "A"),
        ("--env", "=1"),
        ("--isolation", "docker"),
    ],
)
def test_wrong_values(words: tuple[str, str]) -> None:
    with pytest.raises(argparse.ArgumentError):
        parsed(*words)


@pytest.mark.parametrize(("text", "expected"), [("{}", {}), ("[1]", [1]), ("null", None), ('"x"', "x")])
def test_an_event_is_json(tmp_path: Path, text: str, expected: object) -> None:
    assert read_event(text, tmp_path) == expected


def test_an_event_from_a_file_and_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "event.json").write_text('{"a": "\u00e4"}', encoding="utf-8")
    assert read_event("@event.json", tmp_path) == {"a": "\u00e4"}
    monkeypatch.setattr(sys, "stdin", io.StringIO("[2]"))
    assert read_event("-", tmp_path) == [2]


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "--event is not JSON"), ("@gone.json", "cannot read gone.json"), ("@bad.json", "bad.json is not JSON")],
)
def test_an_event_that_is_none(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "bad.json").write_text("nope")
    with pytest.raises(UsageError, match=message):
        read_event(text, tmp_path)


@pytest.mark.parametrize("runs", ["0", "-1", "10000", "many"])
def test_a_number_of_runs_that_is_none(runs: str) -> None:
    parser = argparse.ArgumentParser(exit_on_error=False)
    VERB.add_arguments(parser)
    with pytest.raises(argparse.ArgumentError):
        parser.parse_args(["--handler", "a.b", "-n", runs])
