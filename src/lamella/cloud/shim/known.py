"""Facts of lambda_api.toml."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def runtimes() -> frozenset[str]:
    """Return the runtimes that Lambda knows."""
    return _names("runtimes")


@cache
def reserved_variables() -> frozenset[str]:
    """Return the environment variables that no function may set."""
    return _names("reserved_variables")


@cache
def served() -> frozenset[str]:
    """Return the operations that are left to ministack."""
    return _names("served")


def _names(section: str) -> frozenset[str]:
    table = tomllib.loads(files("lamella.cloud.shim").joinpath("lambda_api.toml").read_text("utf-8"))
    return frozenset(table[section]["names"])
