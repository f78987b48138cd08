"""Runs ministack; a program of its own, started without site-packages: `program.py PACKAGES LISTENER`.

It ends, saving its state, when its standard input ends: a supervisor that was killed leaves nothing behind. The port
that ministack believes to listen on (`GATEWAY_PORT`) is the public one, so that every address it hands out is right.
"""

import asyncio
import contextlib
import os
import signal
import sys
import threading
from importlib import import_module

_ENDING_S = 30.0
_KEEP_ALIVE_S = 86_400


def _main() -> None:
    packages, listener = sys.argv[1:]
    sys.path.insert(0, packages)
    config = import_module("hypercorn.config").Config()
    config.bind = [f"fd://{listener}"]
    config.keep_alive_timeout = _KEEP_ALIVE_S
    config.loglevel = "WARNING"
    config.graceful_timeout = 1.0
    config.backlog = 1024
    asyncio.run(_serve(config))


async def _serve(config: object) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    threading.Thread(target=_watch, args=(loop, ended), daemon=True).start()
    app = import_module("ministack.app").app
    await import_module("hypercorn.asyncio").serve(app, config, shutdown_trigger=ended.wait)


def _watch(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    while os.read(0, 4096):
        pass
    # The loop may be gone already when the end of input and a signal come together.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(ended.set)
    threading.Event().wait(_ENDING_S)
    os._exit(1)


if __name__ == "__main__":
    _main()
