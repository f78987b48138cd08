import ssl
from typing import Any

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    ParamValidationError,
    ProfileNotFound,
    ReadTimeoutError,
    SSLError,
    TokenRetrievalError,
    UnauthorizedSSOTokenError,
)
from botocore.parsers import ResponseParserError

from lamella.aws.failures import Call, translated
from lamella.errors import (
    AccessDeniedError,
    AwsError,
    ConflictError,
    CredentialsError,
    DoubtfulError,
    NotFoundError,
)

URL = "https://lambda.eu-west-1.amazonaws.com"
READ = Call("list the layers", "lambda:ListLayers")
CHANGE = Call("delete data:1", "lambda:DeleteLayerVersion", changes=True)


def answered(code: str, status: int, message: str = "said so") -> ClientError:
    told: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(told, "ListLayers")


def raised_as(error: Exception, call: Call) -> AwsError:
    with pytest.raises(AwsError) as caught, translated(call):
        raise error
    assert caught.value.__cause__ is error
    return caught.value


@pytest.mark.parametrize("call", [READ, CHANGE], ids=["read", "change"])
@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("ExpiredToken", 400, CredentialsError),
        ("ExpiredTokenException", 403, CredentialsError),
        ("UnrecognizedClientException", 403, CredentialsError),
        ("InvalidClientTokenId", 403, CredentialsError),
        ("SignatureDoesNotMatch", 403, CredentialsError),
        ("AccessDenied", 403, AccessDeniedError),
        ("AccessDeniedException", 400, AccessDeniedError),
        ("SomethingNew", 403, AccessDeniedError),
        ("403", 403, AccessDeniedError),
        ("ResourceNotFoundException", 404, NotFoundError),
        ("ParameterNotFound", 400, NotFoundError),
        ("NoSuchBucket", 404, NotFoundError),
        ("404", 404, NotFoundError),
        ("ResourceConflictException", 409, ConflictError),
        ("PreconditionFailedException", 412, ConflictError),
        ("ParameterAlreadyExists", 400, ConflictError),
        ("ConditionalCheckFailedException", 400, ConflictError),
        ("TooManyRequestsException", 429, AwsError),
        ("ThrottlingException", 400, AwsError),
        ("SlowDown", 503, AwsError),
        ("InvalidParameterValueException", 400, AwsError),
        ("PolicyLengthExceededException", 400, AwsError),
    ],
)
def test_a_refusal_keeps_its_code_and_leaves_no_doubt(code: str, status: int, kind: type[AwsError], call: Call) -> None:
    error = raised_as(answered(code, status), call)
    assert type(error) is kind
    assert error.code == ({"403": "Forbidden", "404": "NotFound"}.get(code, code))
    assert error.what == f"could not {call.doing}"
    assert "said so" in error.why


@pytest.mark.parametrize(
    "error",
    [
        answered("ServiceException", 500),
        answered("InternalServerError", 502),
        answered("503", 503),
        ConnectionClosedError(endpoint_url=URL),
        ReadTimeoutError(endpoint_url=URL),
        HTTPClientError(error="reset"),
        ResponseParserError("no JSON"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_lost_answer_leaves_a_doubt_where_something_changes(error: Exception) -> None:
    assert type(raised_as(error, READ)) is AwsError
    doubt = raised_as(error, CHANGE)
    assert type(doubt) is DoubtfulError
    assert "looks first" in doubt.hint


@pytest.mark.parametrize(
    "error",
    [
        EndpointConnectionError(endpoint_url=URL),
        ConnectTimeoutError(endpoint_url=URL),
        SSLError(endpoint_url=URL, error=ssl.SSLCertVerificationError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed")),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_was_never_sent_leaves_no_doubt(error: Exception) -> None:
    told = raised_as(error, CHANGE)
    assert type(told) is AwsError
    assert "--endpoint-url" in told.hint


@pytest.mark.parametrize(
    "error",
    [
        NoCredentialsError(),
        ProfileNotFound(profile="prod"),
        TokenRetrievalError(provider="sso", error_msg="expired"),
        UnauthorizedSSOTokenError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_credentials(error: BotoCoreError) -> None:
    told = raised_as(error, CHANGE)
    assert type(told) is CredentialsError
    assert "aws sso login" in told.hint


def test_tls_that_breaks_while_an_answer_is_awaited_leaves_a_doubt() -> None:
    error = SSLError(endpoint_url=URL, error=ssl.SSLEOFError("EOF occurred in violation of protocol"))
    assert type(raised_as(error, CHANGE)) is DoubtfulError
    assert "--endpoint-url" in raised_as(error, READ).hint


def test_a_wrong_argument_is_no_traceback() -> None:
    told = raised_as(ParamValidationError(report="VersionNumber: not an int"), CHANGE)
    assert type(told) is AwsError
    assert "VersionNumber" in told.why


@pytest.mark.parametrize(
    ("message", "hint"),
    [
        (
            "User: arn:aws:iam::111122223333:user/ci is not authorized to perform: lambda:GetLayerVersion on: x",
            "allow lambda:GetLayerVersion to the caller",
        ),
        ("no", "allow lambda:ListLayers to the caller"),
    ],
)
def test_the_action_that_lacks_is_named(message: str, hint: str) -> None:
    assert raised_as(answered("AccessDeniedException", 403, message), READ).hint == hint


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("PolicyLengthExceededException", "organisation"),
        ("CodeStorageExceededException", "lamella clean"),
        ("NoSuchBucket", "create the bucket"),
    ],
)
def test_what_helps_is_said(code: str, hint: str) -> None:
    assert hint in raised_as(answered(code, 400), CHANGE).hint


def test_other_exceptions_pass() -> None:
    with pytest.raises(KeyError), translated(READ):
        raise KeyError("a fault of ours")
