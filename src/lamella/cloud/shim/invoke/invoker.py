"""Answers Invoke: at once, later, or not at all (DryRun)."""

import threading
import time
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import assert_never

from lamella.cloud.http.message import Response
from lamella.cloud.shim.answers import RefusedRequestError, error
from lamella.cloud.shim.call import Call
from lamella.cloud.shim.invoke import elsewhere, records
from lamella.cloud.shim.invoke.elsewhere import MARK
from lamella.cloud.shim.invoke.records import Figures
from lamella.cloud.shim.invoke.request import Asked, Kind, asked
from lamella.cloud.shim.invoke.resolve import Resolved, resolve
from lamella.cloud.shim.invoke.sandboxed import Ran, SandboxRunner, owner_of
from lamella.errors import CannotRunError, HostileArchiveError, LamellaError, OverLimitError

_TAIL_BYTES = 4096
_MOST_LATER = 8
_SWEEP_S = 30.0
_DEFAULT_RETRIES = 2


@dataclass(frozen=True, slots=True)
class Timing:
    """Delays of the embedded cloud; AWS waits one and two minutes before it tries an asynchronous event again.

    Attributes:
        retry_delays_s: Before the second and the third try.
    """

    retry_delays_s: tuple[float, ...] = (1.0, 2.0)


class Invoker:
    """Answers Invoke; threads share it.

    Args:
        runner: Runs events in sandboxes.
        draw: A number from 0 to 1 (exclusive), for weighted aliases.
        timing: See there.
    """

    def __init__(self, runner: SandboxRunner, draw: Callable[[], float], timing: Timing | None = None) -> None:
        self._runner = runner
        self._draw = draw
        self._timing = timing or Timing()
        self._ended = threading.Event()
        self._later = ThreadPoolExecutor(_MOST_LATER, thread_name_prefix="events")
        self._sweeper = threading.Thread(target=self._sweep, name="idle sandboxes", daemon=True)
        self._sweeper.start()

    def answer(self, call: Call) -> Response:
        """Answer an Invoke request.

        Raises:
            RefusedRequestError: Lambda would refuse it.
        """
        ask = asked(call.request)
        resolved = resolve(call, self._draw)
        match ask.kind:
            case Kind.DRY_RUN:
                return Response(204, (("X-Amz-Executed-Version", resolved.version),))
            case Kind.EVENT:
                self._later.submit(self._try_until_done, call, resolved, ask).add_done_callback(_raise_in_thread)
                return Response(202, (("X-Amz-Executed-Version", resolved.version),))
            case Kind.REQUEST_RESPONSE:
                return self._once(call, resolved, ask)
            case _:
                assert_never(ask.kind)

    def close(self) -> None:
        """End every sandbox; events that wait are dropped."""
        self._ended.set()
        self._runner.pool.close()
        self._later.shutdown(cancel_futures=True)
        self._sweeper.join()

    def _once(self, call: Call, resolved: Resolved, ask: Asked) -> Response:
        owner = owner_of(call, resolved)
        if not self._runner.pool.begin(owner, resolved.reserved):
            self._record(call, resolved, Figures(throttled=True))
            return error(429, "TooManyRequestsException", "Rate Exceeded.",
                         Reason="ReservedFunctionConcurrentInvocationLimitExceeded")  # fmt: skip
        began_ms = time.time_ns() // 1_000_000
        try:
            ran = self._runner.run(call, resolved, ask)
        except CannotRunError as cannot:
            return elsewhere.run(call, resolved, ask, cannot.in_one_line)
        except (HostileArchiveError, OverLimitError) as unreadable:
            words = f"Lambda could not unzip the deployment package. {unreadable.in_one_line}"
            return error(502, "InvalidZipFileException", words)
        except LamellaError as broken:
            call.say(f"{resolved.resource}: {broken.in_one_line}")
            return error(500, "ServiceException", f"{broken.in_one_line}. {broken.hint}")
        finally:
            self._runner.pool.end(owner)
        invocation = ran.invocation
        self._record(call, resolved, Figures(invocation.report.duration_ms, failed=invocation.error is not None))
        self._log(call, resolved, ran, began_ms)
        return _answered(resolved, ran, tail=ask.tail)

    def _try_until_done(self, call: Call, resolved: Resolved, ask: Asked) -> None:
        tries = 1 + self._retries(call, resolved)
        for attempt in range(tries):
            try:
                answer = self._once(call, resolved, ask)
            except (RefusedRequestError, OSError) as failed:
                answer = error(500, "ServiceException", str(failed))
            if answer.status == 200 and answer.header("X-Amz-Function-Error") is None:
                return
            delays = self._timing.retry_delays_s
            if attempt + 1 < tries and self._ended.wait(delays[min(attempt, len(delays) - 1)]):
                return
        call.say(f"an event of {resolved.resource} failed {tries} times and is dropped; no destination is served here")

    def _retries(self, call: Call, resolved: Resolved) -> int:
        configured = call.ministack.event_invoke_config(resolved.name, resolved.qualifier)
        return int(configured.get("MaximumRetryAttempts", _DEFAULT_RETRIES))

    def _record(self, call: Call, resolved: Resolved, figures: Figures) -> None:
        try:
            call.ministack.put_metrics("AWS/Lambda", records.metrics(resolved, figures))
        except OSError as failed:
            call.say(f"metrics of {resolved.resource} are lost: {failed}")

    def _log(self, call: Call, resolved: Resolved, ran: Ran, began_ms: int) -> None:
        events = records.log_events(ran.invocation.logs, began_ms, time.time_ns() // 1_000_000)
        try:
            records.write_log(call.ministack, resolved.log_group, ran.stream, events)
        except OSError as failed:
            call.say(f"the log of {resolved.resource} is lost: {failed}")

    def _sweep(self) -> None:
        while not self._ended.wait(_SWEEP_S):
            self._runner.pool.sweep()


def _raise_in_thread(done: Future[None]) -> None:
    """A mistake of ours in a thread that nobody waits for is not to be lost."""
    if not done.cancelled() and (mistake := done.exception()) is not None:
        threading.excepthook(threading.ExceptHookArgs((type(mistake), mistake, mistake.__traceback__, None)))


def _answered(resolved: Resolved, ran: Ran, *, tail: bool) -> Response:
    invocation = ran.invocation
    headers = [
        ("Content-Type", "application/json"),
        ("x-amzn-RequestId", invocation.report.request_id),
        ("X-Amz-Executed-Version", resolved.version),
        (MARK, f"sandbox ({ran.mechanism})"),
    ]
    if invocation.error is not None:
        headers.append(("X-Amz-Function-Error", "Unhandled"))
    if tail:
        headers.append(("X-Amz-Log-Result", b64encode(invocation.logs.encode()[-_TAIL_BYTES:]).decode()))
    return Response(200, tuple(headers), invocation.payload.encode())
