"""AWS quotas and runtime facts, read once from limits.toml (each with source and date there)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Runtime:
    """A Lambda runtime: its name, operating system, glibc version and the date of its deprecation."""

    name: str
    os: str
    glibc: tuple[int, int]
    deprecated: date


@dataclass(frozen=True, slots=True)
class Limits:
    """Quotas in bytes, counts and calls a second, the runtimes that lamella builds for, by name, and those of others.

    Attributes:
        updates_blocked: Runtimes whose functions cannot be updated any more.
    """

    zipped_direct_bytes: int
    unzipped_bytes: int
    layers_per_function: int
    description_characters: int
    license_info_characters: int
    lambda_calls_per_s: int
    get_function_calls_per_s: int
    get_policy_calls_per_s: int
    metric_queries_per_call: int
    runtimes: dict[str, Runtime]
    updates_blocked: frozenset[str]


@cache
def limits() -> Limits:
    """Return the facts of limits.toml."""
    table = tomllib.loads(files("lamella").joinpath("limits.toml").read_text("utf-8"))
    quota = {name: entry["value"] for name, entry in table["quota"].items()}
    runtimes = {
        name: Runtime(name, entry["os"], (entry["glibc"][0], entry["glibc"][1]), entry["deprecated"])
        for name, entry in table["runtime"].items()
    }
    return Limits(**quota, runtimes=runtimes, updates_blocked=frozenset(table["updates_blocked"]["names"]))
