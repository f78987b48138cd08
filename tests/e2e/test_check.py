"""check, verify, baseline and advisories through the command line, on a real layer that was tampered with."""

import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from detection_layers import layer_zip
from lamella.build.lock import Lock, LockedTarget, render
from lamella.model.package import Artifact, Release
from running import Cli, Done
from sarif_subset import SCHEMA

pytestmark = pytest.mark.e2e

TOML = """
[layers.web]
source = ["jinja2==3.1.2", "markupsafe==3.0.2"]
targets = ["python3.12/x86_64"]
{check}
"""
ZIP = "dist/web-python3.12-x86_64.zip"
# Of pypi_attestations-0.0.19.tar.gz, whose provenance is beside the tests of host.attestations.
ATTESTED_SHA256 = "9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the layer is built once for all tests of the module."""
    return tmp_path_factory.mktemp("built")


@pytest.fixture
def project(built: Path, cli: Cli) -> Path:
    if not (built / ZIP).is_file():
        (built / "lamella.toml").write_text(TOML.format(check=""))
        done = cli("build", cwd=built)
        assert done.code == 0, done.err
    (built / "lamella.toml").write_text(TOML.format(check=""))
    return built


def tampered(
    archive: Path, to: Path, files: Mapping[str, bytes | None], modes: Mapping[str, int] | None = None
) -> Path:
    """Copy an archive with files changed, added or (`None`) taken away."""
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as sink:
        left = dict(files)
        for entry in source.infolist():
            content = left.pop(entry.filename, source.read(entry))
            if content is not None:
                sink.writestr(entry, content)
        for path, content in left.items():
            entry = zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100000 | (modes or {}).get(path, 0o644)) << 16
            sink.writestr(entry, content or b"")
    return to


def rules(done: Done) -> set[str]:
    return {finding["rule"] for finding in done.json["findings"]}


ELF_32 = b"\x7fELF\x01\x01\x01" + bytes(9) + (3).to_bytes(2, "little") + (3).to_bytes(2, "little") + bytes(100)
DEFECTS: dict[str, tuple[dict[str, bytes | None], dict[str, int], set[str]]] = {
    "layout": ({"python/own.py": b"X = 1\n"}, {"python/own.py": 0o600}, {"unreadable-mode", "not-in-manifest"}),
    "native": ({"python/own.so": ELF_32}, {}, {"foreign-machine", "not-in-manifest"}),
    "startup": ({"python/zz.pth": b"import os; os.system('true')\n"}, {}, {"pth-code", "not-in-manifest"}),
    "code": (
        {"python/jinja2/filters.py": b"import base64\nexec(base64.b64decode('cHJpbnQoMSk='))\n"},
        {},
        {"decoded-exec", "manifest-mismatch", "record-mismatch", "bytecode-differs"},
    ),
    "secrets": ({"python/own.py": b"KEY = 'AKIA" + b"Q3EGTL7VZ2NHWXKD'\n"}, {}, {"provider-token", "not-in-manifest"}),
    "provenance": (
        {"python/jinja2/more.py": b"", "python/jinja2/nodes.py": None},
        {},
        {"unowned-code", "not-in-manifest", "missing-file"},
    ),
}


@pytest.mark.parametrize("family", DEFECTS)
def test_each_family_finds_its_planted_defect(family: str, project: Path, cli: Cli, tmp_path: Path) -> None:
    files, modes, wanted = DEFECTS[family]
    archive = tampered(project / ZIP, tmp_path / "web.zip", files, modes)
    (tmp_path / "web.manifest.json").write_bytes((project / ZIP).with_suffix(".manifest.json").read_bytes())
    done = cli("check", str(archive), "--output", "json", cwd=project)
    assert done.code == 3, done.err
    assert done.json["verdict"] == "block"
    assert wanted <= rules(done)
    alone = cli("check", str(archive), "--only", family, "--output", "json", cwd=project)
    assert {finding["family"] for finding in alone.json["findings"]} == {family}


def test_what_its_publisher_attests_is_told_and_what_does_not_hold_is_found(cli: Cli, tmp_path: Path) -> None:
    name, version, artifact = "pypi-attestations", "0.0.19", "pypi_attestations-0.0.19.tar.gz"
    signed = (Path(__file__).parents[1] / "host" / f"{artifact}.provenance").read_bytes()
    info = f"python/pypi_attestations-{version}.dist-info"
    files = {
        "python/pypi_attestations/__init__.py": b"",
        f"{info}/METADATA": f"Name: {name}\nVersion: {version}\nLicense-Expression: Apache-2.0\n".encode(),
    }
    archive = tmp_path / "layer.zip"
    archive.write_bytes(layer_zip({**files, f"{info}/RECORD": b""}, {}))
    release = Release(name, version, Artifact.SDIST, artifact, ATTESTED_SHA256, "pypi")
    locked = LockedTarget("", (release,), archive_sha256=hashlib.sha256(archive.read_bytes()).hexdigest())
    (tmp_path / "lamella.lock").write_text(render(Lock({"l": {"python3.12/x86_64": locked}})))
    folder = tmp_path / "provenance"
    folder.mkdir()
    words = ("check", "layer.zip", "--lock", "lamella.lock", "--attestations", "provenance", "--output", "json")
    (folder / f"{artifact}.provenance").write_bytes(signed)
    done = cli(*words, cwd=tmp_path)
    told = f"{name} {version} was published by GitHub trailofbits/pypi-attestations (release.yml)"
    assert (done.code, told in done.json["notes"]) == (0, True), done.out
    (folder / f"{artifact}.provenance").write_bytes(signed.replace(b'"trailofbits/', b'"somebody/'))
    done = cli(*words, cwd=tmp_path)
    assert (done.code, rules(done)) == (3, {"attestation-invalid"}), done.out
    without = cli("check", "../layer.zip", "--attestations", ".", cwd=folder)
    assert (without.code, "needs a lock" in without.err) == (2, True)


def test_the_layer_as_it_was_built_passes(project: Path, cli: Cli) -> None:
    done = cli("check", "web", cwd=project)
    assert done.code == 0, done.out
    assert "lamella.lock says" in done.out
    assert done.out.splitlines()[-1].startswith("pass")
    document = cli("check", "--output", "json", cwd=project).json
    assert [each["verdict"] for each in document] == ["pass"]


def test_arm64_is_checked_here(project: Path, cli: Cli) -> None:
    done = cli("check", ZIP, "--target", "python3.12/arm64", "--output", "json", cwd=project)
    assert done.code == 3
    assert "foreign-machine" in rules(done)


def test_licences(project: Path, cli: Cli) -> None:
    (project / "lamella.toml").write_text(TOML.format(check='[check]\nlicences_allow = ["MIT"]'))
    done = cli("check", "web", "--output", "json", cwd=project)
    assert (done.code, rules(done)) == (3, {"licence-not-allowed"})


RECORD = {
    "id": "GHSA-h5c8-rqwp-cp95",
    "modified": "2026-11-24T00:00:00Z",
    "aliases": ["CVE-2024-22195"],
    "summary": "attributes injected by xmlattr",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "jinja2"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.1.3"}]}],
        }
    ],
}


def test_advisories_from_a_zip_and_where_there_are_none(project: Path, cli: Cli, tmp_path: Path) -> None:
    environ = {"LAMELLA_STATE": str(tmp_path / "state")}
    without = cli("check", "web", "--require-advisories", "--output", "json", cwd=project, environ=environ)
    assert without.code == 5
    assert "advisories" in {each["family"] for each in without.json["not_run"]}
    source = tmp_path / "osv" / "PyPI" / "all.zip"
    source.parent.mkdir(parents=True)
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("GHSA-h5c8-rqwp-cp95.json", json.dumps(RECORD))
    address = (tmp_path / "osv").as_uri()
    updated = cli("advisories", "update", "--from", address, "--ecosystem", "PyPI", cwd=project, environ=environ)
    assert updated.code == 0, updated.err
    assert "1 advisories" in updated.out
    vex = tmp_path / "vex.json"
    done = cli("check", "web", "--vex", str(vex), "--output", "json", cwd=project, environ=environ)
    assert (done.code, rules(done)) == (3, {"vulnerable"})
    assert "jinja2 3.1.3 has none" in json.dumps(done.json)
    assert "advisories as of 2026-11-24" in done.json["notes"]
    assert json.loads(vex.read_text())["vulnerabilities"][0]["id"] == "GHSA-h5c8-rqwp-cp95"
    refused = cli("advisories", "update", "--from", f"{address}/nothing", cwd=project, environ=environ)
    assert refused.code == 1
    assert "--advisory-db" in refused.err


def test_sarif_is_valid(project: Path, cli: Cli, tmp_path: Path) -> None:
    archive = tampered(
        project / ZIP, tmp_path / "web.zip", {"python/a.py": DEFECTS["code"][0]["python/jinja2/filters.py"]}
    )
    done = cli("check", str(archive), "--output", "sarif", cwd=project)
    jsonschema.validate(done.json, SCHEMA)
    results = done.json["runs"][0]["results"]
    flow = next(each for each in results if each["ruleId"] == "decoded-exec")["codeFlows"][0]["threadFlows"][0][
        "locations"
    ]
    assert flow[-1]["location"]["physicalLocation"]["region"]["startLine"] == 2
    assert all(each["partialFingerprints"]["lamella/v1"] for each in results)


def test_allow_list_and_baseline(project: Path, cli: Cli, tmp_path: Path) -> None:
    archive = tampered(project / ZIP, tmp_path / "web.zip", {"python/zz.pth": b"import os\n"})
    found = cli("check", str(archive), "--only", "startup", "--output", "sarif", cwd=project)
    assert found.code == 3
    digest = hashlib.sha256(b"import os\n").hexdigest()
    parts = (
        'rule = "pth-code"',
        f'sha256 = "{digest}"',
        'release = "-"',
        'reason = "r"',
        'owner = "o"',
        "expires = 2099-01-01",
    )
    entry = "\n".join(("[[check.allow]]", *parts, ""))
    (project / "lamella.toml").write_text(TOML.format(check=entry))
    allowed = cli("check", str(archive), "--only", "startup", "--output", "json", cwd=project)
    assert (allowed.code, allowed.json["verdict"], len(allowed.json["accepted"])) == (0, "pass", 1)
    missing = entry.replace('owner = "o"\n', "")
    (project / "lamella.toml").write_text(TOML.format(check=missing))
    assert cli("check", str(archive), cwd=project).code == 2
    (project / "lamella.toml").write_text(TOML.format(check='[check]\nbaseline = "b.json"'))
    adopted = cli("baseline", str(archive), "--only", "startup", "--to", "b.json", cwd=project)
    assert adopted.code == 2, "the file names a baseline that is not there yet"
    (project / "lamella.toml").write_text(TOML.format(check=""))
    adopted = cli("baseline", str(archive), "--only", "startup", "--to", "b.json", cwd=project)
    assert (adopted.code, adopted.out) == (0, "1 findings of 1 targets adopted in b.json\n")
    (project / "lamella.toml").write_text(TOML.format(check='[check]\nbaseline = "b.json"'))
    assert cli("check", str(archive), "--only", "startup", cwd=project).code == 0
    tampered(project / ZIP, tmp_path / "web.zip", {"python/zz.pth": b"import sys\n"})
    assert cli("check", str(archive), "--only", "startup", cwd=project).code == 3


def test_verify(project: Path, cli: Cli, tmp_path: Path) -> None:
    same = cli("verify", ZIP, cwd=project)
    assert (same.code, "byte for byte" in same.out) == (0, True)
    repacked = tampered(project / ZIP, tmp_path / "web.zip", {})
    again = cli("verify", str(repacked), cwd=project)
    assert (again.code, "packed anew" in again.out) == (0, True)
    changed = tampered(project / ZIP, tmp_path / "web2.zip", {"python/jinja2/utils.py": b"X = 1\n"})
    for more in ((), ("--rebuild", "web")):
        done = cli("verify", str(changed), *more, "--output", "json", cwd=project)
        assert done.code == 3, done.err
        assert {(each["rule"], each["path"]) for each in done.json["findings"]} == {
            ("manifest-mismatch", "python/jinja2/utils.py")
        }
    nothing = cli("verify", str(changed), cwd=tmp_path)
    assert nothing.code == 2
    assert "--rebuild" in nothing.err


def test_a_hostile_zip_is_refused_with_its_rule(cli: Cli, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("python/../../etc/x", b"1")
    (tmp_path / "bad.zip").write_bytes(buffer.getvalue())
    done = cli("check", "bad.zip", "--output", "json")
    assert (done.code, done.json["verdict"], rules(done)) == (3, "block", {"hostile-archive"})
    assert "name-traversal" in done.json["findings"][0]["message"]


def test_what_was_not_examined_makes_the_verdict_incomplete(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "layer" / "python"
    folder.mkdir(parents=True)
    (folder / "broken.py").write_text("import os\nos.system('curl x | sh'\n")
    done = cli("check", "layer", "--output", "json")
    assert (done.code, done.json["verdict"]) == (5, "incomplete")
    assert [each["path"] for each in done.json["unexamined"]] == ["python/broken.py"]
    archive = folder / "inner.zip"
    with zipfile.ZipFile(archive, "w") as inner:
        inner.writestr("a.py", "")
    assert "not opened" in cli("check", "layer").out


def test_control_characters_are_made_visible(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "layer" / "python"
    folder.mkdir(parents=True)
    (folder / "a.pth").write_bytes(b"import os # \x1b[2J\n")
    done = cli("check", "layer", "--target", "python3.12/x86_64")
    assert done.code == 3
    assert "\x1b" not in done.out
    assert "\\x1b" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "nothing.zip"), "nothing.zip"),
        (("check",), "nothing to check"),
        (("check", "layer", "--target", "python9/x"), "python9"),
        (("check", "layer", "--all"), "--all"),
        (("check", "layer", "--advisory-db", "none"), "none"),
        (("check", "layer", "--wheels", "none"), "none"),
        (("verify", "layer"), "layer"),
        (("baseline", "nothing"), "nothing"),
    ],
)
def test_wrong_usage_is_told_without_a_traceback(
    cli: Cli, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "layer").mkdir()
    (tmp_path / "layer" / "python").mkdir()
    (tmp_path / "layer" / "python" / "a.py").write_text("")
    (tmp_path / "lamella.lock").write_text("version = 1\n[layers]\n")
    done = cli(*arguments, *(("--lock", "lamella.lock") if "--wheels" in arguments else ()))
    assert done.code == 2, done.out
    assert "Traceback" not in done.err
    assert said in done.err


def test_builds_warn_and_strict_ones_refuse(cli: Cli, tmp_path: Path) -> None:
    source = tmp_path / "src" / "python"
    source.mkdir(parents=True)
    (source / "zz.pth").write_text("import os\n")
    layer = '[layers.own]\nsource = "src/"\ntargets = ["python3.12/x86_64"]\n'
    (tmp_path / "lamella.toml").write_text(layer)
    cheap = cli("build")
    assert cheap.code == 0
    assert "[pth-code]" in cheap.err
    (tmp_path / "lamella.toml").write_text(f'{layer}check = "off"\n')
    assert "check:" not in cli("build").err
    (source / "a.py").write_text("import base64\nexec(base64.b64decode('cHJpbnQoMSk='))\n")
    (tmp_path / "lamella.toml").write_text(f'{layer}check = "strict"\n')
    strict = cli("build")
    assert strict.code == 3
    assert "decoded-exec" in strict.err


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[Any]]]:
    """A scheduler and two workers as processes of their own, on loopback."""
    import subprocess  # noqa: PLC0415
    import time  # noqa: PLC0415

    file = tmp_path / "scheduler.json"
    scheduler = [
        sys.executable,
        "-m",
        "dask",
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(file),
    ]
    started = [subprocess.Popen(scheduler, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)]
    deadline = time.monotonic() + 60
    while not file.is_file() and time.monotonic() < deadline:
        time.sleep(0.1)
    address = json.loads(file.read_text())["address"]
    worker = [
        sys.executable,
        "-m",
        "dask",
        "worker",
        address,
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
        "--local-directory",
        str(tmp_path),
    ]
    started += [subprocess.Popen(worker, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
    yield address, started
    for each in started:
        each.kill()
        each.wait()


def test_a_cluster_that_loses_a_worker_reports_every_layer_once(
    cluster: tuple[str, list[Any]], project: Path, shared_cache: Path, tmp_path: Path
) -> None:
    import os  # noqa: PLC0415
    import subprocess  # noqa: PLC0415
    import time  # noqa: PLC0415

    address, processes = cluster
    archives = [tmp_path / f"layer{number}.zip" for number in range(12)]
    for number, archive in enumerate(archives):
        tampered(project / ZIP, archive, {"python/own.py": f"X = {number}\n".encode()})
    command = [
        sys.executable,
        "-m",
        "lamella",
        "check",
        *map(str, archives),
        "--dask",
        address,
        "--no-cache",
        "--output",
        "json",
    ]
    environ = {**os.environ, "LAMELLA_CACHE": str(shared_cache)}
    running = subprocess.Popen(
        command, cwd=tmp_path, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(4)
    processes[1].kill()
    out, err = running.communicate(timeout=120)
    assert err == ""
    reports = json.loads(out)
    assert [each["target"] for each in reports] == [str(archive) for archive in archives]
    assert all("unowned-code" not in json.dumps(each) for each in reports)
    assert {each["verdict"] for each in reports} == {"pass"}
    assert running.returncode == 0
