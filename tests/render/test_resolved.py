import json

from lamella.change.resolution import Resolution, Resolved
from lamella.fleet.fleet import Gap
from lamella.model.arn import LayerArn
from lamella.model.place import Place
from lamella.render.resolved import resolved_json, resolved_text

CHINA, IRELAND = Place("111122223333", "cn-north-1"), Place("111122223333", "eu-west-1")
PARAMETER = "/lamella/data/python3.12/x86_64/stable"
ANSWER = Resolution(
    tuple(
        Resolved(place, "data", "python3.12/x86_64", "stable", PARAMETER, LayerArn.at(place, "data").version(7))
        for place in (CHINA, IRELAND)
    ),
    (Gap(Place("444455556666", "eu-west-1"), "data@stable", "denied"),),
)


def test_text_is_one_arn_a_line_in_the_partition_of_its_region() -> None:
    assert resolved_text(ANSWER).splitlines() == [
        "arn:aws-cn:lambda:cn-north-1:111122223333:layer:data:7",
        "arn:aws:lambda:eu-west-1:111122223333:layer:data:7",
    ]


def test_json_has_the_documented_keys() -> None:
    found = json.loads(resolved_json(ANSWER))
    assert found["versions"][0] == {
        "account": "111122223333",
        "region": "cn-north-1",
        "layer": "data",
        "target": "python3.12/x86_64",
        "channel": "stable",
        "parameter": PARAMETER,
        "arn": "arn:aws-cn:lambda:cn-north-1:111122223333:layer:data:7",
    }
    assert found["gaps"] == [{"account": "444455556666", "region": "eu-west-1", "what": "data@stable", "why": "denied"}]
