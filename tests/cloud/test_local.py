"""The embedded cloud's life, through the command line."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from clouds import Cloud, lamella, new_account
from lamella.cloud.lease import look
from running import Done

pytestmark = pytest.mark.e2e
Local = Callable[..., Done]


@pytest.fixture(name="state")
def _state(tmp_path: Path, cloud_cache: Path) -> Iterator[Path]:
    """A state folder whose embedded cloud, if any, has ended when the test has."""
    yield tmp_path
    lamella(tmp_path, {"LAMELLA_STATE": str(tmp_path), "LAMELLA_CACHE": str(cloud_cache)}, "local", "down")


@pytest.fixture(name="local")
def _local(state: Path, cloud_cache: Path) -> Local:
    """Runs `lamella local` with the state folder."""

    def run(*arguments: str, **more: str) -> Done:
        environ = {"LAMELLA_STATE": str(state), "LAMELLA_CACHE": str(cloud_cache), **more}
        return lamella(state, environ, "local", *arguments)

    return run


def status(local: Local) -> Any:
    done = local("status", "--output", "json")
    assert done.code == 0, done.err
    return done.json


def up(local: Local, state: Path, cache: Path, *options: str) -> Cloud:
    done = local("up", "--output", "json", *options)
    assert done.code == 0, done.err
    return Cloud(done.json["endpoint"], state, cache)


def supervisor(state: Path) -> int:
    record = look(state / "cloud")
    assert record is not None
    return record.pid


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody waited for yet has."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def within(seconds: float, what: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def test_status_has_exactly_these_keys_whether_it_runs_or_not(local: Local, state: Path, cloud_cache: Path) -> None:
    assert status(local) == {"running": False, "endpoint": None, "region": None, "accounts": [], "state": str(state)}
    cloud = up(local, state, cloud_cache, "--region", "eu-north-1")
    expected = {"running": True, "endpoint": cloud.endpoint, "region": "eu-north-1", "accounts": ["000000000000"]}
    assert status(local) == {**expected, "state": str(state)}
    assert cloud.endpoint.startswith("http://127.0.0.1:")
    account = new_account()
    cloud.client("sts", account).get_caller_identity()
    assert status(local)["accounts"] == sorted(["000000000000", account])


def test_its_state_and_port_survive_down_and_up(local: Local, state: Path, cloud_cache: Path) -> None:
    account = new_account()
    before = up(local, state, cloud_cache)
    before.client("ssm", account).put_parameter(Name="/lamella/data", Value="7", Type="String")
    before.client("s3", account, "us-east-1").create_bucket(Bucket=f"kept-{account}")
    before.client("s3", account, "us-east-1").put_object(Bucket=f"kept-{account}", Key="layers/a.zip", Body=b"zip")
    down = local("down")
    assert (down.code, down.out) == (0, "")
    assert "state is kept" in down.err
    assert status(local)["running"] is False
    after = up(local, state, cloud_cache)
    assert after.endpoint == before.endpoint
    assert after.client("ssm", account).get_parameter(Name="/lamella/data")["Parameter"]["Value"] == "7"
    assert (
        after.client("s3", account, "us-east-1").get_object(Bucket=f"kept-{account}", Key="layers/a.zip")["Body"].read()
        == b"zip"
    )
    assert account in status(local)["accounts"]


def test_up_twice_says_so_and_down_twice_too(local: Local, state: Path, cloud_cache: Path) -> None:
    first = up(local, state, cloud_cache)
    pid = supervisor(state)
    again = local("up", "--output", "json")
    assert (again.code, again.json["endpoint"], supervisor(state)) == (0, first.endpoint, pid)
    assert "runs already" in again.err
    for options in (("--port", "1"), ("--region", "eu-west-1"), ("--auth",)):
        other = local("up", *options)
        assert other.code == 1
        assert f"{' '.join(options)} was asked for" in other.err
        assert "hint: end it first: lamella local down" in other.err
    assert local("down").code == 0
    nothing = local("down", "--output", "json")
    assert (nothing.code, nothing.json["running"]) == (0, False)


def test_one_that_is_started_twice_at_once_starts_once(state: Path, cloud_cache: Path) -> None:
    environ = {**os.environ, "LAMELLA_STATE": str(state), "LAMELLA_CACHE": str(cloud_cache)}
    command = [sys.executable, "-m", "lamella", "local", "up", "--output", "json"]
    both = [subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert len({json.loads(out)["endpoint"] for out, _ in said}) == 1


def test_a_port_of_ones_own_and_one_that_is_taken(local: Local, state: Path, cloud_cache: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = local("up", "--port", str(port))
        assert refused.code == 1
        assert f"port {port} of 127.0.0.1 cannot be used" in refused.err
        assert "hint: choose another --port" in refused.err
    assert status(local)["running"] is False
    assert up(local, state, cloud_cache, "--port", str(port)).endpoint == f"http://127.0.0.1:{port}"


def test_ministack_saves_and_ends_when_the_supervisor_is_killed(local: Local, state: Path, cloud_cache: Path) -> None:
    account = new_account()
    cloud = up(local, state, cloud_cache)
    cloud.client("ssm", account).put_parameter(Name="/kept", Value="yes", Type="String")
    pid = supervisor(state)
    (ministack,) = children(pid)
    os.kill(pid, signal.SIGKILL)
    assert status(local)["running"] is False
    again = up(local, state, cloud_cache)
    assert gone(ministack)
    assert again.client("ssm", account).get_parameter(Name="/kept")["Parameter"]["Value"] == "yes"


def test_the_supervisor_ends_when_ministack_does(local: Local, state: Path, cloud_cache: Path) -> None:
    up(local, state, cloud_cache)
    pid = supervisor(state)
    (ministack,) = children(pid)
    os.kill(ministack, signal.SIGKILL)
    assert within(10, lambda: gone(pid))
    assert status(local)["running"] is False
    assert "ministack ended by itself" in (state / "cloud" / "log").read_text("utf-8")


def test_sigterm_ends_all_of_it(local: Local, state: Path, cloud_cache: Path) -> None:
    up(local, state, cloud_cache)
    pid = supervisor(state)
    (ministack,) = children(pid)
    os.kill(pid, signal.SIGTERM)
    assert within(20, lambda: gone(pid) and gone(ministack))


def test_one_whose_folder_was_removed_ends_and_does_not_make_it_again(
    local: Local, state: Path, cloud_cache: Path
) -> None:
    cloud = up(local, state, cloud_cache)
    cloud.client("ssm", new_account()).put_parameter(Name="/a", Value="1", Type="String")
    pid = supervisor(state)
    shutil.rmtree(state / "cloud")
    assert within(20, lambda: gone(pid))
    assert not (state / "cloud").exists()


def test_a_stale_record_is_not_believed(local: Local, state: Path) -> None:
    (state / "cloud").mkdir()
    stale = {"pid": os.getpid(), "endpoint": "http://127.0.0.1:1", "region": "us-east-1"}
    (state / "cloud" / "lock").write_text(json.dumps(stale))
    assert status(local)["running"] is False
    assert local("down").code == 0


def test_two_with_different_state_folders_run_side_by_side(
    cloud: Cloud, local: Local, state: Path, cloud_cache: Path
) -> None:
    account = new_account()
    other = up(local, state, cloud_cache)
    assert other.endpoint != cloud.endpoint
    cloud.client("ssm", account).put_parameter(Name="/here", Value="1", Type="String")
    assert other.client("ssm", account).describe_parameters()["Parameters"] == []
    assert local("down").code == 0
    assert cloud.client("ssm", account).get_parameter(Name="/here")["Parameter"]["Value"] == "1"


def test_only_the_loopback_interface_listens(cloud: Cloud) -> None:
    record = look(cloud.state / "cloud")
    assert record is not None
    inodes = {
        str(link.readlink())
        for pid in (record.pid, *children(record.pid))
        for link in Path(f"/proc/{pid}/fd").iterdir()
        if link.is_symlink()
    }
    listening = [
        fields[1].partition(":")[0]
        for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]
        if (fields := line.split())[3] == "0A" and f"socket:[{fields[9]}]" in inodes
    ]
    assert len(listening) >= 2, "the public endpoint and ministack; sandboxes that other tests left warm listen, too"
    assert set(listening) == {"0100007F"}
    ipv6 = [line.split() for line in Path("/proc/net/tcp6").read_text("ascii").splitlines()[1:]]
    assert not [fields for fields in ipv6 if f"socket:[{fields[9]}]" in inodes]
