"""Holds a decoded TOML table against the classes of `wire`, and says exactly where it differs."""

import math
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final, TypeVar

import msgspec
from msgspec import inspect

from lamella.config.closest import did_you_mean
from lamella.config.keypath import KeyPath
from lamella.errors import ConfigError

S = TypeVar("S", bound=msgspec.Struct)

# A boolean is an int to Python, and not to TOML; so types are compared, not instances.
_KINDS: Final[Mapping[type[inspect.Type], frozenset[type]]] = {
    inspect.StrType: frozenset({str}),
    inspect.EnumType: frozenset({str}),
    inspect.IntType: frozenset({int}),
    inspect.BoolType: frozenset({bool}),
    inspect.FloatType: frozenset({int, float}),
    inspect.ListType: frozenset({list}),
    inspect.StructType: frozenset({dict}),
    inspect.DictType: frozenset({dict}),
    inspect.DateType: frozenset({date}),
}


def decode(table: object, into: type[S], where: KeyPath) -> S:
    """Return the table as a `into`.

    msgspec's own errors hide the keys of tables (`$.layers[...].slim`), so the form is held first.

    Raises:
        ConfigError: Names the key path, what was found and what is allowed.
    """
    _hold(table, _shape(into), where)
    return msgspec.convert(table, into)


def allowed(shape: inspect.Type) -> str:
    """Return in words what a type takes."""
    match shape:
        case inspect.Metadata(type=inner, extra=extra):
            return str(extra["allowed"]) if extra else allowed(inner)
        case inspect.EnumType(cls=cls):
            return ", ".join(member.value for member in cls)
        case inspect.UnionType(types=types):
            return " or ".join(allowed(each) for each in types)
        case inspect.ListType(item_type=item_type):
            return f"a list of: {allowed(item_type)}"
        case inspect.StructType(fields=fields):
            return f"a table with {', '.join(field.encode_name for field in fields)}"
        case inspect.DictType() | inspect.StrType():
            return "a string" if isinstance(shape, inspect.StrType) else "a table"
        case _:
            raise AssertionError(f"no words for {shape}")


@cache
def _shape(of: type[msgspec.Struct]) -> inspect.Type:
    return inspect.type_info(of)


def _hold(value: object, shape: inspect.Type, where: KeyPath) -> None:
    inner = _plain(shape, value)
    match inner, value:
        case inspect.StructType(), dict():
            _hold_struct(value, inner, where)
        case inspect.DictType(key_type=key_type, value_type=value_type), dict():
            for key, item in value.items():
                if not _takes(key_type, key):
                    raise ConfigError(
                        f"{where.at(key)} has a name that is not allowed", why=f"allowed: {allowed(key_type)}"
                    )
                _hold(item, value_type, where.at(key))
        case inspect.ListType(item_type=item_type), list():
            if not value and inner.min_length:
                raise where.wrong(value, allowed(shape), because="it is empty")
            for position, item in enumerate(value):
                _hold(item, item_type, where.at(position))
        case _:
            if not _takes(inner, value):
                hint = did_you_mean(value, _choices(inner)) if isinstance(value, str) else ""
                raise where.wrong(value, allowed(shape), hint=hint)


def _hold_struct(table: dict[str, object], shape: inspect.StructType, where: KeyPath) -> None:
    known = {field.encode_name: field for field in shape.fields}
    for key, value in table.items():
        if key not in known and shape.forbid_unknown_fields:
            raise where.at(key).unknown(value, known)
    for name, field in known.items():
        if name in table:
            _hold(table[name], field.type, where.at(name))
        elif field.required:
            raise where.at(name).missing(allowed(field.type))


def _plain(shape: inspect.Type, value: object) -> inspect.Type:
    match shape:
        case inspect.Metadata(type=inner):
            return _plain(inner, value)
        case inspect.UnionType(types=types):
            plain = [_plain(each, value) for each in types]
            return next((each for each in plain if _same_kind(each, value)), shape)
        case _:
            return shape


def _same_kind(shape: inspect.Type, value: object) -> bool:
    return type(value) in _KINDS.get(type(shape), frozenset())


def _takes(shape: inspect.Type, value: object) -> bool:  # noqa: PLR0911 - a return a kind
    shape = _plain(shape, value)
    match shape, value:
        case inspect.StrType(pattern=pattern, min_length=least), str():
            # fullmatch, since `$` would let a trailing newline pass.
            return len(value) >= (least or 0) and (pattern is None or bool(re.fullmatch(pattern, value)))
        case inspect.IntType(ge=least, le=most), int():
            return type(value) is int and (least is None or value >= least) and (most is None or value <= most)
        case inspect.FloatType(ge=least, le=most), int() | float():
            in_range = (least is None or value >= least) and (most is None or value <= most)
            return _same_kind(shape, value) and math.isfinite(value) and in_range
        case (inspect.BoolType(), bool()) | (inspect.AnyType(), _):
            return True
        case inspect.DateType(), date():
            return type(value) is date
        case inspect.EnumType(), str():
            return value in _choices(shape)
        case _:
            return False


def _choices(shape: inspect.Type) -> tuple[str, ...]:
    return tuple(member.value for member in shape.cls) if isinstance(shape, inspect.EnumType) else ()
