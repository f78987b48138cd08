"""lamella: the whole life of an AWS Lambda layer."""

from lamella.version import __version__

__all__ = ["__version__"]
