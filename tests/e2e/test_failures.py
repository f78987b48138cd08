"""What goes wrong is said, with an exit code, and nothing half-made is left."""

import base64
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lamella.archive.member import compress
from lamella.archive.writer import write
from running import Cli

pytestmark = pytest.mark.e2e
TARGET = ("--target", "python3.12/x86_64")


def test_over_budget_writes_nothing_and_names_the_largest(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "lamella.toml").write_text(
        '[layers.big]\nsource = ["six==1.17.0"]\ntargets = ["python3.12/x86_64"]\nbudget = { zipped = "1 kB" }\n'
        '[layers.small]\nsource = ["six==1.17.0"]\ntargets = ["python3.12/x86_64"]\n'
    )
    done = cli("build", "--output", "json")
    assert done.code == 3
    assert [it["layer"] for it in done.json["archives"]] == ["small"]
    [failure] = done.json["failures"]
    assert "six==1.17.0" in failure["why"]
    assert sorted(path.name for path in (tmp_path / "dist").glob("*.zip")) == ["small-python3.12-x86_64.zip"]


def test_one_failure_does_not_lose_the_others(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "lamella.toml").write_text(
        '[layers.bad]\nsource = ["no-such-package-lamella-test==1"]\ntargets = ["python3.12/x86_64"]\n'
        '[layers.good]\nsource = ["six==1.17.0"]\ntargets = ["python3.12/x86_64"]\n'
    )
    done = cli("build", "--output", "json")
    assert done.code == 5
    assert [it["layer"] for it in done.json["archives"]] == ["good"]
    assert "no-such-package-lamella-test" in done.err
    assert "1 of 2 archives were not built" in done.err


def test_a_native_source_distribution_names_package_target_and_ways_out(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text("psycopg2==2.9.10\n")
    done = cli("build", "-r", "r.txt", *TARGET)
    assert done.code == 1, done.err
    for word in ("psycopg2", "python3.12/x86_64", "exclude", "UV_FIND_LINKS"):
        assert word in done.err
    assert "Traceback" not in done.err


def test_a_pure_source_distribution_builds(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text("docopt==0.6.2\n")
    done = cli("build", "-r", "r.txt", *TARGET, "--output", "json")
    assert done.code == 0, done.err
    manifest = json.loads((tmp_path / "dist" / "r-python3.12-x86_64.manifest.json").read_text())
    assert manifest["packages"][0]["artifact"]["built_from_source"] is True


def test_no_interpreter_is_loud_or_an_error(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text("six==1.17.0\n")
    target = ("--target", "python3.14/x86_64")
    environ = {"PATH": "/usr/bin:/bin", "PYENV_ROOT": str(tmp_path), "UV_PYTHON_INSTALL_DIR": str(tmp_path)}
    done = cli("build", "-r", "r.txt", *target, environ=environ)
    assert done.code == 0, done.err
    assert "NO BYTECODE" in done.err
    assert "unproven" in done.err
    manifest = json.loads((tmp_path / "dist" / "r-python3.14-x86_64.manifest.json").read_text())
    assert manifest["compiler"] is None
    assert any("NO BYTECODE" in warning for warning in manifest["warnings"])
    done = cli("build", "-r", "r.txt", *target, "--require-bytecode", environ=environ)
    assert done.code == 1
    assert "no python3.14 interpreter was found" in done.err


def test_a_deprecated_runtime_warns_with_the_date(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text("six==1.17.0\n")
    done = cli("build", "-r", "r.txt", "--target", "python3.10/x86_64")
    assert done.code == 0, done.err
    assert "python3.10 is deprecated since 2026-10-31" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("build",), 2, "lamella init"),
        (("build", "-r", "gone.txt", *TARGET), 2, "gone.txt"),
        (("build", "-r", "r.txt"), 2, "--target"),
        (("build", "-r", "r.txt", "--target", "python3.21/x86_64"), 2, "unknown runtime"),
        (("build", "-r", "r.txt", "--target", "python3.12/arm"), 2, "did you mean `arm64`"),
        (("build", "-r", "r.txt", *TARGET, "--name", "no name"), 2, "not a name"),
        (("build", "--name", "x"), 2, "--name needs -r"),
        (("build", "x", "-r", "r.txt", *TARGET), 2, "both given"),
    ],
)
def test_usage(arguments: tuple[str, ...], code: int, message: str, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text("six==1.17.0\n")
    done = cli(*arguments)
    assert done.code == code, done.err
    assert message in done.err
    assert "Traceback" not in done.err


@pytest.fixture
def private_index(tmp_path: Path) -> Iterator[str]:
    """An index on loopback that wants a user and a password; it serves one wheel."""
    wheel = tmp_path / "secretpkg-1.0-py3-none-any.whl"
    info = "secretpkg-1.0.dist-info"
    record = f"secretpkg.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n"
    files = {
        "secretpkg.py": b"x = 1\n",
        f"{info}/METADATA": b"Metadata-Version: 2.1\nName: secretpkg\nVersion: 1.0\n",
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": record.encode(),
    }
    packed = {path: compress(path, 0o644, content, 6) for path, content in files.items()}
    with wheel.open("wb") as sink:
        write([member for member, _ in packed.values()], lambda member: packed[member.path][1], sink.write)
    expected = "Basic " + base64.b64encode(b"alice:hunter2-very-secret").decode()

    class Index(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.headers.get("Authorization") != expected:
                self.send_response(401)
                self.end_headers()
                return
            if self.path == "/simple/secretpkg/":
                self._answer(f'<a href="/{wheel.name}">{wheel.name}</a>'.encode(), "text/html")
            elif self.path == f"/{wheel.name}":
                self._answer(wheel.read_bytes(), "application/octet-stream")
            else:
                self.send_response(404)
                self.end_headers()

        def _answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Index)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://alice:hunter2-very-secret@127.0.0.1:{server.server_port}/simple"
    server.shutdown()
    server.server_close()
    thread.join()


def test_credentials_reach_no_file_and_no_message(cli: Cli, tmp_path: Path, private_index: str) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "lamella.toml").write_text('[layers.a]\nsource = ["secretpkg==1.0"]\ntargets = ["python3.12/x86_64"]\n')
    cache = tmp_path / "cache"
    environ = {"UV_INDEX": f"own={private_index}", "LAMELLA_CACHE": str(cache), "UV_CACHE_DIR": str(tmp_path / "uv")}
    done = cli("build", cwd=folder, environ=environ)
    assert done.code == 0, done.err
    (folder / "lamella.toml").write_text('[layers.a]\nsource = ["secretpkg==2.0"]\ntargets = ["python3.12/x86_64"]\n')
    failed = cli("build", cwd=folder, environ=environ)
    assert failed.code == 1
    written = [path for place in (folder, cache) for path in place.rglob("*") if path.is_file()]
    assert len(written) > 4
    texts = [done.out, done.err, failed.out, failed.err, *(path.read_bytes().decode("latin-1") for path in written)]
    for text in texts:
        assert "hunter2" not in text
        assert "alice" not in text
    lock = (folder / "lamella.lock").read_text()
    assert 'index = "own"' in lock
    assert "127.0.0.1" not in lock
    assert "://" not in lock
