"""The manifest beside an archive: what is in it, from what, and why the rest is not. Schema: docs/manifest.md."""

from collections.abc import Iterable, Mapping
from typing import Any

from lamella.archive.writer import Written
from lamella.build.assembly import Assembly, pass_totals
from lamella.build.passes import traced
from lamella.build.removals import keep_line
from lamella.model.package import Release
from lamella.model.passes import Removal
from lamella.model.target import Target
from lamella.model.tree import File
from lamella.version import __version__

FORMAT = 1


def manifest(  # noqa: PLR0913 - the document's parts
    layer: str,
    target: Target,
    assembly: Assembly,
    written: Written,
    *,
    tree_sha256: str,
    releases: Mapping[str, Release],
    compiler: str | None,
    compressor: str,
    warnings: Iterable[str],
    proof: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the manifest as a JSON document.

    It holds no time, user, host or path of the machine, so that it is as reproducible as the archive.
    """
    return {
        "format": FORMAT,
        "lamella": __version__,
        "layer": layer,
        "target": str(target),
        "archive": {
            "sha256": written.sha256,
            "code_sha256": written.code_sha256,
            "tree_sha256": tree_sha256,
            "size_bytes": written.size_bytes,
            "unzipped_bytes": assembly.unzipped_bytes,
            "files": len(assembly.files),
        },
        "compiler": compiler,
        "compressor": compressor,
        "packages": _packages(assembly, releases),
        "passes": _passes(assembly),
        "warnings": list(warnings),
        **({"proof": proof} if proof else {}),
        "files": {placed.packed.file.path: _file(placed.packed.file, assembly) for placed in assembly.files},
    }


def _file(file: File, assembly: Assembly) -> dict[str, Any]:
    """What `verify` holds a published file against; with the tree's digest in the lock the list cannot be changed."""
    entry: dict[str, Any] = {"sha256": file.sha256, "mode": f"{file.mode:04o}"}
    if file.source_sha256 is not None:
        entry["source_sha256"] = file.source_sha256
    for stored in assembly.packs:
        if file.path in stored.pack.record_sha256:
            entry["record_sha256"] = stored.pack.record_sha256[file.path]
    return entry


def _packages(assembly: Assembly, releases: Mapping[str, Release]) -> list[dict[str, Any]]:
    after: dict[str, list[int]] = {}
    for placed in assembly.files:
        sizes = after.setdefault(placed.packed.file.origin, [0, 0, 0])
        sizes[0] += placed.packed.file.size_bytes
        sizes[1] += placed.packed.member.compressed_bytes
        sizes[2] += 1
    found = []
    for stored in assembly.packs:
        pack = stored.pack
        unzipped, zipped, files = after.get(pack.unit, [0, 0, 0])
        release = releases.get(pack.unit)
        entry: dict[str, Any] = {
            "unit": pack.unit,
            "name": release.name if release else pack.unit,
            "version": release.version if release else None,
            "licence": pack.distributions[0].licence if release and pack.distributions else None,
            "before_bytes": pack.before_bytes,
            "before_files": pack.before_files,
            "unzipped_bytes": unzipped,
            "zipped_bytes": zipped,
            "files": files,
            "artifact": None,
        }
        if release:
            entry["artifact"] = {
                "filename": release.filename,
                "sha256": release.sha256 or None,
                "index": release.index,
                "reference": release.reference,
                "built_from_source": release.artifact.value == "sdist",
            }
        else:
            entry["distributions"] = [
                {"name": it.name, "version": it.version, "licence": it.licence} for it in pack.distributions
            ]
        found.append(entry)
    return found


def _passes(assembly: Assembly) -> list[dict[str, Any]]:
    """Each pass once, each rule once, with its files: who removed what, and why."""
    owned = [(stored.pack.unit, record) for stored in assembly.packs for record in stored.pack.records]
    totals = pass_totals(record for _, record in owned)
    found = []
    for name in dict.fromkeys(record.name for _, record in owned):
        mine = [(unit, record) for unit, record in owned if record.name == name]
        rules = []
        for (owner, rule), (files, saved_bytes, reason) in totals.items():
            if owner != name:
                continue
            removed = [(unit, it) for unit, record in mine for it in record.removed if it.rule == rule]
            changed = [it for _, record in mine for it in record.changed if it.rule == rule]
            rules.append(
                {
                    "rule": rule,
                    "reason": reason,
                    "files": files,
                    "saved_bytes": saved_bytes,
                    "removed": [_removed(name, unit, it) for unit, it in removed],
                    "changed": [
                        {"path": it.path, "before_bytes": it.before_bytes, "after_bytes": it.after_bytes}
                        for it in changed
                    ],
                }
            )
        notes = [note for _, record in mine for note in record.notes]
        found.append({"pass": name, "rules": rules, "notes": notes})
    return found


def _removed(by: str, unit: str, removal: Removal) -> dict[str, Any]:
    entry: dict[str, Any] = {"path": removal.path, "size_bytes": removal.size_bytes}
    if by == traced.NAME:
        # Rules take out what nothing reads; a trace takes out what was not read so far, so the way back is told.
        entry |= {"package": unit, "keep": keep_line([removal.path])}
    return entry
