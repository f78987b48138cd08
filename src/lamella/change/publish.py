"""What has to be published where, so that each place has what is wanted as its newest version; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lamella.change.action import (
    Action,
    AddLayerVersionPermission,
    Direct,
    FromBucket,
    PublishedBy,
    PublishLayerVersion,
    PutObject,
    PutParameter,
    VersionRef,
)
from lamella.change.names import artifact_key, parameter_name
from lamella.change.plan import LeftAlone, Plan, PlanKind, Step
from lamella.change.wanted import Item, Seen, Wanted, difference
from lamella.errors import ConfigError
from lamella.fleet.fleet import Gap
from lamella.limits import limits
from lamella.model.arn import LayerVersionArn
from lamella.model.layer import Environment
from lamella.model.place import Place


@dataclass(frozen=True, slots=True)
class Source:
    """What a Plan says of where it was made.

    Attributes:
        kind: PUBLISH or PROMOTE.
        made_at: With a time zone.
        commit: Of the project's repository.
        notes: What the user should know.
    """

    kind: PlanKind
    made_at: datetime
    commit: str | None = None
    notes: tuple[str, ...] = ()


def publish_plan(environment: Environment, items: Sequence[Item], source: Source) -> Plan:
    """Return the Plan that makes every wanted version the newest one of its place.

    A version with the same bytes and metadata (the commit aside) stays; grants and pointers that it lacks are added.

    Args:
        environment: Its buckets and channel decide how zips travel and which parameters move.
        items: Wanted versions times places; none twice.
        source: See there.

    Raises:
        ConfigError: A zip is too large for a direct upload and its Region has no bucket.
    """
    steps: list[Step] = []
    left_alone: list[LeftAlone] = []
    gaps: set[Gap] = set()
    for item in items:
        if isinstance(item.seen, Gap):
            gaps.add(item.seen)
            continue
        planned = _Planned(environment, item.wanted, item.place, item.seen)
        steps += planned.steps
        left_alone += planned.left_alone
    return Plan(
        kind=source.kind,
        environment=environment.name,
        places=tuple(sorted({item.place for item in items})),
        steps=tuple(steps),
        made_at=source.made_at,
        left_alone=tuple(left_alone),
        gaps=tuple(sorted(gaps)),
        notes=source.notes,
        commit=source.commit,
    )


@dataclass(frozen=True, slots=True)
class _Planned:
    environment: Environment
    wanted: Wanted
    place: Place
    seen: Seen

    @property
    def steps(self) -> tuple[Step, ...]:
        why = difference(self.wanted, self.seen.newest)
        if self.seen.newest is not None and not why:
            return self._behind(self.seen.newest.arn, ())
        content = self._content()
        upload: tuple[Step, ...] = ()
        if isinstance(content, FromBucket):
            put = PutObject(self.place, content.bucket, content.key, self.wanted.archive)
            direct = self.wanted.archive.size_bytes <= limits().zipped_direct_bytes
            because = "the Region has a bucket" if direct else "over 50 MB: Lambda takes it from a bucket"
            upload = (self._step("upload", put, f"{because}; nothing to do where the key is there"),)
        publish = PublishLayerVersion(
            place=self.place,
            layer_name=self.wanted.name,
            archive=self.wanted.archive,
            content=content,
            metadata=self.wanted.metadata,
            newest=self.seen.newest.arn.number if self.seen.newest else None,
            layer=self.wanted.layer,
            target=self.wanted.target,
            label=self.wanted.label,
        )
        published = self._step("publish", publish, why, after=upload)
        return (*upload, published, *self._behind(PublishedBy(published.id), (published,)))

    @property
    def left_alone(self) -> tuple[LeftAlone, ...]:
        newest = self.seen.newest
        if newest is None or difference(self.wanted, newest):
            return ()
        why = f"{newest.arn.short} has the same bytes and metadata"
        return (LeftAlone(self.place, str(self.wanted), why),)

    def _behind(self, version: VersionRef, published: tuple[Step, ...]) -> tuple[Step, ...]:
        """Return the grants and then the pointer of a version."""
        there = self.seen.newest.statements or () if self.seen.newest and not published else ()
        have = {statement.grant for statement in there if not statement.other}
        grants = tuple(
            self._step(
                f"grant {grant.statement_id}",
                AddLayerVersionPermission(self.place, version, grant),
                f"the file shares {self.wanted.layer} with {grant}",
                after=published,
            )
            for grant in self.wanted.grants
            if grant not in have
        )
        return (*grants, *self._pointer(version, (*published, *grants)))

    def _pointer(self, version: VersionRef, after: tuple[Step, ...]) -> tuple[Step, ...]:
        channel, before = self.environment.channel, self.seen.parameter
        if not channel or (isinstance(version, LayerVersionArn) and before == str(version)):
            return ()
        name = parameter_name(self.wanted.name, self.wanted.target, channel)
        why = f"channel {channel} pointed at {_short(before)}" if before else f"channel {channel} is new here"
        action = PutParameter(self.place, name, version, before)
        return (self._step(f"point {channel}", action, f"{why}; moved when every grant is in place", after=after),)

    def _content(self) -> Direct | FromBucket:
        size_bytes, most = self.wanted.archive.size_bytes, limits().zipped_direct_bytes
        region, name = self.place.region, self.environment.name
        bucket = self.environment.artifact_buckets.get(region)
        if bucket:
            return FromBucket(bucket, artifact_key(self.wanted.archive.sha256), self.environment.reference)
        why = ""
        if size_bytes > most:
            why = f"it has {size_bytes:,} bytes; a request to Lambda takes {most:,}"
        elif self.environment.reference:
            why = f"environment {name} wants zips to stay in a bucket (reference)"
        if why:
            raise ConfigError(
                f"{self.wanted} cannot be published to {region} without a bucket",
                why=why,
                hint=f'name a bucket in {region}: [environments.{name}] artifact_buckets = {{ {region} = "BUCKET" }}',
            )
        return Direct()

    def _step(self, what: str, action: Action, why: str, *, after: tuple[Step, ...] = ()) -> Step:
        verb, _, rest = what.partition(" ")
        subject = " ".join([*([rest] if rest else []), str(self.wanted), str(self.place)])
        return Step(f"{verb} {subject}", action, why, tuple(step.id for step in after))


def _short(arn: str) -> str:
    name, number = arn.split(":")[-2:] if arn.count(":") > 1 else ("", arn)
    return f"{name}:{number}" if name else number


def with_notes(plan: Plan, notes: Iterable[str]) -> Plan:
    """Return the Plan with more notes."""
    return replace(plan, notes=(*plan.notes, *notes))
