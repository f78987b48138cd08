"""Turns the exceptions of botocore into lamella's, with what was being done and what to do next."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """What is being asked of AWS, for messages.

    Attributes:
        doing: In words that follow "could not": `list the versions of data in 111122223333 eu-west-1`.
        action: The IAM action that it needs, such as `lambda:ListLayerVersions`.
        changes: Whether it changes something: a broken connection is then a doubt.
    """

    doing: str
    action: str
    changes: bool = False


@contextmanager
def translated(call: Call) -> Iterator[None]:
    """Raise errors of botocore inside the block as errors of lamella.

    Raises:
        CredentialsError, AccessDeniedError, NotFoundError, ConflictError, DoubtfulError, AwsError: As AWS answered.
    """
    raise NotImplementedError
    yield
