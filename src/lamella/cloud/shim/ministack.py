"""What the shim asks ministack for an account, in a Region: functions, aliases, layers, objects."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from lamella.cloud.http.message import Caller, Request, Response, Upstream
from lamella.cloud.shim.answers import decoded

_FUNCTIONS = "/2015-03-31/functions"
_LAYERS = "/2018-10-31/layers"
_PAGE = 50


@dataclass(frozen=True, slots=True)
class Ministack:
    """ministack in the name of an account (12 digits), in a Region; threads may share it."""

    upstream: Upstream
    account: str
    region: str

    def function(self, name: str, qualifier: str = "") -> dict[str, Any] | None:
        """Return GetFunction's answer (`Configuration`, `Code`, `Concurrency`); `None` where there is none."""
        answer = self._get(f"{_FUNCTIONS}/{quote(name)}", {"Qualifier": qualifier} if qualifier else {})
        return decoded(answer) if answer.status == 200 else None

    def alias(self, name: str, alias: str) -> dict[str, Any] | None:
        """Return GetAlias's answer."""
        answer = self._get(f"{_FUNCTIONS}/{quote(name)}/aliases/{quote(alias)}")
        return decoded(answer) if answer.status == 200 else None

    def event_invoke_config(self, name: str, qualifier: str) -> dict[str, Any]:
        """Return how asynchronous events of a function are treated; empty where nothing is set."""
        path = f"/2019-09-25/functions/{quote(name)}/event-invoke-config"
        answer = self._get(path, {"Qualifier": qualifier} if qualifier else {})
        return decoded(answer) if answer.status == 200 else {}

    def provisioned(self, name: str, qualifier: str) -> dict[str, Any]:
        """Return the provisioned concurrency of an alias or version; empty where there is none."""
        path = f"/2019-09-30/functions/{quote(name)}/provisioned-concurrency"
        answer = self._get(path, {"Qualifier": qualifier})
        return decoded(answer) if answer.status == 200 else {}

    def functions(self, after: str = "") -> Iterator[dict[str, Any]]:
        """Yield the configuration of every function after one of that name, in ministack's order, page by page."""
        return self._pages(_FUNCTIONS, "Functions", after)

    def versions(self, name: str, after: str = "") -> Iterator[dict[str, Any]]:
        """Yield the configuration of $LATEST and of each published version after a version."""
        return self._pages(f"{_FUNCTIONS}/{quote(name)}/versions", "Versions", after)

    def aliases(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield a function's aliases."""
        return self._pages(f"{_FUNCTIONS}/{quote(name)}/aliases", "Aliases", "")

    def layer_version(self, arn: str) -> dict[str, Any] | None:
        """Return GetLayerVersionByArn's answer with bytes behind it; `None` where there is none or no right to it."""
        answer = self._get(_LAYERS, {"find": "LayerVersion", "Arn": arn})
        found = decoded(answer)
        held = answer.status == 200 and found.get("Content", {}).get("CodeSha256")
        return found if held else None

    def object_status(self, bucket: str, key: str, version: str = "") -> tuple[int, int]:
        """Return the status of an object's HEAD, and of its bucket's."""
        query = urlencode({"versionId": version}) if version else ""
        path = f"/{quote(bucket)}/{quote(key)}"
        status = self._call("s3", Request("HEAD", path, query)).status
        bucket_status = 200 if status == 200 else self._call("s3", Request("HEAD", f"/{quote(bucket)}")).status
        return status, bucket_status

    def download(self, address: str) -> bytes:
        """Return what lies at an address that ministack gave; nothing where nothing does.

        Raises:
            OSError: ministack does not answer.
        """
        parts = urlsplit(address)
        answer = self.upstream.send(Request("GET", parts.path, parts.query, (("Host", parts.netloc),)))
        return answer.body if answer.status == 200 else b""

    def json_call(self, service: str, target: str, body: Mapping[str, object]) -> Response:
        """Call an operation of a JSON 1.1 service, such as `logs` with `Logs_20140328.CreateLogGroup`."""
        headers = (("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", target))
        return self._call(service, Request("POST", "/", "", headers, json.dumps(body).encode()))

    def put_metrics(self, namespace: str, metrics: Sequence[Mapping[str, object]]) -> None:
        """Put CloudWatch metrics."""
        body = {"Namespace": namespace, "MetricData": list(metrics)}
        self.json_call("monitoring", "GraniteServiceVersion20100801.PutMetricData", body)

    def _pages(self, path: str, member: str, after: str) -> Iterator[dict[str, Any]]:
        marker = after
        while True:
            query = {"MaxItems": str(_PAGE)} | ({"Marker": marker} if marker else {})
            page = decoded(self._get(path, query))
            yield from page.get(member, ())
            marker = page.get("NextMarker", "")
            if not marker:
                return

    def _get(self, path: str, query: Mapping[str, str] | None = None) -> Response:
        return self._call("lambda", Request("GET", path, urlencode(query or {})))

    def _call(self, service: str, request: Request) -> Response:
        return self.upstream.call(Caller(self.account, self.region, service), request)


def account_of(upstream: Upstream, access_key: str, region: str) -> str | None:
    """Return the account that STS knows a key of; `None` where it knows none."""
    form = urlencode({"Action": "GetAccessKeyInfo", "Version": "2011-06-15", "AccessKeyId": access_key}).encode()
    headers = (("Content-Type", "application/x-www-form-urlencoded"),)
    caller = Caller("000000000000", region, "sts")
    answer = upstream.call(caller, Request("POST", "/", "", headers, form))
    text = answer.body.decode(errors="replace")
    _, found, rest = text.partition("<Account>")
    return rest.partition("</Account>")[0] if answer.status == 200 and found else None
