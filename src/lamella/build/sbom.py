"""The bill of materials beside an archive: CycloneDX 1.6, JSON.

Written here and not through a library: the document is small, and the libraries for it would be the slowest import of
a build. The tests hold it against the official schema.
"""

import re
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from lamella.build.assembly import Assembly
from lamella.build.pack import Pack
from lamella.model.package import Release
from lamella.model.target import Target
from lamella.version import __version__

_NAMESPACE = uuid.UUID("6f2b6c1e-2f0c-5d55-9f5b-0f6a2a2b7a11")
_LIBRARY = re.compile(r"^(?P<name>.+?)(?:-[0-9a-f]{6,})?\.so")


def sbom(
    layer: str, target: Target, assembly: Assembly, releases: Mapping[str, Release], archive_sha256: str
) -> dict[str, Any]:
    """Return the document; like the archive it holds nothing of the time or machine."""
    components = []
    dependencies = []
    ids = {
        distribution.name: _purl(distribution.name, distribution.version)
        for pack in assembly.packs
        for distribution in pack.pack.distributions
    }
    for stored in assembly.packs:
        for component, depends_on in _components(stored.pack, releases.get(stored.pack.unit), ids):
            components.append(component)
            dependencies.append({"ref": component["bom-ref"], "dependsOn": depends_on})
    root = f"layer:{layer}@{target.slug}"
    dependencies.insert(0, {"ref": root, "dependsOn": sorted(it["bom-ref"] for it in components)})
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, archive_sha256)}",
        "version": 1,
        "metadata": {
            "tools": {"components": [{"type": "application", "name": "lamella", "version": __version__}]},
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": layer,
                "hashes": [{"alg": "SHA-256", "content": archive_sha256}],
                "properties": [{"name": "lamella:target", "value": str(target)}],
            },
        },
        "components": components,
        "dependencies": dependencies,
    }


def _purl(name: str, version: str) -> str:
    return f"pkg:pypi/{quote(name)}@{quote(version)}"


def _components(pack: Pack, release: Release | None, ids: Mapping[str, str]) -> list[tuple[dict[str, Any], list[str]]]:
    found = []
    for distribution in pack.distributions:
        ref = ids[distribution.name]
        component: dict[str, Any] = {
            "type": "library",
            "bom-ref": ref,
            "name": distribution.name,
            "version": distribution.version,
            "purl": ref,
        }
        if release and release.sha256:
            component["hashes"] = [{"alg": "SHA-256", "content": release.sha256}]
        if distribution.licence:
            component["licenses"] = [_licence(distribution.licence)]
        if pack.natives and distribution is pack.distributions[0]:
            component["components"] = [_native(ref, path, digest) for path, digest in sorted(pack.natives.items())]
        found.append((component, sorted(ids[name] for name in distribution.requires if name in ids)))
    return found


def _licence(text: str) -> dict[str, Any]:
    """A name is always valid; whether it is an SPDX identifier is for the reader's tool to decide."""
    return {"license": {"name": text}}


def _native(owner: str, path: str, digest: str) -> dict[str, Any]:
    filename = path.rpartition("/")[2]
    match = _LIBRARY.match(filename)
    return {
        "type": "library",
        "bom-ref": f"{owner}#{path}",
        "name": match["name"] if match else filename,
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "properties": [{"name": "lamella:path", "value": path}],
    }
