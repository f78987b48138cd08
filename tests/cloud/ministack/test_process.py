from pathlib import Path

import pytest

from lamella.cloud.http.upstream import Ministack
from lamella.cloud.ministack.process import Process, Wanted, environment
from lamella.errors import ToolError


def wanted(folder: Path, *, auth: bool = False) -> Wanted:
    return Wanted(folder / "packages", folder, 4566, "eu-north-1", auth)


def test_it_gets_no_credentials_and_no_settings_of_the_user_s(tmp_path: Path) -> None:
    environ = {
        "PATH": "/bin",
        "LD_LIBRARY_PATH": "/opt/python/lib",
        "AWS_ACCESS_KEY_ID": "AKIA",
        "AWS_PROFILE": "prod",
        "PERSIST_STATE": "0",
        "BIND_HOST": "0.0.0.0",  # noqa: S104 - must not arrive
        "SERVICES": "s3",
        "PYTHONPATH": "/x",
    }
    made = environment(wanted(tmp_path), environ)
    assert (made["PATH"], made["LD_LIBRARY_PATH"]) == ("/bin", "/opt/python/lib")
    assert not {"AWS_ACCESS_KEY_ID", "AWS_PROFILE", "SERVICES", "PYTHONPATH"} & set(made)
    assert (made["BIND_HOST"], made["PERSIST_STATE"], made["AUTH"]) == ("127.0.0.1", "1", "false")
    assert (made["GATEWAY_PORT"], made["MINISTACK_REGION"]) == ("4566", "eu-north-1")
    assert all(Path(made[name]).is_relative_to(tmp_path) for name in ("TMPDIR", "STATE_DIR", "S3_DATA_DIR"))
    assert environment(wanted(tmp_path, auth=True), environ)["AUTH"] == "true"


def test_one_that_cannot_start_is_told_at_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "lock").open("w") as lock:
        process = Process(wanted(tmp_path), {}, lock.fileno())
    upstream = Ministack(process.address, "http://127.0.0.1:4566")
    with pytest.raises(ToolError, match="ministack did not start"):
        process.wait_until_it_answers(upstream)
    assert process.ended
    assert process.end() is False
    assert "hypercorn" in capfd.readouterr().err
