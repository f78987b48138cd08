"""Who runs the targets: this process, processes of this machine, or a cluster."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from lamella.errors import LamellaError, UsageError


@contextmanager
def executor_for(targets: int, jobs: int, dask: str | None) -> Iterator[tuple[Executor | None, int]]:
    """Return an executor for a number of targets, and how many worker processes each of them may have.

    Args:
        targets: How many there are.
        jobs: Processes at once on this machine.
        dask: Address of a scheduler; `None` for this machine.

    Raises:
        UsageError: `dask.distributed` is not installed.
        LamellaError: The scheduler cannot be reached.
    """
    if dask:
        with _cluster(dask) as executor:
            yield executor, 1
    elif targets > 1 and jobs > 1:
        # A fresh interpreter for each: threads and open databases of this one must not be copied.
        with ProcessPoolExecutor(min(jobs, targets), multiprocessing.get_context("spawn")) as pool:
            yield pool, 1
    else:
        yield None, jobs


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            "--dask needs dask.distributed", why=str(error), hint="pip install 'lamella[distributed]'"
        ) from error
    try:
        client = Client(address, timeout="20s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise LamellaError(
            f"the scheduler {address} cannot be reached",
            why=str(error),
            hint="is it running, and is the address right?",
        ) from error
    with client, client.get_executor(pure=False, retries=2) as executor:  # type: ignore[no-untyped-call]
        yield executor
