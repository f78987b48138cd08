"""`lamella test` as users run it: real packages, real sandboxes, and layers that are broken on purpose."""

import json
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from running import WORKLOADS, Cli, Done

pytestmark = pytest.mark.e2e
X86, ARM = "python3.12/x86_64", "python3.12/arm64"
FUNCTION = """
[[layers.{name}.test.functions]]
code = "{code}"
handler = "app.handler"
events = "{events}"
"""


def layer(name: str, source: str, *, targets: tuple[str, ...] = (X86,), more: str = "") -> str:
    return f'[layers.{name}]\nsource = ["{source}"]\ntargets = {json.dumps(targets)}\n{more}\n'


def workload(folder: Path, name: str, tests: str = "", more: str = "") -> str:
    """A layer of a workload's requirements, tested with its function."""
    shutil.copytree(WORKLOADS / name, folder / name)
    function = FUNCTION.format(name=name, code=name, events=f"{name}/events.json")
    return layer(name, f"./{name}/requirements.txt", more=f"{more}\n[layers.{name}.test]\n{tests}{function}")


def project(folder: Path, *layers: str) -> None:
    (folder / "lamella.toml").write_text("".join(layers))


def with_mode(path: str, mode: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, (2024, 1, 1, 0, 0, 0))
    entry.external_attr = (0o100000 | mode) << 16
    return entry


def outcomes(done: Done) -> dict[str, str]:
    assert done.out, done.err
    checks = [check for result in done.json["results"] for check in result["checks"]]
    return {f"{check['kind']} {check['name']}": f"{check['outcome']}: {check.get('reason', '')}" for check in checks}


def test_workloads_pass_with_their_functions_imports_and_budgets(cli: Cli, tmp_path: Path) -> None:
    budgets = 'imports = ["jinja2.sandbox"]\nmax_init_ms = 9000\nmax_memory_mb = 500\nruns = 2\n'
    project(tmp_path, workload(tmp_path, "markdown"), workload(tmp_path, "jinja", budgets))
    done = cli("test", "--output", "json", "--junit", "tests.xml")
    assert done.code == 0, done.out + done.err
    found = outcomes(done)
    assert found["module markdown"] == "passed: "
    assert found["entry-point markdown markdown.extensions tables"] == "passed: "
    assert found["recompiled no source is compiled at import"] == "passed: "
    assert found["import jinja2.sandbox"] == "passed: "
    assert found["function jinja app.handler event 2"] == "passed: "
    assert {"init-budget jinja app.handler", "memory-budget jinja app.handler"} <= found.keys()
    suites = ET.parse(tmp_path / "tests.xml").getroot().findall("testsuite")  # noqa: S314 - our own
    assert [(suite.get("name"), suite.get("failures")) for suite in suites] == [
        (f"markdown {X86}", "0"),
        (f"jinja {X86}", "0"),
    ]


def test_a_target_that_cannot_run_here_is_not_run_and_never_passed(cli: Cli, tmp_path: Path) -> None:
    project(tmp_path, layer("a", "six==1.17.0", targets=(X86, ARM)))
    done = cli("test", "--output", "json")
    assert done.code == 5, done.out + done.err
    assert [result["passed"] for result in done.json["results"]] == [True, False]
    assert outcomes(done)[f"target {ARM}"].startswith("not run: python3.12/arm64 cannot run here")
    alone = cli("test", "--target", ARM)
    assert alone.code == 5
    assert "1 layer x target: 1 not run" in alone.out


def test_broken_modules_and_entry_points_fail_and_optional_ones_are_listed(cli: Cli, tmp_path: Path) -> None:
    site = tmp_path / "layer" / "python"
    for name, text in {
        "good.py": "def main(): pass\n",
        "broken.py": "raise ValueError('broken on purpose')\n",
        "optional.py": "import pytest\n",
        "ends.py": "import os\nos._exit(7)\n",
        "own-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: own\nVersion: 1\n",
        "own-1.dist-info/RECORD": "good.py,,\nbroken.py,,\noptional.py,,\n",
        "own-1.dist-info/entry_points.txt": "[console_scripts]\nrun = good:main\nwalk = good:no\n[g]\nx = no.such\n",
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)
    project(tmp_path, layer("own", "./layer"))
    done = cli("test", "--output", "json")
    assert done.code == 3, done.out + done.err
    found = outcomes(done)
    assert found["module good"] == "passed: "
    assert found["module broken"] == "failed: ValueError: broken on purpose"
    assert found["module optional"] == "listed: needs `pytest`, which is not in the layer; own does not require it"
    assert found["module ends"] == "failed: ProcessEnded: the process ended while it imported: exit status 7"
    assert found["entry-point own console_scripts run"] == "passed: "
    assert found["entry-point own console_scripts walk"].startswith("failed: AttributeError: ")
    assert found["entry-point own g x"].startswith("listed: needs `no`")
    chosen = cli("test", "-k", "broken")
    assert chosen.code == 3
    assert "FAILED  module broken: ValueError: broken on purpose" in chosen.out
    none = cli("test", "-k", "no such thing")
    assert none.code == 5
    assert "no check has `no such thing` in its kind or name" in none.err


def test_stale_bytecode_in_a_given_zip_fails(cli: Cli, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "stale.zip", "w") as made:
        made.writestr(with_mode("python/stale.py", 0o644), "x = 1\n")
        # A timestamp header (PEP 552) of another time, then nothing that Python would want to read.
        made.writestr(
            with_mode("python/__pycache__/stale.cpython-312.pyc", 0o644), bytes.fromhex("cb0d0d0a") + bytes(12)
        )
    project(tmp_path, layer("a", "six==1.17.0", targets=(X86, ARM)))
    done = cli("test", "a", "--archive", "stale.zip", "--target", X86, "--output", "json")
    assert done.code == 3, done.out + done.err
    assert outcomes(done)["recompiled no source is compiled at import"] == (
        "failed: 1 source is compiled at each cold start: python/stale.py"
    )
    off = cli("test", "a", "--archive", "stale.zip", "--target", X86, "--bytecode", "off")
    assert off.code == 0, off.out + off.err


def test_files_that_lambdas_user_cannot_read_fail_and_the_hint_says_chmod(cli: Cli, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "private.zip", "w") as made:
        made.writestr(with_mode("python/private.py", 0o600), "x = 1\n")
    project(tmp_path, layer("a", "six==1.17.0"))
    done = cli("test", "--archive", "private.zip", "--output", "json")
    assert done.code == 3, done.out + done.err
    [check] = [check for check in done.json["results"][0]["checks"] if check["kind"] == "module"]
    assert check["reason"].startswith("PermissionError: ")
    assert "chmod" in check["hint"]


def test_wrong_answers_and_missed_files_are_explained(cli: Cli, tmp_path: Path) -> None:
    tables = "python/markdown/extensions/tables.py"
    project(tmp_path, workload(tmp_path, "markdown", more=f'drop = ["{tables}"]'))
    events = [
        {"event": {"text": "*a*"}, "name": "stars", "expect": "<p>a</p>"},
        {"text": "a", "extensions": ["tables"]},
    ]
    (tmp_path / "markdown" / "events.json").write_text(json.dumps(events))
    done = cli("test", "--output", "json")
    assert done.code == 3, done.out + done.err
    assert outcomes(done)["function markdown app.handler event 1 stars"] == (
        'failed: another answer than expected: $ is "<p><em>a</em></p>", expected "<p>a</p>"'
    )
    [result] = done.json["results"]
    [missed] = [check for check in result["checks"] if check["name"] == "markdown app.handler event 2"]
    assert missed["blamed"] == [tables]
    assert f'keep = ["{tables}"]' in missed["hint"]
    assert outcomes(done)["entry-point markdown markdown.extensions tables"] == (
        "listed: needs `markdown.extensions.tables`, which the pass drop left out, as the layer's `drop` says"
    )


def test_a_layer_that_cannot_be_built_is_not_run(cli: Cli, tmp_path: Path) -> None:
    project(tmp_path, layer("a", "six==1.17.0"), layer("b", "six==0.0.1"))
    done = cli("test", "--output", "json")
    assert done.code == 5, done.out + done.err
    assert outcomes(done)[f"target {X86}"].startswith("not run: not built: ")
    assert "b python3.12/x86_64: error: " in done.err
