"""The shim itself: which request gets which treatment."""

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from lamella.cloud.http.message import Request, Response, Upstream
from lamella.cloud.shim import aliases, functions, layers, listings
from lamella.cloud.shim.answers import RefusedRequestError, error, not_implemented
from lamella.cloud.shim.call import Call, Locks
from lamella.cloud.shim.invoke.invoker import Invoker
from lamella.cloud.shim.invoke.pool import SandboxPool
from lamella.cloud.shim.invoke.sandboxed import OpenSandbox, SandboxRunner, local_opener
from lamella.cloud.shim.ministack import Ministack, account_of
from lamella.cloud.shim.operations import Operation, route
from lamella.cloud.shim.zips import ZipStore
from lamella.model.digests import code_sha256_of


@dataclass(frozen=True, slots=True)
class ShimFolders:
    """Where the shim keeps things.

    Attributes:
        state: Zips of layers and functions; survives the embedded cloud's end.
        cache: Lamella's cache.
    """

    state: Path
    cache: Path


class Shim:
    """Answers what ministack would answer otherwise than Lambda; threads share it.

    Args:
        folders: See there.
        environ: Where interpreters are looked for, and uv's settings.
        say: A line to the embedded cloud's log.
        open_sandbox: Opens sandboxes; by default of this machine.
        draw: A number from 0 to 1 (exclusive), for weighted aliases.
    """

    def __init__(
        self,
        folders: ShimFolders,
        environ: Mapping[str, str],
        say: Callable[[str], None],
        open_sandbox: OpenSandbox | None = None,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._zips = ZipStore(folders.state)
        self._locks = Locks()
        self._say = say
        self._accounts: dict[str, str] = {}
        self._guard = threading.Lock()
        opener = open_sandbox or local_opener(environ, folders.cache)
        self._invoker = Invoker(SandboxRunner(SandboxPool(time.monotonic), opener), draw)

    def handle(self, request: Request, upstream: Upstream) -> Response | None:
        """Answer a request; `None` where ministack may answer it unchanged.

        Args:
            request: For Lambda, or to an address below `/_lamella/`.
            upstream: ministack.

        Raises:
            OSError: ministack does not answer.
        """
        if request.path.startswith(functions.CODE_PATH):
            return self._code(request)
        found = route(request)
        if found is None or found.operation is Operation.OTHER:
            return None
        if found.operation is Operation.UNSERVED:
            return not_implemented(found.name)
        ministack = Ministack(upstream, self._account(request, upstream), request.region)
        try:
            call = Call(request, found, ministack, self._zips, self._locks, self._say)
            return None if call.beyond else self._treated(call)
        except RefusedRequestError as refused:
            return refused.response

    def close(self) -> None:
        """End every sandbox."""
        self._invoker.close()

    def _treated(self, call: Call) -> Response:  # noqa: C901, PLR0911, PLR0912 - one case an operation
        match call.route.operation:
            case Operation.CREATE_FUNCTION:
                return functions.create(call)
            case Operation.UPDATE_FUNCTION_CODE:
                return functions.update_code(call)
            case Operation.UPDATE_FUNCTION_CONFIGURATION:
                return functions.update_configuration(call)
            case Operation.GET_FUNCTION:
                return functions.get(call)
            case Operation.GET_FUNCTION_CONFIGURATION:
                return functions.settled(call.forward())
            case Operation.PUBLISH_VERSION:
                return functions.publish_version(call)
            case Operation.GET_FUNCTION_CODE_SIGNING_CONFIG:
                return functions.get_signing(call)
            case Operation.LIST_CODE_SIGNING_CONFIGS:
                return listings.no_signing()
            case Operation.LIST_PROVISIONED_CONCURRENCY_CONFIGS:
                return listings.provisioned(call)
            case Operation.LIST_FUNCTIONS:
                return listings.functions(call)
            case Operation.LIST_VERSIONS_BY_FUNCTION:
                return listings.versions(call)
            case Operation.LIST_ALIASES:
                return listings.aliases(call)
            case Operation.CREATE_ALIAS:
                return aliases.create(call)
            case Operation.UPDATE_ALIAS:
                return aliases.update(call)
            case Operation.PUBLISH_LAYER_VERSION:
                return layers.publish(call)
            case Operation.GET_LAYER_VERSION | Operation.GET_LAYER_VERSION_BY_ARN:
                return layers.get(call)
            case Operation.INVOKE:
                return self._invoker.answer(call)
            case Operation.OTHER | Operation.UNSERVED:
                return not_implemented(call.route.name)
            case _:
                assert_never(call.route.operation)

    def _code(self, request: Request) -> Response:
        digest = request.path.removeprefix(functions.CODE_PATH)
        try:
            path = self._zips.held(code_sha256_of(digest))
        except ValueError:
            path = None
        if path is None:
            return error(404, "ResourceNotFoundException", "There is no such code")
        return Response(200, (("Content-Type", "application/zip"),), path.read_bytes())

    def _account(self, request: Request, upstream: Upstream) -> str:
        """A twelve-digit key is the account; of other keys STS knows whose they are."""
        key = request.signer.access_key
        if not key or key == request.account:
            return request.account
        with self._guard:
            known = self._accounts.get(key)
        if known is None:
            known = account_of(upstream, key, request.region) or request.account
            with self._guard:
                self._accounts[key] = known
        return known
