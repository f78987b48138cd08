"""Tags, and what a machine without state reads in them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lamella.change.rollout.function import AliasMove, PlannedFunction
from lamella.change.rollout.observed import Configuration, ObservedFunction
from lamella.change.rollout.tags import claimed_by, is_ours, tags_of, undo_of
from sample_rollouts import ID, IRELAND, layer, planned

names = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", min_size=1, max_size=128)
moves = st.builds(AliasMove, names, st.integers(1, 10**6).map(str), st.booleans())


def seen(each: PlannedFunction, *, moved: bool) -> ObservedFunction:
    layers = each.after if moved else each.before
    return ObservedFunction(each.ref, Configuration("$LATEST", layers, each.code_sha256), tags=dict(tags_of(each, ID)))


@given(st.lists(moves, max_size=12, unique_by=lambda move: move.name), st.integers(1, 9), st.booleans())
def test_what_was_planned_is_read_back(aliases: list[AliasMove], wave: int, moved: bool) -> None:  # noqa: FBT001
    each = planned(IRELAND, "f", wave, tuple(aliases))
    found = undo_of(seen(each, moved=moved))
    assert found is not None
    assert (found.before, found.after, found.wave) == (each.before, each.after, wave)
    assert set(found.aliases) == set(aliases)
    assert (found.old, found.new) == (each.old, each.new)


def test_a_list_that_was_not_to_change_stays() -> None:
    each = planned(IRELAND, "f", 1, (AliasMove("live", "7"),))
    found = undo_of(seen(replace(each, before=each.after), moved=True))
    assert found is not None
    assert found.before == found.after == each.after


def test_somebody_elses_list_is_not_restored() -> None:
    each = planned(IRELAND, "f", 1)
    foreign = (layer(IRELAND, "tools", 3),)
    changed = replace(seen(each, moved=True), latest=Configuration("$LATEST", foreign))
    found = undo_of(changed)
    assert found is not None
    assert foreign not in {found.before, found.after}


def test_who_owns_and_what_is_ours() -> None:
    tags = dict(tags_of(planned(IRELAND, "f", 1, (AliasMove("live", "7"),)), ID))
    assert claimed_by(tags) == ID
    assert claimed_by({"team": "a"}) is None
    assert all(is_ours(key) for key in tags)
    assert not is_ours("team")
    assert undo_of(ObservedFunction(planned(IRELAND, "f", 1).ref, Configuration("$LATEST", ()))) is None
