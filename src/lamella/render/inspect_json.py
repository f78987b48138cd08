"""An inspection as JSON; the keys are documented in docs/commands/inspect.md and stay."""

import base64
import json
from collections import Counter
from collections.abc import Sequence

from lamella.archive.choice import Choice, Copy
from lamella.archive.inspection import Inspection, LayerTotal, Package
from lamella.archive.merge import Placed
from lamella.archive.minor import Guess

Json = dict[str, "object"]


def inspect_json(found: Inspection, largest: int) -> str:
    """Return the document; `largest` is how many of the largest files it names. Layers count from 1."""
    document: Json = {
        "layers": [layer_object(layer) for layer in found.layers],
        "target": str(found.target) if found.target else None,
        "python": python_object(found.python),
        "total": {
            "files": sum(layer.files for layer in found.layers),
            "size_bytes": found.size_bytes,
            "zip_bytes": found.zip_bytes,
        },
        "packages": [_package(each) for each in found.packages],
        "largest_files": [_file(each) for each in largest_files(found, largest)],
        "bytecode": _bytecode(found),
        "native": [
            {"path": each.path, "layer": each.layer + 1, "machine": each.machine, "size_bytes": each.size_bytes}
            for each in found.native
        ],
        "choices": [_choice(each) for each in found.choices],
        "replaced_files": [
            {"path": each.path, "loser": each.loser + 1, "winner": each.winner + 1, "same": each.same}
            for each in found.merged.replaced
        ],
        "clashes": [
            {"path": each.path, "loser": each.loser + 1, "winner": each.winner + 1} for each in found.merged.clashes
        ],
        "notes": [{"code": str(note.code), "text": note.text} for note in found.notes],
    }
    return json.dumps(document, indent=2)


def largest_files(found: Inspection, count: int) -> Sequence[Placed]:
    """Return the largest files of all layers."""
    ordered = sorted(found.merged.everything, key=lambda each: (-each.file.entry.size_bytes, each.path, each.layer))
    return ordered[:count]


def layer_object(layer: LayerTotal) -> Json:
    """Return a layer's own figures."""
    sha256 = layer.origin.zip_sha256
    return {
        "path": layer.origin.label,
        "kind": "folder" if sha256 is None else "zip",
        "files": layer.files,
        "size_bytes": layer.size_bytes,
        "zip_bytes": layer.origin.zip_bytes,
        "sha256": sha256.hex() if sha256 else None,
        "code_sha256": base64.b64encode(sha256).decode() if sha256 else None,
    }


def python_object(python: Guess | None) -> Json | None:
    """Return the Python minor and what says so."""
    if python is None:
        return None
    return {"version": f"{python.minor[0]}.{python.minor[1]}", "evidence": python.evidence}


def _package(each: Package) -> Json:
    return {
        "name": each.name or None,
        "version": each.version or None,
        "layer": each.layer + 1,
        "root": each.root or None,
        "files": each.files,
        "size_bytes": each.size_bytes,
        "zipped_bytes": each.zipped_bytes,
        "taken": each.taken,
    }


def _file(each: Placed) -> Json:
    entry = each.file.entry
    return {
        "path": each.path,
        "layer": each.layer + 1,
        "package": each.owner.name if each.owner else None,
        "size_bytes": entry.size_bytes,
        "zipped_bytes": entry.zipped_bytes,
    }


def _bytecode(found: Inspection) -> Json:
    compiled = found.bytecode
    states = Counter(each.state.name.lower() for each in compiled.files)
    return {
        "modules": compiled.modules,
        "usable": compiled.usable,
        "fragile": compiled.fragile,
        "states": dict(sorted(states.items())),
        "files": [
            {"path": each.path, "layer": each.layer + 1, "state": each.state.name.lower()} for each in compiled.files
        ],
    }


def _choice(each: Choice) -> Json:
    return {
        "kind": str(each.subject),
        "name": each.name,
        "winner": _copy(each.winner),
        "losers": [_copy(loser) for loser in each.losers],
        "mixed_modules": each.mixed_modules,
        "ambiguous": each.ambiguous,
    }


def _copy(each: Copy) -> Json:
    return {"layer": each.layer + 1, "root": each.root or None, "release": each.release or None}
