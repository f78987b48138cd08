"""The command line: one file a verb, each a thin shell over `run/` and `render/`."""

from lamella.cli.main import main

__all__ = ["main"]
