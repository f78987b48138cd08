"""What the lock file vouches for.

Whole archives, and single files through a manifest whose list the lock's digest covers.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lamella.build.digests import tree_sha256
from lamella.build.lock import Lock, LockedTarget
from lamella.check.finding import Finding, Step, Tier, found
from lamella.check.rule import Rule
from lamella.check.subject import Subject
from lamella.model.tree import File

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Anchored:
    """What is vouched for, what contradicts it, and what that rests on.

    Attributes:
        how: In words, for people; empty where nothing vouches.
    """

    tiers: Mapping[tuple[int, str], Tier]
    findings: tuple[Finding, ...]
    how: str = ""


NOT_ANCHORED = Anchored({}, ())


def locked_archive(lock: Lock, archive_sha256: str) -> tuple[str, str, LockedTarget] | None:
    """Return the layer, target and entry of an archive that the lock names."""
    for layer, targets in lock.layers.items():
        for target, entry in targets.items():
            if entry.archive_sha256 == archive_sha256:
                return layer, target, entry
    return None


def whole(subject: Subject, layer: str, target: str) -> Anchored:
    """Return the anchors of an archive that is, byte for byte, what the lock names."""
    tiers = {(each.layer, each.path): Tier.P2 for each in subject.inspection.merged.everything}
    return Anchored(tiers, (), f"the archive is what lamella.lock says that {layer} for {target} is")


def by_manifest(subject: Subject, manifest: Mapping[str, Any], entry: LockedTarget | None) -> Anchored | None:
    """Hold every file against a manifest.

    `None` for a manifest that lists no files, or another list than the lock covers.

    Args:
        subject: One layer.
        manifest: As lamella writes it beside an archive.
        entry: The lock's, of the same layer and target; without one a manifest proves no more than a RECORD does.
    """
    listed = _listed(manifest)
    if listed is None:
        return None
    records = {path: str(each["record_sha256"]) for path, each in listed.items() if "record_sha256" in each}
    files = [_file(path, each) for path, each in listed.items()]
    if entry is not None and tree_sha256(files, records) != entry.tree_sha256:
        return None
    tier = Tier.P2 if entry is not None else Tier.P1
    present = {each.path: each for each in subject.inspection.merged.everything}
    tiers: dict[tuple[int, str], Tier] = {}
    findings: list[Finding] = []
    for path, placed in present.items():
        said = listed.get(path)
        if said is None:
            findings.append(found(Rule.NOT_IN_MANIFEST, path=path))
        elif said["sha256"] != placed.file.sha256:
            shown = (
                Step(
                    0, f"the manifest says sha256 {said['sha256'][:16]}..., the file has {placed.file.sha256[:16]}..."
                ),
            )
            findings.append(found(Rule.MANIFEST_MISMATCH, path=path, evidence=shown))
        elif "source_sha256" not in said and "record_sha256" not in said:
            # The lock's digest covers neither bytecode nor RECORDs: those are compared in other ways.
            tiers[placed.layer, path] = tier
    findings += (found(Rule.MISSING_FILE, path=path) for path in listed if path not in present)
    how = "the files that the manifest lists, and lamella.lock covers" if entry else "the files that the manifest lists"
    return Anchored(tiers, tuple(findings), how)


def by_wheels(subject: Subject, wheels: Mapping[str, Mapping[str, str]], lock: Lock) -> Anchored:
    """Hold every package against the wheel that the lock names.

    Args:
        subject: One layer or several.
        wheels: sha256 of a wheel -> its files, relative to site-packages -> sha256 (hex).
        lock: Names wheels by digest.
    """
    locked = {
        (release.name, release.version): release.sha256
        for targets in lock.layers.values()
        for entry in targets.values()
        for release in entry.releases
    }
    tiers: dict[tuple[int, str], Tier] = {}
    findings: list[Finding] = []
    used = 0
    for placed in subject.inspection.merged.everything:
        owner = placed.owner
        contents = wheels.get(locked.get((owner.name, owner.version), "")) if owner else None
        if owner is None or contents is None:
            continue
        used += 1
        said = contents.get(placed.path[len(owner.root) + 1 :] if owner.root else placed.path)
        if said is None or placed.path.endswith("/RECORD"):
            continue
        if said == placed.file.sha256:
            tiers[placed.layer, placed.path] = Tier.P2
        else:
            shown = (Step(0, f"the wheel has sha256 {said[:16]}..., the file {placed.file.sha256[:16]}..."),)
            findings.append(
                found(Rule.LOCK_MISMATCH, path=placed.path, evidence=shown, subject=f"{owner.name}=={owner.version}")
            )
    return Anchored(tiers, tuple(findings), "the wheels that lamella.lock names" if used else "")


def not_in_lock(subject: Subject, entry: LockedTarget) -> Iterator[Finding]:
    """Yield a finding for each package that the lock does not name."""
    names = {(release.name, release.version) for release in entry.releases}
    for distributions in subject.inspection.merged.distributions:
        for each in distributions:
            if (each.name, each.version) not in names and not each.name.startswith("lamella-absent"):
                yield found(
                    Rule.NOT_IN_LOCK,
                    f"{each.name} {each.version} is not in lamella.lock",
                    path=f"{each.info}/METADATA",
                    subject=f"{each.name}=={each.version}",
                )


def _listed(manifest: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]] | None:
    files = manifest.get("files")
    if not isinstance(files, dict) or not files:
        return None
    for each in files.values():
        if (
            not isinstance(each, dict)
            or not _SHA256.fullmatch(str(each.get("sha256")))
            or not str(each.get("mode", "")).isdigit()
        ):
            return None
    return files


def _file(path: str, each: Mapping[str, str]) -> File:
    return File(path, 0, each["sha256"], int(each["mode"], 8), "", each.get("source_sha256"))
