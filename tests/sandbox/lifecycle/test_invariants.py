"""No order of events may leave an invocation without its one answer, or a process of an old init in a new one."""

import itertools
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

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
    Process,
    ProcessExited,
    Responded,
    RespondedError,
    ShutdownAsked,
    Started,
    TelemetrySubscribed,
    Token,
)
from lamella.sandbox.lifecycle.instructions import Answer, Finish, Instruction, KillAll, Spawn, Stop
from lamella.sandbox.lifecycle.machine import Lifecycle
from lamella.sandbox.lifecycle.phases import Settings
from lamella.sandbox.telemetry.subscription import Protocol, Subscription

SETTINGS = Settings(
    "f", "app.handler", 3_000, ("watcher",), init_limit_ns=10_000, shutdown_limit_ns=2_000, kill_limit_ns=2_000
)
Tokened = (
    NextAsked
    | Responded
    | RespondedError
    | InitError
    | ExtensionRegistered
    | ExtensionNextAsked
    | ExtensionError
    | TelemetrySubscribed
)
PROCESSES = st.builds(Process, st.integers(1, 3), st.sampled_from([None, "watcher"]))
REQUESTS = st.sampled_from(["r0", "r1", "r2"])
TOKEN = Token(0)
SUBSCRIPTION = Subscription(("platform",), Protocol.HTTP, 8080)

EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.just(InitAsked(0)),
    st.just(InvokeAsked(0, "", "{}")),
    st.just(ShutdownAsked(0)),
    st.builds(Started, st.just(0), PROCESSES),
    st.builds(LaunchFailed, st.just(0), PROCESSES, st.just("no such file")),
    st.builds(ProcessExited, st.just(0), PROCESSES, st.sampled_from([0, 1, -9]), st.booleans()),
    st.just(DeadlinePassed(0)),
    st.just(NextAsked(0, TOKEN)),
    st.builds(Responded, st.just(0), st.just(TOKEN), REQUESTS, st.sampled_from(["1", None])),
    st.builds(RespondedError, st.just(0), st.just(TOKEN), REQUESTS, st.just("{}"), st.just("E")),
    st.just(InitError(0, TOKEN, "{}", "Runtime.ImportModuleError")),
    st.builds(ExtensionRegistered, st.just(0), st.just(TOKEN), st.just("watcher"), st.just(("INVOKE", "SHUTDOWN"))),
    st.just(ExtensionNextAsked(0, TOKEN, "")),
    st.builds(ExtensionError, st.just(0), st.just(TOKEN), st.just(""), st.just("E"), st.booleans()),
    st.just(TelemetrySubscribed(0, TOKEN, "", SUBSCRIPTION)),
)


class Driver:
    """Gives events times, tokens, identifiers and processes that fit the machine's last instructions."""

    def __init__(self) -> None:
        self.machine = Lifecycle(SETTINGS)
        self.now = 0
        self.tokens = 0
        self.invocations = 0
        self.identifier = ""
        self.log: list[Instruction] = []
        self.open_tokens: set[int] = set()

    def feed(self, event: Event) -> list[Instruction]:
        self.now += 1_500
        event = replace(event, at_ns=self.now)
        if isinstance(event, InvokeAsked):
            event = replace(event, request_id=f"r{self.invocations}")
            self.invocations += 1
        if isinstance(event, Tokened):
            self.tokens += 1
            event = replace(event, token=Token(self.tokens))
            self.open_tokens.add(self.tokens)
        if isinstance(event, ExtensionNextAsked | ExtensionError | TelemetrySubscribed):
            event = replace(event, identifier=self.identifier)
        out = self.machine.handle(event)
        for one in out:
            if isinstance(one, Answer):
                assert one.token in self.open_tokens, "a request is answered once"
                self.open_tokens.discard(one.token)
                self.identifier = one.reply.headers.get("Lambda-Extension-Identifier", self.identifier)
        self.log += out
        return out


@settings(max_examples=300, deadline=None)
@given(st.lists(EVENTS, max_size=40))
def test_every_invocation_is_answered_once(events: list[Event]) -> None:
    driver = Driver()
    for event in events:
        driver.feed(event)
    driver.feed(ShutdownAsked(0))
    for _ in range(6):
        driver.feed(DeadlinePassed(0))

    finished = [one.request_id for one in driver.log if isinstance(one, Finish)]
    assert sorted(finished) == sorted(f"r{number}" for number in range(driver.invocations))
    assert sum(isinstance(one, Stop) for one in driver.log) == 1


@settings(max_examples=300, deadline=None)
@given(st.lists(EVENTS, max_size=40))
def test_waiting_always_ends_by_itself(events: list[Event]) -> None:
    """Without any word from inside, deadlines alone bring every invocation to its end."""
    driver = Driver()
    for event in events:
        if not isinstance(event, ShutdownAsked):
            driver.feed(event)
    for _ in range(12 * (driver.invocations + 2)):
        driver.feed(DeadlinePassed(0))

    assert sum(isinstance(one, Finish) for one in driver.log) == driver.invocations


@settings(max_examples=300, deadline=None)
@given(st.lists(EVENTS, max_size=40))
def test_a_new_init_starts_only_after_all_were_killed(events: list[Event]) -> None:
    driver = Driver()
    for event in events:
        driver.feed(event)

    generations = [one.process.generation for one in driver.log if isinstance(one, Spawn)]
    assert generations == sorted(generations)
    killed = [i for i, one in enumerate(driver.log) if isinstance(one, KillAll)]
    changes = [
        i
        for i, one in enumerate(driver.log)
        if isinstance(one, Spawn) and one.process == Process(one.process.generation, "watcher")
    ]
    for earlier, later in itertools.pairwise(changes):
        assert any(earlier < kill < later for kill in killed)
