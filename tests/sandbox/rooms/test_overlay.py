import stat
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.archive.entry import Entry, Kind
from lamella.errors import HostileArchiveError
from lamella.sandbox.rooms.overlay import all_folders, mode_on_disk, overlaid, with_modes_inherited


def file(path: str, mode: int = 0o644, size_bytes: int = 1) -> Entry:
    return Entry(path, Kind.FILE, size_bytes, size_bytes, mode)


def folder(path: str, mode: int = 0o755) -> Entry:
    return Entry(path, Kind.FOLDER, 0, 0, mode)


def link(path: str, target: str) -> Entry:
    return Entry(path, Kind.LINK, len(target), len(target), 0o777, (), target)


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ([], {}),
        ([[file("a"), folder("b")]], {"a": 0, "b": 0}),
        ([[file("python/a"), file("python/b")], [file("python/a")]], {"python/a": 1, "python/b": 0}),
        ([[folder("python"), file("python/a")], [folder("python"), file("python/b")]],
         {"python": 0, "python/a": 0, "python/b": 1}),
        # A file against a folder: the later layer's stays.
        ([[file("x")], [file("x/y")]], {"x/y": 1}),
        ([[file("x/y"), folder("x")], [file("x")]], {"x": 1}),
        ([[file("x/y")], [file("x")], [file("x/z")]], {"x/z": 2}),
        ([[link("x", "y"), file("y/a")], [file("x/b")]], {"x/b": 1, "y/a": 0}),
        ([[file("x/y")], [link("x", "z")]], {"x": 1}),
        ([[folder("x")], [file("x")]], {"x": 1}),
    ],
)  # fmt: skip
def test_later_layers_win(layers: list[list[Entry]], expected: dict[str, int]) -> None:
    assert {path: placed.layer for path, placed in overlaid(layers).items()} == expected


def test_links_of_two_layers_may_not_lead_out_together() -> None:
    with pytest.raises(HostileArchiveError):
        overlaid([[link("a/b/c", "../../d/.."), file("a/b/x")], [link("d", "a/../..")]])


PATHS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map("/".join)


@given(st.lists(st.frozensets(PATHS, max_size=5), max_size=4))
def test_no_file_lies_below_a_file_and_the_last_layer_is_whole(layers: list[frozenset[str]]) -> None:
    clean = [[file(path) for path in names if not any(below_of(path, other) for other in names)] for names in layers]
    found = overlaid(clean)
    assert not any(below_of(one, other) for one in found for other in found)
    if clean:
        assert {entry.path for entry in clean[-1]} <= set(found)


def below_of(path: str, other: str) -> bool:
    return path != other and PurePosixPath(path).is_relative_to(other)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (0o644, 0o444),
        (0o755, 0o555),
        (0o600, 0),
        (0o640, 0),
        (0o700, 0),
        (0o666, 0o444),
        (0o604, 0o444),
        (0o711, 0o111),
    ],
)
def test_the_owner_may_do_what_others_may(mode: int, expected: int) -> None:
    assert mode_on_disk(stat.S_IFREG | mode) == expected


def test_below_a_closed_folder_nothing_can_be_read() -> None:
    entries = [folder("p", 0o700), file("p/q/a"), file("r"), link("p/l", "q")]
    assert [entry.mode for entry in with_modes_inherited(entries)] == [0o700, 0, 0o644, 0o777]


def test_folders_come_after_those_above() -> None:
    assert all_folders(["a/b/c", "a/d", "e"]) == ["a", "a/b"]
