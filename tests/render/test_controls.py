import json

from lamella.change.controls import ControlKind, Controls, identity_control, scp_control
from lamella.render.controls import controls_json, controls_text

DATA = "arn:aws:lambda:*:111122223333:layer:data:*"
MADE = Controls((identity_control([DATA]), scp_control([DATA])), ((ControlKind.PERIMETER, "needs --organization"),))


def test_text_holds_each_policy_as_json_that_can_be_copied() -> None:
    shown = controls_text(MADE, width=80, color=False)
    for control in MADE.controls:
        _, _, rest = shown.partition(f"{control.title} [{control.kind}]")
        start = rest.index("\n{") + 1
        document, _ = json.JSONDecoder().raw_decode(rest[start:])
        assert document == control.document
        assert control.attach_to in " ".join(rest.split())


def test_text_says_what_was_left_out_and_why_there_is_no_policy_on_the_layer() -> None:
    shown = " ".join(controls_text(MADE, width=60, color=False).split())
    assert "[perimeter] needs --organization." in shown
    assert "AddLayerVersionPermission, which takes one action (lambda:GetLayerVersion)" in shown
    assert "Code signing goes further" in shown


def test_json() -> None:
    document = json.loads(controls_json(MADE))
    assert [policy["kind"] for policy in document["policies"]] == ["identity", "scp"]
    assert document["policies"][1]["document"] == scp_control([DATA]).document
    assert document["left_out"] == [{"kind": "perimeter", "why": "needs --organization"}]
    assert len(document["notes"]) == 2
