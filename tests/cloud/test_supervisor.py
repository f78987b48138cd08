"""What the supervisor of an embedded cloud takes from its machine: a port, and open files."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from clouds import lamella
from lamella.cloud.lease import look
from lamella.cloud.supervisor import bound
from lamella.errors import LamellaError


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def test_it_is_the_one_that_was_had_last(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "port").write_text(str(port))
    with bound(0, tmp_path) as listener:
        assert listener.getsockname() == ("127.0.0.1", port)


@pytest.mark.parametrize("last", [None, "", "x", "-1", "0", "65536", "99999999"])
def test_without_one_that_is_a_port_it_is_a_free_one(tmp_path: Path, last: str | None) -> None:
    if last is not None:
        (tmp_path / "port").write_text(last)
    with bound(0, tmp_path) as listener:
        assert listener.getsockname()[1] > 0


def test_one_that_is_taken_gives_way_to_a_free_one_unless_it_was_asked_for(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        (tmp_path / "port").write_text(str(port))
        with bound(0, tmp_path) as listener:
            assert listener.getsockname()[1] != port
        with pytest.raises(LamellaError, match=f"port {port} of 127.0.0.1 cannot be used"):
            bound(port, tmp_path)


def test_it_may_open_as_many_files_as_the_user_may(tmp_path: Path, cloud_cache: Path) -> None:
    environ = {"LAMELLA_STATE": str(tmp_path), "LAMELLA_CACHE": str(cloud_cache)}
    up = ["sh", "-c", f"ulimit -S -n 200; exec {sys.executable} -m lamella local up"]
    subprocess.run(up, env={**os.environ, **environ}, check=True, capture_output=True)
    try:
        record = look(tmp_path / "cloud")
        assert record is not None
        limits = Path(f"/proc/{record.pid}/limits").read_text("ascii").partition("Max open files")[2].split()
        assert limits[0] == limits[1]
    finally:
        lamella(tmp_path, environ, "local", "down")
