"""What a layer version says of itself: Description and LicenseInfo, within what Lambda takes."""

import re
from collections.abc import Iterable

from lamella.limits import limits

_COMMIT_DIGITS = 12
_COMMIT = re.compile(r"(?:^| )commit [0-9a-f]{7,64}(?:-dirty)?(?= |$)")
_CUT = "..."


def description(label: str, commit: str | None, sha256: str) -> str:
    """Return the Description of a version: `1.4.0 commit 0123456789ab sha256 e3b0...`.

    Args:
        label: The user's, cut where all would not fit; may be empty.
        commit: As `host.git.commit_of` gives it; `None` where it is not known.
        sha256: Of the zip, hexadecimal.
    """
    digits, dash, dirty = (commit or "").partition("-")
    facts = [f"commit {digits[:_COMMIT_DIGITS]}{dash}{dirty}"] if commit else []
    rest = " ".join([*facts, f"sha256 {sha256}"])
    room = limits().description_characters - len(rest) - 1
    shown = " ".join(label.split())
    return " ".join([*([_cut(shown, room)] if shown else []), rest])


def without_commit(text: str) -> str:
    """Return a Description without its commit: the same content from another commit is no other version."""
    return _COMMIT.sub("", text).lstrip()


def license_info(licences: Iterable[str]) -> str:
    """Return the LicenseInfo for the licences of a layer's packages: each once, sorted, as many as fit."""
    names = sorted({" ".join(name.split()) for name in licences} - {""}, key=lambda name: (name.casefold(), name))
    most = limits().license_info_characters
    texts = ("; ".join([*names[:count], *([_CUT] if count < len(names) else [])]) for count in range(len(names), 0, -1))
    return next((text for text in texts if len(text) <= most), _cut("; ".join(names), most))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - len(_CUT)] + _CUT
