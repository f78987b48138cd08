import http.client
import logging

log = logging.getLogger("acme.http")
SENSITIVE = {"authorization", "proxy-authorization", "cookie", "x-amz-security-token"}
_original = http.client.HTTPConnection.putheader


def _putheader(self, header, *values):
    name = header.decode() if isinstance(header, bytes) else header
    shown = "<hidden>" if name.lower() in SENSITIVE else ", ".join(
        v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in values)
    log.debug("> %s: %s", name, shown)
    return _original(self, header, *values)


def enable():
    """Log outgoing headers. Call it once, at start-up."""
    http.client.HTTPConnection.putheader = _putheader


def disable():
    http.client.HTTPConnection.putheader = _original
