import pytest

from lamella.fleet.fleet import Pin
from lamella.fleet.references import Reference, Text, pins_in, references_in
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.place import Place

HERE = Place("111122223333", "eu-west-1")
CHINA = Place("111122223333", "cn-north-1")


def arn(number: int, name: str = "data", place: Place = HERE) -> LayerVersionArn:
    return LayerArn.at(place, name).version(number)


ALL = (*(arn(number) for number in (1, 2, 3, 30)), arn(3, "data-2"), arn(3, "other"), arn(3, place=CHINA))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", []),
        ("arn:aws:lambda:eu-west-1:111122223333:layer:data:3", [arn(3)]),
        ("[arn:aws:lambda:eu-west-1:111122223333:layer:data:3,arn:aws:lambda:eu-west-1:111122223333:layer:data:1]",
         [arn(1), arn(3)]),
        ("arn:aws-cn:lambda:cn-north-1:111122223333:layer:data:3", [arn(3, place=CHINA)]),
        ("arn:aws:lambda:cn-north-1:111122223333:layer:data:3", [arn(3, place=CHINA)]),
        ("arn:aws:lambda:eu-west-1:111122223333:layer:data", []),
        ("arn:aws:lambda:eu-west-1:999988887777:layer:data:3", []),
        ("arn:aws:lambda:us-east-1:111122223333:layer:data:3", []),
        ("arn:aws:lambda:eu-west-1:111122223333:layer:data:31", []),
        ("arn:aws:lambda:eu-west-1:111122223333:function:data:3", []),
        (r'{"value": "[\"arn:aws:lambda:eu-west-1:111122223333:layer:data:3\"]"}', [arn(3)]),
        ("!Sub arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:layer:data:3",
         [arn(3, place=CHINA), arn(3)]),
        ("!Sub arn:aws:lambda:${AWS::Region}:111122223333:layer:data:3", [arn(3), arn(3, place=CHINA)]),
        ("arn:aws:lambda:${var.region}:${data.aws_caller_identity.me.account_id}:layer:data:${var.version}",
         [arn(1), arn(2), arn(3), arn(30), arn(3, place=CHINA)]),
        ("arn:aws:lambda:eu-west-1:111122223333:layer:${var.name}:3", [arn(3), arn(3, "data-2"), arn(3, "other")]),
        ("arn:aws:lambda:eu-west-1:111122223333:layer:${var.name}:${var.number}", []),
        ("arn:aws:lambda:{region}:111122223333:layer:data:3", [arn(3), arn(3, place=CHINA)]),
        ('{"Fn::Join": [":", ["arn:aws:lambda", {"Ref": "AWS::Region"}, "111122223333", "layer:data:3"]]}',
         [arn(3, place=CHINA), arn(3)]),
        ('{"Fn::Join": [":", ["arn:aws:lambda", {"Ref": "AWS::Region"}, "111122223333", "layer", "data", "3"]]}',
         [arn(3, place=CHINA), arn(3)]),
        ('"[\\"arn:aws:lambda\\",\\"layer\\",\\n\\"data\\",3]"', [arn(3, place=CHINA), arn(3)]),
        ("!Join\n  - ':'\n  - - arn:aws:lambda\n    - layer\n    - 'data'\n    - 3\n", [arn(3, place=CHINA), arn(3)]),
        ('join(":", ["arn:aws:lambda", var.region, "layer",\n  "data-2",\n  "3"])', [arn(3, "data-2")]),
        (r'{"template_body": "!Join [\n  - arn:aws:lambda\n  - layer\n  - data\n  - \"3\"\n"}',
         [arn(3, place=CHINA), arn(3)]),
        ("layers: data\n- 3", []),
        ("multilayer:data:3", []),
    ],
)  # fmt: skip
def test_what_a_text_may_mean(text: str, meant: list[LayerVersionArn]) -> None:
    assert pins_in([Text("template", text)], ALL) == tuple(sorted(Pin(version, "template") for version in meant))


def test_a_reference_is_found_once() -> None:
    text = "arn:aws:lambda:eu-west-1:111122223333:layer:data:3 " * 2
    assert references_in(text) == (Reference("eu-west-1", "111122223333", "data", 3),)


def test_a_pin_names_the_text_and_its_place() -> None:
    text = Text("stack reports", "layer:data:3", HERE)
    assert pins_in([text], [arn(3)]) == (Pin(arn(3), "stack reports (111122223333 eu-west-1)"),)


@pytest.mark.parametrize(
    "text",
    [
        "arn:" + "${a}" * 4000,
        "arn:aws:lambda:" * 4000,
        "${" * 8000,
        "layer:" * 8000,
        "layer, " * 8000,
        "layer\n- " * 8000,
        "layer" + " \n-" * 8000,
    ],
)
def test_texts_that_only_look_like_references_take_no_time_to_speak_of(text: str) -> None:
    assert references_in(text) == ()
