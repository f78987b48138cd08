"""Sandboxes on this machine, as tests and proofs ask for them."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from lamella.sandbox.function import Function, Rules
from lamella.sandbox.maker import SandboxLike
from lamella.sandbox.outcome import Mechanism
from lamella.sandbox.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class LocalSandboxes:
    """Makes sandboxes on this machine, for one layer.

    Attributes:
        environ: Where interpreters are looked for, and uv's settings.
        cache: Lamella's cache.
        mechanism: Forces a way of isolation.
        runtime_boto3: See `LayerTest`.
    """

    environ: Mapping[str, str]
    cache: Path
    mechanism: Mechanism | None = None
    runtime_boto3: str | bool | None = None

    def __call__(self, function: Function, layers: Sequence[Path], rules: Rules) -> AbstractContextManager[SandboxLike]:
        """Return a sandbox that is prepared on entry."""
        return Sandbox(
            function,
            layers,
            rules=rules,
            mechanism=self.mechanism,
            runtime_boto3=self.runtime_boto3,
            environ=self.environ,
            cache=self.cache,
        )
