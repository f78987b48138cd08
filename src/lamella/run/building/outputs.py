"""Writes a layer's three files: archive, manifest, bill of materials."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from lamella.archive.member import Member, compressor_identity
from lamella.archive.writer import Written
from lamella.archive.writer import write as write_archive
from lamella.atomic import replace_bytes, replacing
from lamella.build.assembly import Assembly
from lamella.build.cache import read_data
from lamella.build.manifest import manifest
from lamella.build.outcome import Job
from lamella.build.sbom import sbom
from lamella.model.package import Release
from lamella.run.building.units import PackReader


@dataclass(frozen=True, slots=True)
class Facts:
    """What the manifest says besides what the assembly shows.

    Attributes:
        releases: By unit.
        compiler: `cpython-3.12.7`; `None` without bytecode.
        warnings: What the user was told.
        proof: On what the layer was slimmed, as the manifest has it; `None` for other layers.
    """

    releases: Mapping[str, Release]
    compiler: str | None
    warnings: tuple[str, ...] = ()
    proof: Mapping[str, Any] | None = None


def record_digests(assembly: Assembly) -> dict[str, str]:
    """Return the digest of each RECORD without its lines about bytecode, by path."""
    return {path: digest for stored in assembly.packs for path, digest in stored.pack.record_sha256.items()}


def write(out: Path, job: Job, assembly: Assembly, facts: Facts) -> tuple[Written, str]:
    """Write `OUT/STEM.zip`, `.manifest.json` and `.cdx.json`; return the digests and the tree's digest.

    The archive is renamed into place last: where it is, its manifest is.
    """
    out.mkdir(parents=True, exist_ok=True)
    tree_sha256 = assembly.tree_sha256(record_digests(assembly))
    with replacing(out / f"{job.stem}.zip") as sink:
        written = _archive(assembly, sink.write)
        document = manifest(
            job.layer.name,
            job.target,
            assembly,
            written,
            tree_sha256=tree_sha256,
            releases=facts.releases,
            compiler=facts.compiler,
            compressor=compressor_identity(),
            warnings=facts.warnings,
            proof=facts.proof,
        )
        bill = sbom(job.layer.name, job.target, assembly, facts.releases, written.sha256)
        replace_bytes(out / f"{job.stem}.manifest.json", _json(document))
        replace_bytes(out / f"{job.stem}.cdx.json", _json(bill))
    return written, tree_sha256


def _archive(assembly: Assembly, sink: Callable[[bytes | memoryview], object]) -> Written:
    places = {placed.packed.file.path: placed for placed in assembly.files}
    with PackReader(assembly.packs) as reader:

        def data_of(member: Member) -> bytes:
            placed = places[member.path]
            return read_data(placed.pack, placed.packed, reader.descriptor(placed.pack))

        return write_archive([placed.packed.member for placed in assembly.files], data_of, sink)


def _json(document: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
