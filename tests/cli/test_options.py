import argparse

import pytest

from lamella.cli import options
from lamella.config.project import Overrides
from lamella.errors import UsageError
from lamella.model.layer import Bytecode, Compress, Slim
from lamella.model.target import Target


def parsed(*argv: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    options.add_project_options(parser)
    return parser.parse_args(argv)


def test_the_choices_written_out_are_those_of_the_model() -> None:
    assert tuple(Slim) == options.SLIM
    assert tuple(Bytecode) == options.BYTECODE
    assert tuple(Compress) == options.COMPRESS


def test_no_option_says_nothing() -> None:
    assert options.read_overrides(parsed()) == Overrides()
    assert options.read_config_path(parsed()) is None


def test_every_option_arrives() -> None:
    arguments = parsed(
        *["--target", "python3.12/x86_64", "--target", "python3.13/arm64", "--target", "python3.12/x86_64"],
        *["--slim", "off", "--bytecode", "only", "--compress", "best", "-o", "out", "-j", "3", "--config", "c.toml"],
    )
    targets = (Target.parse("python3.12/x86_64"), Target.parse("python3.13/arm64"))
    assert options.read_overrides(arguments) == Overrides(targets, Slim.OFF, Bytecode.ONLY, Compress.BEST, "out", 3)
    assert str(options.read_config_path(arguments)) == "c.toml"


def test_an_unknown_target_names_the_flag() -> None:
    with pytest.raises(UsageError) as caught:
        options.read_overrides(parsed("--target", "python3.12/x86"))
    assert caught.value.what == "--target: unknown architecture `x86`"
    assert "did you mean `x86_64`?" in caught.value.hint


@pytest.mark.parametrize("text", ["0", "-1", "x", "1.5", "10000", "9" * 5000, "", "\u0663"])
def test_jobs_are_counted_from_one(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parsed(f"--jobs={text}")
    assert caught.value.code == 2
    assert "is not a whole number from 1 to 9999" in capsys.readouterr().err
