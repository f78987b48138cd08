"""What an environment writes: the log of an invocation, its telemetry, and who gets a copy of the latter."""

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lamella.sandbox.lifecycle.events import Process
from lamella.sandbox.telemetry import schema
from lamella.sandbox.telemetry.schema import TelemetryEvent

Sink = Callable[[TelemetryEvent], None]

_MOST_LOG_CHARACTERS = 16 * 1024 * 1024
_LINE_END = re.compile(r"\r\n|\n")


@dataclass(slots=True)
class _Stream:
    """The output of one process, cut into lines."""

    decoder: codecs.IncrementalDecoder = field(
        default_factory=lambda: codecs.getincrementaldecoder("utf-8")(errors="replace")
    )
    parts: list[str] = field(default_factory=list)
    size: int = 0

    def lines(self, data: bytes, *, final: bool = False) -> list[str]:
        whole: list[str] = []
        first, *others = _LINE_END.split(self.decoder.decode(data, final))
        self._add(first)
        for text in others:
            whole.append(self._end())
            self._add(text)
        if self.size >= _MOST_LOG_CHARACTERS or (final and self.size):
            whole.append(self._end())
        return whole

    def _add(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.size += len(text)

    def _end(self) -> str:
        line = "".join(self.parts)
        self.parts.clear()
        self.size = 0
        return line


class Journal:
    """Collects the log and the telemetry of an invocation.

    A line that a runtime ends with carriage returns inside (a traceback) is one record of several lines, as on Lambda.
    A flood is cut at 16 Mi characters an invocation, in many lines or in one, and says so.
    """

    def __init__(self) -> None:
        self._streams: dict[Process, _Stream] = {}
        self._log: list[str] = []
        self._log_size = 0
        self._dropped_bytes = 0
        self._telemetry: list[TelemetryEvent] = []
        self._since_init: list[TelemetryEvent] | None = []
        self._sinks: dict[str, tuple[frozenset[str], Sink]] = {}

    def written(self, process: Process, data: bytes, epoch_ns: int, *, final: bool = False) -> None:
        """Take output of a process; `final`: nothing more will come of it."""
        if self._log_size >= _MOST_LOG_CHARACTERS:
            self._dropped_bytes += len(data)
            return
        stream = self._streams.setdefault(process, _Stream())
        kind = "function" if process.extension is None else "extension"
        for line in stream.lines(data, final=final):
            record = line.replace("\r", "\n").rstrip("\n")
            self._log_size += len(record) + 1
            self._log.append(record)
            self.emit(schema.event(epoch_ns, kind, record))
        if final:
            self._streams.pop(process, None)

    def flush(self, epoch_ns: int) -> None:
        """Take lines that have no end yet as they are, and say what was dropped."""
        for process, stream in self._streams.items():
            if stream.size:
                self.written(process, b"\n", epoch_ns)
        if self._dropped_bytes:
            self.line(f"lamella: {self._dropped_bytes:,} more bytes of log were dropped")
            self._dropped_bytes = 0

    def line(self, text: str) -> None:
        """Log a line of Lambda's own."""
        self._log.append(text)

    def emit(self, event: TelemetryEvent) -> None:
        """Emit an event to those who subscribed to its kind."""
        self._telemetry.append(event)
        if event["type"] == "platform.initStart":
            self._since_init = []
        if self._since_init is not None:
            self._since_init.append(event)
        for categories, sink in self._sinks.values():
            if schema.category(event) in categories:
                sink(event)

    def subscribe(self, name: str, categories: tuple[str, ...], sink: Sink) -> None:
        """Send events to `sink` from now on, after those since the init began."""
        wanted = frozenset(categories)
        for event in self._since_init or ():
            if schema.category(event) in wanted:
                sink(event)
        self._sinks[name] = (wanted, sink)

    def unsubscribe_all(self) -> None:
        """Forget the subscribers: their processes are gone."""
        self._sinks.clear()

    def stop_keeping(self) -> None:
        """Keep no events for later subscribers: the init is over."""
        self._since_init = None

    def take(self) -> tuple[str, tuple[Mapping[str, object], ...]]:
        """Return log and telemetry, and begin anew."""
        log = "".join(f"{line}\n" for line in self._log)
        telemetry = tuple(self._telemetry)
        self._log, self._log_size, self._telemetry = [], 0, []
        return log, telemetry
