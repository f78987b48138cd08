"""What a unit's dist-info says: name, version, licence, requirements, vendored libraries."""

import re
from collections.abc import Mapping

from packaging.utils import canonicalize_name

from lamella.build.pack import Distribution
from lamella.build.staged import metadata_headers
from lamella.model.ports import Contents
from lamella.model.tree import Tree

_METADATA = re.compile(r"^(?:.*/)?[^/]+\.(?:dist-info/METADATA|egg-info/PKG-INFO)$")
_REQUIRED = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
_LIBS = re.compile(r"(?:^|/)[^/]+\.libs/[^/]+\.so(?:\.[^/]*)?$")
_MAX_LICENCE_LENGTH = 100


def distributions(tree: Tree, contents: Contents) -> tuple[Distribution, ...]:
    """Return the distributions whose metadata the tree holds, by name."""
    found = {}
    for file in tree.files:
        if _METADATA.match(file.path):
            headers = metadata_headers(contents.read(file).decode("utf-8", "replace"))
            name = headers.get("name", [""])[0]
            if name:
                distribution = _distribution(name, headers)
                found[distribution.name] = distribution
    return tuple(distribution for _, distribution in sorted(found.items()))


def _distribution(name: str, headers: Mapping[str, list[str]]) -> Distribution:
    requires = {
        canonicalize_name(match[1])
        for line in headers.get("requires-dist", [])
        if (match := _REQUIRED.match(line)) and "extra ==" not in line.replace("  ", " ")
    }
    version = headers.get("version", [""])[0]
    return Distribution(canonicalize_name(name), version, licence(headers), tuple(sorted(requires)))


def licence(headers: Mapping[str, list[str]]) -> str:
    """Return the licence: the SPDX expression (PEP 639), else the licence field, else the classifiers."""
    for field in ("license-expression", "license"):
        value = headers.get(field, [""])[0].strip()
        if value and value.upper() != "UNKNOWN" and len(value) <= _MAX_LICENCE_LENGTH and "\n" not in value:
            return value
    classified = [
        line.rpartition("::")[2].strip() for line in headers.get("classifier", []) if line.startswith("License ::")
    ]
    return " OR ".join(classified) if classified else ""


def vendored_libraries(tree: Tree) -> dict[str, str]:
    """Return the native libraries that wheels bring along in `*.libs/` folders: path -> sha256."""
    return {file.path: file.sha256 for file in tree.files if _LIBS.search(file.path)}
