import os
import threading
from pathlib import Path

from lamella.cloud.lease import Record, look, take, wait_free, wait_ready


def test_nobody_holds_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert look(tmp_path / "none") is None
    assert wait_free(tmp_path / "none", 0)
    assert wait_ready(tmp_path / "none", 0) is None


def test_one_at_a_time_holds_it_and_says_who_it_is(tmp_path: Path) -> None:
    lease = take(tmp_path / "made", 0)
    assert lease is not None
    with lease:
        assert take(tmp_path / "made", 0) is None
        assert look(tmp_path / "made") == Record(os.getpid())
        assert wait_ready(tmp_path / "made", 0) is None
        assert not wait_free(tmp_path / "made", 0)
        ready = Record(os.getpid(), "http://127.0.0.1:1", "eu-west-1")
        lease.write(ready)
        assert look(tmp_path / "made") == wait_ready(tmp_path / "made", 0) == ready
        lease.write(Record(os.getpid()))
        assert look(tmp_path / "made") == Record(os.getpid())
    assert look(tmp_path / "made") is None
    again = take(tmp_path / "made", 0)
    assert again is not None
    again.close()


def test_who_comes_second_waits(tmp_path: Path) -> None:
    lease = take(tmp_path, 0)
    assert lease is not None
    threading.Timer(0.1, lease.close).start()
    second = take(tmp_path, 20)
    assert second is not None
    second.close()


def test_a_record_that_is_being_written_is_taken_for_one_that_starts(tmp_path: Path) -> None:
    lease = take(tmp_path, 0)
    assert lease is not None
    with lease:
        os.ftruncate(lease.descriptor, 3)
        assert look(tmp_path) == Record(os.getpid())


def test_a_process_that_ended_is_not_alive() -> None:
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    assert not Record(child).alive
    assert Record(os.getpid()).alive
    assert Record(1).alive
