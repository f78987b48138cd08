"""Slimming by proof as users run it: real packages, traced in real sandboxes."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from running import WORKLOADS, Cli, Done

pytestmark = pytest.mark.e2e
TARGET = "python3.12/x86_64"


def project(folder: Path, name: str, source: str, events: list[object], more: str = "") -> None:
    (folder / "events.json").write_text(json.dumps(events))
    (folder / "lamella.toml").write_text(
        f'[layers.{name}]\nsource = "{source}"\ntargets = ["{TARGET}"]\nslim = "traced"\n{more}\n'
        f'[[layers.{name}.test.functions]]\ncode = "fn"\nhandler = "app.handler"\nevents = "events.json"\n'
    )


def workload(folder: Path, name: str, traced: int, more: str = "") -> list[object]:
    """A project whose tests are the first events of a workload; return all events."""
    shutil.copytree(WORKLOADS / name, folder / "fn", dirs_exist_ok=True)
    events: list[object] = json.loads((folder / "fn/events.json").read_text())
    project(folder, name, "./fn/requirements.txt", events[:traced], more)
    return events


def built(cli: Cli, *arguments: str) -> dict[str, object]:
    done = cli("build", "--output", "json", *arguments)
    assert done.code == 0, done.err
    archive: dict[str, object] = done.json["archives"][0]
    return archive


def sent(cli: Cli, layer: str, event: object) -> Done:
    return cli("invoke", "--layer", layer, "--code", "fn", "--handler", "app.handler", "--event", json.dumps(event))


@pytest.mark.parametrize(
    ("name", "keep"),
    [("markdown", "python/markdown/extensions/tables.py"), ("encrypt", "python/cryptography/fernet.py")],
)
def test_an_event_that_was_not_traced_fails_with_the_line_that_helps(
    cli: Cli, tmp_path: Path, name: str, keep: str
) -> None:
    first, second = workload(tmp_path, name, traced=1)
    built(cli)
    assert sent(cli, name, first).code == 0
    failed = sent(cli, name, second)
    assert failed.code == 3
    assert f'keep = ["{keep}"]' in failed.out.replace("\\", "")
    assert '"event": "lamella.absent"' in failed.err
    workload(tmp_path, name, traced=1, more=f'keep = ["{keep}"]')
    built(cli)
    assert sent(cli, name, second).code == 0


def test_both_events_work_in_every_form_and_a_rebuild_traces_nothing(cli: Cli, tmp_path: Path) -> None:
    events = workload(tmp_path, "markdown", traced=2)
    safe = built(cli, "--slim", "safe")
    answers = [sent(cli, "markdown", event).out for event in events]
    sizes: dict[tuple[str, str], int] = {}
    for slim, bytecode in (("traced", "hash"), ("traced", "only"), ("compact", "hash")):
        archive = built(cli, "--slim", slim, "--bytecode", bytecode)
        path = str(archive["path"])
        found = [
            cli("invoke", "--layer", path, "--code", "fn", "--handler", "app.handler", "--event", json.dumps(event),
                "--runtime", "python3.12").out
            for event in events
        ]  # fmt: skip
        assert found == answers
        sizes[slim, bytecode] = int(str(archive["size_bytes"]))
        again = built(cli, "--slim", slim, "--bytecode", bytecode)
        assert (again["sha256"], again["cached"]) == (archive["sha256"], True)
    assert sizes["traced", "only"] < sizes["traced", "hash"] < sizes["compact", "hash"] < int(str(safe["size_bytes"]))


TRAPS = {
    "trap/__init__.py": "",
    "trap/ask.py": (
        "import importlib.util, os, pkgutil\n"
        "def guarded():\n    try:\n        from trap import fast\n    except ImportError:\n        return 'slow'\n"
        "    return fast.answer()\n"
        "def asked():\n    return importlib.util.find_spec('trap.other') is not None\n"
        "def listed():\n    from trap import plugins\n    return plugins.names()\n"
        "def data():\n    path = os.path.join(os.path.dirname(__file__), 'words.txt')\n"
        "    return open(path).read() if os.path.exists(path) else 'none'\n"
        "def lazy():\n    import trap.lazy\n    return 'lazy'\n"
        "def nothing():\n    return 0\n"
    ),
    "trap/fast.py": "from trap._needed import answer\n",
    "trap/_needed.py": "def answer():\n    return 'fast'\n",
    "trap/other.py": "",
    "trap/lazy.py": "",
    "trap/words.txt": "words",
    "trap/plugins/__init__.py": (
        "import pkgutil\ndef names():\n    return sorted(each.name for each in pkgutil.iter_modules(__path__))\n"
    ),
    "trap/plugins/one.py": "",
    "trap/plugins/two.py": "",
    "unused.py": "",
}
APP = "from trap import ask\ndef handler(event, context):\n    return getattr(ask, event)()\n"


def test_nothing_changes_without_an_error(cli: Cli, tmp_path: Path) -> None:
    for path, text in TRAPS.items():
        (tmp_path / "opt/python" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "opt/python" / path).write_text(text)
    (tmp_path / "fn").mkdir()
    (tmp_path / "fn/app.py").write_text(APP)
    project(tmp_path, "traps", "./opt", ["nothing"])
    archive = built(cli)
    names = set(zipfile.ZipFile(str(archive["path"])).namelist())
    assert not names & {"python/unused.py", "python/trap/lazy.py"}
    answers = {event: sent(cli, "traps", event) for event in ("guarded", "asked", "data", "listed", "lazy")}
    assert [json.loads(answers[event].out) for event in ("guarded", "asked", "data")] == ["fast", True, "words"]
    for event in ("listed", "lazy"):
        assert answers[event].code == 3
        assert "lamella.absent" in answers[event].err


def test_why_a_file_is_not_there(cli: Cli, tmp_path: Path) -> None:
    workload(tmp_path, "markdown", traced=1)
    done = cli("build", "--explain", "markdown.extensions.tables", "--output", "json")
    (found,) = [each for each in done.json["explanations"] if each["path"].endswith("tables.py")]
    assert (found["there"], found["keep"]) == (False, 'keep = ["python/markdown/extensions/tables.py"]')
    assert any("traced" in sentence for sentence in found["because"])
