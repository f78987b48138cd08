"""A difference as JSON; the keys are documented in docs/commands/diff.md and stay."""

import json

from lamella.archive.difference import Difference, Measure, OwnedEntryPoint, PackageChange, Side
from lamella.render.inspect_json import Json, python_object


def diff_json(found: Difference) -> str:
    """Return the document."""
    document: Json = {
        "differs": found.differs,
        "before": _side(found.before),
        "after": _side(found.after),
        "packages": [_package(each) for each in found.packages],
        "files_added": list(found.files_added),
        "files_removed": list(found.files_removed),
        "files_changed": list(found.files_changed),
        "modules_gone": list(found.modules_gone),
        "modules_new": list(found.modules_new),
        "console_scripts_gone": [_entry_point(each) for each in found.console_scripts_gone],
        "entry_points_gone": [_entry_point(each) for each in found.entry_points_gone],
    }
    return json.dumps(document, indent=2)


def _side(side: Side) -> Json:
    sha256 = side.origin.zip_sha256
    return {
        "path": side.origin.label,
        "kind": "folder" if sha256 is None else "zip",
        "files": side.total.files,
        "size_bytes": side.total.size_bytes,
        "zip_bytes": side.origin.zip_bytes,
        "sha256": sha256.hex() if sha256 else None,
        "python": python_object(side.python),
    }


def _package(each: PackageChange) -> Json:
    return {
        "name": each.name or None,
        "change": str(each.kind),
        "before": _measure(each.before, each.before_versions),
        "after": _measure(each.after, each.after_versions),
        "files_added": each.files_added,
        "files_removed": each.files_removed,
        "files_changed": each.files_changed,
    }


def _measure(measure: Measure, versions: tuple[str, ...]) -> Json:
    return {
        "versions": list(versions),
        "files": measure.files,
        "size_bytes": measure.size_bytes,
        "zipped_bytes": measure.zipped_bytes,
    }


def _entry_point(each: OwnedEntryPoint) -> Json:
    return {"group": each.entry_point.group, "name": each.entry_point.name, "package": each.distribution}
