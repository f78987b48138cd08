import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.errors import UsageError
from lamella.model.arn import LayerArn, LayerVersionArn, layer_versions_in
from lamella.model.place import Place

REGIONS = {
    "eu-west-1": "aws",
    "ap-southeast-4": "aws",
    "cn-north-1": "aws-cn",
    "us-gov-west-1": "aws-us-gov",
    "us-iso-east-1": "aws-iso",
    "us-isob-east-1": "aws-iso-b",
    "eusc-de-east-1": "aws-eusc",
}
NAMES = st.text("abcXYZ019-_", min_size=1, max_size=140)


@pytest.mark.parametrize(("region", "partition"), REGIONS.items())
def test_each_region_has_its_partition(region: str, partition: str) -> None:
    arn = LayerArn.at(Place("111122223333", region), "data")
    assert str(arn) == f"arn:{partition}:lambda:{region}:111122223333:layer:data"
    assert str(LayerArn.parse(str(arn))) == str(arn)


def test_the_partition_makes_no_other_layer() -> None:
    there, slip = (LayerArn.parse(f"arn:{it}:lambda:cn-north-1:111122223333:layer:data") for it in ("aws-cn", "aws"))
    assert there == slip
    assert len({there.version(1), slip.version(1)}) == 1
    assert str(slip) == "arn:aws:lambda:cn-north-1:111122223333:layer:data"


@given(st.sampled_from(sorted(REGIONS)), st.from_regex(r"\A[0-9]{12}\Z"), NAMES, st.integers(1, 10**9))
def test_what_is_printed_is_read_again(region: str, account: str, name: str, number: int) -> None:
    arn = LayerArn.at(Place(account, region), name).version(number)
    assert LayerVersionArn.parse(str(arn)) == arn
    assert str(LayerVersionArn.parse(str(arn))) == str(arn)
    assert layer_versions_in(f'x "{arn}", {arn} y') == (arn,)
    assert arn.place == Place(account, region)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "data",
        "arn:aws:lambda:eu-west-1:111122223333:layer:data",
        "arn:aws:lambda:eu-west-1:111122223333:layer:data:0",
        "arn:aws:lambda:eu-west-1:111122223333:layer:data:01",
        "arn:aws:lambda:eu-west-1:111122223333:layer:data:1\n",
        "arn:aws:lambda:eu-west-1:1111:layer:data:1",
        "arn:aws:lambda:eu-west-1:111122223333:function:data:1",
        f"arn:aws:lambda:eu-west-1:111122223333:layer:{'x' * 141}:1",
    ],
)
def test_other_texts_are_no_layer_versions(text: str) -> None:
    with pytest.raises(UsageError, match="is not the ARN of a layer version"):
        LayerVersionArn.parse(text)


def test_a_version_is_no_layer() -> None:
    with pytest.raises(UsageError, match="is not the ARN of a layer"):
        LayerArn.parse("arn:aws:lambda:eu-west-1:111122223333:layer:data:1")
