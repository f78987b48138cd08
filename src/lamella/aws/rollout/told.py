"""Functions as GetFunction tells them, and errors of changes as results."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lamella.aws.clients import Clients
from lamella.aws.failures import Call, translated
from lamella.change.rollout.event import NotYet, Refused, Result
from lamella.change.rollout.function import FunctionRef
from lamella.errors import AccessDeniedError, AwsError, ConflictError, NotFoundError, UsageError
from lamella.model.arn import LayerVersionArn

# AWS's own word; a 404 of a proxy or gateway says nothing of what is there.
NOT_THERE = "ResourceNotFoundException"
# Trying again changes nothing; any other error may pass.
_FOR_GOOD = frozenset(
    {
        "InvalidParameterValueException",
        "ValidationException",
        "InvalidRequestContentException",
        "CodeVerificationFailedException",
        "InvalidCodeSignatureException",
        "CodeSigningConfigNotFoundException",
        "CodeStorageExceededException",
        "RequestTooLargeException",
        "RequestEntityTooLargeException",
        "InvalidRuntimeException",
        "PublicPolicyException",
    }
)


class StoppedError(Exception):
    """An Action ends early with a result."""

    def __init__(self, result: Result) -> None:
        super().__init__(str(result))
        self.result = result


@dataclass(frozen=True, slots=True)
class Told:
    """$LATEST or a version, as GetFunction tells it (which AWS answers 100 times a second, other reads 15 times).

    Attributes:
        configuration: As it came.
        tags: Of the function.
    """

    configuration: Mapping[str, Any]
    tags: Mapping[str, str]

    @property
    def layers(self) -> tuple[LayerVersionArn, ...]:
        """In order."""
        return layers_in(self.configuration)

    @property
    def in_progress(self) -> bool:
        """Whether it is being made or updated."""
        return self.configuration.get("LastUpdateStatus") == "InProgress" or self.state == "Pending"

    @property
    def state(self) -> str:
        """`Active`, `Pending`, `Inactive`, `Failed`."""
        state: str = self.configuration.get("State", "Active")
        return state

    @property
    def revision(self) -> str:
        """Its RevisionId."""
        revision: str = self.configuration["RevisionId"]
        return revision


def read(clients: Clients, ref: FunctionRef, version: str | None = None) -> Told:
    """Read $LATEST, or a version.

    Raises:
        NotFoundError: There is no such function, or no such version.
        AwsError: It could not be read.
    """
    about = ref.name if version is None else f"{ref.name}:{version}"
    with translated(Call(f"read function {about} in {ref.place}", "lambda:GetFunction")):
        client = clients.lambda_(ref.place)
        answer: Mapping[str, Any] = (
            client.get_function(FunctionName=ref.name)
            if version is None
            else client.get_function(FunctionName=ref.name, Qualifier=version)
        )
    if answer.get("TagsError"):
        raise AccessDeniedError(
            f"could not read the tags of {ref}",
            why=str(answer["TagsError"].get("Message", answer["TagsError"])),
            hint="allow lambda:ListTags to the caller",
            code="AccessDeniedException",
        )
    return Told(answer["Configuration"], answer.get("Tags") or {})


def latest(clients: Clients, ref: FunctionRef) -> Told:
    """Read $LATEST.

    Raises:
        StoppedError: The function does not exist.
        AwsError: It could not be read.
    """
    try:
        return read(clients, ref)
    except NotFoundError as error:
        if error.code != NOT_THERE:
            raise
        raise StoppedError(Refused("the function does not exist any more", gone=True)) from error


def layers_in(configuration: Mapping[str, Any]) -> tuple[LayerVersionArn, ...]:
    """Return the layers of a configuration, in order.

    Raises:
        AwsError: One is no ARN of a layer version.
    """
    try:
        return tuple(LayerVersionArn.parse(layer["Arn"]) for layer in configuration.get("Layers") or ())
    except UsageError as error:
        # Left out, it would be taken from the function.
        name = configuration.get("FunctionName", "")
        raise AwsError(f"function {name} lists a layer that cannot be read", why=error.what) from error


@contextmanager
def changing(call: Call) -> Iterator[None]:
    """Change something: what AWS says against it becomes a result.

    Raises:
        StoppedError: It is being changed by others at this moment (not yet), or AWS refuses for good.
        AwsError: See RolloutWorld.perform.
    """
    try:
        with translated(call):
            yield
    except ConflictError as error:
        raise StoppedError(NotYet(error.why)) from error
    except AwsError as error:
        if error.code not in _FOR_GOOD:
            raise
        raise StoppedError(Refused(error.why)) from error


def short(layers: tuple[LayerVersionArn, ...]) -> str:
    """Return `data:7, tools:3`."""
    return ", ".join(layer.short for layer in layers) or "no layers"
