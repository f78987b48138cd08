import pytest

from lamella.cloud.shim.answers import RefusedRequestError
from lamella.cloud.shim.names import FunctionName, function_name, layer_version_name

PLACE = ("111122223333", "eu-west-1")
ARN = "arn:aws:lambda:eu-west-1:111122223333:function:report"
LAYER = "arn:aws:lambda:eu-west-1:111122223333:layer:data:7"


@pytest.mark.parametrize(
    ("text", "qualifier", "expected"),
    [
        ("report", "", FunctionName("report")),
        ("report:live", "", FunctionName("report", "live")),
        ("report:$LATEST", "", FunctionName("report", "$LATEST")),
        ("report", "3", FunctionName("report", "3")),
        ("111122223333:function:report", "", FunctionName("report", "", "111122223333")),
        ("function:report", "", FunctionName("report")),
        (ARN, "", FunctionName("report", "", *PLACE)),
        (f"{ARN}:live", "live", FunctionName("report", "live", *PLACE)),
    ],
)
def test_names_of_functions(text: str, qualifier: str, expected: FunctionName) -> None:
    assert function_name(text, qualifier) == expected


@pytest.mark.parametrize(("text", "qualifier"), [("a b", ""), ("", ""), ("report:live", "other"), ("a/b", "")])
def test_no_names_of_functions(text: str, qualifier: str) -> None:
    with pytest.raises(RefusedRequestError):
        function_name(text, qualifier)


def test_names_of_layer_versions() -> None:
    name = layer_version_name(LAYER)
    assert (name.account, name.region, name.name, name.number) == ("111122223333", "eu-west-1", "data", 7)
    assert name.layer_arn == LAYER.removesuffix(":7")


@pytest.mark.parametrize("arn", ["", "data:7", LAYER.removesuffix(":7"), f"{LAYER}x", f"{LAYER}/..", ARN])
def test_no_names_of_layer_versions(arn: str) -> None:
    with pytest.raises(RefusedRequestError, match="is invalid"):
        layer_version_name(arn)
