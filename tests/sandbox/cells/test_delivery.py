"""Output and ends, passed on in order."""

import os
import threading

from lamella.sandbox.cell import Exited, Happening, Written
from lamella.sandbox.cells.delivery import Delivery, Output


def _end(pid: int) -> Exited:
    return Exited(pid, 0, 0, 0, 0.0)


def test_what_was_written_comes_before_the_end() -> None:
    heard: list[Happening] = []
    delivery = Delivery(heard.append)
    read, write = os.pipe()
    delivery.put(Output(1, read))
    os.write(write, b"a" * 50_000)
    delivery.put(_end(1))
    os.write(write, b"later")
    delivery.flush()
    os.close(write)
    delivery.stop()
    ends = heard.index(_end(1))
    before = b"".join(each.data for each in heard[:ends] if isinstance(each, Written))
    assert before.startswith(b"a" * 50_000)
    assert b"".join(each.data for each in heard if isinstance(each, Written)) == b"a" * 50_000 + b"later"


def test_a_descendant_that_goes_on_writing_does_not_delay_the_end() -> None:
    ended, stop = threading.Event(), threading.Event()
    delivery = Delivery(lambda happening: ended.set() if isinstance(happening, Exited) else None)
    read, write = os.pipe()

    def flood() -> None:
        while not stop.is_set():
            os.write(write, b"x" * 4096)
        os.close(write)

    writer = threading.Thread(target=flood)
    writer.start()
    delivery.put(Output(1, read))
    delivery.put(_end(1))
    assert ended.wait(20)
    stop.set()
    writer.join()
    delivery.stop()


def test_the_listener_may_flush_and_stop() -> None:
    done = threading.Event()

    def hear(_happening: Happening) -> None:
        delivery.flush()
        delivery.stop()
        done.set()

    delivery = Delivery(hear)
    delivery.put(_end(1))
    assert done.wait(20)


def test_stop_closes_the_outputs() -> None:
    delivery = Delivery(lambda _happening: None)
    read, write = os.pipe()
    delivery.put(Output(1, read))
    delivery.stop()
    try:
        os.write(write, b"x")
    except BrokenPipeError:
        closed = True
    else:
        closed = False
    os.close(write)
    assert closed
