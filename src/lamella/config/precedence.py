"""Flag, environment variable, file, default: the first that speaks wins."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from msgspec import UNSET, Struct, UnsetType

from lamella.config.closest import did_you_mean
from lamella.config.keypath import KeyPath
from lamella.config.origin import Default, Flag, Origin, Resolved, Variable
from lamella.config.project import Overrides
from lamella.config.values import targets_of
from lamella.config.wire_types import MOST_JOBS
from lamella.model.layer import Bytecode, Compress, Slim
from lamella.model.target import Target

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Named:
    """How a setting is called outside the file."""

    flag: str
    variable: str


TARGETS = Named("--target", "LAMELLA_TARGETS")
SLIM = Named("--slim", "LAMELLA_SLIM")
BYTECODE = Named("--bytecode", "LAMELLA_BYTECODE")
COMPRESS = Named("--compress", "LAMELLA_COMPRESS")
OUT = Named("--out", "LAMELLA_OUT")
JOBS = Named("--jobs", "LAMELLA_JOBS")
CACHE_VARIABLE = "LAMELLA_CACHE"
CONFIG_VARIABLE = "LAMELLA_CONFIG"
STATE_VARIABLE = "LAMELLA_STATE"
LOCAL_VARIABLE = "LAMELLA_LOCAL"
_PREFIX = "LAMELLA_"


@dataclass(frozen=True, slots=True)
class Given:
    """What was said outside the file: by flags, and by variables of the environment."""

    flags: Overrides
    variables: Overrides


def resolve(name: Named, said: tuple[T | None, T | None], in_file: Resolved[T] | None, default: T) -> Resolved[T]:
    """Return the value of highest precedence.

    Args:
        name: How the setting is called outside the file.
        said: What the flag and the variable say.
        in_file: What the file says.
        default: What holds when nobody speaks.
    """
    flag, variable = said
    if flag is not None:
        return Resolved(flag, Flag(name.flag))
    if variable is not None:
        return Resolved(variable, Variable(name.variable))
    return in_file or Resolved(default, Default())


def in_file(value: T | UnsetType, where: KeyPath) -> Resolved[T] | None:
    """Return what the file says at a key, if it says anything."""
    return None if isinstance(value, UnsetType) else Resolved(value, where.origin)


def origins_of(table: Struct, where: KeyPath) -> dict[str, Origin]:
    """Return for each key of a table whether the file or the default decides."""
    names = zip(table.__struct_fields__, table.__struct_encode_fields__, strict=True)
    return {shown: Default() if getattr(table, name) is UNSET else where.at(shown).origin for name, shown in names}


def read_variables(environ: Mapping[str, str]) -> Overrides:
    """Return what the `LAMELLA_*` variables say; an empty variable says nothing.

    Raises:
        ConfigError: A variable's value is not allowed.
    """
    targets = environ.get(TARGETS.variable, "")
    jobs = environ.get(JOBS.variable, "")
    if jobs and not re.fullmatch(r"[1-9][0-9]{0,3}", jobs):
        raise KeyPath(JOBS.variable).wrong(jobs, f"a whole number from 1 to {MOST_JOBS}")
    return Overrides(
        targets=_targets(targets) if targets else None,
        slim=_choice(Slim, SLIM, environ),
        bytecode=_choice(Bytecode, BYTECODE, environ),
        compress=_choice(Compress, COMPRESS, environ),
        out=environ.get(OUT.variable) or None,
        jobs=int(jobs) if jobs else None,
    )


def misspelt_variables(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return each `LAMELLA_*` variable that means nothing and is close to one that does, with a "did you mean"."""
    named = (TARGETS, SLIM, BYTECODE, COMPRESS, OUT, JOBS)
    known = {name.variable for name in named} | {CACHE_VARIABLE, CONFIG_VARIABLE, STATE_VARIABLE, LOCAL_VARIABLE}
    ends = [variable.removeprefix(_PREFIX) for variable in sorted(known)]
    found: list[tuple[str, str]] = []
    for name in sorted(environ):
        if name.startswith(_PREFIX) and name not in known:
            meant = did_you_mean(name.removeprefix(_PREFIX), ends)
            if meant:
                found.append((name, meant.replace("`", f"`{_PREFIX}", 1)))
    return tuple(found)


def _targets(text: str) -> tuple[Target, ...]:
    parts = [part.strip() for part in text.split(",")]
    return targets_of((part for part in parts if part), KeyPath(TARGETS.variable))


def _choice(choices: type[E], name: Named, environ: Mapping[str, str]) -> E | None:
    text = environ.get(name.variable, "")
    if not text:
        return None
    if text not in tuple(choices):
        raise KeyPath(name.variable).wrong(text, ", ".join(choices), hint=did_you_mean(text, choices))
    return choices(text)
