from base64 import b64encode

import pytest

from lamella.cloud.http.message import Request
from lamella.cloud.shim.answers import RefusedRequestError
from lamella.cloud.shim.invoke.request import Asked, Kind, asked


def request(body: bytes = b"", **headers: str) -> Request:
    return Request(
        "POST", "/", "", tuple((f"X-Amz-{name}".replace("_", "-"), value) for name, value in headers.items()), body
    )


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (request(), Asked(Kind.REQUEST_RESPONSE, {})),
        (request(b'{"a": 1}'), Asked(Kind.REQUEST_RESPONSE, {"a": 1})),
        (request(b"null", Log_Type="Tail"), Asked(Kind.REQUEST_RESPONSE, None, tail=True)),
        (request(b"[]", Invocation_Type="Event"), Asked(Kind.EVENT, [])),
        (request(Invocation_Type="DryRun"), Asked(Kind.DRY_RUN, {})),
        (
            request(Client_Context=b64encode(b'{"a":1}').decode()),
            Asked(Kind.REQUEST_RESPONSE, {}, client_context='{"a":1}'),
        ),
    ],
)
def test_what_is_asked_for(sent: Request, expected: Asked) -> None:
    assert asked(sent) == expected


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (request(b"{"), "InvalidRequestContentException"),
        (request(Invocation_Type="Later"), "InvalidParameterValueException"),
        (request(Client_Context="%"), "InvalidParameterValueException"),
        (request(b'"' + b"x" * 6_291_455 + b'"'), "RequestTooLargeException"),
        (request(b'"' + b"x" * 1_048_575 + b'"', Invocation_Type="Event"), "RequestTooLargeException"),
    ],
)
def test_what_is_refused(sent: Request, code: str) -> None:
    with pytest.raises(RefusedRequestError, match=code):
        asked(sent)
