"""Runs a function in lamella's sandbox: a warm one where there is one."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lamella.cloud.shim.answers import RefusedRequestError
from lamella.cloud.shim.call import Call
from lamella.cloud.shim.invoke import setup
from lamella.cloud.shim.invoke.pool import Owner, SandboxPool, Warm, WarmSandbox
from lamella.cloud.shim.invoke.request import Asked
from lamella.cloud.shim.invoke.resolve import Resolved
from lamella.cloud.shim.names import layer_version_name
from lamella.errors import CannotRunError
from lamella.model.target import Target
from lamella.sandbox.environment.settings import log_stream
from lamella.sandbox.function import Function, Rules
from lamella.sandbox.lifecycle.events import Origin
from lamella.sandbox.outcome import Invocation, Mechanism
from lamella.sandbox.sandbox import Sandbox

OpenSandbox = Callable[[Function, Sequence[Path]], WarmSandbox]
"""Opens a sandbox of a function with its layers' zips.

It raises CannotRunError where this machine cannot run the function's target, LamellaError where something is missing.
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of an event, with the log stream that it belongs to."""

    invocation: Invocation
    stream: str
    mechanism: Mechanism


@dataclass(frozen=True, slots=True)
class SandboxRunner:
    """Runs events.

    Attributes:
        pool: Of warm sandboxes.
        open_sandbox: See there.
    """

    pool: SandboxPool
    open_sandbox: OpenSandbox

    def run(self, call: Call, resolved: Resolved, ask: Asked) -> Ran:
        """Send an event to a version of a function and wait for the answer.

        Raises:
            CannotRunError: The sandbox lacks the runtime, or this machine cannot run it.
            RefusedRequestError: Code or a layer is not there any more.
            LamellaError: The sandbox broke, or what it needs cannot be had.
        """
        target = setup.target_of(resolved.configuration)
        if target is None:
            runtime = resolved.configuration.get("Runtime") or "container images"
            raise CannotRunError(f"lamella's sandbox does not run {runtime}")
        owner = owner_of(call, resolved)
        digest = setup.digest(resolved.configuration)
        warm = self.pool.take(owner, digest, lambda: self._made(call, resolved, target, digest))
        try:
            origin = Origin(call.arn(resolved.name, resolved.qualifier), ask.client_context)
            invocation = warm.sandbox.invoke(ask.event, origin)
            ran = Ran(invocation, warm.stream, warm.sandbox.isolation.mechanism)
        except BaseException:
            self.pool.discard(warm)
            raise
        self.pool.give_back(warm)
        return ran

    def _made(self, call: Call, resolved: Resolved, target: Target, digest: str) -> Warm:
        code = _code(call, resolved)
        layers = [_layer(call, arn) for arn in setup.layer_arns(resolved.configuration)]
        stream = log_stream(time.time_ns(), resolved.version)
        place = call.ministack.account, call.ministack.region
        endpoint = call.ministack.upstream.public_endpoint
        function = setup.function(resolved.configuration, target, code, place, endpoint)
        sandbox = self.open_sandbox(replace(function, log_stream=stream), layers)
        return Warm(owner_of(call, resolved), digest, sandbox, stream)


def owner_of(call: Call, resolved: Resolved) -> Owner:
    """Return whose sandbox a version of a function needs."""
    return Owner(call.ministack.account, call.ministack.region, resolved.name, resolved.version)


def local_opener(environ: Mapping[str, str], cache: Path) -> OpenSandbox:
    """Return what opens sandboxes of this machine; functions may use its network, to reach the embedded cloud.

    Args:
        environ: Where interpreters are looked for, and uv's settings.
        cache: Lamella's cache.
    """

    def open_sandbox(function: Function, layers: Sequence[Path]) -> WarmSandbox:
        sandbox = Sandbox(function, layers, rules=Rules(network=True), environ=environ, cache=cache)
        return sandbox.__enter__()

    return open_sandbox


def _code(call: Call, resolved: Resolved) -> Path:
    digest = resolved.configuration.get("CodeSha256") or ""
    path = call.zips.kept(digest, lambda: call.ministack.download(resolved.location)) if digest else None
    if path is None:
        words = (
            "The function's code is not the one that its configuration names: it changed meanwhile. Invoke it again."
        )
        raise RefusedRequestError(409, "ResourceConflictException", words)
    return path


def _layer(call: Call, arn: str) -> Path:
    name = layer_version_name(arn)
    path = call.zips.layer(name)
    if path is None:
        call.keep_layers([arn])
        path = call.zips.layer(name)
    if path is None:
        words = f"the embedded cloud does not hold {arn}; publish the layer and update the function"
        raise RefusedRequestError(500, "ServiceException", words)
    return path
