import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ReadTimeoutError,
)

from lamella.aws.failures import Call, translated
from lamella.errors import (
    AccessDeniedError,
    AwsError,
    ConflictError,
    CredentialsError,
    DoubtfulError,
    NotFoundError,
)

URL = "https://lambda.eu-west-1.amazonaws.com/"


def answered(code: str, status: int, message: str = "m") -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}},  # type: ignore[typeddict-item]
        "PublishLayerVersion",
    )


@pytest.mark.parametrize(
    ("error", "read", "written"),
    [
        (answered("AccessDeniedException", 403), AccessDeniedError, AccessDeniedError),
        (answered("403", 403), AccessDeniedError, AccessDeniedError),
        (answered("ExpiredTokenException", 403), CredentialsError, CredentialsError),
        (answered("UnrecognizedClientException", 403), CredentialsError, CredentialsError),
        (answered("ResourceNotFoundException", 404), NotFoundError, NotFoundError),
        (answered("404", 404), NotFoundError, NotFoundError),
        (answered("ResourceConflictException", 409), ConflictError, ConflictError),
        (answered("PreconditionFailedException", 412), ConflictError, ConflictError),
        (answered("TooManyRequestsException", 429), AwsError, AwsError),
        (answered("InvalidParameterValueException", 400), AwsError, AwsError),
        (answered("ServiceException", 500), AwsError, DoubtfulError),
        (answered("503", 503), AwsError, DoubtfulError),
        (ConnectionClosedError(endpoint_url=URL), AwsError, DoubtfulError),
        (ReadTimeoutError(endpoint_url=URL), AwsError, DoubtfulError),
        (EndpointConnectionError(endpoint_url=URL), AwsError, AwsError),
        (ConnectTimeoutError(endpoint_url=URL), AwsError, AwsError),
        (NoCredentialsError(), CredentialsError, CredentialsError),
        (ParamValidationError(report="x"), AwsError, AwsError),
    ],
    ids=lambda it: it.__name__ if isinstance(it, type) else str(it)[:60],
)
def test_each_failure_has_its_error(error: Exception, read: type[AwsError], written: type[AwsError]) -> None:
    for changes, wanted in ((False, read), (True, written)):
        with pytest.raises(AwsError) as raised, translated(Call("do it", "lambda:DoIt", changes=changes)):
            raise error
        assert type(raised.value) is wanted
        assert raised.value.why
        assert raised.value.__cause__ is error


@pytest.mark.parametrize(
    ("message", "action"),
    [
        (
            "User: arn:aws:iam::1:user/u is not authorized to perform: lambda:GetLayerVersion on resource: x",
            "lambda:GetLayerVersion",
        ),
        ("no", "lambda:DoIt"),
    ],
)
def test_a_denial_names_the_action_that_is_missing(message: str, action: str) -> None:
    with pytest.raises(AccessDeniedError) as raised, translated(Call("do it", "lambda:DoIt")):
        raise answered("AccessDeniedException", 403, message)
    assert raised.value.hint == f"allow {action} to the caller"


def test_other_errors_pass() -> None:
    with pytest.raises(ZeroDivisionError), translated(Call("do it", "")):
        raise ZeroDivisionError
