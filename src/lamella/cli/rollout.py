"""`lamella rollout`: `start status advance run pause resume rollback history report`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lamella.cli.aws_options import add_aws_options
from lamella.cli.options import add_config_option
from lamella.cli.planned import add_plan_options
from lamella.cli.verb import Verb

if TYPE_CHECKING:
    import argparse

    from lamella.cli.console import Console

    _Below = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse names it nowhere else

_MOST_DIGITS = 6


def _arguments(parser: argparse.ArgumentParser) -> None:
    under = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)
    _start(_below(under, "start", "plan how functions move to another version of a layer; --apply starts it"))
    status = _below(under, "status", "how a rollout stands; without ID, all of them")
    _id(status)
    status.add_argument("--watch", action="store_true", help="go on until it ends or is paused")
    _output(status)
    for name, summary in (
        ("advance", "do what is due now, for cron or CI: it waits for no bake"),
        ("run", "go on until the rollout ends or is paused"),
        ("pause", "let nothing more begin; what is moved stays moved"),
        ("resume", "take a pause back; `run` or `advance` goes on"),
        ("rollback", "restore every function, alias and tag that the rollout touched"),
    ):
        acting = _below(under, name, summary)
        _id(acting)
        _output(acting)
    history = _below(under, "history", "what happened, line by line")
    _id(history)
    _output(history)
    report = _below(under, "report", "one self-contained page: waves, readings against thresholds, functions")
    _id(report)
    report.add_argument("--html", metavar="FILE", help="where the page goes (default: rollout-ID.html)")


def _start(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("layer", metavar="LAYER", help="a layer of lamella.toml, an AWS layer name, or a layer's ARN")
    parser.add_argument(
        "--to", metavar="VERSION", default="latest", help="a number, the ARN of a version, or `latest` (default)"
    )
    _which(parser)
    _how(parser)
    add_plan_options(parser)
    add_config_option(parser)
    add_aws_options(parser)


def _which(parser: argparse.ArgumentParser) -> None:
    which = parser.add_argument_group("functions", "Without these: every function that uses the layer.")
    which.add_argument("--functions", metavar="REGEX", default="", help="whose whole name matches")
    which.add_argument(
        "--tag", metavar="K=V", action="append", type=_tag, help="that have this tag; may be given several times"
    )
    which.add_argument("--managed", action="store_true", help="also those that infrastructure code owns")
    which.add_argument(
        "--pins",
        metavar="PATH",
        action="append",
        help="a file or folder in which owners of functions are looked for, such as Terraform states",
    )


def _how(parser: argparse.ArgumentParser) -> None:
    how = parser.add_argument_group("how", "Each wins over [rollout] of lamella.toml.")
    how.add_argument(
        "--strategy", metavar="S", help="all-at-once, canary:10%%/5m, linear:10%%/1m, waves:..., or CodeDeploy's name"
    )
    how.add_argument("--bake", metavar="TIME", help="after each stage, such as 10m; 0s waits for no data")
    how.add_argument("--wait-for-data", metavar="TIME", help="longest wait for gates without enough data, or `forever`")
    how.add_argument("--baseline", metavar="TIME", help="length of the window before the move that gates compare with")
    how.add_argument("--smoke", metavar="EVENT", help="JSON, or @FILE with a list of events: each function is invoked")
    how.add_argument("--alarm", metavar="NAME", action="append", help="a CloudWatch alarm that must stay quiet")
    how.add_argument(
        "--check", metavar="COMMAND", action="append", help="a command that must end with 0 (75: no data yet)"
    )
    how.add_argument("--no-gates", action="store_true", help="none of the file's and none of the default gates")
    how.add_argument("--max-failures", metavar="N", type=_positive, help="at so many failed functions all go back")
    how.add_argument("--order-by", metavar="K=V", action="append", type=_tag, help="functions with this tag come first")
    how.add_argument("--group-by", metavar="KEY", help="no two functions with one value of this tag in a wave")


def _below(under: _Below, name: str, summary: str) -> argparse.ArgumentParser:
    return under.add_parser(name, help=summary, description=summary, allow_abbrev=False)


def _id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", nargs="?", help="of the rollout; by default the only one that is not over")
    add_config_option(parser)
    add_aws_options(parser)


def _output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", choices=("text", "json", "csv"), default="text", help="form of the result")


def _run(arguments: argparse.Namespace, console: Console) -> int:
    from lamella.cli import rollout_going, rollout_shown, rollout_start

    match arguments.action:
        case "start":
            return rollout_start.run(arguments, console)
        case "status" | "history" | "report":
            return rollout_shown.run(arguments, console)
        case _:
            return rollout_going.run(arguments, console)


def _tag(text: str) -> tuple[str, str]:
    import argparse

    key, equals, value = text.partition("=")
    if not key or not equals:
        raise argparse.ArgumentTypeError(f"`{text}` is not KEY=VALUE")
    return key, value


def _positive(text: str) -> int:
    import argparse

    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS or int(text) == 0:
        raise argparse.ArgumentTypeError(f"`{text}` is not a whole number from 1")
    return int(text)


VERB = Verb("rollout", "move functions to another version of a layer, in waves, judged by gates", _arguments, _run)
