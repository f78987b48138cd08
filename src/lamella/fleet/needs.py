"""Because of what a layer version must stay: who uses it, what pins it, and what is not known."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from lamella.fleet.fleet import Alias, Fleet, FunctionVersion, Gap, LayerVersion, Pin
from lamella.model.arn import LayerVersionArn
from lamella.model.grant import Statement
from lamella.model.place import Place

PUBLIC = "public"
_SHOWN = 3


def needs(fleet: Fleet, assumed: Collection[str] = ()) -> Mapping[LayerVersionArn, tuple[str, ...]]:
    """Return the reasons for which each layer version of a Fleet must stay; an empty tuple where there is none.

    A function can only use layers of its own Region, so what could not be read in a Region hides users of each version
    in that Region, whichever account owns it: a version may be in use where it is no longer shared. Functions of
    accounts that are not read are never seen, so a grant to one of them is a reason as well. A version in a place that
    the Fleet was not read in stays.

    Args:
        fleet: Read with functions, digests and policies; a version whose digest or policy is `None` must stay.
        assumed: Accounts, organisations (`o-...`) and `public`, whose grants are not taken for use.
    """
    known = uses(fleet)
    gaps = (*(gap for gap in fleet.gaps if gap.version is None), *unseen(fleet))
    about = {gap.version: gap for gap in fleet.gaps if gap.version is not None}
    scanned = frozenset(fleet.places)
    return {
        version.arn: (
            *known.get(version.arn, ()),
            *_unscanned(version.arn.place, scanned),
            *_shared(version, scanned, assumed),
            *_unread(version, about.get(version.arn)),
            *(_gap(gap) for gap in gaps if gap.place.region == version.arn.place.region),
        )
        for version in fleet.layer_versions
    }


def uses(fleet: Fleet) -> Mapping[LayerVersionArn, tuple[str, ...]]:
    """Return which functions use a layer version and what names it, in words; versions that nothing uses are absent."""
    users, pins = _users(fleet), _pins(fleet.pins)
    return {arn: (*users.get(arn, ()), *pins.get(arn, ())) for arn in users.keys() | pins.keys()}


def unseen(fleet: Fleet) -> tuple[Gap, ...]:
    """Return a gap for each function version that an alias serves and the list of functions lacks (it may be stale)."""
    seen = {(function.place, function.name, function.version) for function in fleet.functions}
    return tuple(
        Gap(alias.place, f"layers of {alias.function}:{version}", f"alias {alias.name} serves it, but it is not listed")
        for alias in fleet.aliases
        for version in (alias.version, *alias.weights)
        if (alias.place, alias.function, version) not in seen
    )


def _users(fleet: Fleet) -> Mapping[LayerVersionArn, tuple[str, ...]]:
    aliases: dict[tuple[Place, str, str], list[str]] = defaultdict(list)
    for alias in fleet.aliases:
        for version, named in _served(alias):
            aliases[alias.place, alias.function, version].append(named)
    using: dict[LayerVersionArn, list[str]] = defaultdict(list)
    for function in fleet.functions:
        aliased = aliases.get((function.place, function.name, function.version), [])
        for layer in dict.fromkeys(function.layers):
            using[layer].append(_user(function, layer, aliased))
    return {arn: (f"used by {_listed(names)}",) for arn, names in using.items()}


def _served(alias: Alias) -> Iterable[tuple[str, str]]:
    yield alias.version, f"alias {alias.name}"
    for version, weight in alias.weights.items():
        yield version, f"alias {alias.name}, weight {weight:g}"


def _user(function: FunctionVersion, layer: LayerVersionArn, aliases: Sequence[str]) -> str:
    elsewhere = f" of {function.place.account}" if function.place.account != layer.place.account else ""
    served = f" ({'; '.join(aliases)})" if aliases else ""
    return f"{function.qualified}{elsewhere}{served}"


def _pins(pins: Iterable[Pin]) -> Mapping[LayerVersionArn, tuple[str, ...]]:
    sources: dict[LayerVersionArn, list[str]] = defaultdict(list)
    for pin in pins:
        sources[pin.arn].append(pin.source)
    return {arn: (f"named by {_listed(names)}",) for arn, names in sources.items()}


def _shared(version: LayerVersion, scanned: Collection[Place], assumed: Collection[str]) -> Iterable[str]:
    for statement in version.statements or ():
        if statement.other:
            yield f"its policy has a statement that lamella does not understand: {statement.sid} ({statement.other})"
        elif _hides_users(statement, version.arn.place, scanned, assumed):
            yield f"shared with {statement.grant}, where its use cannot be seen"


def _hides_users(statement: Statement, place: Place, scanned: Collection[Place], assumed: Collection[str]) -> bool:
    if statement.principal == "*":
        return (statement.organization_id or PUBLIC) not in assumed
    return Place(statement.principal, place.region) not in scanned and statement.principal not in assumed


def _unscanned(place: Place, scanned: Collection[Place]) -> Iterable[str]:
    if place not in scanned:
        yield f"functions in {place} were not read"


def _unread(version: LayerVersion, gap: Gap | None) -> Iterable[str]:
    if gap is not None:
        yield _gap(gap)
        return
    if version.statements is None:
        yield "its policy was not read"
    if version.code_sha256 is None or version.code_size_bytes is None:
        yield "its digest was not read"


def _gap(gap: Gap) -> str:
    return f"unknown: {gap.what} in {gap.place} ({gap.why})"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
