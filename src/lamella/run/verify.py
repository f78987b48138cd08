"""`verify`: whether an archive is what lamella built from the lock, or would build again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from lamella.archive.inspect import inspect
from lamella.archive.scan import Layer
from lamella.build.lock import Lock
from lamella.build.outcome import Job
from lamella.check.finding import Finding
from lamella.check.provenance.anchors import by_manifest, locked_archive
from lamella.check.provenance.compared import Verified, compared
from lamella.check.subject import Subject
from lamella.config.project import Project
from lamella.errors import BuildError, UsageError
from lamella.run.build import build
from lamella.run.building import lockfile
from lamella.run.layer_files import scan_path
from lamella.run.manifest_beside import read_manifest


def verify(path: Path, label: str, project: Project | None, manifest: Mapping[str, object] | None = None) -> Verified:
    """Hold an archive against the lock and the manifest, without building.

    Args:
        path: The archive.
        label: What the user calls it.
        project: Whose lock it is held against; `None` where there is none.
        manifest: Of the archive; `None` reads the one beside it, or in the project's folder of archives.

    Raises:
        UsageError: There is nothing to hold it against.
        HostileArchiveError: The zip breaks a rule of the reader.
        ConfigError: The lock cannot be read.
    """
    layer = scan_path(path)
    lock = lockfile.read(project.root / lockfile.NAME) if project and project.file else Lock({})
    digest = layer.origin.zip_sha256.hex() if layer.origin.zip_sha256 else ""
    hit = locked_archive(lock, digest)
    if hit is not None:
        return Verified(label, f"lamella.lock: {hit[0]} for {hit[1]}", (), identical=True, files=len(layer.files))
    for document in _manifests(path, project, manifest):
        entry = lock.get(str(document.get("layer")), str(document.get("target")))
        subject = Subject(label, None, inspect([layer]), {}, {})
        made = by_manifest(subject, document, entry)
        if made is not None and _is_about(made.findings, layer):
            covered = "whose list lamella.lock covers" if entry else "which nothing covers"
            how = f"the manifest of {document.get('layer')} for {document.get('target')}, {covered}"
            return Verified(label, how, made.findings, identical=False, files=len(layer.files))
    raise UsageError(
        f"nothing says what {label} should be",
        why="lamella.lock names no archive with its digest, and no manifest lists its files",
        hint="give the lamella.toml that it was built from (--config), or --rebuild LAYER",
    )


def verify_by_rebuilding(  # noqa: PLR0913, PLR0917 - what a build rests on, and what it is compared with
    path: Path, label: str, project: Project, job: Job, environ: Mapping[str, str], today: date, folder: Path
) -> Verified:
    """Build a layer again, and compare file by file.

    Args:
        path: The archive.
        label: What the user calls it.
        project: With the lock that says from what.
        job: The layer and its target.
        environ: Reaches the resolver.
        today: Decides which runtimes are deprecated.
        folder: Where the rebuilt archive goes.

    Raises:
        BuildError: The layer could not be built again.
        HostileArchiveError: The zip breaks a rule of the reader.
    """
    there = scan_path(path)
    away = replace(project, settings=replace(project.settings, out=folder))
    one = replace(job.layer, targets=(job.target,))
    report = build(away, [one], environ, today)
    if report.failed:
        raise BuildError(
            f"{job} could not be built again", why=report.failed[0].error.in_one_line, hint=report.failed[0].error.hint
        )
    again = scan_path(report.built[0].path)
    identical = there.origin.zip_sha256 == again.origin.zip_sha256
    findings = () if identical else tuple(compared(there, again))
    return Verified(label, f"{job} built again from lamella.lock", findings, identical, len(there.files))


def _manifests(path: Path, project: Project | None, given: Mapping[str, object] | None) -> list[Mapping[str, object]]:
    beside = [given] if given else [read_manifest(path)]
    if project is not None:
        beside += [
            read_manifest(project.settings.out / f"{Job(layer, target).stem}.zip")
            for layer in project.layers.values()
            for target in layer.targets
        ]
    return [each for each in beside if each]


def _is_about(findings: tuple[Finding, ...], layer: Layer) -> bool:
    """Whether an archive is the manifest's at all: most of its files are what the list says."""
    return len(findings) * 2 <= max(len(layer.files), 1)
