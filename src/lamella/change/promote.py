"""Which published versions of one environment another one is to get; pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lamella.change.exported import newest
from lamella.change.record import Published
from lamella.errors import NotFoundError, RefusedError


@dataclass(frozen=True, slots=True)
class Promoted:
    """The bytes of a layer for a target.

    Attributes:
        layer, target: The configuration's name, and `python3.12/x86_64`.
        code_sha256: Base64.
        sources: The records of the versions that have these bytes, one a place, sorted; at least one.
    """

    layer: str
    target: str
    code_sha256: str
    sources: tuple[Published, ...]

    def __str__(self) -> str:
        return f"{self.layer} {self.target}"


def promoted(
    records: Iterable[Published], environment: str, layers: Sequence[str], targets: Collection[str] | None
) -> tuple[Promoted, ...]:
    """Return what is newest in an environment, by layer and target; its places must agree.

    Args:
        records: Of any environments.
        environment: Where from.
        layers: Names of the configuration; all when empty.
        targets: These alone; `None` for all.

    Raises:
        NotFoundError: Nothing of a layer, or nothing at all, was published there.
        RefusedError: Places of the environment have different bytes.
    """
    chosen: dict[tuple[str, str], list[Published]] = {}
    for record in newest(it for it in records if it.environment == environment):
        if (not layers or record.layer in layers) and (targets is None or record.target in targets):
            chosen.setdefault((record.layer, record.target), []).append(record)
    there = {layer for layer, _ in chosen}
    for missing in [*(layer for layer in layers if layer not in there), *([""] if not chosen else [])]:
        of = f"of {missing} " if missing else ""
        raise NotFoundError(
            f"environment {environment} has no published version {of}to promote",
            why="its state store has no record of one" + (" for these targets" if targets else ""),
            hint=f"lamella publish {missing + ' ' if missing else ''}--env {environment} --apply",
        )
    return tuple(_agreed(environment, versions) for _, versions in sorted(chosen.items()))


def _agreed(environment: str, versions: Sequence[Published]) -> Promoted:
    first = versions[0]
    if len({version.code_sha256 for version in versions}) > 1:
        raise RefusedError(
            f"{first.layer} {first.target} is not the same in every place of environment {environment}",
            why="\n".join(f"{version.arn}: {version.code_sha256}" for version in versions),
            hint=f"publish it everywhere first: lamella publish {first.layer} --env {environment} --apply",
        )
    return Promoted(first.layer, first.target, first.code_sha256, tuple(versions))
