from pathlib import Path

import pytest

from fake_reads import NOON, code_of, layer_version_of, scope_of
from lamella.aws.clients import Clients
from lamella.change.action import ArchiveFile, Metadata, PublishLayerVersion
from lamella.change.kept import KeptVersion
from lamella.change.record import Published
from lamella.errors import NotFoundError
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.digests import sha256_of
from lamella.model.layer import Environment
from lamella.model.place import Place
from lamella.run import restore as module
from lamella.run.restore import restore, restoring

HERE = Place("111122223333", "eu-west-1")
ARN = LayerArn.at(HERE, "data").version(3)
KEPT = KeptVersion(ARN, NOON, Metadata("1.4", ("python3.12",), ("x86_64",)), code_of(b"zip"), 3)
RECORD = Published("prod", "data", "python3.12/x86_64", ARN, KEPT.code_sha256, 3, "1.4", NOON, "d", NOON, "/recorded")


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where a copy was looked for; there is one in `/there`."""
    found: list[str] = []

    def read_kept(_: Clients, destination: str, __: LayerVersionArn, to: Path) -> KeptVersion | None:
        found.append(destination)
        if destination != "/there":
            return None
        to.parent.mkdir(parents=True)
        to.write_bytes(b"zip")
        return KEPT

    monkeypatch.setattr(module, "read_kept", read_kept)
    monkeypatch.setattr(module, "layer_version", lambda *_: None)
    monkeypatch.setattr(module, "newest", lambda *_: None)
    return found


def test_a_copy_is_published_from_the_first_place_that_has_it(looked: list[str], tmp_path: Path) -> None:
    scope = scope_of(tmp_path, Environment("prod", keep_copies="/there"), [HERE], [RECORD])
    plan = restore(scope, ARN, None, None, restoring(NOON, "c" * 40))
    assert looked == ["/recorded", "/there"]
    (step,) = plan.steps
    assert isinstance(step.action, PublishLayerVersion)
    path = tmp_path / "restore" / "111122223333-eu-west-1-data-3.zip"
    assert step.action.archive == ArchiveFile(path, sha256_of(KEPT.code_sha256), 3)
    assert (step.action.label, plan.commit, plan.environment) == ("1.4", "c" * 40, "prod")


def test_what_the_command_line_says_is_looked_at_alone(looked: list[str], tmp_path: Path) -> None:
    scope = scope_of(tmp_path, Environment("prod", keep_copies="/there"), [HERE], [RECORD])
    with pytest.raises(NotFoundError, match="there is no copy of arn:aws:lambda:eu-west-1:111122223333:layer:data:3"):
        restore(scope, ARN, "/elsewhere", None, restoring(NOON, None))
    assert looked == ["/elsewhere"]


def test_every_place_is_told_when_none_has_it(looked: list[str], tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        restore(scope_of(tmp_path, Environment("prod"), [HERE], [RECORD]), ARN, None, None, restoring(NOON, None))
    assert looked == ["/recorded", f"{tmp_path}/kept"]
    assert caught.value.why == f"looked in /recorded, {tmp_path}/kept"


def test_a_version_that_is_there_needs_no_copy(
    looked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = layer_version_of(ARN, b"zip")
    monkeypatch.setattr(module, "layer_version", lambda *_: there)
    plan = restore(scope_of(tmp_path, Environment("prod"), [HERE], []), ARN, None, None, restoring(NOON, None))
    assert (plan.steps, looked) == ((), [])
