from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from lamella.change.action import Action, PublishLayerVersion, PutObject
from lamella.change.document import digest
from lamella.change.plan import Plan, PlanKind
from lamella.errors import UsageError
from lamella.run.applying.archives import hold_archives, moved_archives
from sample_plans import IRELAND, MADE, archive, steps_of_a_version


def sent_from(folder: Path, *, bucket: bool) -> Plan:
    steps = []
    for step in steps_of_a_version(IRELAND, "data", "python3.12/x86_64", None, bucket=bucket):
        action: Action = step.action
        if isinstance(action, PutObject | PublishLayerVersion):
            action = replace(action, archive=replace(action.archive, path=folder / "data.zip", sha256=SHA256))
        steps.append(replace(step, action=action))
    return Plan(PlanKind.PUBLISH, "prod", (IRELAND,), tuple(steps), MADE)


SHA256 = sha256(b"zip").hexdigest()


@pytest.mark.parametrize("bucket", [True, False])
def test_zips_that_are_sent_must_be_there(tmp_path: Path, bucket: bool) -> None:  # noqa: FBT001 - a table's column
    actions = [step.action for step in sent_from(tmp_path, bucket=bucket).steps]
    with pytest.raises(UsageError) as raised:
        hold_archives(actions)
    assert raised.value.why == f"{tmp_path / 'data.zip'}: No such file or directory"
    (tmp_path / "data.zip").write_bytes(b"zip")
    hold_archives(actions)
    (tmp_path / "data.zip").write_bytes(b"another")
    with pytest.raises(UsageError, match="archives of the plan") as raised:
        hold_archives(actions)
    assert "its sha256 is" in raised.value.why


def test_a_zip_that_a_bucket_holds_is_not_asked_for() -> None:
    steps = steps_of_a_version(IRELAND, "data", "python3.12/x86_64", None, bucket=True)
    hold_archives([step.action for step in steps if not isinstance(step.action, PutObject)])
    assert not archive("x").path.exists()


def test_zips_are_found_beside_a_plan_that_was_moved(tmp_path: Path) -> None:
    plan = sent_from(tmp_path / "gone", bucket=True)
    (tmp_path / "data.zip").write_bytes(b"zip")
    moved = moved_archives(plan, tmp_path)
    hold_archives([step.action for step in moved.steps])
    assert digest(moved) == digest(plan)
    assert moved_archives(plan, tmp_path / "empty") == plan


def test_a_zip_at_its_path_stays(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    for folder in (there, tmp_path):
        (folder / "data.zip").write_bytes(b"zip")
    plan = sent_from(there, bucket=False)
    assert moved_archives(plan, tmp_path) == plan
