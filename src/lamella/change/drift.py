"""How records, an exported file and AWS differ; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lamella.change.exported import newest
from lamella.change.record import Published
from lamella.fleet.fleet import Gap, LayerVersion
from lamella.model.arn import LayerVersionArn
from lamella.model.place import Place


class DriftKind(StrEnum):
    """In what way something differs."""

    GONE = "gone"
    CHANGED = "changed"
    NEWER = "newer"
    POINTER = "pointer"
    NOT_IN_FILE = "not-in-file"
    NOT_IN_STORE = "not-in-store"


@dataclass(frozen=True, slots=True, order=True)
class Drift:
    """One difference.

    Attributes:
        arn: The version that it is about.
        kind: In what way.
        environment, layer, target: Of the record.
        what: One sentence without a full stop.
        hint: What to do next.
    """

    arn: LayerVersionArn
    kind: DriftKind
    environment: str
    layer: str
    target: str
    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class Found:
    """What AWS has of a recorded version.

    Attributes:
        version: With digest; `None` when it is not there.
        newest: Number of the newest version with the same runtimes and architectures; `None` when there is none.
        pointers: Channel -> value, of the layer's parameters for the target.
    """

    version: LayerVersion | None
    newest: int | None
    pointers: Mapping[str, str]


def file_drift(records: Iterable[Published], exported: Iterable[Published]) -> tuple[Drift, ...]:
    """Return how an exported file differs from the newest records, environments of both alone; sorted.

    An environment that the file does not have at all is not compared: another state store may hold it.
    """
    file = {(it.environment, it.arn): it for it in exported}
    store = {(it.environment, it.arn): it for it in newest(records)}
    named = {environment for environment, _ in file}
    known = {environment for environment, _ in store}
    found = [
        _drift(it, DriftKind.NOT_IN_FILE, f"{it.arn} is the newest version, and the file lacks it", _EXPORT)
        for key, it in store.items()
        if it.environment in named and key not in file
    ]
    found += [
        _drift(
            it,
            DriftKind.NOT_IN_STORE,
            f"the file has {it.arn}, which is not the newest version in the store",
            _EXPORT if it.environment in known else _OTHER_STORE.format(environment=it.environment),
        )
        for key, it in file.items()
        if key not in store
    ]
    return tuple(sorted(found))


def aws_drift(record: Published, found: Found, known: Iterable[Published]) -> tuple[Drift, ...]:
    """Return how AWS differs from a record; sorted.

    Args:
        record: The newest of its environment, layer, target and place.
        found: What was read.
        known: All records of the layer; a pointer at any of them that is still there is meant so.
    """
    publish = f"lamella publish {record.layer} --env {record.environment}"
    if found.version is None:
        what = f"{record.arn} is not there: it was deleted by other means than lamella"
        return (_drift(record, DriftKind.GONE, what, f"publish again: {publish} --apply"),)
    differences = []
    if found.version.code_sha256 != record.code_sha256:
        what = f"{record.arn} has other bytes than recorded: {found.version.code_sha256}, not {record.code_sha256}"
        hint = "the state store is another account's, or was damaged; do not use this version before you know"
        differences.append(_drift(record, DriftKind.CHANGED, what, hint))
    if found.newest is not None and found.newest > record.arn.number:
        what = f"{record.arn.layer.version(found.newest)} is newer than what lamella published last, {record.arn}"
        hint = f"something else published it; `{publish}` shows whether it is what the file wants"
        differences.append(_drift(record, DriftKind.NEWER, what, hint))
    arns = {str(it.arn) for it in known if it.deleted_at is None}
    for channel, value in sorted(found.pointers.items()):
        if value not in arns:
            what = f"channel {channel} points at {value}, which is no version that the records have"
            differences.append(_drift(record, DriftKind.POINTER, what, f"point it anew: {publish} --channel {channel}"))
    return tuple(sorted(differences))


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of records found.

    Attributes:
        records: How many were checked.
        places: Where.
        drifts: Sorted.
        gaps: What could not be read, sorted.
    """

    records: int
    places: Sequence[Place]
    drifts: tuple[Drift, ...]
    gaps: tuple[Gap, ...]

    @property
    def exit_code(self) -> int:
        """3 with drift, else 5 with gaps, else 0."""
        return 3 if self.drifts else 5 if self.gaps else 0


_EXPORT = "`lamella lock export` writes the file anew"
_OTHER_STORE = (
    "the store has no version of environment {environment}: use the one that has (state_store, LAMELLA_STATE), or "
    "record what is there: lamella publish --env {environment} --apply"
)


def _drift(record: Published, kind: DriftKind, what: str, hint: str) -> Drift:
    return Drift(record.arn, kind, record.environment, record.layer, record.target, what, hint)
