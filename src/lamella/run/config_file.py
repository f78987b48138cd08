"""Finds and reads configuration files."""

from collections.abc import Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from lamella.config.precedence import CONFIG_VARIABLE
from lamella.config.toml import PYPROJECT, ConfigFile, read_table
from lamella.errors import ConfigError

FILE_NAME = "lamella.toml"


def config_file(config_path: Path | None, environ: Mapping[str, str], cwd: Path) -> ConfigFile:
    """Read the file that `--config`, `LAMELLA_CONFIG` or the search from the working folder leads to.

    Raises:
        ConfigError: There is none, or it cannot be read.
    """
    named, by = config_path, "--config"
    if named is None and environ.get(CONFIG_VARIABLE):
        named, by = Path(environ[CONFIG_VARIABLE]), CONFIG_VARIABLE
    if named is None:
        found = find_file(cwd)
        if found is None:
            raise ConfigError(
                f"no {FILE_NAME} in {cwd} or above",
                why=f"nor a {PYPROJECT} with a table [tool.lamella]",
                hint="`lamella init` writes one; `lamella build -r requirements.txt --target python3.13/x86_64` "
                "needs none",
            )
        return read_file(found, cwd)
    path = cwd / named
    hold_file(path, str(named), by)
    return read_file(path, cwd)


def find_file(cwd: Path) -> Path | None:
    """Return the nearest configuration file at or above a folder.

    Raises:
        ConfigError: A pyproject.toml that mentions lamella cannot be read.
    """
    for folder in (cwd, *cwd.parents):
        if S_ISREG(mode_of(folder / FILE_NAME)):
            return folder / FILE_NAME
        if has_section(folder / PYPROJECT, cwd):
            return folder / PYPROJECT
        if mode_of(folder / ".git"):
            return None
    return None


def has_section(pyproject: Path, cwd: Path) -> bool:
    """Whether a pyproject.toml is there and holds a table [tool.lamella].

    Raises:
        ConfigError: It mentions lamella and cannot be parsed.
    """
    if not S_ISREG(mode_of(pyproject)):
        return False
    file = read_file(pyproject, cwd)
    # Most projects on the way up have nothing to do with lamella; parsing them would only find their mistakes.
    return b"lamella" in file.content and read_table(file) is not None


def read_file(path: Path, cwd: Path) -> ConfigFile:
    """Read a file whole.

    Args:
        path: Absolute.
        cwd: Absolute working folder; errors name the path relative to it where that is shorter.

    Raises:
        ConfigError: It cannot be read.
    """
    shown = shown_path(path, cwd)
    try:
        return ConfigFile(path, shown, path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{shown} cannot be read", why=error.strerror or str(error)) from error


def shown_path(path: Path, cwd: Path) -> str:
    """Return a path as messages name it: relative when it is below the working folder."""
    return str(path.relative_to(cwd)) if path.is_relative_to(cwd) else str(path)


def mode_of(path: Path) -> int:
    """Return a path's mode, as `stat` says it; 0 where nothing can be seen: nothing there, no right, no such name."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):
        return 0


def hold_file(path: Path, named: str, by: str) -> None:
    """Hold a path that a flag or variable names.

    Raises:
        ConfigError: It is not a file; the message has `by` and `named`.
    """
    mode = mode_of(path)
    if not S_ISREG(mode):
        what = "a folder" if S_ISDIR(mode) else "not a file" if mode else "not there"
        raise ConfigError(f"{by}: {named} is {what}", hint="name a file")
