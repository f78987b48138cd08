"""Messages over a socket."""

import os
import socket
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lamella.sandbox.inside.channel import Channel

Json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@pytest.fixture(name="ends")
def _ends() -> Iterator[tuple[Channel, Channel]]:
    ours, theirs = (Channel(end) for end in socket.socketpair())
    yield ours, theirs
    ours.close()
    theirs.close()


@given(messages=st.lists(Json, max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_messages_arrive_as_sent(ends: tuple[Channel, Channel], messages: list[object]) -> None:
    ours, theirs = ends
    for message in messages:
        ours.send(message)
    received: list[object] = []
    while len(received) < len(messages):
        received += theirs.receive() or []
    assert received == messages


def test_a_message_in_pieces_is_put_together() -> None:
    ours, theirs = socket.socketpair()
    channel = Channel(theirs)
    ours.sendall(b'{"half"')
    assert channel.receive() == []
    ours.sendall(b": 1}\n[2]\n[")
    assert channel.receive() == [{"half": 1}, [2]]
    ours.close()
    assert channel.receive() is None
    channel.close()


def test_file_descriptors_come_along_in_order(ends: tuple[Channel, Channel]) -> None:
    ours, theirs = ends
    read, write = os.pipe()
    ours.send("first", [write])
    ours.send("second", [read])
    received: list[object] = []
    while len(received) < 2:
        received += theirs.receive() or []
    os.close(read)
    os.close(write)
    with os.fdopen(theirs.take_fd(), "wb") as sender, os.fdopen(theirs.take_fd(), "rb") as receiver:
        assert not os.get_inheritable(receiver.fileno())
        sender.write(b"x")
        sender.flush()
        assert receiver.read(1) == b"x"


def test_after_finish_the_other_end_may_still_speak(ends: tuple[Channel, Channel]) -> None:
    ours, theirs = ends
    ours.finish()
    assert theirs.receive() is None
    theirs.send("last")
    assert ours.receive() == ["last"]


def test_close_also_closes_what_nobody_took() -> None:
    ours, theirs = (Channel(end) for end in socket.socketpair())
    read, write = os.pipe()
    ours.send(None, [write])
    os.close(write)
    assert theirs.receive() == [None]
    theirs.close()
    with os.fdopen(read, "rb") as pipe:
        assert pipe.read() == b""
    ours.close()
