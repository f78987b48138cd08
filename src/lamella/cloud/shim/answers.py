"""Answers of Lambda's API as the shim writes them: results, and errors with their type where SDKs look for it."""

import json
from typing import Any, NoReturn

from lamella.cloud.http.message import Response

_JSON = ("Content-Type", "application/json")


class RefusedRequestError(Exception):
    """A request that Lambda would refuse; carries the answer.

    Args:
        status: HTTP status.
        code: AWS's error code, such as `InvalidParameterValueException`.
        message: As AWS words it, where its words are known.
        extra: More members of the body, such as `Reason` of a throttle.
    """

    def __init__(self, status: int, code: str, message: str, **extra: str) -> None:
        super().__init__(f"{code}: {message}")
        self.response = error(status, code, message, **extra)


def error(status: int, code: str, message: str, **extra: str) -> Response:
    """Return an error as Lambda's REST protocol gives it."""
    body = {"Type": "Service" if status >= 500 else "User", "message": message, **extra}
    return Response(status, (_JSON, ("x-amzn-ErrorType", code)), json.dumps(body).encode())


def result(body: object, status: int = 200) -> Response:
    """Return a result."""
    return Response(status, (_JSON,), json.dumps(body).encode())


def decoded(response: Response) -> dict[str, Any]:
    """Return the body of an answer of ministack's as a JSON object; an empty one where it is none."""
    return decoded_object(response.body)


def decoded_object(body: bytes) -> dict[str, Any]:
    """Return JSON text as an object; an empty one where it is none."""
    try:
        found = json.loads(body) if body else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def invalid(message: str) -> NoReturn:
    """Refuse a parameter's value.

    Raises:
        RefusedRequestError: Always.
    """
    raise RefusedRequestError(400, "InvalidParameterValueException", message)


def violates(value: object, field: str, constraint: str) -> NoReturn:
    """Refuse a value that the API's own model forbids.

    Raises:
        RefusedRequestError: Always.
    """
    words = f"1 validation error detected: Value '{value}' at '{field}' failed to satisfy constraint: {constraint}"
    raise RefusedRequestError(400, "ValidationException", words)


def not_implemented(operation: str) -> Response:
    """Say that the embedded cloud has no such operation; 501 is not tried again by SDKs."""
    message = (
        f"lamella's embedded cloud does not implement {operation}: its answer would be made up. "
        "See docs/embedded-cloud.md; use an AWS account for it."
    )
    return error(501, "NotImplementedException", message)
