"""A pytest plugin: functions with their layers in a local Lambda. What is heavy is imported when a test asks for it."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from lamella.model.target import Target
    from lamella.sandbox.sandbox import Sandbox

    Layers = Callable[[tuple[str, ...], str | None], tuple["Target", tuple[Path, ...]]]

MARKER = "lamella_layers"


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}(*layers): layers of `lamella_function`, zips or names of lamella.toml, in order; later ones win",
    )


@dataclass(frozen=True)
class LambdaFunctions:
    """Opens functions for one test; they are closed when it ends.

    Attributes:
        root: Folder that paths are relative to, and where the search for lamella.toml begins.
        marked: Layers of the marker.
    """

    root: Path
    marked: tuple[str, ...]
    _layers: Layers
    _stack: ExitStack

    def __call__(  # noqa: PLR0913 - a function's settings, and all but the first two have a default
        self,
        code: str | os.PathLike[str],
        handler: str,
        *,
        layers: Sequence[str | os.PathLike[str]] | None = None,
        runtime: str | None = None,
        memory_mb: int = 512,
        timeout_s: float = 30.0,
        environ: Mapping[str, str] | None = None,
        network: bool = False,
        runtime_boto3: str | bool | None = None,
    ) -> Sandbox:
        """Open a function; its environment starts at the first event.

        Args:
            code: Folder or zip, relative to pytest's root folder.
            handler: `app.handler`.
            layers: Instead of the marker's.
            runtime: `python3.12`; by default what the layers were built for.
            memory_mb: 128 to 10,240.
            timeout_s: Of one invocation.
            environ: The function's variables.
            network: Whether it may reach the network.
            runtime_boto3: See `lamella.sandbox.Sandbox`.

        Raises:
            LamellaError: A layer or the code is not there, or this machine cannot run the runtime.
        """
        from lamella.sandbox.function import Function, Rules
        from lamella.sandbox.sandbox import Sandbox

        names = self.marked if layers is None else tuple(os.fspath(layer) for layer in layers)
        target, zips = self._layers(names, runtime)
        function = Function(target, handler, self.root / code, memory_mb, timeout_s, dict(environ or {}))
        sandbox = Sandbox(function, zips, rules=Rules(network=network), runtime_boto3=runtime_boto3)
        return self._stack.enter_context(sandbox)


@pytest.fixture(scope="session")
def _lamella_layers(pytestconfig: pytest.Config) -> Layers:
    """Finds or builds layers, each list once in a session."""
    root = pytestconfig.rootpath

    @cache
    def layers(names: tuple[str, ...], runtime: str | None) -> tuple[Target, tuple[Path, ...]]:
        from datetime import UTC, datetime

        from lamella.config.project import Overrides
        from lamella.run.config import load_project
        from lamella.run.layers_to_run import Named, choose_target, ready

        load = cache(lambda: load_project(None, Overrides(), os.environ, root))
        entries = Named(names, load).entries(root)
        target = choose_target(entries, runtime)
        found = ready(entries, target, load, os.environ, datetime.now(UTC).date())
        return target, tuple(layer.path for layer in found)

    return layers


@pytest.fixture
def lamella_function(
    request: pytest.FixtureRequest, pytestconfig: pytest.Config, _lamella_layers: Layers
) -> Iterator[LambdaFunctions]:
    """Open functions with their layers in a local Lambda: `lamella_function("functions/report", "app.handler")`."""
    marker = request.node.get_closest_marker(MARKER)
    marked = tuple(os.fspath(layer) for layer in marker.args) if marker else ()
    with ExitStack() as stack:
        yield LambdaFunctions(pytestconfig.rootpath, marked, _lamella_layers, stack)
