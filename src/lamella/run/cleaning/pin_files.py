"""Reads files in which layer versions may be named: templates, Terraform states and plans, lock files."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from lamella.errors import UsageError
from lamella.fleet.references import Text

# What tools keep beside a project's own files, and may be large; versions that only these name are not in use by it.
_PASSED_OVER = frozenset({".git", ".venv", "node_modules", "__pycache__"})
# Zip, as Terraform's saved plans are, and gzip: an ARN in them would be missed in silence.
_PACKED = (b"PK\x03\x04", b"\x1f\x8b")
# The name of the entry in which such a plan is; other zips in a folder (providers, functions' code) are passed over.
_SAVED_PLAN = b"tfplan"


def pin_texts(paths: Sequence[str]) -> tuple[Text, ...]:
    """Return the content of files, and of every regular file in folders, also through links.

    Args:
        paths: Absolute.

    Raises:
        UsageError: There is nothing at a path, something cannot be read, a path is that of a zip or gzip file, or a
            folder holds a saved Terraform plan.
    """
    return tuple(text for path in paths for text in _texts(Path(path)))


def _texts(path: Path) -> Iterator[Text]:
    for file in _files(path):
        content = _read(file)
        if content.startswith(_PACKED) and (file == path or _SAVED_PLAN in content):
            raise UsageError(
                f"{file} is packed",
                why="references to layer versions cannot be read in it",
                hint="unpack it; of a saved Terraform plan give what `terraform show -json PLAN` prints",
            )
        # Some shells write what a program prints as UTF-16; without its zeros an ARN in it is ASCII.
        yield Text(str(file), content.replace(b"\0", b"").decode("utf-8", errors="replace"))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    seen: set[Path] = set()
    for folder, folders, names in os.walk(path, onerror=_refuse, followlinks=True):
        real = Path(folder).resolve()
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(set(folders) - _PASSED_OVER)
        for name in sorted(names):
            file = Path(folder, name)
            if file.is_file():
                yield file


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise _unreadable(file, error) from error


def _refuse(error: OSError) -> None:
    raise _unreadable(Path(error.filename), error) from error


def _unreadable(path: Path, error: OSError) -> UsageError:
    return UsageError(
        f"cannot read {path}",
        why=error.strerror or str(error),
        hint="its references to layer versions would be missed; name files and folders that can be read",
    )
