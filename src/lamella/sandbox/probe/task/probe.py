"""The function that `lamella test` runs with a layer: imports what an event names, in a fork of its own.

Runs inside the sandbox, on every Python that Lambda offers, with the standard library alone.
"""

import importlib
import importlib.metadata
import importlib.util
import json
import os
import re
import select
import signal
import sys
import time
import traceback
from importlib._bootstrap_external import SourceLoader
from typing import Any, NoReturn

# What a layer adds to sys.path, wherever the layers are.
_SITE = re.compile(r"(.*/)python(?:/lib/python3\.\d+/site-packages)?")
_MOST_IN_CHAIN = 10


def handler(event: "dict[str, Any]", context: object = None) -> "dict[str, Any]":  # noqa: ARG001 - Lambda's signature
    """Answer one question.

    Args:
        event: `{"module": NAME}` or `{"group": GROUP, "name": NAME, "distribution": NAME}`, with `timeout_s`.
        context: Lambda's.

    Returns:
        `{"error": null or {...}, "recompiled": [paths below /opt], "seconds": float}`.
    """
    started = time.monotonic()
    # What is buffered would be written by the child too.
    sys.stdout.flush()
    sys.stderr.flush()
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        _answer(event, write_end)
    os.close(write_end)
    answer = _ask(child, read_end, event["timeout_s"])
    answer["seconds"] = time.monotonic() - started
    return answer


def _ask(child: int, read_end: int, timeout_s: float) -> "dict[str, Any]":
    deadline = time.monotonic() + timeout_s
    data = b""
    while True:
        ready, _, _ = select.select([read_end], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            os.kill(child, signal.SIGKILL)
            break
        piece = os.read(read_end, 65536)
        if not piece:
            break
        data += piece
    os.close(read_end)
    status = os.waitpid(child, 0)[1]
    if not data and not ready:
        return _failure("TimeoutError", f"no end after {timeout_s:g} s")
    if not data:
        code = os.waitstatus_to_exitcode(status)
        how = signal.Signals(-code).name if code < 0 else f"exit status {code}"
        return _failure("ProcessEnded", "the process ended while it imported: " + how)
    answer: dict[str, Any] = json.loads(data)
    return answer


def _failure(kind: str, message: str) -> "dict[str, Any]":
    return {"error": {"type": kind, "message": message, "name": "", "trace": [], "chain": []}, "recompiled": []}


def _answer(event: "dict[str, Any]", write_end: int) -> NoReturn:
    recompiled: list[str] = []
    _watch(recompiled)
    error = None
    try:
        if "module" in event:
            importlib.import_module(event["module"])
        else:
            _load(_entry_point(event))
    except BaseException as raised:  # noqa: BLE001 - SystemExit and KeyboardInterrupt are answers too
        error = _described(raised)
    sys.stdout.flush()
    sys.stderr.flush()
    data = json.dumps({"error": error, "recompiled": sorted(set(recompiled))}).encode()
    while data:
        data = data[os.write(write_end, data) :]
    os._exit(0)


def _watch(recompiled: "list[str]") -> None:
    roots = tuple({found[1] for found in map(_SITE.fullmatch, sys.path) if found})
    compile_source = SourceLoader.source_to_code

    def watched(self: Any, data: Any, path: Any, **options: Any) -> Any:  # noqa: ANN401 - as in importlib
        for root in roots:
            if str(path).startswith(root + "python/"):
                recompiled.append(str(path)[len(root) :])
                break
        return compile_source(self, data, path, **options)

    SourceLoader.source_to_code = watched  # type: ignore[method-assign]


def _entry_point(event: "dict[str, Any]") -> importlib.metadata.EntryPoint:
    for found in importlib.metadata.entry_points(group=event["group"]):
        of = found.dist.metadata["Name"] if found.dist else ""
        if found.name == event["name"] and _normalised(of) == event["distribution"]:
            return found
    raise LookupError("importlib.metadata does not find it")


def _load(point: importlib.metadata.EntryPoint) -> None:
    try:
        point.load()
    except AttributeError:
        # `pandas:plotting._matplotlib` names a module, which is an attribute only once something imported it.
        name = f"{point.module}.{point.attr}"
        if not _is_module(name):
            raise
        importlib.import_module(name)


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        # What stands before the last dot is a module and no package.
        return False


def _normalised(name: str) -> str:
    return "-".join(part for part in name.lower().replace("_", "-").replace(".", "-").split("-") if part)


def _described(raised: BaseException) -> "dict[str, Any]":
    chain: list[dict[str, Any]] = []
    each: BaseException | None = raised
    while each is not None and len(chain) < _MOST_IN_CHAIN:
        chain.append(
            {
                "type": type(each).__name__,
                "message": str(each),
                "name": getattr(each, "name", None) if isinstance(each, ImportError) else None,
            }
        )
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    trace = traceback.format_exception(type(raised), raised, raised.__traceback__)
    return {
        "type": type(raised).__name__,
        "message": str(raised),
        "name": (getattr(raised, "name", None) if isinstance(raised, ImportError) else None) or "",
        "trace": trace,
        "chain": chain,
    }
