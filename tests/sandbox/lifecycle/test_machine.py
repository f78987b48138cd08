"""The life of an environment, told as events in and instructions out."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from lamella.sandbox.lifecycle.events import (
    DeadlinePassed,
    Event,
    ExtensionError,
    ExtensionNextAsked,
    ExtensionRegistered,
    InitAsked,
    InitError,
    InvokeAsked,
    LaunchFailed,
    NextAsked,
    Origin,
    Process,
    ProcessExited,
    Responded,
    RespondedError,
    ShutdownAsked,
    Started,
    TelemetrySubscribed,
    Token,
)
from lamella.sandbox.lifecycle.instructions import (
    Answer,
    EmitTelemetry,
    Finish,
    Instruction,
    KillAll,
    Log,
    SetDeadline,
    Spawn,
    Stop,
)
from lamella.sandbox.lifecycle.machine import Lifecycle
from lamella.sandbox.lifecycle.phases import Settings
from lamella.sandbox.telemetry.schema import Status
from lamella.sandbox.telemetry.subscription import Protocol, Subscription

MS = 1_000_000
TIMEOUT = 3_000 * MS
PLAIN = Settings("f", "app.handler", TIMEOUT, epoch_offset_ns=1_000_000 * MS)
WATCHED = Settings("f", "app.handler", TIMEOUT, ("watcher",))
RUNTIME = Process(1)
WATCHER = Process(1, "watcher")
INVOKE = InvokeAsked(100 * MS, "r1", '{"a": 1}', "Root=1")
COLD: Sequence[Event] = (InitAsked(0), Started(5 * MS, RUNTIME), NextAsked(95 * MS, Token(1)))
ANSWERED: Sequence[Event] = (Responded(110 * MS, Token(2), "r1", "7"), NextAsked(111 * MS, Token(3)))


def run(settings: Settings, *events: Event) -> list[Instruction]:
    """Return what the last event brought about."""
    machine = Lifecycle(settings)
    out: list[Instruction] = []
    for event in events:
        out = machine.handle(event)
    return out


def only(kind: type[Instruction], out: list[Instruction]) -> list[Instruction]:
    return [one for one in out if isinstance(one, kind)]


def finish(out: list[Instruction]) -> Finish:
    found = [one for one in out if isinstance(one, Finish)]
    assert len(found) == 1
    return found[0]


def kinds(out: list[Instruction]) -> list[str]:
    return [one.event["type"] for one in out if isinstance(one, EmitTelemetry)]


def log(out: list[Instruction]) -> list[str]:
    return [one.line for one in out if isinstance(one, Log)]


def test_an_init_starts_the_runtime_with_aws_limit() -> None:
    out = run(PLAIN, InitAsked(7))
    assert only(Spawn, out) == [Spawn(RUNTIME)]
    assert only(SetDeadline, out) == [SetDeadline(10_000 * MS + 7)]
    assert kinds(out) == ["platform.initStart"]


def test_an_event_is_handed_to_the_waiting_runtime() -> None:
    out = run(PLAIN, *COLD, INVOKE)
    (answer,) = [one for one in out if isinstance(one, Answer)]
    assert (answer.token, answer.reply.status, answer.reply.body) == (Token(1), 200, '{"a": 1}')
    assert answer.reply.headers["Lambda-Runtime-Deadline-Ms"] == "1003100"
    assert only(SetDeadline, out) == [SetDeadline(100 * MS + TIMEOUT)]
    assert log(out) == ["START RequestId: r1 Version: $LATEST"]


def test_a_caller_may_name_the_version_and_give_a_context() -> None:
    settings = replace(PLAIN, function_version="7", account_id="111122223333", region="eu-west-1")
    arn = "arn:aws:lambda:eu-west-1:111122223333:function:f"
    named = replace(INVOKE, origin=Origin(f"{arn}:live", '{"custom": {}}'))
    for event, invoked_arn, context in ((INVOKE, arn, None), (named, f"{arn}:live", '{"custom": {}}')):
        out = run(settings, *COLD, event)
        (answer,) = [one for one in out if isinstance(one, Answer)]
        assert answer.reply.headers["Lambda-Runtime-Invoked-Function-Arn"] == invoked_arn
        assert answer.reply.headers.get("Lambda-Runtime-Client-Context") == context
        assert log(out) == ["START RequestId: r1 Version: 7"]


def test_an_event_waits_for_the_init() -> None:
    out = run(PLAIN, InvokeAsked(0, "r1", "{}"), Started(5 * MS, RUNTIME), NextAsked(95 * MS, Token(1)))
    assert len(only(Answer, out)) == 1
    end = finish(
        run(PLAIN, InvokeAsked(0, "r1", "{}"), Started(5 * MS, RUNTIME), NextAsked(95 * MS, Token(1)), *ANSWERED)
    )
    assert (end.init_ns, end.duration_ns) == (90 * MS, 15 * MS)


def test_an_answered_event_ends_when_the_runtime_asks_for_the_next() -> None:
    assert not only(Finish, run(PLAIN, *COLD, INVOKE, ANSWERED[0]))
    out = run(PLAIN, *COLD, INVOKE, *ANSWERED)
    end = finish(out)
    assert (end.payload, end.error, end.duration_ns, end.init_ns, end.status) == (
        "7", None, 10 * MS, 90 * MS, Status.SUCCESS,
    )  # fmt: skip
    assert kinds(out) == ["platform.runtimeDone"]


def test_the_init_is_reported_once() -> None:
    again = (InvokeAsked(200 * MS, "r2", "{}"), Responded(201 * MS, Token(4), "r2", "8"), NextAsked(202 * MS, Token(5)))
    assert finish(run(PLAIN, *COLD, INVOKE, *ANSWERED, *again)).init_ns is None


def test_the_answer_stands_when_the_runtime_then_ends() -> None:
    events = (*COLD, INVOKE, ANSWERED[0], ProcessExited(112 * MS, RUNTIME, 1))
    end = finish(run(PLAIN, *events))
    assert (end.payload, end.error, end.status, end.error_type) == ("7", None, Status.ERROR, "Runtime.ExitError")


@pytest.mark.parametrize(
    ("settings", "events", "error_type", "message"),
    [
        (PLAIN, (ProcessExited(110 * MS, RUNTIME, 1),), "Runtime.ExitError",
         "Runtime exited with error: exit status 1"),
        (PLAIN, (ProcessExited(110 * MS, RUNTIME, -9, over_memory=True),), "Runtime.OutOfMemory",
         "Runtime exited with error: signal: killed"),
        (PLAIN, (DeadlinePassed(100 * MS + TIMEOUT), ProcessExited(3_101 * MS, RUNTIME, -9)), "Sandbox.Timedout",
         "Task timed out after 3.00 seconds"),
        (PLAIN, (ShutdownAsked(110 * MS), ProcessExited(111 * MS, RUNTIME, -9)), "Sandbox.Failure",
         "the environment was closed"),
    ],
)  # fmt: skip
def test_ways_to_fail(settings: Settings, events: Sequence[Event], error_type: str, message: str) -> None:
    end = finish(run(settings, *COLD, INVOKE, *events))
    assert json.loads(end.payload) == {"errorType": error_type, "errorMessage": f"RequestId: r1 Error: {message}"}
    assert end.error is not None
    assert end.error.error_type == error_type


def test_a_deadline_that_was_replaced_does_nothing() -> None:
    assert run(PLAIN, *COLD, INVOKE, DeadlinePassed(99 * MS + TIMEOUT)) == []


def test_a_timeout_kills_and_waits_for_the_end_before_it_answers() -> None:
    late = DeadlinePassed(100 * MS + TIMEOUT)
    out = run(PLAIN, *COLD, INVOKE, late)
    assert (len(only(KillAll, out)), len(only(Finish, out))) == (1, 0)
    stuck = run(PLAIN, *COLD, INVOKE, late, DeadlinePassed(100 * MS + TIMEOUT + PLAIN.kill_limit_ns))
    assert finish(stuck).status is Status.TIMEOUT
    assert log(stuck) == ["1970-01-01T00:16:43.100Z r1 Task timed out after 3.00 seconds\n"]


def test_an_init_that_failed_before_is_paid_for_by_the_next_event() -> None:
    crash = (InitAsked(0), Started(1, RUNTIME), ProcessExited(50 * MS, RUNTIME, 1))
    machine = Lifecycle(PLAIN)
    for event in crash:
        machine.handle(event)
    out = machine.handle(InvokeAsked(100 * MS, "r1", "{}"))
    assert only(Spawn, out) == [Spawn(Process(2))]
    assert only(SetDeadline, out) == [SetDeadline(100 * MS + TIMEOUT)]
    machine.handle(Started(101 * MS, Process(2)))
    machine.handle(NextAsked(150 * MS, Token(1)))
    machine.handle(Responded(160 * MS, Token(2), "r1", "7"))
    end = finish(machine.handle(NextAsked(161 * MS, Token(3))))
    assert (end.duration_ns, end.init_ns) == (60 * MS, None)


def test_an_init_error_is_the_answer_with_the_payload_as_it_is() -> None:
    posted = '{"errorType": "Runtime.ImportModuleError", "errorMessage": "no x", "requestId": "", "stackTrace": []}'
    machine = Lifecycle(PLAIN)
    for event in (InvokeAsked(0, "r1", "{}"), Started(1, RUNTIME), InitError(9 * MS, Token(1), posted, "Runtime.X"),
                  ProcessExited(10 * MS, RUNTIME, 1), Started(11 * MS, Process(2)),
                  InitError(19 * MS, Token(2), posted, "Runtime.X")):  # fmt: skip
        machine.handle(event)
    out = machine.handle(ProcessExited(20 * MS, Process(2), 1))
    assert finish(out).payload == posted
    assert log(out) == [
        "INIT_REPORT Init Duration: 9.00 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.X",
        "START RequestId: r1 Version: $LATEST",
    ]


def test_processes_of_an_old_init_do_not_matter() -> None:
    machine = Lifecycle(PLAIN)
    for event in (*COLD, INVOKE, DeadlinePassed(100 * MS + TIMEOUT), ProcessExited(3_200 * MS, RUNTIME, -9),
                  InvokeAsked(3_300 * MS, "r2", "{}"), Started(3_301 * MS, Process(2))):  # fmt: skip
        machine.handle(event)
    assert machine.handle(ProcessExited(3_302 * MS, RUNTIME, -9)) == []


class TestExtensions:
    def started(self, *registered_for: str) -> tuple[Lifecycle, str, list[Instruction]]:
        machine = Lifecycle(WATCHED)
        assert only(Spawn, machine.handle(InitAsked(0))) == [Spawn(WATCHER)]
        machine.handle(Started(1 * MS, WATCHER))
        out = machine.handle(ExtensionRegistered(10 * MS, Token(1), "watcher", registered_for))
        (answer,) = [one for one in out if isinstance(one, Answer)]
        return machine, answer.reply.headers["Lambda-Extension-Identifier"], out

    def warm(self, *registered_for: str) -> tuple[Lifecycle, str, list[Instruction]]:
        machine, identifier, _ = self.started(*registered_for)
        machine.handle(Started(20 * MS, RUNTIME))
        machine.handle(NextAsked(50 * MS, Token(2)))
        return machine, identifier, machine.handle(ExtensionNextAsked(61 * MS, Token(3), identifier))

    def test_the_runtime_starts_when_all_have_registered(self) -> None:
        assert only(Spawn, self.started()[2]) == [Spawn(RUNTIME)]

    def test_the_init_lasts_from_the_first_start_until_all_wait(self) -> None:
        machine, _, out = self.warm()
        assert kinds(out) == ["platform.extension", "platform.initReport"]
        assert log(out) == ["EXTENSION\tName: watcher\tState: Ready\tEvents: []"]
        machine.handle(INVOKE)
        machine.handle(ANSWERED[0])
        assert finish(machine.handle(ANSWERED[1])).init_ns == 60 * MS

    def test_an_invocation_lasts_until_a_subscribed_extension_is_done(self) -> None:
        machine, identifier, _ = self.warm("INVOKE")
        tokens = [one.token for one in machine.handle(INVOKE) if isinstance(one, Answer)]
        assert tokens == [Token(3), Token(2)]
        machine.handle(ANSWERED[0])
        assert not only(Finish, machine.handle(ANSWERED[1]))
        end = finish(machine.handle(ExtensionNextAsked(150 * MS, Token(9), identifier)))
        assert end.duration_ns == 50 * MS

    def test_shutdown_is_told_and_waited_for(self) -> None:
        machine, _, _ = self.warm("SHUTDOWN")
        out = machine.handle(ShutdownAsked(100 * MS))
        (answer,) = [one for one in out if isinstance(one, Answer)]
        assert json.loads(answer.reply.body) == {
            "eventType": "SHUTDOWN",
            "deadlineMs": 2100,
            "shutdownReason": "spindown",
        }
        assert not only(KillAll, out)
        assert only(KillAll, machine.handle(ProcessExited(110 * MS, WATCHER, 0)))
        assert only(Stop, machine.handle(ProcessExited(111 * MS, RUNTIME, -9)))

    def test_shutdown_has_a_limit(self) -> None:
        machine, _, _ = self.warm("SHUTDOWN")
        machine.handle(ShutdownAsked(100 * MS))
        assert only(KillAll, machine.handle(DeadlinePassed(2_100 * MS)))

    def test_without_shutdown_everything_is_killed_at_once(self) -> None:
        machine, _, _ = self.warm("INVOKE")
        assert only(KillAll, machine.handle(ShutdownAsked(100 * MS)))

    @pytest.mark.parametrize(
        ("during_init", "error_type"), [(True, "Extension.InitError"), (False, "Extension.ExitError")]
    )
    def test_an_extension_that_gives_up(self, during_init: bool, error_type: str) -> None:  # noqa: FBT001 - a column
        machine, identifier, _ = self.started()
        out = machine.handle(ExtensionError(20 * MS, Token(5), identifier, "Fatal.Connect", during_init))
        reports = [one.event["record"] for one in out if isinstance(one, EmitTelemetry)]
        assert [record["errorType"] for record in reports if "metrics" in record] == [error_type]

    def test_an_extension_that_cannot_be_executed(self) -> None:
        machine = Lifecycle(WATCHED)
        machine.handle(InitAsked(0))
        out = machine.handle(LaunchFailed(1 * MS, WATCHER, "fork/exec /opt/extensions/watcher: exec format error"))
        assert (
            "INIT_REPORT Init Duration: 1.00 ms\tPhase: init\tStatus: error\tError Type: Extension.LaunchError"
            in log(out)
        )

    def test_telemetry_is_subscribed_to_during_the_init_alone(self) -> None:
        wanted = Subscription(("platform",), Protocol.HTTP, 80)
        machine, identifier, _ = self.started()
        early = machine.handle(TelemetrySubscribed(20 * MS, Token(5), identifier, wanted))
        other, late_identifier, _ = self.warm()
        late = other.handle(TelemetrySubscribed(70 * MS, Token(5), late_identifier, wanted))
        assert [one.reply.status for one in (*early, *late) if isinstance(one, Answer)] == [200, 403]
        assert kinds(early) == ["platform.telemetrySubscription"]

    def test_strangers_are_refused(self) -> None:
        machine, _, _ = self.warm()
        out = machine.handle(ExtensionNextAsked(70 * MS, Token(8), "unknown"))
        assert [one.reply.status for one in out if isinstance(one, Answer)] == [403]


def test_an_error_of_the_handler_is_no_failure_of_the_environment() -> None:
    error = RespondedError(110 * MS, Token(2), "r1", '{"errorType": "KeyError", "errorMessage": "x"}', "")
    end = finish(run(PLAIN, *COLD, INVOKE, error, ANSWERED[1]))
    assert end.error is not None
    assert (end.error.error_type, end.status, end.error_type) == ("KeyError", Status.SUCCESS, "")
