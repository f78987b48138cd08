"""The init in the life of an execution environment: extensions register, then the runtime starts."""

from dataclasses import replace

from lamella.sandbox.lifecycle import function_error, invocation, replies, report
from lamella.sandbox.lifecycle.events import (
    ExtensionRegistered,
    InitError,
    Process,
    TelemetrySubscribed,
)
from lamella.sandbox.lifecycle.instructions import EmitTelemetry, InitDone, Log, Reply, Spawn, Subscribe
from lamella.sandbox.lifecycle.phases import (
    Failure,
    Starting,
    Waiting,
)
from lamella.sandbox.lifecycle.state import LifecycleState
from lamella.sandbox.telemetry import schema
from lamella.sandbox.telemetry.schema import Status


def begin(state: LifecycleState, at_ns: int, *, in_invoke: bool = False) -> None:
    """Start an init; `in_invoke` when the first waiting invocation pays for it with its own time."""
    state.generation += 1
    state.registry = state.fresh_registry()
    state.phase = phase = Starting(in_invoke, at_ns)
    state.emit(
        schema.init_start(state.epoch(at_ns), phase.name, state.settings.function_name, state.settings.function_version)
    )
    state.set_deadline(at_ns + (state.settings.timeout_ns if in_invoke else state.settings.init_limit_ns))
    names = state.settings.extensions
    state.out += [Spawn(Process(state.generation, name)) for name in names]
    if not names:
        state.out.append(Spawn(Process(state.generation)))


def extension_registered(state: LifecycleState, event: ExtensionRegistered) -> None:
    """Register an extension; the runtime starts when all have registered."""
    if not isinstance(state.phase, Starting):
        state.registry.close()
    ready_before = state.registry.all_registered
    state.answer(event.token, state.registry.register(event))
    if not ready_before and state.registry.all_registered and isinstance(state.phase, Starting):
        state.out.append(Spawn(Process(state.generation)))


def init_error(state: LifecycleState, event: InitError) -> None:
    """Take the runtime's word that it cannot start; the init fails when its process ends."""
    match state.phase:
        case Starting(failure=None, runtime_done=False) as phase:
            kind = event.error_type or function_error.parse_error(event.payload, "").error_type
            failure = Failure(Status.ERROR, kind, "", event.payload)
            state.phase = replace(phase, failure=failure)
            state.answer(event.token, replies.accepted())
        case _:
            state.answer(event.token, replies.runtime_not_allowed(state.runtime_state(), "InitError"))


def subscribed(state: LifecycleState, event: TelemetrySubscribed) -> None:
    """Take a subscription to telemetry, which only the init allows."""
    found = state.registry.find(event.identifier)
    if found is None:
        state.answer(event.token, replies.unknown_extension(event.identifier))
    elif not isinstance(state.phase, Starting):
        why = "Telemetry API subscription is closed already"
        state.answer(event.token, replies.refused(403, "Telemetry.SubscriptionClosed", why))
    else:
        wanted = event.subscription
        state.answer(event.token, Reply(200, '"OK"'))
        state.out.append(Log(report.subscription_line(found.name, wanted.categories)))
        state.emit(schema.subscribed(state.epoch(event.at_ns), found.name, wanted.categories))
        state.out.append(Subscribe(found.name, wanted))


def ready_if_all_wait(state: LifecycleState, phase: Starting, at_ns: int) -> None:
    """End the init when runtime and extensions ask for the first event."""
    if state.runtime_token is None or not state.registry.all_waiting:
        return
    began_ns = phase.first_ns if phase.first_ns is not None else phase.began_ns
    init_ns = max(0, at_ns - began_ns)
    tell_of_extensions(state, at_ns)
    state.emit(schema.init_report(state.epoch(at_ns), phase.name, Status.SUCCESS, "", init_ns))
    state.out.append(InitDone())
    state.set_deadline(None)
    state.phase = Waiting()
    if phase.in_invoke:
        invocation.dispatch(state, at_ns, phase.began_ns)
        return
    state.init_ns = init_ns
    if state.calls:
        invocation.dispatch(state, at_ns, at_ns)


def tell_of_extensions(state: LifecycleState, at_ns: int) -> None:
    """Say how each extension stands after an init."""
    for one in state.registry.members:
        line = report.extension_line(one.name, one.state, one.events)
        event = schema.extension(state.epoch(at_ns), one.name, one.state, one.events, one.error_type)
        state.out += [Log(line), EmitTelemetry(event)]
