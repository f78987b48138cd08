"""Options that say which channel points at new versions, and how they become values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_channel_options(parser: argparse.ArgumentParser) -> None:
    """Add `--channel NAME` and `--no-channel`; `read_channel` reads them."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--channel", metavar="NAME", help="move this channel instead of the environment's")
    group.add_argument("--no-channel", action="store_true", help="move no channel")


def read_channel(arguments: argparse.Namespace) -> str | None:
    """Return what the options of `add_channel_options` said: `None` for nothing, empty for no channel.

    Raises:
        UsageError: The name is none that SSM takes.
    """
    from lamella.change.names import hold_channel

    if arguments.no_channel:
        return ""
    return None if arguments.channel is None else hold_channel(arguments.channel)
