"""Makes subjects of in-memory layers, as a check does."""

from collections.abc import Mapping
from dataclasses import replace

from detection_layers import layer_zip
from lamella.archive.reader import Archive
from lamella.archive.scan import Origin
from lamella.check.provenance.record import check_record
from lamella.check.subject import Subject
from lamella.model.target import Target
from lamella.run.checking.gather import gather

TARGET = Target.parse("python3.12/x86_64")


def subject_of(
    *layers: Mapping[str, bytes], modes: Mapping[str, int] | None = None, target: Target | None = TARGET
) -> Subject:
    opened = []
    for number, files in enumerate(layers):
        data = layer_zip(files, modes or {})
        opened.append((Origin(f"{number}.zip", len(data), bytes(32)), Archive.parse(data)))
    gathered = gather(opened, None)
    subject = gathered.subject("layer.zip", target)
    return replace(subject, tiers=check_record(subject, subject.texts).tiers)
