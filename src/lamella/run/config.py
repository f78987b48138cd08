"""Finds and reads the configuration: the only place where it meets files and the environment."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from lamella.config.project import Overrides, Project


def load_project(config_path: Path | None, overrides: Overrides, environ: Mapping[str, str], cwd: Path) -> Project:
    """Load the project that `config_path`, `LAMELLA_CONFIG` or the nearest file above `cwd` describes.

    Args:
        config_path: What `--config` said; relative to `cwd`.
        overrides: What the other flags said.
        environ: The process's environment.
        cwd: Absolute working folder.

    Raises:
        ConfigError: No file, an unreadable file, a wrong value, or a source that does not exist.
    """
    raise NotImplementedError


def adhoc_project(
    requirements: Sequence[str],
    name: str | None,
    overrides: Overrides,
    environ: Mapping[str, str],
    cwd: Path,
) -> Project:
    """Make a project of one layer from requirement files given on the command line, without any file.

    Args:
        requirements: What `-r` said, at least one file or folder; relative to `cwd`.
        name: What `--name` said; `None` takes the only file's stem, or `layer`.
        overrides: What the other flags said; a target must come from here or from `LAMELLA_TARGETS`.
        environ: The process's environment.
        cwd: Absolute working folder.

    Raises:
        UsageError: No target, or a name that Lambda does not take.
        ConfigError: A file that does not exist, or a wrong variable.
    """
    raise NotImplementedError
