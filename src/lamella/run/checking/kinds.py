"""Which files are examined, and how."""

from typing import Final

from lamella.archive import python_path
from lamella.archive.scan import Scanned
from lamella.check.code.pickled import looks_pickled
from lamella.check.examine import Kind
from lamella.check.secrets.providers import PROVIDERS
from lamella.check.secrets.rules import MOST_BYTES

_PICKLES: Final = (".pkl", ".pickle", ".p", ".joblib", ".dill", ".sav", ".pck", ".pcl")
_ARCHIVES: Final = (
    (b"PK\x03\x04", "a zip archive"), (b"\x1f\x8b", "a gzip file"), (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xfd7zXZ\x00", "an xz file"), (b"BZh", "a bzip2 file"), (b"\x28\xb5\x2f\xfd", "a zstd file"))  # fmt: skip
_SECRET_WORDS: Final = (*(provider.word for provider in PROVIDERS if len(provider.word) > 2), b"PRIVATE KEY")


def kinds_of(file: Scanned, content: bytes) -> tuple[Kind, ...]:
    """Return how a file is examined; empty for most."""
    name, path = file.entry.name, file.path
    lowered = name.lower()
    found: list[Kind] = []
    if lowered.endswith((".py", ".pyw")):
        found.append(Kind.PYTHON)
    elif lowered.endswith(".pth") and python_path.root_of(path) == file.entry.folder:
        found.append(Kind.PTH)
    elif content.startswith(b"#!"):
        found.append(Kind.PYTHON if b"python" in content[:100].split(b"\n", 1)[0] else Kind.SHELL)
    elif lowered.endswith((".sh", ".bash")):
        found.append(Kind.SHELL)
    elif name == "package.json":
        found.append(Kind.PACKAGE_JSON)
    if lowered.endswith(_PICKLES) or (looks_pickled(file.head) and not lowered.endswith((".pyc", ".py"))):
        found.append(Kind.PICKLE)
    if len(content) <= MOST_BYTES and b"\0" not in content[:512] and any(word in content for word in _SECRET_WORDS):
        found.append(Kind.SECRETS)
    return tuple(found)


def archive_kind(file: Scanned) -> str:
    """Return what kind of archive a file is, in words; empty for none."""
    return next((words for start, words in _ARCHIVES if file.head.startswith(start)), "")


def own_packages(path: str) -> tuple[str, ...]:
    """Return the top-level package that a file belongs to."""
    root = python_path.root_of(path)
    within = path[len(root) + 1 :] if root else path
    return (within.partition("/")[0].removesuffix(".py"),)
