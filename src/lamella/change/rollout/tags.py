"""Tags of a function that a rollout owns: whose it is, and what undoing needs, for a machine that knows nothing else.

A value has at most 256 characters: letters, digits, spaces and `+ - = . _ : / @`
(https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html).
"""

from collections.abc import Iterator, Mapping

from lamella.change.rollout.function import AliasMove, PlannedFunction
from lamella.change.rollout.observed import ObservedFunction
from lamella.model.arn import LayerVersionArn, layer_versions_in

TAG_PREFIX = "lamella:"
_ROLLOUT, _BATCH, _VERSION = f"{TAG_PREFIX}rollout", f"{TAG_PREFIX}batch", f"{TAG_PREFIX}version"
_UNDO, _ALIASES = f"{TAG_PREFIX}undo", f"{TAG_PREFIX}undo-aliases"
_KEEP = "keep "
_PROVISIONED = "+p"
_MOST_CHARACTERS = 256


def tags_of(planned: PlannedFunction, id_: str) -> tuple[tuple[str, str], ...]:
    """Return the tags of a function, sorted by key.

    `lamella:undo` is the old layer version, after `keep ` where $LATEST has the new one already; `lamella:undo-aliases`
    (and `-2`, `-3`, ... where one is too short) is `live=7 beta=8+p`: aliases, their versions, and whether they have
    provisioned concurrency.

    Args:
        planned: The function.
        id_: The rollout's.
    """
    undo = f"{_KEEP if planned.before == planned.after else ''}{planned.old}"
    tags = {_ROLLOUT: id_, _BATCH: str(planned.wave), _VERSION: str(planned.new), _UNDO: undo}
    for number, value in enumerate(_packed(planned.aliases), 1):
        tags[_ALIASES if number == 1 else f"{_ALIASES}-{number}"] = value
    return tuple(sorted(tags.items()))


def claimed_by(tags: Mapping[str, str]) -> str | None:
    """Return the id of the rollout that a function's tags name; `None` when they name none."""
    return tags.get(_ROLLOUT)


def is_ours(key: str) -> bool:
    """Whether a tag's key is one that a rollout writes."""
    return key in {_ROLLOUT, _BATCH, _VERSION, _UNDO} or key.startswith(_ALIASES)


def undo_of(observed: ObservedFunction) -> PlannedFunction | None:
    """Return what a rollout that tagged a function meant to do with it; `None` where the tags do not tell.

    A layer list with neither the old nor the new version is somebody else's: the function returned then has lists
    that it never had, so that nothing restores them.
    """
    tags = observed.tags or {}
    new, undo = _one(tags.get(_VERSION, "")), tags.get(_UNDO, "")
    old = _one(undo.removeprefix(_KEEP))
    if new is None or old is None:
        return None
    before, after = _lists(observed.latest.layers, old, new, keep=undo.startswith(_KEEP))
    batch = tags.get(_BATCH, "")
    return PlannedFunction(
        observed.ref,
        old,
        new,
        before,
        after,
        tuple(_unpacked(tags)),
        observed.latest.code_sha256,
        int(batch) if batch.isdecimal() else 1,
    )


def _lists(
    layers: tuple[LayerVersionArn, ...], old: LayerVersionArn, new: LayerVersionArn, *, keep: bool
) -> tuple[tuple[LayerVersionArn, ...], tuple[LayerVersionArn, ...]]:
    if keep:
        return layers, layers
    if new in layers:
        return tuple(old if each == new else each for each in layers), layers
    if old in layers:
        return layers, tuple(new if each == old else each for each in layers)
    return (old,), (new,)


def _packed(aliases: tuple[AliasMove, ...]) -> Iterator[str]:
    value = ""
    for alias in aliases:
        word = f"{alias.name}={alias.version}{_PROVISIONED if alias.provisioned else ''}"
        if value and len(value) + 1 + len(word) > _MOST_CHARACTERS:
            yield value
            value = ""
        value = f"{value} {word}" if value else word
    if value:
        yield value


def _unpacked(tags: Mapping[str, str]) -> Iterator[AliasMove]:
    keys = sorted((key for key in tags if key.startswith(_ALIASES)), key=lambda key: (len(key), key))
    for word in " ".join(tags[key] for key in keys).split():
        name, _, version = word.partition("=")
        yield AliasMove(name, version.removesuffix(_PROVISIONED), version.endswith(_PROVISIONED))


def _one(text: str) -> LayerVersionArn | None:
    found = layer_versions_in(text)
    return found[0] if len(found) == 1 else None
