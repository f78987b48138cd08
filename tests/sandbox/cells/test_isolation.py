"""Which mechanism works here, and what is said when none or another does."""

import os
from pathlib import Path

import pytest

from lamella.errors import CannotRunError
from lamella.sandbox.cells import bubblewrap, namespaces
from lamella.sandbox.cells.isolation import probe, with_rules
from lamella.sandbox.cells.process import MISSING
from lamella.sandbox.function import Rules
from lamella.sandbox.outcome import Isolation, Mechanism


def test_namespaces_work_here_and_nothing_is_missing(tmp_path: Path) -> None:
    assert probe(tmp_path) == Isolation(Mechanism.NAMESPACES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("_bwrap")
def test_bubblewrap_is_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(namespaces, "refused", lambda: "unshare: Operation not permitted")
    found = probe(tmp_path)
    assert found.mechanism is Mechanism.BUBBLEWRAP
    assert "namespaces: unshare: Operation not permitted" in found.missing


def test_a_plain_process_is_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(namespaces, "refused", lambda: "no")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = probe(tmp_path / "scratch")
    assert found.mechanism is Mechanism.PROCESS
    assert found.missing == (*MISSING, "namespaces: no", "bubblewrap: bwrap is not installed")


def test_what_is_asked_for_and_does_not_work_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotRunError, match="bubblewrap") as caught:
        probe(tmp_path, Mechanism.BUBBLEWRAP)
    assert caught.value.why == "bubblewrap: bwrap is not installed"
    assert "install bubblewrap" in caught.value.hint


def test_a_bubblewrap_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2; exit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert bubblewrap.refused() == "bwrap: No permissions to create new namespace"


@pytest.mark.parametrize(
    ("rules", "words"),
    [(Rules(), 0), (Rules(network=True), 1), (Rules(loose=True), 1), (Rules(network=True, loose=True), 2)],
)
def test_rules_that_open_are_said(rules: Rules, words: int) -> None:
    assert len(with_rules(Isolation(Mechanism.NAMESPACES), rules).missing) == words


def test_nothing_is_said_twice() -> None:
    plain = Isolation(Mechanism.PROCESS, MISSING)
    assert with_rules(plain, Rules(network=True)) == plain
