import errno
import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from fake_cell import FakeCells, Inside, Program
from lamella.errors import UsageError
from lamella.model.target import Target
from lamella.sandbox.environment.environment import ExecutionEnvironment
from lamella.sandbox.environment.settings import TimeLimits
from lamella.sandbox.function import Function
from lamella.sandbox.outcome import FunctionError

FUNCTION = Function(Target.parse("python3.12/x86_64"), "app.handler", timeout_s=5.0, name="report")
SHORT = TimeLimits(init_s=5.0, shutdown_s=1.0, kill_s=1.0)


@contextmanager
def environment(
    programs: Mapping[str, Program],
    *,
    timeout_s: float = 5.0,
    init_s: float = 5.0,
    broken: Mapping[str, OSError] | None = None,
    environ: dict[str, str] | None = None,
) -> Iterator[tuple[ExecutionEnvironment, FakeCells]]:
    cells = FakeCells(programs, broken or {})
    function = Function(FUNCTION.target, "app.handler", timeout_s=timeout_s, name="report", environ=environ or {})
    limits = TimeLimits(init_s, SHORT.shutdown_s, SHORT.kill_s)
    made = ExecutionEnvironment(function, cells, limits=limits)
    try:
        yield made, cells
    finally:
        made.close()
        assert cells.cell is None or cells.cell.closed


def echo(inside: Inside) -> int:
    inside.write("init\n")
    while True:
        request_id, event, _ = inside.next()
        inside.write(f"got {event}\n")
        assert inside.respond(request_id, json.dumps({"echo": event}).encode()) == 202


def once(act: Callable[[Inside, str], int]) -> Program:
    """A runtime that acts on each event; returns the exit status when the act gives one above -1."""

    def run(inside: Inside) -> int:
        while True:
            request_id, _, _ = inside.next()
            code = act(inside, request_id)
            if code >= 0:
                return code

    return run


def lines(log: str) -> list[str]:
    return [line.partition(" RequestId")[0].partition("\t")[0] for line in log.splitlines()]


def test_cold_then_warm() -> None:
    with environment({"runtime": echo}) as (made, cells):
        cold = made.invoke('{"a": 1}')
        warm = made.invoke("2")

    assert (json.loads(cold.payload), cold.error) == ({"echo": {"a": 1}}, None)
    assert lines(cold.logs) == ["init", "START", "got {'a': 1}", "END", "REPORT"]
    assert lines(warm.logs) == ["START", "got 2", "END", "REPORT"]
    assert cold.report.init_ms is not None
    assert cold.report.init_ms > 0
    assert (warm.report.init_ms, warm.report.init_cpu_ms) == (None, None)
    assert (cold.report.max_memory_mb, cold.report.init_cpu_ms) == (40, 12.0)
    assert cold.probed == ("python/a", "python/b")
    assert cells.cell is not None
    assert cells.cell.spawned[0].argv == ("/var/lang/bin/python3.12", "/var/runtime/bootstrap.py")


def test_telemetry_of_an_invocation_follows_the_schema() -> None:
    with environment({"runtime": echo}) as (made, _):
        cold = made.invoke("{}")

    assert [event["type"] for event in cold.telemetry] == [
        "platform.initStart",
        "function",
        "platform.initRuntimeDone",
        "platform.initReport",
        "platform.start",
        "function",
        "platform.runtimeDone",
        "platform.report",
    ]
    assert all(set(event) == {"time", "type", "record"} for event in cold.telemetry)
    report = cold.telemetry[-1]["record"]
    assert report["requestId"] == cold.report.request_id
    assert report["metrics"]["initDurationMs"] == round(cold.report.init_ms or 0, 3)


def test_headers_of_an_event_are_lambdas() -> None:
    seen: dict[str, str] = {}

    def act(inside: Inside, request_id: str) -> int:
        return -1 if inside.respond(request_id, b"1") == 202 else 1

    def runtime(inside: Inside) -> int:
        request_id, _, headers = inside.next()
        seen.update(headers)
        return act(inside, request_id) + 1

    with environment({"runtime": runtime}) as (made, _):
        answer = made.invoke("{}")

    assert seen["Lambda-Runtime-Aws-Request-Id"] == answer.report.request_id
    assert seen["Lambda-Runtime-Deadline-Ms"].isdigit()
    assert seen["Lambda-Runtime-Invoked-Function-Arn"] == "arn:aws:lambda:us-east-1:123456789012:function:report"
    assert seen["Lambda-Runtime-Trace-Id"].startswith("Root=1-")
    assert seen["Content-Type"] == "application/json"


def test_an_error_of_the_handler_leaves_the_environment_warm() -> None:
    error = {"errorType": "KeyError", "errorMessage": "'x'", "requestId": "r", "stackTrace": ["  File a\n"]}

    def act(inside: Inside, request_id: str) -> int:
        return -1 if inside.fail(request_id, error) == 202 else 1

    with environment({"runtime": once(act)}) as (made, cells):
        first, second = made.invoke("{}"), made.invoke("{}")

    assert json.loads(first.payload) == error
    assert first.error == FunctionError("KeyError", "'x'", ("  File a\n",))
    assert second.report.init_ms is None
    assert "Status:" not in first.logs
    assert cells.cell is not None
    assert len(cells.cell.spawned) == 1


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (0, "Runtime exited without providing a reason"),
        (3, "Runtime exited with error: exit status 3"),
    ],
)
def test_a_runtime_that_exits_is_started_anew(code: int, message: str) -> None:
    def act(inside: Inside, _: str) -> int:
        inside.write("bye\n")
        return code

    with environment({"runtime": once(act)}) as (made, cells):
        first, second = made.invoke("{}"), made.invoke("{}")

    request_id = first.report.request_id
    expected = {"errorType": "Runtime.ExitError", "errorMessage": f"RequestId: {request_id} Error: {message}"}
    assert json.loads(first.payload) == expected
    assert lines(first.logs) == ["START", "bye", "RequestId: " + f"{request_id} Error: {message}", "Runtime.ExitError",
                                 "END", "REPORT"]  # fmt: skip
    assert "Status: error\tError Type: Runtime.ExitError" in first.logs
    assert second.report.init_ms is None
    phases = [event["record"]["phase"] for event in second.telemetry if event["type"] == "platform.initReport"]
    assert phases == ["invoke"]
    assert cells.cell is not None
    assert len(cells.cell.spawned) == 2


def test_a_runtime_killed_for_its_memory() -> None:
    cells: list[FakeCells] = []

    def act(inside: Inside, _: str) -> int:
        assert cells[0].cell is not None
        cells[0].cell.over_memory = True
        inside.killed.set()
        return 0

    with environment({"runtime": once(act)}) as (made, opened):
        cells.append(opened)
        answer = made.invoke("{}")

    assert answer.error is not None
    assert answer.error.error_type == "Runtime.OutOfMemory"
    assert answer.error.message.endswith("Error: Runtime exited with error: signal: killed")
    assert answer.logs.rstrip().endswith("Error Type: Runtime.OutOfMemory")


def test_a_handler_that_never_answers_times_out_and_the_next_event_is_answered() -> None:
    stuck = threading.Event()

    def act(inside: Inside, request_id: str) -> int:
        if not stuck.is_set():
            stuck.set()
            inside.write("waiting\n")
            inside.sleep()
        return -1 if inside.respond(request_id, b"1") == 202 else 1

    with environment({"runtime": once(act)}, timeout_s=0.3) as (made, _):
        first, second = made.invoke("{}"), made.invoke("{}")

    message = f"RequestId: {first.report.request_id} Error: Task timed out after 0.30 seconds"
    assert json.loads(first.payload) == {"errorType": "Sandbox.Timedout", "errorMessage": message}
    assert 300 <= first.report.duration_ms < 2_000
    assert f"{first.report.request_id} Task timed out after 0.30 seconds\n" in first.logs
    assert first.logs.rstrip().endswith("Status: timeout")
    assert second.payload == "1"


def test_a_runtime_that_cannot_start_is_tried_again_by_the_invocation() -> None:
    error = {"errorType": "Runtime.ImportModuleError", "errorMessage": "No module named 'x'", "stackTrace": []}

    def runtime(inside: Inside) -> int:
        inside.write("[ERROR] cannot import\n")
        header = {"Lambda-Runtime-Function-Error-Type": "Runtime.ImportModuleError"}
        assert inside.ask("POST", "/2018-06-01/runtime/init/error", json.dumps(error).encode(), header)[0] == 202
        return 1

    with environment({"runtime": runtime}) as (made, cells):
        answer = made.invoke("{}")

    assert json.loads(answer.payload) == error
    assert answer.error is not None
    assert answer.error.error_type == "Runtime.ImportModuleError"
    assert "`x`" in answer.error.hint
    assert lines(answer.logs) == ["[ERROR] cannot import", answer.logs.splitlines()[1].partition("\t")[0],
                                  "[ERROR] cannot import", answer.logs.splitlines()[3].partition("\t")[0],
                                  "START", "END", "REPORT"]  # fmt: skip
    assert "\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError" in answer.logs.splitlines()[1]
    assert "\tPhase: invoke\tStatus: error\tError Type: Runtime.ImportModuleError" in answer.logs.splitlines()[3]
    assert answer.report.init_ms is None
    assert cells.cell is not None
    assert len(cells.cell.spawned) == 2


def test_an_init_over_its_limit_runs_again_within_the_invocation() -> None:
    tries: list[int] = []

    def runtime(inside: Inside) -> int:
        tries.append(inside.pid)
        inside.sleep(20 if len(tries) == 1 else 0.05)
        return echo(inside)

    with environment({"runtime": runtime}, init_s=0.2, timeout_s=5.0) as (made, _):
        answer = made.invoke("7")

    assert json.loads(answer.payload) == {"echo": 7}
    assert "\tPhase: init\tStatus: timeout" in answer.logs
    assert answer.report.init_ms is None
    assert answer.report.duration_ms >= 50


def test_a_wrapper_that_is_not_there() -> None:
    wrapper = "/opt/wrapper"
    missing = {wrapper: FileNotFoundError(errno.ENOENT, "no")}
    with environment({"runtime": echo}, broken=missing, environ={"AWS_LAMBDA_EXEC_WRAPPER": wrapper}) as (made, _):
        answer = made.invoke("{}")

    assert answer.error is not None
    assert answer.error.message.endswith("Error: Runtime exited with error: exit status 127")
    assert "/opt/wrapper: does not exist\n" in answer.logs
    assert "mode 755" in answer.error.hint


def test_a_runtime_that_cannot_be_executed() -> None:
    broken = {"/var/lang/bin/python3.12": FileNotFoundError(errno.ENOENT, "no")}
    with environment({"runtime": echo}, broken=broken) as (made, _):
        answer = made.invoke("{}")

    assert answer.error is not None
    assert answer.error.error_type == "Runtime.InvalidEntrypoint"
    assert answer.error.message.endswith("fork/exec /var/lang/bin/python3.12: no such file or directory")


@pytest.mark.parametrize(("size", "status"), [(6_291_556, 202), (6_291_557, 413)])
def test_the_limit_of_a_response(size: int, status: int) -> None:
    statuses: list[int] = []

    def act(inside: Inside, request_id: str) -> int:
        statuses.append(inside.respond(request_id, b'"' + b"x" * (size - 2) + b'"'))
        return -1

    with environment({"runtime": once(act)}) as (made, _):
        answer = made.invoke("{}")

    assert statuses == [status]
    assert (answer.error is None) == (status == 202)
    if answer.error is not None:
        assert answer.error.error_type == "Function.ResponseSizeTooLarge"


def test_a_response_that_is_not_json_is_passed_on() -> None:
    def act(inside: Inside, request_id: str) -> int:
        return -1 if inside.respond(request_id, b"<html>\xff") == 202 else 1

    with environment({"runtime": once(act)}) as (made, _):
        assert made.invoke("{}").payload == "<html>\ufffd"


def test_requests_out_of_turn_are_refused() -> None:
    seen: list[tuple[int, str]] = []

    def act(inside: Inside, request_id: str) -> int:
        for method, path in (
            ("POST", "/2018-06-01/runtime/invocation/other/response"),
            ("GET", "/2018-06-01/runtime/invocation/next"),
            ("POST", "/2018-06-01/runtime/init/error"),
            ("GET", "/2018-06-01/runtime/restore/next"),
        ):
            status, _, body = inside.ask(method, path, b"{}" if method == "POST" else None)
            seen.append((status, json.loads(body)["errorType"]))
        assert inside.respond(request_id, b"1") == 202
        seen.append((inside.respond(request_id, b"2"), "again"))
        return -1

    with environment({"runtime": once(act)}) as (made, _):
        assert made.invoke("{}").payload == "1"

    assert seen == [
        (400, "InvalidRequestID"),
        (403, "InvalidStateTransition"),
        (403, "InvalidStateTransition"),
        (404, "NotFound"),
        (403, "again"),
    ]


def test_events_of_several_threads_are_answered_one_by_one() -> None:
    with environment({"runtime": echo}) as (made, _), ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: made.invoke(str(number)), range(24)))

    assert [json.loads(answer.payload)["echo"] for answer in answers] == list(range(24))


def test_a_flood_of_output_does_not_keep_the_deadline_off() -> None:
    def act(inside: Inside, _: str) -> int:
        while not inside.killed.is_set():
            inside.write("x" * 1000 + "\n")
        return 0

    with environment({"runtime": once(act)}, timeout_s=0.3) as (made, _):
        answer = made.invoke("{}")

    assert answer.error is not None
    assert answer.error.error_type == "Sandbox.Timedout"
    assert len(answer.logs) < 17 * 1024 * 1024


def test_closing_answers_who_waits() -> None:
    def act(inside: Inside, _: str) -> int:
        inside.sleep()
        return 0

    with environment({"runtime": once(act)}) as (made, cells), ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(made.invoke, "{}")
        while not (cells.cell and cells.cell.spawned):
            threading.Event().wait(0.01)
        made.close()
        answer = waiting.result(5)

    assert answer.error is not None
    assert answer.error.error_type == "Sandbox.Failure"
    with pytest.raises(UsageError, match="closed"):
        made.invoke("{}")


def test_an_event_that_lambda_does_not_take() -> None:
    with environment({"runtime": echo}) as (made, _), pytest.raises(UsageError, match="too large"):
        made.invoke('"' + "x" * 6_291_456 + '"')


def test_more_extensions_than_lambda_takes() -> None:
    programs = {"runtime": echo} | {f"extension{number}": echo for number in range(11)}
    with environment(programs) as (made, _), pytest.raises(UsageError, match="11 programs"):
        made.start()


class TestExtensions:
    def test_an_extension_sees_the_life_of_its_environment(self) -> None:
        seen: list[dict[str, object]] = []

        def watcher(inside: Inside) -> int:
            identifier = inside.register("watcher", "INVOKE", "SHUTDOWN")
            while True:
                seen.append(inside.extension_next(identifier))
                if seen[-1]["eventType"] == "SHUTDOWN":
                    return 0

        with environment({"runtime": echo, "watcher": watcher}) as (made, cells):
            answer = made.invoke("1")
            made.invoke("2")

        assert [event["eventType"] for event in seen] == ["INVOKE", "INVOKE", "SHUTDOWN"]
        assert seen[0]["requestId"] == answer.report.request_id
        assert seen[2]["shutdownReason"] == "spindown"
        assert "EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]" in answer.logs
        assert cells.cell is not None
        assert [inside.argv[0] for inside in cells.cell.spawned] == [
            "/opt/extensions/watcher",
            "/var/lang/bin/python3.12",
        ]
        assert "_HANDLER" not in cells.cell.spawned[0].environ

    def test_an_extension_that_crashes_takes_the_environment_with_it(self) -> None:
        def crashing(inside: Inside) -> int:
            identifier = inside.register("crashing", "INVOKE")
            inside.extension_next(identifier)
            return 7

        def act(inside: Inside, _: str) -> int:
            inside.sleep()
            return 0

        with environment({"runtime": once(act), "crashing": crashing}) as (made, _):
            answer = made.invoke("{}")

        assert answer.error is not None
        assert answer.error.error_type == "Extension.Crash"
        assert answer.error.message.endswith("Error: exit status 7")

    def test_an_extension_that_never_registers(self) -> None:
        def mute(inside: Inside) -> int:
            inside.sleep()
            return 0

        with environment({"runtime": echo, "mute": mute}, init_s=0.2, timeout_s=0.3) as (made, _):
            answer = made.invoke("{}")

        assert answer.error is not None
        assert answer.error.error_type == "Sandbox.Timedout"
        assert "EXTENSION\tName: mute\tState: Started\tEvents: []" in answer.logs

    def test_an_extension_is_told_why(self) -> None:
        reasons: list[object] = []

        def watcher(inside: Inside) -> int:
            identifier = inside.register("watcher", "SHUTDOWN")
            reasons.append(inside.extension_next(identifier)["shutdownReason"])
            return 0

        def act(inside: Inside, _: str) -> int:
            inside.sleep()
            return 0

        with environment({"runtime": once(act), "watcher": watcher}, timeout_s=0.3) as (made, _):
            made.invoke("{}")

        assert reasons == ["timeout"]

    def test_an_internal_extension(self) -> None:
        seen: list[object] = []

        def runtime(inside: Inside) -> int:
            other = Inside(99, (), inside.environ, inside.hear)
            body = json.dumps({"events": ["SHUTDOWN"]}).encode()
            name = {"Lambda-Extension-Name": "internal"}
            seen.append(other.ask("POST", "/2020-01-01/extension/register", body, name)[0])
            identifier = other.register("internal", "INVOKE")
            threading.Thread(target=lambda: seen.append(other.extension_next(identifier)), daemon=True).start()
            request_id, _, _ = inside.next()
            assert inside.respond(request_id, b"1") == 202
            inside.sleep(0.1)
            if other.connection is not None:
                other.connection.close()
            return 0

        with environment({"runtime": runtime}) as (made, _):
            assert made.invoke("{}").payload == "1"

        assert seen[0] == 403
        assert isinstance(seen[1], dict)
        assert seen[1]["eventType"] == "INVOKE"


def test_telemetry_is_pushed_to_who_subscribed() -> None:
    received: list[dict[str, object]] = []
    told = threading.Event()

    def watcher(inside: Inside) -> int:
        server = socket.create_server(("127.0.0.1", 0))
        identifier = inside.register("watcher", "SHUTDOWN")
        body = {
            "schemaVersion": "2022-12-13",
            "types": ["platform", "function"],
            "buffering": {"timeoutMs": 25},
            "destination": {"protocol": "HTTP", "URI": f"http://sandbox.localdomain:{server.getsockname()[1]}/logs"},
        }
        header = {"Lambda-Extension-Identifier": identifier}
        status, _, answer = inside.ask("PUT", "/2022-07-01/telemetry", json.dumps(body).encode(), header)
        assert (status, answer) == (200, b'"OK"')
        threading.Thread(target=collect, args=(server,), daemon=True).start()
        inside.extension_next(identifier)
        return 0

    def collect(server: socket.socket) -> None:
        while not told.is_set():
            connection, _ = server.accept()
            with connection, connection.makefile("rb") as reader:
                assert reader.readline() == b"POST /logs HTTP/1.1\r\n"
                headers = http.client.parse_headers(reader)
                received.extend(json.loads(reader.read(int(headers["Content-Length"]))))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            if any(event["type"] == "platform.report" for event in received):
                told.set()
        server.close()

    with environment({"runtime": echo, "watcher": watcher}) as (made, _):
        answer = made.invoke("{}")
        assert told.wait(5)

    kinds = [event["type"] for event in received]
    assert kinds[0] == "platform.initStart"
    assert kinds[-1] == "platform.report"
    assert "platform.telemetrySubscription" in kinds
    assert [event for event in received if event["type"] == "function"] == [
        event for event in answer.telemetry if event["type"] == "function"
    ]
