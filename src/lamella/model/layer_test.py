"""What a layer's tests are, as lamella.toml describes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FunctionTest:
    """A function that uses the layer.

    Attributes:
        code: Folder, relative to lamella.toml.
        handler: `app.handler`.
        events: A JSON file with a list, relative to lamella.toml; each item is an event, or a table with `event` and
            optionally `expect`.
        memory_mb, timeout_s: Of the function.
        environ: Its variables.
    """

    code: str
    handler: str
    events: str
    memory_mb: int = 512
    timeout_s: float = 30.0
    environ: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LayerTest:
    """The tests of a layer.

    Attributes:
        imports: Modules, each imported in a fresh environment.
        functions: Functions with their events.
        max_init_ms: Budget of the median init of `runs` cold starts of each function; `None`: no budget.
        max_memory_mb: Budget of each function's peak memory; `None`: no budget.
        runs: Cold starts for `max_init_ms`.
        runtime_boto3: `1.40` pins the runtime's own boto3, `False` leaves it out, `None` takes the newest.
    """

    imports: tuple[str, ...] = ()
    functions: tuple[FunctionTest, ...] = ()
    max_init_ms: float | None = None
    max_memory_mb: int | None = None
    runs: int = 5
    runtime_boto3: str | bool | None = None
