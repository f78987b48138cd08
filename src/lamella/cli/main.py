"""The entry point: reads the arguments, runs one verb, and is the one error boundary."""

import argparse
import os
import sys
from collections.abc import Sequence

from lamella.cli import (
    advisories,
    apply,
    baseline,
    build,
    cache,
    check,
    clean,
    completion,
    config,
    diff,
    grants,
    init,
    inspect,
    invoke,
    local,
    lock,
    profile,
    promote,
    publish,
    resolve,
    restore,
    rollout,
    share,
    test,
    verify,
)
from lamella.cli.aws_options import LOCAL_HELP
from lamella.cli.console import Console
from lamella.cli.verb import Verb
from lamella.errors import LamellaError
from lamella.version import __version__

VERBS: tuple[Verb, ...] = (
    init.VERB,
    build.VERB,
    test.VERB,
    invoke.VERB,
    profile.VERB,
    inspect.VERB,
    diff.VERB,
    check.VERB,
    verify.VERB,
    baseline.VERB,
    advisories.VERB,
    publish.VERB,
    promote.VERB,
    apply.VERB,
    share.VERB,
    grants.VERB,
    rollout.VERB,
    clean.VERB,
    restore.VERB,
    resolve.VERB,
    lock.VERB,
    local.VERB,
    cache.VERB,
    config.VERB,
    completion.VERB,
)


def parser() -> argparse.ArgumentParser:
    """Return the whole command line."""
    root = argparse.ArgumentParser(
        prog="lamella",
        description="The whole life of an AWS Lambda layer.",
        epilog="`lamella VERB --help` explains a verb. Exit codes: 0 done, 1 failed, 2 wrong usage or "
        "configuration, 3 findings, budgets or thresholds, 4 changes pending, 5 incomplete, 130 interrupted.",
    )
    root.add_argument("--version", action="version", version=f"lamella {__version__}")
    root.add_argument("--local", action="store_true", help=LOCAL_HELP)
    verbs = root.add_subparsers(title="verbs", metavar="VERB", dest="verb", required=True)
    for verb in VERBS:
        under = verbs.add_parser(verb.name, help=verb.summary, description=verb.summary, allow_abbrev=False)
        verb.add_arguments(under)
        under.set_defaults(run=verb.run, command_line=root)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    console = Console.of_process(os.environ)
    try:
        arguments = parser().parse_args(argv)
        code: int = arguments.run(arguments, console)
        console.out.flush()
    except LamellaError as error:
        console.fail(error)
        return error.exit_code
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            # The reader of our output went away; a second error while Python flushes stdout would be noise.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1
        # Disks fill up and folders belong to others; every file is written whole or not at all.
        place = f": {error.filename}" if error.filename else ""
        console.fail(LamellaError(f"{error.strerror or error}{place}", hint="check space, path and permissions"))
        return 1
    except KeyboardInterrupt:
        console.say("interrupted: nothing half-written is left behind")
        return 130
    return code
