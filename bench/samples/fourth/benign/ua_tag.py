"""Append a product tag to the user agent of botocore requests."""
import functools

TAG = "ordersvc/2.3"


def _add(request, tag, **kwargs):
    if getattr(request.context, "get", None) and request.context.get("ua_tagged"):
        return
    current = request.headers.get("User-Agent", "")
    if isinstance(current, bytes):
        current = current.decode("ascii", "replace")
    if tag in current:
        return
    if "User-Agent" in request.headers:
        del request.headers["User-Agent"]
    request.headers["User-Agent"] = f"{current} {tag}".strip()


def register(client, tag=TAG, service_id=None):
    name = f"before-sign.{service_id}" if service_id else "before-sign"
    handler = functools.partial(_add, tag=tag)
    client.meta.events.register(name, handler, unique_id=f"ua-{tag}")
    return client


def unregister(client, tag=TAG, service_id=None):
    name = f"before-sign.{service_id}" if service_id else "before-sign"
    client.meta.events.unregister(name, unique_id=f"ua-{tag}")
