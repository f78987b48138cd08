"""Turns the exceptions of botocore into lamella's, with what was being done and what to do next."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    HTTPClientError,
    IncompleteReadError,
    NoAuthTokenError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    ProxyConnectionError,
    SSLError,
    SSOError,
    TokenRetrievalError,
)
from botocore.exceptions import ConnectionError as BotocoreConnectionError
from botocore.parsers import ResponseParserError

from lamella.errors import (
    AccessDeniedError,
    AwsError,
    ConflictError,
    CredentialsError,
    DoubtfulError,
    NotFoundError,
)

_NO_CREDENTIALS = (
    NoCredentialsError,
    PartialCredentialsError,
    CredentialRetrievalError,
    NoAuthTokenError,
    TokenRetrievalError,
    SSOError,
    ProfileNotFound,
)
_NEVER_SENT = (EndpointConnectionError, ConnectTimeoutError, ProxyConnectionError)
# What OpenSSL says before a request is sent; TLS may also break while its answer is awaited.
_UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"
_BROKEN = (HTTPClientError, BotocoreConnectionError, IncompleteReadError, ResponseParserError)

_CREDENTIALS_CODES = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "RequestExpired",
        "TokenRefreshRequired",
        "InvalidToken",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
    }
)
_DENIED_CODES = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AllAccessDisabled"})
_NOT_FOUND_CODES = frozenset(
    {"ResourceNotFoundException", "NoSuchKey", "NoSuchBucket", "ParameterNotFound", "NotFound"}
)
_CONFLICT_CODES = frozenset(
    {
        "ResourceConflictException",
        "PreconditionFailedException",
        "PreconditionFailed",
        "ParameterAlreadyExists",
        "ConditionalCheckFailedException",
        "TransactionCanceledException",
    }
)
_THROTTLED_CODES = frozenset(
    {
        "TooManyRequestsException",
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestLimitExceeded",
        "SlowDown",
        "ProvisionedThroughputExceededException",
    }
)
_HINTS = {
    "PolicyLengthExceededException": "a version's policy is full: share with an organisation instead of accounts",
    "CodeStorageExceededException": "the account's code storage in this Region is full: see `lamella clean`",
    "NoSuchBucket": "create the bucket in this Region, or name another in lamella.toml",
}
_ACTION = re.compile(r"not authorized to perform: ([a-z0-9-]+:[A-Za-z0-9]+)")


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
        CredentialsError: There are none, they are wrong, or they expired.
        AccessDeniedError: AWS says that the caller may not; the hint names the action.
        NotFoundError: What was asked for does not exist.
        ConflictError: Something else changes it, or did (409, 412).
        DoubtfulError: The call changes something, and its answer was lost or is a 5xx.
        AwsError: Anything else.
    """
    try:
        yield
    except ClientError as error:
        raise _refused(call, error) from error
    except _NO_CREDENTIALS as error:
        raise CredentialsError(
            f"could not {call.doing}",
            why=str(error),
            hint="sign in (`aws sso login`), or name a profile with --profile",
        ) from error
    except _NEVER_SENT as error:
        raise _unreached(call, error) from error
    except SSLError as error:
        sent = call.changes and _UNTRUSTED not in str(error)
        raise (_broken(call, _told(error)) if sent else _unreached(call, error)) from error
    except _BROKEN as error:
        raise _broken(call, _told(error)) from error
    except BotoCoreError as error:
        raise AwsError(f"could not {call.doing}", why=_told(error)) from error


def _refused(call: Call, error: ClientError) -> AwsError:  # noqa: PLR0911 - a table of codes
    code = error.response.get("Error", {}).get("Code", "")
    message = error.response.get("Error", {}).get("Message", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    # Answers to HEAD have no body: botocore then gives the status as code.
    name = code if not code.isdecimal() else HTTPStatus(int(code)).phrase.replace(" ", "")
    what, why = f"could not {call.doing}", f"{name}: {message}" if message else name
    if name in _CREDENTIALS_CODES:
        return CredentialsError(what, why=why, hint="sign in again: the credentials are wrong or expired", code=name)
    if name in _THROTTLED_CODES or status == HTTPStatus.TOO_MANY_REQUESTS:
        hint = "AWS refused the rate of calls each time it was tried: wait, then run the command again"
        return AwsError(what, why=why, hint=hint, code=name)
    if name in _DENIED_CODES or status == HTTPStatus.FORBIDDEN:
        named = _ACTION.search(message)
        hint = f"allow {named[1] if named else call.action} to the caller"
        return AccessDeniedError(what, why=why, hint=hint, code=name)
    if name in _NOT_FOUND_CODES or status == HTTPStatus.NOT_FOUND:
        return NotFoundError(what, why=why, hint=_HINTS.get(name, ""), code=name)
    if name in _CONFLICT_CODES or status in {HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED}:
        return ConflictError(what, why=why, hint="somebody else changes it: run the command again", code=name)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _broken(call, why, name)
    return AwsError(what, why=why, hint=_HINTS.get(name, ""), code=name)


def _unreached(call: Call, error: Exception) -> AwsError:
    hint = "check the network, the Region and --endpoint-url"
    return AwsError(f"could not {call.doing}", why=_told(error), hint=hint)


def _broken(call: Call, why: str, code: str = "") -> AwsError:
    if not call.changes:
        return AwsError(f"could not {call.doing}", why=why, hint="run the command again", code=code)
    hint = "run the command again: it looks first whether it happened"
    return DoubtfulError(f"could not see whether it did {call.doing}", why=why, hint=hint, code=code)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
