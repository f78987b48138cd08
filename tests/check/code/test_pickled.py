"""Pickles: which functions they would call."""

import collections
import datetime as dt
import pickle
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.check.code.pickled import looks_pickled, read_pickle


class Runs:
    def __reduce__(self) -> tuple[object, ...]:
        return subprocess.call, (["true"],)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_call_is_found_in_every_protocol(protocol: int) -> None:
    assert read_pickle(pickle.dumps([1, Runs()], protocol)).calls in {("subprocess.call",), ("commands.call",)}


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_data_calls_nothing(protocol: int) -> None:
    data = {
        "a": [1, 2.5, b"x", None],
        "b": (True, {1}, frozenset({2})),
        "c": collections.OrderedDict(x=1),
        "d": dt.date(2026, 1, 1),
    }
    found = read_pickle(pickle.dumps(data, protocol))
    assert (found.calls, found.broken) == ((), "")


def test_what_comes_before_a_broken_end_counts() -> None:
    found = read_pickle(pickle.dumps(Runs(), 4)[:-1] + b"\x00")
    assert found.calls == ("subprocess.call",)
    assert found.broken


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    read_pickle(data)
    looks_pickled(data)
