"""What a cell's processes see and may do, found out from inside."""

import os
import socket
import sys
from pathlib import Path

import pytest

from lamella.errors import ToolError
from lamella.sandbox.cell import Exited, Written
from lamella.sandbox.cells.open_cell import open_cell
from lamella.sandbox.function import Function, Rooms, Rules
from lamella.sandbox.outcome import Mechanism
from real_cells import (
    ENVIRON,
    NAMESPACES,
    PYTHON,
    ROOTED,
    TARGET,
    Cells,
    Opened,
    wait_for,
)


def test_the_process_is_lambdas_user(cell: Opened) -> None:
    assert cell.asked("[os.getuid(), os.getgid(), os.getgroups(), os.getcwd()]") == [
        993,
        990,
        [990],
        "/var/task",
    ] or (cell.asked("[os.getuid(), os.getgid(), os.getcwd()]") == [993, 990, "/var/task"])
    assert cell.shell("whoami").output == "sbx_user1051\n"


def test_it_may_do_nothing_special(cell: Opened) -> None:
    status = dict(line.split(":\t", 1) for line in cell.shell("cat /proc/self/status").output.splitlines())
    assert {name: int(status[name], 16) for name in ("CapEff", "CapPrm", "CapInh", "CapAmb")} == dict.fromkeys(
        ("CapEff", "CapPrm", "CapInh", "CapAmb"), 0
    )
    assert status["NoNewPrivs"] == "1"


@pytest.mark.parametrize(
    "place", ["/", "/opt", "/opt/python", "/var/task", "/var/runtime", "/var/lang/lib", "/usr/lib64", "/etc", "/dev"]
)
def test_all_but_tmp_is_read_only(cell: Opened, place: str) -> None:
    ran = cell.run(f"open({place!r} + '/new', 'w')")
    assert "Read-only file system" in ran.output


def test_tmp_is_writable_and_limited(cells: Cells) -> None:
    fill = "file = open('/tmp/full', 'wb')\nfor _ in range(5): file.write(bytes(1 << 20)); file.flush()"
    for mechanism in ROOTED:
        with cells.open(mechanism, tmp_mb=4) as opened:
            assert opened.run("open('/tmp/new', 'w').write('x')").exited.code == 0
            assert "No space left on device" in opened.run(fill).output


def test_tmp_outlives_the_processes(cell: Opened) -> None:
    cell.run("open('/tmp/kept', 'w').write('x')")
    cell.cell.kill_all()
    assert cell.shell("cat /tmp/kept").output == "x"


def test_nothing_of_the_machine_is_in_sight(cell: Opened, tmp_path: Path) -> None:
    assert sorted(cell.asked("os.listdir('/')")) == sorted(
        ["bin", "dev", "etc", "lib", "lib64", "opt", "proc", "sbin", "tmp", "usr", "var"]
        + (["run"] if cell.cell.isolation.mechanism is Mechanism.BUBBLEWRAP else [])
    )
    assert cell.asked(f"os.path.exists({str(tmp_path)!r})") is False
    assert cell.asked("os.listdir('/tmp')") == []
    assert cell.asked("sorted(os.listdir('/var/task'))") == ["app.py", "secret.py"]
    assert cell.asked("os.path.exists('/dev/shm')") is False


def test_only_its_own_processes_are_in_sight(cell: Opened) -> None:
    assert len(cell.asked("[name for name in os.listdir('/proc') if name.isdigit()]")) <= 2


def test_there_is_no_network(cell: Opened) -> None:
    ran = cell.run("import socket; socket.create_connection(('192.0.2.1', 80), 5)")
    assert "Network is unreachable" in ran.output


def test_with_the_network_the_listener_is_the_machines(cells: Cells) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        for mechanism in ROOTED:
            with cells.open(mechanism, Rules(network=True)) as opened:
                connect = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1])), 5)"
                assert opened.run(connect, str(server.getsockname()[1])).exited.code == 0
                host, port = opened.cell.address.split(":")
                socket.create_connection((host, int(port)), 5).close()
                assert "the network is the host's" in opened.cell.isolation.missing


def test_the_interpreter_is_bare(cell: Opened) -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert cell.asked("[sys.prefix, sys.executable, sys.base_prefix]") == [
        "/var/lang", f"/var/lang/bin/python{version}", "/var/lang",
    ]  # fmt: skip
    assert "No module named 'pytest'" in cell.run("import pytest").output
    assert cell.run("import ssl, sqlite3, ctypes, zlib, lzma, bz2, hashlib, asyncio, uuid").output == ""
    assert cell.asked("__import__('subprocess').run(['/var/lang/bin/python3', '-c', ''], env={}).returncode") == 0


def test_the_runtimes_packages_take_the_place_of_the_interpreters(cells: Cells) -> None:
    packages = cells.folder / "packages"
    packages.mkdir()
    packages.chmod(0o755)
    (packages / "boto3.py").write_text("version = 'runtime'")
    rooms = cells.rooms()
    with_packages = Rooms(rooms.opt, rooms.task, rooms.runtime, packages, rooms.interpreter)
    function = Function(TARGET, "app.handler")
    heard: list[object] = []
    cell = open_cell(with_packages, function, Rules(), heard.append, scratch=cells.scratch, isolation=NAMESPACES)
    try:
        cell.spawn([PYTHON, "-c", "import boto3; print(boto3.version, boto3.__file__)"], ENVIRON)
        wait_for(lambda: any(isinstance(each, Exited) for each in heard))
        assert b"runtime /var/lang/lib/" in b"".join(each.data for each in heard if isinstance(each, Written))
    finally:
        cell.close()


def test_libgomp_is_not_there(cell: Opened) -> None:
    ran = cell.run("import ctypes; ctypes.CDLL('libgomp.so.1')")
    assert "libgomp.so.1: cannot open shared object file" in ran.output
    assert cell.run("import ctypes; ctypes.CDLL('libstdc++.so.6')").output == ""


def test_loose_shows_the_machines_libraries(cells: Cells) -> None:
    for mechanism in ROOTED:
        with cells.open(mechanism, Rules(loose=True)) as opened:
            assert opened.run("import os; os.stat('/usr/share')").exited.code == 0
            assert "No module named 'pytest'" in opened.run("import pytest").output
            assert "this machine's native libraries and programs are visible" in opened.cell.isolation.missing


def test_certificates_are_where_openssl_looks(cell: Opened) -> None:
    assert cell.asked("len(__import__('ssl').create_default_context().get_ca_certs()) > 10") is True


def test_shell_wrappers_work(cell: Opened) -> None:
    script = (
        '#!/bin/bash\nset -euo pipefail\nargs=("$@")\necho "${args[@]}" | sed s/a/b/ | awk \'{print $2}\' | grep b\n'
    )
    ran = cell.run(
        "import os, sys; path = '/tmp/wrapper'; open(path, 'w').write(sys.argv[1]); os.chmod(path, 0o755);"
        "os.execv(path, [path, 'x', 'a'])",
        script,
    )
    assert (ran.exited.code, ran.output) == (0, "b\n")


def test_files_that_others_may_not_read_cannot_be_read_by_root_made_cells(cells: Cells) -> None:
    if os.geteuid() == 0:
        rooms = cells.rooms()
        assert rooms.task is not None
        (rooms.task / "private.py").write_text("")
        (rooms.task / "private.py").chmod(0o600)
        with cells.open() as opened:
            assert "Permission denied" in opened.run("open('/var/task/private.py')").output


def test_an_interpreter_without_a_library_is_refused(cells: Cells) -> None:
    program = cells.folder / "python3.12"
    program.write_bytes(b"")
    with pytest.raises(ToolError, match="no standard library"):
        open_cell(
            cells.rooms(program),
            Function(TARGET, "a.b"),
            Rules(),
            print,
            scratch=cells.scratch,
            isolation=NAMESPACES,
        )
