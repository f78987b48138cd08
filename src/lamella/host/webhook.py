"""Sends notifications to webhooks, whose addresses may hold secrets."""

import urllib.error
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

from lamella.errors import ToolError


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirected POST would become a GET without the message, and could take the secret elsewhere."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def post_json(url: str, body: str, shown: str, timeout_s: float) -> None:
    """POST a JSON text.

    Args:
        url: http or https; it is never shown.
        body: JSON.
        shown: What of the address may be shown.
        timeout_s: For the connection and for each read.

    Raises:
        ToolError: It was not taken (another status than 2xx, no answer).
    """
    try:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise ToolError(f"webhook {shown} is no http or https address")
        request = urllib.request.Request(  # noqa: S310 - the scheme was looked at
            url, body.encode(), {"Content-Type": "application/json", "User-Agent": "lamella"}, method="POST"
        )
        urllib.request.build_opener(_NoRedirects).open(request, timeout=timeout_s).close()
    except urllib.error.HTTPError as error:
        error.close()
        raise ToolError(f"webhook {shown} did not take the notification", why=f"status {error.code}") from None
    except urllib.error.URLError as error:
        why = error.reason.strerror if isinstance(error.reason, OSError) else None
        raise ToolError(f"webhook {shown} could not be reached", why=why or type(error.reason).__name__) from None
    except (OSError, HTTPException, ValueError) as error:
        raise ToolError(f"webhook {shown} could not be reached", why=type(error).__name__) from None
