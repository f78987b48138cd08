import ctypes
import mmap
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.errors import UsageError
from lamella.sandbox import measure as measuring
from lamella.sandbox.function import Rooms
from lamella.sandbox.measure import FailedFunctionError, Pages, Started, Turn, Variant, evict, measure, turns
from lamella.sandbox.outcome import FunctionError, Invocation, Isolation, Mechanism, Report


@dataclass
class FakeSandbox:
    """Its init takes as many milliseconds as there were starts before."""

    label: str
    log: list[str]
    rooms: Rooms
    error: FunctionError | None = None
    isolation: Isolation = field(default_factory=lambda: Isolation(Mechanism.PROCESS, ("everything",)))

    def invoke(self, event: object) -> Invocation:
        self.log.append(f"{self.label} {event}")
        report = Report("id", 1.0, float(len(self.log)), 128, 30)
        return Invocation("{}", self.error, report, "")

    def accessed(self) -> tuple[str, ...]:
        return ()


def variant(label: str, log: list[str], folder: Path, error: FunctionError | None = None) -> Variant:
    @contextmanager
    def opened() -> Iterator[Started]:
        log.append(f"open {label}")
        yield FakeSandbox(label, log, Rooms(folder, None, folder, None, folder), error)
        log.append(f"close {label}")

    return Variant(label, opened)


def test_variants_start_in_turn_and_none_is_always_second() -> None:
    warm = Pages.WARM
    assert [*turns(2, 3, [warm])] == [
        Turn(0, 0, warm), Turn(0, 1, warm), Turn(1, 1, warm), Turn(1, 0, warm), Turn(2, 0, warm), Turn(2, 1, warm),
    ]  # fmt: skip


@given(st.integers(1, 4), st.integers(0, 6), st.lists(st.sampled_from(Pages), unique=True))
def test_every_variant_gets_every_kind_of_start_equally_often(variants: int, runs: int, pages: list[Pages]) -> None:
    made = [*turns(variants, runs, pages)]
    assert len(made) == len(set(made)) == variants * runs * len(pages)
    assert [turn.round for turn in made] == sorted(turn.round for turn in made)


def test_each_start_has_a_sandbox_of_its_own_and_the_first_is_not_counted(tmp_path: Path) -> None:
    log: list[str] = []
    told: list[Turn | None] = []
    found = measure([variant("a", log, tmp_path), variant("b", log, tmp_path)], {"x": 1}, runs=2, watch=told.append)
    assert log == [line for label in "ababba" for line in (f"open {label}", f"{label} {{'x': 1}}", f"close {label}")]
    assert told == [None, *turns(2, 2, [Pages.WARM])]
    assert [sample.turn for sample in found.samples] == [*turns(2, 2, [Pages.WARM])]
    assert len(found.reports(0, Pages.WARM)) == len(found.reports(1, Pages.WARM)) == 2
    assert found.reports(0, Pages.COLD) == ()
    assert found.isolation == Isolation(Mechanism.PROCESS, ("everything",))
    assert min(found.load) >= 0


def test_a_function_that_fails_ends_the_measurement(tmp_path: Path) -> None:
    error = FunctionError("KeyError", "'x'", hint="look at it")
    with pytest.raises(FailedFunctionError) as caught:
        measure([variant("a.zip", [], tmp_path, error)], {}, runs=1)
    assert (caught.value.what, caught.value.why, caught.value.hint, caught.value.exit_code) == (
        "a.zip: the function answers with KeyError", "'x'", "look at it", 3,
    )  # fmt: skip


def test_cold_pages_are_evicted_before_each_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log: list[str] = []
    monkeypatch.setattr(measuring, "evict", lambda folders: log.append(f"evict {[*folders] == [tmp_path]}"))
    measure([variant("a", log, tmp_path)], 1, runs=1, pages=[Pages.WARM, Pages.COLD])
    assert log == ["open a", "a 1", "close a"] * 2 + ["open a", "evict True", "a 1", "close a"]


def test_dropping_all_caches_is_refused_to_others_than_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "_DROP_CACHES", tmp_path / "gone")
    with pytest.raises(UsageError, match="root"):
        measure([variant("a", [], tmp_path)], 1, runs=1, pages=[Pages.DROPPED])


def resident_pages(path: Path) -> int:
    """How many pages of a file are in the page cache: mincore(2)."""
    size = path.stat().st_size
    with path.open("r+b") as file, mmap.mmap(file.fileno(), size) as mapped:
        count = -(-size // mmap.PAGESIZE)
        vector = (ctypes.c_ubyte * count)()
        buffer = (ctypes.c_char * size).from_buffer(mapped)
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.mincore(ctypes.byref(buffer), ctypes.c_size_t(size), vector) == 0, ctypes.get_errno()
        del buffer
        return sum(each & 1 for each in vector)


def test_evict_takes_files_out_of_the_page_cache() -> None:
    # Not in /tmp, which may be a tmpfs: there the page cache is all there is.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        file = folder / "below" / "file"
        file.parent.mkdir()
        file.write_bytes(os.urandom(1 << 20))
        (folder / "dangling").symlink_to("nowhere")
        assert resident_pages(file) == (1 << 20) // mmap.PAGESIZE
        evict([folder, folder / "gone"])
        assert resident_pages(file) == 0
