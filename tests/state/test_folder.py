from pathlib import Path

import pytest

from lamella.state.folder import state_folder


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({"HOME": "/home/u"}, "linux", "/home/u/.local/state/lamella"),
        ({"HOME": "/Users/u"}, "darwin", "/Users/u/Library/Application Support/lamella"),
        ({"HOME": "/home/u", "XDG_STATE_HOME": "/s"}, "linux", "/s/lamella"),
        ({"HOME": "/home/u", "XDG_STATE_HOME": "s"}, "linux", "/home/u/.local/state/lamella"),
        ({"HOME": "/home/u", "XDG_STATE_HOME": "/s", "LAMELLA_STATE": "/l"}, "linux", "/l"),
        ({"LAMELLA_STATE": "/l"}, "darwin", "/l"),
    ],
)
def test_where_the_state_folder_is(environ: dict[str, str], platform: str, expected: str) -> None:
    assert state_folder(environ, platform) == Path(expected)


def test_a_relative_folder_is_in_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert state_folder({"LAMELLA_STATE": "state"}) == tmp_path / "state"
