import csv
import io
import json
from dataclasses import replace

from lamella.change.action import DeleteLayerVersion
from lamella.change.applying import Applied, Broken, NotTried, Outcome, Succeeded
from lamella.change.document import as_document, digest, from_json
from lamella.change.plan import LeftAlone, Plan, Threshold
from lamella.errors import AccessDeniedError
from lamella.fleet.fleet import Gap
from lamella.model.arn import LayerArn
from lamella.render.plan_csv import COLUMNS, plan_csv
from lamella.render.plan_json import plan_json
from lamella.render.plan_text import applied_text, counted, plan_text
from lamella.render.size import many
from sample_plans import IRELAND, OREGON, clean_plan, publish_plan, share_plan

PLAN = replace(
    publish_plan().plan,
    left_alone=(LeftAlone(OREGON, "web python3.12/arm64", "the same \x1b[31mbytes"),),
    gaps=(Gap(OREGON, "functions", "AccessDenied"),),
    exceeded=(Threshold("deletions in all", 60, 50),),
    notes=("tests were skipped",),
)
VERSION = LayerArn.at(IRELAND, "data").version(2)
DENIED = AccessDeniedError("may not add a permission", why="denied\nby an SCP", hint="grant it")


def applied(plan: Plan) -> Applied:
    """The first step is done, the second published, the third failed, the rest not tried."""
    outcomes: list[Outcome] = [Succeeded(already=True), Succeeded(VERSION), Broken(DENIED, in_doubt=True)]
    outcomes += [NotTried("`grant` was not done")] * (len(plan.steps) - 3)
    return Applied(plan, dict(zip([step.id for step in plan.steps], outcomes, strict=True)))


def test_a_plan_as_text_has_everything_by_place() -> None:
    lines = plan_text(PLAN, width=200, color=False).splitlines()
    assert lines[0] == "publish: 13 steps  environment prod, 2 places, commit 0a1b"
    assert [line for line in lines if line in {str(IRELAND), str(OREGON)}] == [str(IRELAND), str(OREGON)]
    text = "\n".join(lines)
    for told in (
        "data-python3.12-x86_64-new.zip (1.03 kB) to s3://artifacts/layers/",
        "data for python3.12/x86_64 (1.03 kB, by way of the bucket), after 1",
        "data for python3.12/arm64 (1.02 kB), the first",
        "the new version with account 777788889999",
        "/lamella/data/python3.12/x86_64/stable at the new version",
        "Left alone: 1",
        "the same \\x1b[31mbytes",
        "Could not be read\n  444455556666 us-west-2: functions: AccessDenied",
        "More than allowed without --force\n  deletions in all: 60, at most 50 without --force",
        "Notes\n  tests were skipped",
    ):
        assert told in text
    assert lines[-1] == f"digest {digest(PLAN)}"


def test_what_goes_is_marked() -> None:
    text = plan_text(clean_plan().plan, width=200, color=False)
    assert "+  keep    a copy of data:1 (10 B) in /copies  way back" in text
    assert "-  delete  data:1 (10 B)" in text
    assert "-  unshare  data:1 with account 777788889999" in plan_text(share_plan().plan, width=200, color=False)


def test_an_empty_plan_is_short() -> None:
    text = plan_text(replace(share_plan().plan, steps=()), width=100, color=False)
    assert text.splitlines()[0] == "share: 0 steps  environment prod, 1 place"
    assert len(text.splitlines()) == 3


def test_what_failed_is_told_with_cause_and_hint() -> None:
    text = applied_text(applied(PLAN), width=200, color=False)
    failed = PLAN.steps[2].id
    assert f"published  data:2  {VERSION}" in text
    assert f"FAILED     {failed}: may not add a permission (it may have happened)" in text
    assert "           denied\n           by an SCP\n           hint: grant it" in text
    assert f"not tried  {PLAN.steps[3].id}: `grant` was not done" in text
    assert text.splitlines()[-1] == "2 of 13 steps are done, 1 failed, 10 not tried"


def test_all_done_is_one_line_more_than_what_was_published() -> None:
    plan = share_plan().plan
    done = Applied(plan, {step.id: Succeeded() for step in plan.steps})
    assert applied_text(done, width=100, color=False) == "2 of 2 steps are done"
    assert counted(Applied(plan, {"a": Succeeded()})) == "1 of 1 step is done"
    found = Applied(plan, {step.id: Succeeded(VERSION, earlier=True) for step in plan.steps})
    assert applied_text(found, width=100, color=False).startswith("was there  data:2")


def test_what_was_deleted_is_told_with_its_size_as_the_api_told_it() -> None:
    plan = clean_plan().plan
    deleted = [step for step in plan.steps if isinstance(step.action, DeleteLayerVersion)]
    done = Applied(plan, {step.id: Succeeded() for step in plan.steps} | {deleted[0].id: NotTried("of a test")})
    size_bytes = sum(step.action.size_bytes for step in deleted[1:] if isinstance(step.action, DeleteLayerVersion))
    told = f"deleted    {many(len(deleted) - 1, 'version')} with {size_bytes:,} bytes of zips, as GetLayerVersion told"
    assert told in applied_text(done, width=200, color=False)
    nothing = Applied(plan, {step.id: NotTried("of a test") for step in plan.steps})
    assert "deleted" not in applied_text(nothing, width=200, color=False)


def test_json_is_the_saved_plan_and_outcomes() -> None:
    assert json.loads(plan_json(PLAN)) == as_document(PLAN)
    assert from_json(plan_json(PLAN)) == PLAN
    document = json.loads(plan_json(PLAN, applied(PLAN)))
    told = document.pop("applied")
    assert document == as_document(PLAN)
    assert told["exit_code"] == 5
    assert told["steps"][1] == {
        "id": PLAN.steps[1].id,
        "outcome": "done",
        "version": str(VERSION),
        "already": False,
        "earlier": False,
    }
    assert told["steps"][2]["outcome"] == "failed"
    assert told["steps"][2]["in_doubt"]
    assert told["steps"][3] == {"id": PLAN.steps[3].id, "outcome": "not tried", "why": "`grant` was not done"}


def test_csv_has_a_row_for_each_thing() -> None:
    rows = list(csv.DictReader(io.StringIO(plan_csv(PLAN, applied(PLAN)))))
    assert list(rows[0]) == list(COLUMNS)
    assert len(rows) == len(PLAN.steps) + 2
    assert rows[1]["operation"] == "PublishLayerVersion"
    assert (rows[1]["outcome"], rows[1]["version"]) == ("done", str(VERSION))
    assert (rows[2]["outcome"], rows[2]["error"]) == ("failed", "may not add a permission")
    assert (rows[3]["outcome"], rows[3]["error"]) == ("not tried", "`grant` was not done")
    assert [row["operation"] for row in rows[-2:]] == ["leave alone", "could not be read"]
    assert list(csv.DictReader(io.StringIO(plan_csv(PLAN))))[1]["outcome"] == ""
