"""`lamella profile` through the command line, with a real package and few runs."""

import csv
import json
import subprocess
from pathlib import Path

import pytest

from running import WORKLOADS, Cli, Done, uv_install

pytestmark = pytest.mark.e2e
EVENTS = json.loads((WORKLOADS / "markdown" / "events.json").read_text())


@pytest.fixture(scope="module", name="plain")
def _plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A layer as any other tool makes it: no bytecode."""
    folder = tmp_path_factory.mktemp("plain")
    uv_install(folder / "layer" / "python", ["-r", str(WORKLOADS / "markdown" / "requirements.txt")])
    subprocess.run(["zip", "-q", "-r", "../plain.zip", "."], cwd=folder / "layer", check=True)
    return folder / "plain.zip"


def profiled(cli: Cli, plain: Path, *arguments: str) -> Done:
    events = [word for event in EVENTS for word in ("--event", json.dumps(event))]
    return cli(
        "profile", "--layer", str(plain), "--code", str(WORKLOADS / "markdown"), "--handler", "app.handler",
        "--runtime", "python3.12", *events, *arguments,
    )  # fmt: skip


def test_two_layers_and_the_page(cli: Cli, plain: Path, tmp_path: Path) -> None:
    built = cli(
        "build", "-r", str(WORKLOADS / "markdown" / "requirements.txt"), "--target", "python3.12/x86_64",
        "--name", "ours", "--out", str(tmp_path), "--require-bytecode",
    )  # fmt: skip
    assert built.code == 0, built.err
    ours = tmp_path / "ours-python3.12-x86_64.zip"
    # The one with bytecode is the layer, the plain one the baseline.
    page = tmp_path / "page.html"
    done = cli(
        "profile", "--layer", str(ours), "--against", str(plain), "--code", str(WORKLOADS / "markdown"),
        "--handler", "app.handler", "--event", json.dumps(EVENTS[0]), "-n", "4", "--output", "json",
        "--html", str(page),
    )  # fmt: skip
    assert done.code == 0, done.err
    found = done.json
    assert found["function"]["target"] == "python3.12/x86_64"
    assert found["runs"] == 4
    init = found["ratios"]["warm"]["init_ms"]
    assert init["low"] <= init["value"] <= init["high"]
    # Compiling all of Markdown takes several times as long as reading its bytecode; CPU time is hardly disturbed.
    assert found["ratios"]["warm"]["init_cpu_ms"]["value"] < 0.9
    for side in found["sides"].values():
        starts = side["cold_starts"]["warm"]
        assert len(starts["init_ms"]["samples"]) == 4
        assert 0 < starts["init_ms"]["min"] <= starts["init_ms"]["median"] <= starts["init_ms"]["p90"]
        assert starts["max_memory_mb"]["median"] > 5
        packages = {each["package"]: each for each in side["packages"]}
        assert packages["markdown"]["modules"] > 10
        assert packages["(function)"]["modules"] == 1
        assert {"(runtime)", "(standard library)"} <= packages.keys()
        app = next(each for each in side["imports"] if each["module"] == "app")
        assert [each["module"] for each in app["imports"]] == ["markdown"]
        assert app["used"]
        assert side["unreadable_lines"] == 0
        assert side["failed_events"] == []
    assert page.read_text().startswith("<!doctype html>")


def test_csv_with_cold_pages(cli: Cli, plain: Path) -> None:
    done = profiled(cli, plain, "-n", "2", "--cold-pages", "--output", "csv")
    assert done.code == 0, done.err
    rows = [*csv.DictReader(done.out.splitlines())]
    assert [(row["pages"], row["run"]) for row in rows] == [("warm", "1"), ("cold", "1"), ("warm", "2"), ("cold", "2")]
    assert all(float(row["init_ms"]) > 0 for row in rows)


def test_text_of_one_layer(cli: Cli, plain: Path) -> None:
    done = profiled(cli, plain, "-n", "1", "--isolation", "process")
    assert done.code == 0, done.err
    assert "Local milliseconds are not AWS milliseconds" in done.out
    assert "not isolated: " in done.out
    assert "Markdown" in done.out.title()
    assert f"used by none of {len(EVENTS)} events" in done.out


def test_a_function_that_fails(cli: Cli, plain: Path, tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "app.py").write_text("def handler(event, context):\n    raise KeyError('gone')\n")
    done = cli(
        "profile",
        "--layer",
        str(plain),
        "--code",
        "code",
        "--handler",
        "app.handler",
        "--runtime",
        "python3.12",
        "-n",
        "1",
    )
    assert done.code == 3
    assert done.err.splitlines()[-3:] == [
        "error: plain.zip: the function answers with KeyError",
        "  'gone'",
        "hint: try it with `lamella invoke`, which shows its log",
    ]
