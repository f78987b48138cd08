import pytest

from lamella.cli.main import main

VERSION = "arn:aws:lambda:eu-west-1:111122223333:layer:data:7"


@pytest.mark.parametrize("regions", [("us-east-1",), ("eu-west-1", "us-east-1")])
def test_a_version_is_restored_where_it_was(capsys: pytest.CaptureFixture[str], regions: tuple[str, ...]) -> None:
    asked = [part for region in regions for part in ("--region", region)]
    assert main(["restore", VERSION, *asked]) == 2
    assert capsys.readouterr().err.startswith(f"error: {VERSION} is not in {', '.join(regions)}\n")
