"""What the parts of the state machine of an execution environment share."""

from collections import deque
from dataclasses import replace

from lamella.sandbox.lifecycle import answers, replies, report
from lamella.sandbox.lifecycle.events import (
    InvokeAsked,
    Process,
    Started,
    Token,
)
from lamella.sandbox.lifecycle.extensions import Extension, ExtensionRegistry
from lamella.sandbox.lifecycle.instructions import Answer, EmitTelemetry, Instruction, Log, Reply, SetDeadline
from lamella.sandbox.lifecycle.phases import (
    Closed,
    Failure,
    Leaving,
    Phase,
    Resting,
    Running,
    Settings,
    Starting,
)
from lamella.sandbox.telemetry import schema
from lamella.sandbox.telemetry.schema import Status


class LifecycleState:
    """Where an environment stands, and the instructions so far.

    Attributes:
        out: Instructions for the event at hand.
        phase: See there.
        calls: Invocations that wait.
        alive: Processes that were started and have not ended.
        generation: Counts the inits.
        registry: The extensions of this init.
        runtime_token: The runtime's waiting request for the next event.
        deadline_ns: The one deadline.
        init_ns: Of an init that no REPORT has named yet.
        suppressed: Whether the next init is paid for by an invocation: one has failed before.
        closing: Whether the environment is to end.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.out: list[Instruction] = []
        self.phase: Phase = Resting()
        self.calls: deque[InvokeAsked] = deque()
        self.alive: set[Process] = set()
        self.generation = 0
        self.registry = self.fresh_registry()
        self.runtime_token: Token | None = None
        self.deadline_ns: int | None = None
        self.init_ns: int | None = None
        self.suppressed = False
        self.closing = False

    def fresh_registry(self) -> ExtensionRegistry:
        """Return a registry for the current init."""
        settings = self.settings
        about = {
            "functionName": settings.function_name,
            "functionVersion": settings.function_version,
            "handler": settings.handler,
        }
        seed = f"{settings.seed}/{self.generation}"
        return ExtensionRegistry(settings.extensions, seed, about, settings.account_id)

    def started(self, event: Started) -> None:
        """Take note of a process."""
        self.alive.add(event.process)
        match self.phase:
            case Starting(first_ns=None) as phase:
                self.phase = replace(phase, first_ns=event.at_ns)
            case _:
                pass

    def runtime_state(self) -> str:
        """Return the runtime's state in Lambda's words."""
        match self.phase:
            case Starting(failure=Failure()):
                return "InitError"
            case Starting(runtime_done=False) | Resting() | Closed():
                return "Started"
            case Running(response=None):
                return "Running"
            case Running(runtime_done=False):
                return "RuntimeResponseSentState"
            case _:
                return "Ready"

    def log_start(self, call: InvokeAsked, at_ns: int) -> None:
        """Log and emit the start of an invocation."""
        self.out.append(Log(report.start_line(call.request_id, self.settings.function_version)))
        self.emit(schema.start(self.epoch(at_ns), call.request_id, call.trace_id, self.settings.function_version))

    def emit_runtime_done(self, phase: Running, at_ns: int, status: Status, error_type: str) -> None:
        """Emit that the runtime is done with an event."""
        produced = len(phase.response.payload.encode()) if phase.response else 0
        end_ns = phase.response.at_ns if phase.response else at_ns
        event = schema.runtime_done(
            self.epoch(at_ns),
            phase.call.request_id,
            phase.call.trace_id,
            status,
            error_type,
            max(0, end_ns - phase.began_ns),
            produced,
        )
        self.emit(event)

    def answer(self, token: Token, reply: Reply) -> None:
        """Answer a waiting request."""
        self.out.append(Answer(token, reply))

    def answer_extension(self, one: Extension, body: dict[str, object]) -> None:
        """Answer an extension that waits for an event."""
        token = one.take_token()
        if token is not None:
            self.answer(token, replies.extension_event(body, one.identifier))

    def emit(self, event: schema.TelemetryEvent) -> None:
        """Emit an event of the Telemetry API."""
        self.out.append(EmitTelemetry(event))

    def set_deadline(self, at_ns: int | None) -> None:
        """Set the one deadline, or none."""
        self.deadline_ns = at_ns
        self.out.append(SetDeadline(at_ns))

    def epoch(self, at_ns: int) -> int:
        """Return nanoseconds since 1970."""
        return at_ns + self.settings.epoch_offset_ns

    def tell_shutdown(self, one: Extension, phase: Leaving) -> None:
        """Send a SHUTDOWN event to an extension that waits."""
        body = answers.shutdown_event(phase.reason, self.epoch(phase.until_ns) // 1_000_000)
        self.answer_extension(one, body)

    def still_leaving(self) -> bool:
        """Return whether an extension that registered for SHUTDOWN still lives."""
        names = {process.extension for process in self.alive if process.generation == self.generation}
        return any(one.name in names for one in self.registry.subscribed("SHUTDOWN"))
