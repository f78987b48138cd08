from pathlib import Path

import pytest

from clouds import Cloud, lamella
from lamella.errors import NoCloudError
from lamella.run.local import LocalStatus, local_endpoint, status


def test_the_endpoint_of_the_cloud_that_runs(cloud: Cloud) -> None:
    environ = {"LAMELLA_STATE": str(cloud.state)}
    assert local_endpoint(environ) == cloud.endpoint
    found = status(environ)
    assert (found.running, found.endpoint, found.region) == (True, cloud.endpoint, "us-east-1")


def test_without_one_the_error_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(NoCloudError) as caught:
        local_endpoint({"LAMELLA_STATE": str(tmp_path)})
    assert caught.value.hint == f"start one: LAMELLA_STATE={tmp_path} lamella local up"
    with pytest.raises(NoCloudError) as default:
        local_endpoint({"XDG_STATE_HOME": str(tmp_path)})
    assert default.value.hint == "start one: lamella local up"
    assert status({"LAMELLA_STATE": str(tmp_path)}) == LocalStatus(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "variable"),
    [(("--local", "grants", "audit"), ""), (("grants", "audit", "--local"), ""), (("grants", "audit"), "1")],
)
def test_a_command_in_local_mode_without_a_cloud_ends_and_never_turns_to_aws(
    tmp_path: Path, arguments: tuple[str, ...], variable: str
) -> None:
    nowhere = "http://127.0.0.1:1"
    environ = {"LAMELLA_STATE": str(tmp_path), "LAMELLA_LOCAL": variable, "AWS_ENDPOINT_URL": nowhere}
    done = lamella(tmp_path, environ, *arguments, "--region", "eu-west-1")
    assert done.code == 1
    assert "error: local mode was asked for, and no embedded cloud runs" in done.err
    assert f"hint: start one: LAMELLA_STATE={tmp_path} lamella local up" in done.err
    assert nowhere not in done.err
