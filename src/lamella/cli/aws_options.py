"""Options of the verbs that meet AWS, and how they become values."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lamella.run.scope import AwsOptions

LOCAL_HELP = "work on the embedded cloud (`lamella local up`), never on AWS; also LAMELLA_LOCAL=1"


def add_aws_options(parser: argparse.ArgumentParser, *, scope: bool = True) -> None:
    """Add the options that say where in AWS a verb works; `read_aws_options` reads them.

    The value of `--env` is `arguments.environment`. Without `scope` there are no `--env` and `--region`: a saved plan
    brings both.
    """
    group = parser.add_argument_group("AWS")
    if scope:
        _add_scope_options(group)
    else:
        parser.set_defaults(regions=None)
    group.add_argument("--profile", metavar="NAME", help="profile of the AWS configuration files")
    group.add_argument("--role-arn", metavar="ARN", type=_role_arn, help="role to assume before anything else")
    group.add_argument(
        "--endpoint-url", metavar="URL", type=_url, help="another endpoint than AWS's, such as an emulator's"
    )
    # Suppressed, since the default of a verb would overwrite what stands before the verb.
    group.add_argument("--local", action="store_true", default=argparse.SUPPRESS, help=LOCAL_HELP)


def read_aws_options(arguments: argparse.Namespace) -> AwsOptions:
    """Return what the options of `add_aws_options`, and `--local` before the verb, said."""
    from lamella.run.scope import AwsOptions

    return AwsOptions(
        profile=arguments.profile,
        endpoint_url=arguments.endpoint_url,
        regions=tuple(dict.fromkeys(arguments.regions or ())),
        role_arn=arguments.role_arn,
        local=getattr(arguments, "local", False),
    )


def _add_scope_options(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--env", metavar="NAME", dest="environment", help="environment of lamella.toml: accounts, Regions, names"
    )
    add_region_option(group)


def add_region_option(group: argparse._ActionsContainer) -> None:
    """Add `--region` alone, for a verb whose arguments name environments."""
    group.add_argument(
        "--region",
        metavar="REGION",
        action="append",
        dest="regions",
        type=_region,
        help="instead of the environment's Regions; may be given several times",
    )


def _region(text: str) -> str:
    return _held(text, r"[a-z]{2,}(-[a-z]+)+-[0-9]+", "a Region, such as eu-west-1")


def _role_arn(text: str) -> str:
    return _held(text, r"arn:aws[a-z-]*:iam::[0-9]{12}:role/\S+", "the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME")


def _url(text: str) -> str:
    return _held(text, r"https?://[^\s/]\S*", "an address, such as http://127.0.0.1:4566").rstrip("/")


def _held(text: str, pattern: str, what: str) -> str:
    if not re.fullmatch(pattern, text):
        raise argparse.ArgumentTypeError(f"`{text}` is not {what}")
    return text
