"""What an expression may be: a constant, a name, a callable, and where its data comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from lamella.check.finding import Step

if TYPE_CHECKING:
    from lamella.check.code.callables import Callable_

HOLE = "\ufffc"
MOST_STEPS = 8
MOST_TEXT = 4_096
MOST_NAMES = 8


class Label(Enum):
    """Where data comes from, or what was done to it."""

    DECODED = "decoded data"
    DOWNLOADED = "data from the network"
    AWS_SECRET = "AWS credentials"  # noqa: S105 - the name of a kind of data
    SECRET = "a secret"  # noqa: S105 - the name of a kind of data
    ENVIRONMENT = "the whole environment"
    HOST = "what identifies the machine or the user"
    PRIVATE_FILE = "a file with credentials"
    CAPTURED = "captured input"
    ASSEMBLED = "bytes that are put together one by one"
    REQUEST = "what a caller sends"
    PIXELS = "data hidden in a picture or a sound"
    HANDLER = "the handler's name"
    DROPPED = "a file made of downloaded data"


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """A key of a mapping that is not a constant."""

    value: "Value"


class _UnknownConst:
    def __repr__(self) -> str:
        return "UNKNOWN_CONST"


UNKNOWN_CONST = _UnknownConst()

Taint = tuple[Label, str]
Trace = tuple[Step, ...]
Taints = Mapping[Taint, Trace]
NO_TAINTS: Taints = {}


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """What is known of an expression.

    Attributes:
        const: Its value where it is known; `UNKNOWN_CONST` otherwise. Containers hold Python values.
        text: As text, with `HOLE` for what is not known; empty where nothing is.
        hidden: Whether the constant was put together by an operation that hides it from readers.
        names: Qualified names that it may be, such as `os.system`; `requests.Session()` is an instance.
        things: Functions, classes and lambdas of the module.
        items: Values of a literal's elements, by key or position.
        taints: Where its data comes from, each with the way it took.
    """

    const: Any = UNKNOWN_CONST
    text: str = ""
    hidden: bool = False
    names: tuple[str, ...] = ()
    things: "tuple[Callable_, ...]" = ()
    items: "Mapping[Any, Value] | None" = None
    taints: Taints = field(default_factory=lambda: NO_TAINTS)

    @property
    def known(self) -> bool:
        """Whether it is a constant."""
        return self.const is not UNKNOWN_CONST

    def has(self, *labels: Label) -> bool:
        """Whether its data comes from one of the places."""
        return any(label in labels for label, _ in self.taints)

    def with_taint(self, label: Label, detail: str, step: Step) -> "Value":
        """Return the value, known to come from a place too."""
        if (label, detail) in self.taints:
            return self
        return replace(self, taints={**self.taints, (label, detail): (step,)})

    def with_taints(self, taints: Taints) -> "Value":
        """Return the value with further taints."""
        if not taints or taints is self.taints:
            return self
        return replace(self, taints={**taints, **self.taints} if self.taints else taints)

    def through(self, step: Step) -> "Value":
        """Return the value, one step further on its way."""
        if not self.taints:
            return self
        return replace(self, taints={taint: _longer(trace, step) for taint, trace in self.taints.items()})

    def only_taints(self) -> "Value":
        """Return a value of which nothing but its origins is known."""
        return Value(taints=self.taints) if self.taints else UNKNOWN


UNKNOWN = Value()


def const(value: Any, *, hidden: bool = False, taints: Taints = NO_TAINTS) -> Value:  # noqa: ANN401 - any constant
    """Return the value of a constant."""
    return Value(value, text_of(value), hidden, taints=taints)


def named(*names: str) -> Value:
    """Return what has qualified names."""
    return Value(names=names)


def partly(text: str, taints: Taints, *, hidden: bool = False) -> Value:
    """Return a text of which only parts are known."""
    return Value(text=text[:MOST_TEXT], hidden=hidden, taints=taints)


def text_of(value: object) -> str:
    """Return a constant as text; empty for what has no text."""
    match value:
        case str():
            return value[:MOST_TEXT]
        case bytes() | bytearray():
            return bytes(value[:MOST_TEXT]).decode("latin-1")
        case tuple() | list():
            return " ".join(text for each in value[:64] if (text := text_of(each)))[:MOST_TEXT]
        case bool() | int() | float():
            return str(value)[:64] if not isinstance(value, int) or value.bit_length() < 256 else ""
        case _:
            return ""


def join_taints(values: Iterable[Value]) -> Taints:
    """Return the origins of all values together."""
    found: dict[Taint, Trace] = {}
    for each in values:
        for taint, trace in each.taints.items():
            found.setdefault(taint, trace)
    return found or NO_TAINTS


def join(values: Iterable[Value]) -> Value:
    """Return what a value is that may be any of several."""
    several = [each for each in values if each is not UNKNOWN]
    if not several:
        return UNKNOWN
    if len(several) == 1:
        return several[0]
    names = dict.fromkeys(name for each in several for name in each.names)
    things = dict.fromkeys(thing for each in several for thing in each.things)
    texts = dict.fromkeys(each.text for each in several if each.text)
    first = several[0]
    same = all(_same(first, each) for each in several[1:])
    items: dict[Any, Value] = {}
    for each in several:
        for key, item in (each.items or {}).items():
            items[key] = join([items[key], item]) if key in items else item
    return Value(
        first.const if same else UNKNOWN_CONST,
        "|".join(texts)[:MOST_TEXT],
        any(each.hidden for each in several),
        tuple(names)[:MOST_NAMES],
        tuple(things)[:MOST_NAMES],
        items or None,
        join_taints(several),
    )


def _same(one: Value, other: Value) -> bool:
    # True == 1 and b"" == "" would mix kinds.
    return one.known and other.known and type(one.const) is type(other.const) and one.const == other.const


def _longer(trace: Trace, step: Step) -> Trace:
    if len(trace) >= MOST_STEPS or trace[-1] == step:
        return trace
    return (*trace, step)


def trace_of(value: Value, *labels: Label) -> Trace:
    """Return how data of the first of the labels came here."""
    for label in labels:
        for (each, _), trace in value.taints.items():
            if each is label:
                return trace
    return ()
