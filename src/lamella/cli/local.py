"""`lamella local up|down|status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.options import add_output_option
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse

    from lamella.cli.console import Console
    from lamella.run.local import LocalStatus

_HIGHEST_PORT = 65_535


def _arguments(parser: argparse.ArgumentParser) -> None:
    under = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)
    up = under.add_parser("up", help="start the embedded cloud, unless it runs already", allow_abbrev=False)
    up.add_argument("--port", type=_port, metavar="PORT", help="of 127.0.0.1; the last one or a free one by default")
    up.add_argument(
        "--region", metavar="REGION", help="Region of requests that name none: AWS_REGION, else us-east-1, by default"
    )
    up.add_argument("--auth", action="store_true", help="hold requests against IAM policies")
    add_output_option(up)
    down = under.add_parser("down", help="end it; its state stays", allow_abbrev=False)
    add_output_option(down)
    status = under.add_parser("status", help="whether it runs, and where", allow_abbrev=False)
    add_output_option(status)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from lamella.run import local

    match arguments.action:
        case "up":
            return _up(arguments, console)
        case "down":
            ran = local.down(console.environ)
            if arguments.output == "json":
                _print(local.status(console.environ), "json", console)
            else:
                console.say("the embedded cloud has ended; its state is kept" if ran else "no embedded cloud runs")
        case _:
            _print(local.status(console.environ), arguments.output, console)
    return 0


def _up(arguments: argparse.Namespace, console: Console) -> int:
    from pathlib import Path

    from lamella.run import local
    from lamella.run.config import settings_here

    before = local.status(console.environ)
    cache = settings_here(console.environ, Path.cwd()).cache
    options = local.LocalOptions(arguments.port, arguments.region, arguments.auth)
    status = local.up(options, console.environ, cache, console.say)
    if before.running:
        console.say("the embedded cloud runs already")
    _print(status, arguments.output, console)
    return 0


def _print(status: LocalStatus, output: str, console: Console) -> None:
    import json

    if output == "json":
        document = {
            "running": status.running,
            "endpoint": status.endpoint,
            "region": status.region,
            "accounts": list(status.accounts),
            "state": str(status.state),
        }
        console.result(json.dumps(document, indent=2))
    elif status.running:
        console.result(
            f"running   {status.endpoint}\nregion    {status.region}\naccounts  {', '.join(status.accounts)}\n"
            f"state     {status.state}"
        )
        console.say(
            "hint: lamella --local VERB ... works on it; other clients with AWS_ENDPOINT_URL="
            f"{status.endpoint} AWS_ACCESS_KEY_ID=<12 digits, the account> AWS_SECRET_ACCESS_KEY=test"
        )
    else:
        console.result(f"running   no\nstate     {status.state}")


def _port(text: str) -> int:
    import argparse

    if not text.isascii() or not text.isdigit() or not 0 < int(text[:6]) <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"`{text}` is not a port from 1 to {_HIGHEST_PORT}")
    return int(text)


VERB = Verb("local", "start, end and look at the embedded cloud: AWS on this machine", _arguments, _run)
