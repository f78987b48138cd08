"""For which Python minor a layer was made, told by what is in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lamella.archive import pyc, python_path
from lamella.archive.python_path import Minor
from lamella.archive.scan import Scanned


@dataclass(frozen=True, slots=True)
class Guess:
    """A Python minor, and what says so in plain words."""

    minor: Minor
    evidence: str


def guess(files: Sequence[Scanned]) -> Guess | None:
    """Return the minor that most files are for.

    Extension modules count first, since they load nowhere else; then bytecode; then the name of the folder.
    """
    extensions: Counter[Minor] = Counter()
    bytecode: Counter[Minor] = Counter()
    folders: Counter[Minor] = Counter()
    for file in files:
        name = file.entry.name
        if name.endswith(".so"):
            _count(extensions, python_path.tag_minor(name))
        elif name.endswith(".pyc"):
            header = pyc.read_header(file.head)
            _count(bytecode, header.minor if header else None)
        _count(folders, python_path.site_packages_minor(file.path))
    for votes, what in (
        (extensions, "extension modules"),
        (bytecode, "bytecode files"),
        (folders, "files in a site-packages folder"),
    ):
        if votes:
            minor, number = max(votes.items(), key=lambda vote: (vote[1], vote[0]))
            return Guess(minor, f"{number:,} of {votes.total():,} {what}")
    return None


def _count(votes: Counter[Minor], minor: Minor | None) -> None:
    if minor is not None:
        votes[minor] += 1
