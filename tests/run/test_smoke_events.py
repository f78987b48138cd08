import json
from pathlib import Path

import pytest

from lamella.config.project import Overrides
from lamella.errors import ConfigError, UsageError
from lamella.model.rollout import Smoke, SmokeEvent
from lamella.run.config import load_project
from lamella.run.environments import chosen_environment
from lamella.run.smoke_events import smoke_of

EVENTS = [{"event": {"a": 1}, "expect": {"$.ok": True}}, {"b": 2}]
READ = (SmokeEvent({"a": 1}, {"$.ok": True}), SmokeEvent({"b": 2}))
TEXT = """
[[rollout.smoke]]
functions = "report"
events = "all.json"
[[rollout.smoke]]
event = 1
[environments.dev]
[[environments.prod.rollout.smoke]]
events = "prod.json"
"""


def load(folder: Path) -> None:
    load_project(None, Overrides(), {"HOME": "/home/u"}, folder)


def test_files_are_read_for_every_environment(tmp_path: Path) -> None:
    (tmp_path / "lamella.toml").write_text(TEXT)
    (tmp_path / "all.json").write_text(json.dumps(EVENTS))
    (tmp_path / "prod.json").write_text("[[]]")
    project = load_project(None, Overrides(), {"HOME": "/home/u"}, tmp_path)
    everywhere = (Smoke("report", READ), Smoke("", (SmokeEvent(1),)))
    assert project.rollout.smoke == everywhere
    assert project.environments["dev"].rollout.smoke == everywhere
    assert project.environments["prod"].rollout.smoke == (Smoke("", (SmokeEvent([]),)),)
    assert chosen_environment(project, None).rollout == project.rollout


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({}, "lamella.toml: rollout.smoke[0].events is wrong"),
        ({"all.json": "[1]"}, "lamella.toml: environments.prod.rollout.smoke[0].events is wrong"),
        ({"all.json": "{}"}, "all.json is not a list of events"),
        ({"all.json": "[]"}, "all.json has no events"),
        ({"all.json": "[1]", "prod.json": "["}, "prod.json is not JSON"),
        ({"all.json": "[\xff]"}, "all.json is not UTF-8"),
    ],
)
def test_a_file_that_is_no_list_of_events_is_told(tmp_path: Path, files: dict[str, str], what: str) -> None:
    (tmp_path / "lamella.toml").write_text(TEXT)
    for name, content in files.items():
        (tmp_path / name).write_bytes(content.encode("latin-1"))
    with pytest.raises(ConfigError) as caught:
        load(tmp_path)
    assert what in caught.value.what


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("{}", (SmokeEvent({}),)),
        ("[1, 2]", (SmokeEvent([1, 2]),)),
        ('{"event": 1, "expect": 2}', (SmokeEvent(1, 2),)),
        ("@events.json", READ),
    ],
)
def test_what_the_flag_says(tmp_path: Path, text: str, events: tuple[SmokeEvent, ...]) -> None:
    (tmp_path / "events.json").write_text(json.dumps(EVENTS))
    assert smoke_of(text, tmp_path) == (Smoke("", events),)


def test_a_flag_that_says_nothing_of_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--smoke is not JSON"):
        smoke_of("1, 2", tmp_path)
    with pytest.raises(ConfigError, match="--smoke is wrong"):
        smoke_of("@no.json", tmp_path)
