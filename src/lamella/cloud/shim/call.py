"""One request on its way through the shim, with what answering it takes."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lamella.cloud.http.message import Request, Response
from lamella.cloud.shim.answers import RefusedRequestError, decoded, decoded_object
from lamella.cloud.shim.ministack import Ministack
from lamella.cloud.shim.names import FunctionName, LayerVersionName, function_name, layer_version_name
from lamella.cloud.shim.operations import Route
from lamella.cloud.shim.zips import ZipStore


class Locks:
    """A lock for each function, so that a check and the change that it allows are one step."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: defaultdict[tuple[str, str, str], threading.Lock] = defaultdict(threading.Lock)

    @contextmanager
    def held(self, account: str, region: str, function: str) -> Iterator[None]:
        """Hold a function's lock."""
        with self._guard:
            lock = self._locks[account, region, function]
        with lock:
            yield


@dataclass(frozen=True, slots=True)
class Call:
    """A request that is being answered.

    Attributes:
        request: As it came.
        route: What it is.
        ministack: In the name of the caller's account.
        zips: What was kept.
        locks: Of functions.
        say: A line to the cloud's log.
    """

    request: Request
    route: Route
    ministack: Ministack
    zips: ZipStore
    locks: Locks
    say: Callable[[str], None]

    @property
    def body(self) -> dict[str, Any]:
        """The request's body as an object; empty where it has none."""
        return decoded_object(self.request.body)

    @property
    def function(self) -> FunctionName:
        """The function that the path names.

        Raises:
            RefusedRequestError: It is no name of a function.
        """
        return function_name(self.route.parameters["function"], self.request.parameter("Qualifier") or "")

    @property
    def beyond(self) -> bool:
        """Whether the path names a function of another account or Region, which is ministack's to answer.

        Raises:
            RefusedRequestError: It is no name of a function.
        """
        if "function" not in self.route.parameters:
            return False
        there = self.function.account or self.ministack.account, self.function.region or self.ministack.region
        return there != (self.ministack.account, self.ministack.region)

    def forward(self) -> Response:
        """Let ministack answer the request as it is."""
        return self.ministack.upstream.send(self.request)

    def latest(self) -> dict[str, Any]:
        """Return the configuration of the function's $LATEST.

        Raises:
            RefusedRequestError: There is no such function.
        """
        found = self.ministack.function(self.function.name)
        if found is None:
            raise no_function(self.arn(self.function.name))
        configuration: dict[str, Any] = found["Configuration"]
        return configuration

    def arn(self, function: str, qualifier: str = "") -> str:
        """Return a function's ARN."""
        end = f":{qualifier}" if qualifier else ""
        return f"arn:aws:lambda:{self.ministack.region}:{self.ministack.account}:function:{function}{end}"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only one that changes the function."""
        with self.locks.held(self.ministack.account, self.ministack.region, self.function.name):
            yield

    def keep_layers(self, arns: Sequence[str]) -> None:
        """Keep the zips of layer versions that a function took."""
        for arn in arns:
            name = layer_version_name(arn)
            if self.zips.layer(name) is None:
                self._keep_layer(name)

    def keep_code(self, function: str) -> None:
        """Keep the zip of a function's $LATEST, which a published version shares."""
        found = self.ministack.function(function)
        digest = found["Configuration"].get("CodeSha256") if found else ""
        if not found or not digest:
            return
        location = found["Code"].get("Location", "")
        if location and self.zips.kept(digest, lambda: self.ministack.download(location)) is None:
            self.say(f"the code of {self.arn(function)} changed while its version was published")

    def _keep_layer(self, name: LayerVersionName) -> None:
        found = self.ministack.layer_version(name.arn)
        if found is None:
            return
        content = found["Content"]
        if (
            self.zips.keep_layer(name, content["CodeSha256"], lambda: self.ministack.download(content["Location"]))
            is None
        ):
            self.say(f"the zip of {name.arn} could not be kept: ministack serves other bytes")


def no_function(arn: str) -> RefusedRequestError:
    """Return what Lambda says of a function that is not there."""
    return RefusedRequestError(404, "ResourceNotFoundException", f"Function not found: {arn}")


def succeeded(answer: Response) -> bool:
    """Whether ministack did what it was asked."""
    return 200 <= answer.status < 300 and "errorType" not in decoded(answer)
