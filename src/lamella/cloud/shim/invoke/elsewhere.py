"""Invocations that lamella's sandbox cannot run: ministack's executor answers, and both answer and log say so."""

import time
from dataclasses import replace
from urllib.parse import quote, urlencode

from lamella.cloud.http.message import Caller, Request, Response
from lamella.cloud.shim.call import Call
from lamella.cloud.shim.invoke import records
from lamella.cloud.shim.invoke.records import Figures
from lamella.cloud.shim.invoke.request import Asked
from lamella.cloud.shim.invoke.resolve import Resolved

MARK = "X-Lamella-Executor"
_STREAM = "lamella"


def run(call: Call, resolved: Resolved, ask: Asked, why: str) -> Response:
    """Let ministack run a version of a function.

    Args:
        call: Of Invoke.
        resolved: What runs.
        ask: Whether the log's end is wanted.
        why: One line: why not in the sandbox.
    """
    ministack = call.ministack
    now_ms = time.time_ns() // 1_000_000
    line = {"timestamp": now_ms, "message": f"LAMELLA run by ministack's executor, without layers in /opt: {why}\n"}
    records.write_log(ministack, resolved.log_group, _STREAM, [line])
    path = f"/2015-03-31/functions/{quote(resolved.name)}/invocations"
    headers = (("X-Amz-Log-Type", "Tail"),) if ask.tail else ()
    request = Request("POST", path, urlencode({"Qualifier": resolved.version}), headers, call.request.body)
    answer = ministack.upstream.call(Caller(ministack.account, ministack.region, "lambda"), request)
    figures = Figures(None, failed=answer.header("X-Amz-Function-Error") is not None, throttled=answer.status == 429)
    # ministack counts by FunctionName itself.
    ministack.put_metrics("AWS/Lambda", records.metrics(resolved, figures, own_dimension=False))
    return replace(answer, headers=(*answer.headers, (MARK, "ministack")))
