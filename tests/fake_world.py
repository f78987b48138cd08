"""An applier's world and a state store in memory, with faults at every call."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, assert_never

from lamella.change.action import (
    Action,
    AddLayerVersionPermission,
    DeleteLayerVersion,
    KeepLayerVersion,
    Metadata,
    PublishLayerVersion,
    PutObject,
    PutParameter,
    RemoveLayerVersionPermission,
)
from lamella.change.journal import Line
from lamella.change.record import Published
from lamella.change.world import Effect
from lamella.errors import ConflictError, NotFoundError
from lamella.model.arn import LayerArn, LayerVersionArn
from lamella.model.grant import Grant
from lamella.model.place import Place
from lamella.state.rollout_store import RolloutStore

START = datetime(2026, 3, 1, tzinfo=UTC)


class CrashError(BaseException):
    """The process is killed: nothing of it runs any more."""


@dataclass
class Faults:
    """Counts the moments at which something may break, and breaks at those that are asked for.

    Attributes:
        at: Moment (from 1) -> what is raised there. A crash is final: every later moment raises it as well.
    """

    at: Mapping[int, BaseException] = field(default_factory=dict)
    moments: list[str] = field(default_factory=list)
    crashed: bool = False

    def moment(self, what: str) -> None:
        if self.crashed:
            raise CrashError
        self.moments.append(what)
        error = self.at.get(len(self.moments))
        if error is not None:
            self.crashed = isinstance(error, CrashError)
            raise error

    @contextmanager
    def around(self, what: str) -> Iterator[None]:
        """A moment before and a moment after an effect."""
        self.moment(f"before {what}")
        yield
        self.moment(f"after {what}")


@dataclass
class Held:
    """A layer version in the fake world."""

    code_sha256: str
    metadata: Metadata
    grants: set[Grant] = field(default_factory=set)


@dataclass
class FakeWorld:
    """Layers, parameters, objects and copies.

    Attributes:
        blind: So many looks miss a version that was published just now.
    """

    faults: Faults = field(default_factory=Faults)
    versions: dict[LayerVersionArn, Held] = field(default_factory=dict)
    numbers: dict[LayerArn, int] = field(default_factory=dict)
    parameters: dict[tuple[Place, str], str] = field(default_factory=dict)
    objects: set[tuple[str, str]] = field(default_factory=set)
    copies: set[tuple[str, LayerVersionArn]] = field(default_factory=set)
    performed: list[Action] = field(default_factory=list)
    blind: int = 0

    def state(self) -> dict[str, Any]:
        """Return all that is there, to be compared; versions by content, since numbers depend on the order."""
        return {
            "versions": sorted(
                (str(arn.layer), it.code_sha256, it.metadata.description, sorted(map(str, it.grants)))
                for arn, it in self.versions.items()
            ),
            "parameters": {key: self.content(LayerVersionArn.parse(arn)) for key, arn in self.parameters.items()},
            "objects": set(self.objects),
            "copies": set(self.copies),
        }

    def content(self, arn: LayerVersionArn) -> str:
        """Return the CodeSha256 of a version; its ARN where it is gone."""
        return self.versions[arn].code_sha256 if arn in self.versions else str(arn)

    def put(self, layer: LayerArn, code_sha256: str, metadata: Metadata) -> LayerVersionArn:
        """Add a version; numbers never come back."""
        self.numbers[layer] = self.numbers.get(layer, 0) + 1
        arn = layer.version(self.numbers[layer])
        self.versions[arn] = Held(code_sha256, metadata)
        return arn

    def found(self, action: Action) -> Effect | None:
        self.faults.moment(f"found {type(action).__name__}")
        return self._found(action)

    def differs(self, action: Action) -> str | None:
        self.faults.moment(f"differs {type(action).__name__}")
        match action:
            case PublishLayerVersion():
                newest = max((arn.number for arn in self._fitting(action)), default=None)
                return None if newest == action.newest else f"the newest is {newest}, it was {action.newest}"
            case PutParameter(place, name, _, before):
                now = self.parameters.get((place, name))
                return None if now == before else f"{name} is {now}, it was {before}"
            case DeleteLayerVersion(_, version, code_sha256):
                held = self.versions.get(version)
                return None if held is None or held.code_sha256 == code_sha256 else f"{version} is another"
            case _:
                return None

    def perform(self, action: Action) -> Effect:
        with self.faults.around(f"perform {type(action).__name__}"):
            effect = self._perform(action)
            self.performed.append(action)
        return effect

    def _found(self, action: Action) -> Effect | None:
        match action:
            case PublishLayerVersion():
                if self.blind:
                    self.blind -= 1
                    return None
                fitting = [arn for arn in self._fitting(action) if arn.number > (action.newest or 0)]
                same = [arn for arn in fitting if self.versions[arn].code_sha256 == action.archive.code_sha256]
                return Effect(max(same), already=True) if same else None
            case PutObject(_, bucket, key):
                there = (bucket, key) in self.objects
            case AddLayerVersionPermission(_, version, grant):
                there = isinstance(version, LayerVersionArn) and grant in self._held(version).grants
            case RemoveLayerVersionPermission(_, version, _, grant):
                there = version not in self.versions or grant not in self.versions[version].grants
            case PutParameter(place, name, version):
                there = self.parameters.get((place, name)) == str(version)
            case KeepLayerVersion(_, version, _, _, destination):
                there = (destination, version) in self.copies
            case DeleteLayerVersion(_, version):
                there = version not in self.versions
            case _:
                assert_never(action)
        return Effect(already=True) if there else None

    def _perform(self, action: Action) -> Effect:
        already = False
        match action:
            case PublishLayerVersion(place, name, archive, _, metadata):
                return Effect(self.put(LayerArn.at(place, name), archive.code_sha256, metadata))
            case PutObject(_, bucket, key):
                already = (bucket, key) in self.objects
                self.objects.add((bucket, key))
            case AddLayerVersionPermission(_, version, grant):
                assert isinstance(version, LayerVersionArn), "references are resolved before"
                if grant in self._held(version).grants:
                    raise ConflictError("the statement id is taken", code="ResourceConflictException")
                self._held(version).grants.add(grant)
            case RemoveLayerVersionPermission(_, version, _, grant):
                self._held(version).grants.discard(grant)
            case PutParameter(place, name, version):
                assert isinstance(version, LayerVersionArn), "references are resolved before"
                self.parameters[place, name] = str(version)
            case KeepLayerVersion(_, version, _, _, destination):
                assert version in self.versions, "a copy of what is gone"
                self.copies.add((destination, version))
            case DeleteLayerVersion(_, version):
                already = self.versions.pop(version, None) is None
            case _:
                assert_never(action)
        return Effect(already=already)

    def _fitting(self, action: PublishLayerVersion) -> list[LayerVersionArn]:
        layer = LayerArn.at(action.place, action.layer_name)
        wanted = (action.metadata.runtimes, action.metadata.architectures)
        return [
            arn
            for arn, held in self.versions.items()
            if arn.layer == layer and (held.metadata.runtimes, held.metadata.architectures) == wanted
        ]

    def _held(self, version: LayerVersionArn) -> Held:
        if version not in self.versions:
            raise NotFoundError(f"{version} is not there")
        return self.versions[version]


@dataclass
class FakeStore:
    """A state store in memory."""

    faults: Faults = field(default_factory=Faults)
    journal: dict[str, list[Line]] = field(default_factory=dict)
    kept: dict[tuple[str, LayerVersionArn], Published] = field(default_factory=dict)
    claims: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    address: str = "memory"

    @property
    def rollouts(self) -> RolloutStore:
        raise NotImplementedError

    def lines(self, digest: str) -> Sequence[Line]:
        self.faults.moment("lines")
        return tuple(self.journal.get(digest, ()))

    def write(self, digest: str, line: Line) -> None:
        with self.faults.around(f"write {type(line).__name__}"):
            self.journal.setdefault(digest, []).append(line)

    def records(self, environment: str | None = None) -> Sequence[Published]:
        self.faults.moment("records")
        return tuple(it for it in self.kept.values() if environment in {None, it.environment})

    def record(self, published: Published) -> None:
        with self.faults.around("record"):
            self.kept[published.environment, published.arn] = published

    def claim(self, name: str, owner: str, now: datetime, ttl_s: float) -> str | None:
        with self.faults.around("claim"):
            held_by, free_at = self.claims.get(name, (owner, now))
            if held_by != owner and now < free_at:
                return held_by
            self.claims[name] = (owner, now + timedelta(seconds=ttl_s))
        return None

    def renew(self, name: str, owner: str, now: datetime, ttl_s: float) -> bool:
        with self.faults.around("renew"):
            if name not in self.claims or self.claims[name][0] != owner:
                return False
            self.claims[name] = (owner, now + timedelta(seconds=ttl_s))
        return True

    def release(self, name: str, owner: str) -> None:
        with self.faults.around("release"):
            if self.claims.get(name, ("", START))[0] == owner:
                del self.claims[name]

    def close(self) -> None:
        pass

    def told(self) -> list[tuple[str, ...]]:
        """Return what the records say, without times and numbers, to be compared."""
        return sorted(
            (it.environment, str(it.arn.layer), it.target, it.code_sha256, str(it.kept_at), str(it.deleted_at is None))
            for it in self.kept.values()
        )


@dataclass
class Clock:
    """Time that passes only by sleeping, and a second each time it is asked."""

    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Inline(Executor):
    """Runs each call at once, in the caller's thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - as an executor's worker does
            future.set_exception(error)
        return future
