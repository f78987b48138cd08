"""Single values: their meaning, and the errors when they have none."""

import re
from collections.abc import Iterable
from fractions import Fraction
from string import Formatter

from packaging.utils import canonicalize_name

from lamella.config.keypath import KeyPath
from lamella.errors import ConfigError, UsageError
from lamella.model.layer import Include
from lamella.model.target import Target

_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([kKMG]i?)?B")
_UNIT_BYTES = {None: 1, "k": 10**3, "M": 10**6, "G": 10**9, "ki": 2**10, "Mi": 2**20, "Gi": 2**30}
_TEMPLATE_FIELDS = frozenset({"layer", "env", "environment", "runtime", "architecture"})


def hold_layer_name(name: str) -> None:
    """Hold what `--name` says against what Lambda takes.

    Raises:
        UsageError: It is not 1 to 140 letters, digits, `-` and `_`.
    """
    if not re.fullmatch(r"[a-zA-Z0-9_-]{1,140}", name):
        raise UsageError(
            f"`{name}` is not a name for a layer",
            why="allowed: 1 to 140 letters, digits, `-` and `_`",
            hint="give another --name",
        )


def targets_of(texts: Iterable[str], where: KeyPath) -> tuple[Target, ...]:
    """Return the targets in the given order.

    Raises:
        ConfigError: A runtime or architecture is unknown, or a target is there twice.
    """
    found: list[Target] = []
    for position, text in enumerate(texts):
        here = where.at(position) if where.parts else where
        try:
            target = Target.parse(text)
        except ConfigError as error:
            raise here.wrong(
                text, "RUNTIME/ARCHITECTURE, such as python3.12/x86_64", because=error.what, hint=error.hint
            ) from error
        if target in found:
            raise here.wrong(text, "each target once", because="it is there twice", hint="remove one")
        found.append(target)
    return tuple(found)


def size_bytes(value: int | str, where: KeyPath) -> int:
    """Return a size in bytes: an integer as it is, `"20 MB"` as 20,000,000, `"64 MiB"` as 67,108,864.

    Raises:
        ConfigError: The text is no size, or not a whole number of bytes from 1.
    """
    rule = 'a whole number of bytes from 1: an integer, or a size such as "20 MB" or "64 MiB"'
    if isinstance(value, int):
        size = Fraction(value)
    else:
        match = _SIZE.fullmatch(value)
        if match is None:
            raise where.wrong(value, rule)
        unit = match[2].replace("K", "k") if match[2] else None
        size = Fraction(match[1]) * _UNIT_BYTES[unit]
    if size < 1 or size.denominator != 1:
        raise where.wrong(value, rule)
    return int(size)


def globs_of(texts: Iterable[str], where: KeyPath) -> tuple[str, ...]:
    """Return globs relative to /opt.

    Raises:
        ConfigError: A glob is absolute, leads out of /opt, or holds a backslash.
    """
    return tuple(_inside_opt(text, where.at(position)) for position, text in enumerate(texts))


def include_of(source: str, to: str, where: KeyPath) -> Include:
    """Return own code to put into the layer; `to` without a trailing slash.

    Raises:
        ConfigError: `to` is not a path below /opt.
    """
    return Include(source, _inside_opt(to, where.at("to")).rstrip("/"))


def distributions_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return normalised names, each once, in the given order."""
    return tuple(dict.fromkeys(canonicalize_name(name) for name in names))


def name_template_of(text: str, where: KeyPath) -> str:
    """Return a template of layer names.

    Raises:
        ConfigError: A field that means nothing, or no `{layer}`.
    """
    rule = "letters, digits, `-`, `_`, with {layer} and, if wanted, {env}, {environment}, {runtime}, {architecture}"
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise where.wrong(text, rule, because=str(error)) from error
    fields = {field for _, field, _, _ in parts if field is not None}
    literal = "".join(part for part, _, _, _ in parts)
    plain = not any(spec or conversion for _, _, spec, conversion in parts)
    if not fields <= _TEMPLATE_FIELDS or not plain or not re.fullmatch(r"[a-zA-Z0-9_-]*", literal):
        raise where.wrong(text, rule)
    if "layer" not in fields:
        raise where.wrong(text, rule, because="without {layer} all layers would have one name")
    return text


def _inside_opt(path: str, where: KeyPath) -> str:
    parts = path.rstrip("/").split("/")
    if path.startswith("/"):
        because = "it is absolute"
    elif ".." in parts:
        because = "`..` leads out of /opt"
    elif "\\" in path:
        because = "it holds a backslash"
    elif "\0" in path or "" in parts or "." in parts:
        because = "it has an empty part or `.`"
    else:
        return path
    raise where.wrong(path, "a path relative to /opt with forward slashes, such as python/shared", because=because)
