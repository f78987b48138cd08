"""What licence a package names, as SPDX identifiers, and whether the file allows it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from lamella.build.staged import metadata_headers
from lamella.check.finding import Finding, Step, found
from lamella.check.rule import Rule
from lamella.check.subject import Subject

# Trove classifiers and the words that metadata uses, each one SPDX identifier. What is ambiguous ("BSD License") is not.
_CLASSIFIERS: Final[Mapping[str, str]] = {
    "MIT License": "MIT", "MIT No Attribution License (MIT-0)": "MIT-0", "Apache Software License": "Apache-2.0", "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "GNU General Public License v2 (GPLv2)": "GPL-2.0-only", "GNU Affero General Public License v3": "AGPL-3.0-only",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later", "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later", "GNU Lesser General Public License v2 (LGPLv2)": "LGPL-2.0-only",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later", "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later", "Python Software Foundation License": "PSF-2.0", "The Unlicense (Unlicense)": "Unlicense",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later", "Zope Public License": "ZPL-2.1", "zlib/libpng License": "Zlib",
    "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0", "Eclipse Public License 2.0 (EPL-2.0)": "EPL-2.0", "European Union Public Licence 1.2 (EUPL 1.2)": "EUPL-1.2",
    "Historical Permission Notice and Disclaimer (HPND)": "HPND", "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0", "BSD License": "BSD",
}  # fmt: skip
_WORDS: Final[Mapping[str, str]] = {
    "mit": "MIT", "mit license": "MIT", "the mit license": "MIT", "expat": "MIT", "apache 2.0": "Apache-2.0", "apache-2": "Apache-2.0", "apache 2": "Apache-2.0",
    "apache license 2.0": "Apache-2.0", "apache license, version 2.0": "Apache-2.0", "apache software license 2.0": "Apache-2.0", "apache license version 2.0": "Apache-2.0",
    "apache2": "Apache-2.0", "apache software license": "Apache-2.0", "apache": "Apache-2.0", "bsd 3-clause": "BSD-3-Clause", "bsd-3": "BSD-3-Clause", "new bsd": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause", "bsd 3-clause license": "BSD-3-Clause", "new bsd license": "BSD-3-Clause", "modified bsd": "BSD-3-Clause", "bsd 2-clause": "BSD-2-Clause",
    "simplified bsd": "BSD-2-Clause", "bsd": "BSD", "bsd license": "BSD", "isc license": "ISC", "isc": "ISC", "psf": "PSF-2.0", "python": "PSF-2.0", "python software foundation license": "PSF-2.0",
    "mpl 2.0": "MPL-2.0", "mpl-2.0": "MPL-2.0", "lgpl": "LGPL", "lgplv3": "LGPL-3.0-only", "lgplv3+": "LGPL-3.0-or-later", "gpl": "GPL", "gplv3": "GPL-3.0-only", "gplv2": "GPL-2.0-only",
    "gpl-3.0": "GPL-3.0-only", "gpl-2.0": "GPL-2.0-only", "lgpl-2.1": "LGPL-2.1-only", "unlicense": "Unlicense", "public domain": "Public-Domain", "zpl 2.1": "ZPL-2.1", "dual license": "",
}  # fmt: skip
_OR: Final = re.compile(r"\s+OR\s+")
_AND: Final = re.compile(r"\s+AND\s+")


@dataclass(frozen=True, slots=True)
class Licence:
    """What a package says of its licence.

    Attributes:
        expression: An SPDX expression, or a family such as `BSD` where no identifier is named; empty for unknown.
        source: Where it stands.
    """

    expression: str
    source: str


def licence_of(headers: Mapping[str, Sequence[str]]) -> Licence:
    """Return a package's licence: License-Expression, then classifiers, then a License field that is short.

    Args:
        headers: Of its METADATA, lower-case names.
    """
    for text in headers.get("license-expression", ()):
        try:
            return Licence(str(canonicalize_license_expression(text)), "License-Expression")
        except InvalidLicenseExpression:
            continue
    named = [text.rpartition(" :: ")[2] for text in headers.get("classifier", ()) if text.startswith("License ::")]
    known = sorted({_CLASSIFIERS[name] for name in named if name in _CLASSIFIERS})
    texts = [text.strip() for text in headers.get("license", ()) if text.strip()]
    if known and known != ["BSD"]:
        return Licence(" AND ".join(known) if len(known) > 1 else known[0], "classifiers")
    for text in texts:
        if len(text) > 100 or "\n" in text:
            continue
        try:
            return Licence(str(canonicalize_license_expression(text)), "License")
        except InvalidLicenseExpression:
            word = _WORDS.get(text.lower().rstrip("."))
            if word:
                return Licence(word, "License")
    return Licence(known[0], "classifiers") if known else Licence("", "")


def check_licences(subject: Subject, allow: Sequence[str], deny: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each package whose licence is denied, not allowed, or unknown."""
    allowed, denied = _folded(allow), _folded(deny)
    for number, distributions in enumerate(subject.inspection.merged.distributions):
        for each in distributions:
            path = f"{each.info}/METADATA"
            text = subject.texts.get((number, path), b"").decode("utf-8", "replace")
            licence = licence_of(metadata_headers(text))
            release = f"{each.name}=={each.version}"
            shown = (Step(0, f"{licence.source}: {licence.expression}"),) if licence.expression else ()
            if not licence.expression:
                yield found(
                    Rule.LICENCE_UNKNOWN, f"{release} names no licence that is known", path=path, subject=release
                )
            elif _holds(licence.expression, denied, every=True):
                yield found(
                    Rule.LICENCE_DENIED,
                    f"{release} is under {licence.expression}",
                    path=path,
                    subject=release,
                    evidence=shown,
                )
            elif allowed and not _holds_allowed(licence.expression, allowed):
                yield found(
                    Rule.LICENCE_NOT_ALLOWED,
                    f"{release} is under {licence.expression}",
                    path=path,
                    subject=release,
                    evidence=shown,
                )


def _folded(names: Sequence[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


def _parts(expression: str) -> list[list[str]]:
    """Return an expression as alternatives of licences that all hold; brackets are read as if they were not there."""
    plain = expression.replace("(", "").replace(")", "")
    return [[part.partition(" WITH ")[0].lower() for part in _AND.split(option)] for option in _OR.split(plain)]


def _holds(expression: str, names: frozenset[str], *, every: bool) -> bool:
    """Whether one of the names is among the licences of every alternative (or of any)."""
    hits = [any(_is(part, names) for part in option) for option in _parts(expression)]
    return bool(names) and (all(hits) if every else any(hits))


def _holds_allowed(expression: str, names: frozenset[str]) -> bool:
    return any(all(_is(part, names) for part in option) for option in _parts(expression))


def _is(part: str, names: frozenset[str]) -> bool:
    # `GPL-3.0` in the file's list means both forms; a family such as `bsd` means all of it.
    stem = part.removesuffix("-only").removesuffix("-or-later")
    return part in names or stem in names
