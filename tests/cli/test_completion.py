import subprocess
from pathlib import Path

import pytest

from lamella.cli.main import VERBS, main


def script(capsys: pytest.CaptureFixture[str], shell: str) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_every_verb_is_in_the_script(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    text = script(capsys, shell)
    for verb in VERBS:
        assert verb.name in text


def bash(tmp_path: Path, text: str, command: str) -> list[str]:
    path = tmp_path / "completion.bash"
    path.write_text(text)
    (tmp_path / "dist").mkdir()
    for name in ("lamella.toml", "data.zip"):
        (tmp_path / name).touch()
    done = subprocess.run(
        ["bash", "--norc", "-c", f"source {path} && {command}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_bash_registers_the_completion(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = bash(tmp_path, script(capsys, "bash"), "complete -p lamella")
    assert words[0] == "complete"
    assert words[-1] == "lamella"


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["con"], {"config"}),
        (["config", "s"], {"show", "schema"}),
        (["config", "show", "--sl"], {"--slim"}),
        (["config", "show", "--slim", ""], {"off", "safe", "compact", "traced"}),
        (["completion", ""], {"bash", "zsh", "tcsh"}),
        (["config", "show", "--config", "lamella.t"], {"lamella.toml"}),
        (["config", "show", "--out", "d"], {"dist"}),
        (["inspect", "d"], {"dist", "data.zip"}),
    ],
)
def test_bash_completes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: list[str], offered: set[str]
) -> None:
    line = " ".join(f"'{word}'" for word in ["lamella", *words])
    command = f'COMP_WORDS=({line}); COMP_CWORD={len(words)}; _shtab_lamella; echo "${{COMPREPLY[@]}}"'
    assert set(bash(tmp_path, script(capsys, "bash"), command)) == offered


def test_an_unknown_shell(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["completion", "fish"])
    assert caught.value.code == 2
    assert "invalid choice: 'fish'" in capsys.readouterr().err
