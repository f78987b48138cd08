"""Starts and ends the first process of a cell."""

import os
import signal
import socket
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass

from lamella.sandbox.inside.channel import Channel
from lamella.sandbox.inside.plan import Plan

_START_TIMEOUT_S = 20.0
END_TIMEOUT_S = 10.0
_SAID_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Started:
    """The first process of a cell, ready to be asked; `probing` says whether it sees failed opens."""

    process: subprocess.Popen[bytes]
    channel: Channel
    listener: socket.socket
    address: str
    probing: bool


def start(command: Sequence[str], plan: Plan, fds: Sequence[int] = ()) -> Started:
    """Start `command`, whose last argument will be the number of its socket, and give it the plan and `fds`.

    Raises:
        OSError: The cell cannot be made: errno and message are those of the step that failed. Nothing is left.
    """
    ours, theirs = socket.socketpair()
    with ExitStack() as undo:
        undo.callback(ours.close)
        with theirs:
            process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                pass_fds=[theirs.fileno(), *fds],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is lamella's to answer
            )
        undo.callback(end, process)
        undo.callback(ours.close)
        ours.settimeout(_START_TIMEOUT_S)
        channel = Channel(ours)
        with suppress(ConnectionError):
            channel.send(plan)
        match _first(channel):
            case {"done": [str(address), bool(probing)]}:
                listener = socket.socket(fileno=channel.take_fd())
            case {"failed": [number, text, place]}:
                raise OSError(number, text, place)
            case _:
                ours.close()
                raise OSError(0, f"the first process ended: {last_words(process)}")
        ours.settimeout(None)
        undo.pop_all()
    return Started(process, channel, listener, address, probing)


def refusal(command: Sequence[str], plan: Plan) -> str | None:
    """Start a cell and end it; return why that does not work, or `None`."""
    try:
        started = start(command, plan)
    except OSError as error:
        return in_words(error)
    started.channel.close()
    started.listener.close()
    end(started.process)
    return None


def end(process: subprocess.Popen[bytes]) -> None:
    """Wait for the end that the closed socket brings about; a process that hangs is killed with its group."""
    try:
        process.wait(END_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stderr is not None:
        process.stderr.close()


def last_words(process: subprocess.Popen[bytes]) -> str:
    """Return the last that an ended first process wrote to standard error, or else its exit status."""
    text = b""
    with suppress(subprocess.TimeoutExpired):
        _, text = process.communicate(timeout=END_TIMEOUT_S)
    return text.decode(errors="replace").strip()[-_SAID_CHARACTERS:] or f"exit status {process.returncode}"


def in_words(error: OSError) -> str:
    """Return what a step of the first process said of its failure."""
    said = error.strerror or str(error)
    return f"{said} ({error.filename})" if error.filename else said


def _first(channel: Channel) -> object:
    while (messages := channel.receive()) is not None:
        if messages:
            return messages[0]
    return None
