"""Options that several verbs share, and how they become values.

The choices are written out, since the enums' modules import more than `lamella --help` may wait for; a test holds
them equal.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from lamella.config.project import Overrides
    from lamella.model.target import Target

SLIM = ("off", "safe", "compact", "traced")
BYTECODE = ("hash", "only", "off")
COMPRESS = ("fast", "best")
MOST_DIGITS = 4


def add_project_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose a project and override its settings; `read_overrides` reads them."""
    group = add_file_options(parser)
    group.add_argument("--slim", choices=SLIM, help="what is removed")
    group.add_argument("--bytecode", choices=BYTECODE, help="bytecode beside sources, alone, or none")
    group.add_argument("--compress", choices=COMPRESS, help="libdeflate level 7 or 12")
    group.add_argument("-o", "--out", metavar="FOLDER", help="where archives go")
    add_jobs_option(group)


def add_file_options(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """Add `--config` and `--target` alone, for verbs that build nothing other than what the file says.

    `read_config_path` and `read_targets` read them. The group is returned, for more options of the kind.
    """
    group = add_config_option(parser)
    group.add_argument(
        "--target",
        metavar="TARGET",
        action="append",
        dest="targets",
        help="runtime and architecture, such as python3.12/x86_64; may be given several times",
    )
    return group


def add_config_option(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """Add `--config` alone, for verbs that do not look at targets; `read_config_path` reads it."""
    group = parser.add_argument_group("project", "Each wins over its LAMELLA_* variable and over the file.")
    group.add_argument(
        "--config", metavar="FILE", help="lamella.toml or pyproject.toml to use instead of the nearest one"
    )
    return group


def add_jobs_option(group: argparse._ArgumentGroup) -> None:
    """Add `-j N`; the value is `arguments.jobs`."""
    group.add_argument("-j", "--jobs", metavar="N", type=_positive, help="processes at work at once")


def add_output_option(parser: argparse.ArgumentParser) -> None:
    """Add `--output text|json`; the value is `arguments.output`."""
    parser.add_argument("--output", choices=("text", "json"), default="text", help="form of the result")


def read_overrides(arguments: argparse.Namespace) -> Overrides:
    """Return what the options of `add_project_options` said.

    Raises:
        UsageError: A target is unknown; the message lists what is allowed.
    """
    from lamella.config.project import Overrides
    from lamella.model.layer import Bytecode, Compress, Slim

    return Overrides(
        targets=read_targets(arguments),
        slim=None if arguments.slim is None else Slim(arguments.slim),
        bytecode=None if arguments.bytecode is None else Bytecode(arguments.bytecode),
        compress=None if arguments.compress is None else Compress(arguments.compress),
        out=arguments.out,
        jobs=arguments.jobs,
    )


def read_targets(arguments: argparse.Namespace) -> tuple[Target, ...] | None:
    """Return what `--target` (its `dest` is `targets`) said, each target once; `None` when it was not given.

    Raises:
        UsageError: A target is unknown; the message lists what is allowed.
    """
    from lamella.errors import ConfigError, UsageError
    from lamella.model.target import Target

    try:
        targets = tuple(dict.fromkeys(Target.parse(text) for text in arguments.targets or ()))
    except ConfigError as error:
        raise UsageError(f"--target: {error.what}", why=error.why, hint=error.hint) from error
    return targets or None


def read_config_path(arguments: argparse.Namespace) -> Path | None:
    """Return what `--config` said, as `lamella.run.config.load_project` takes it."""
    from pathlib import Path

    return None if arguments.config is None else Path(arguments.config)


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS or int(text) == 0:
        raise argparse.ArgumentTypeError(f"`{text}` is not a whole number from 1 to {'9' * MOST_DIGITS}")
    return int(text)
