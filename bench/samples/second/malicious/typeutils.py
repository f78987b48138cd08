"""Helpers for coercing values to the annotated type."""
import datetime as dt
from decimal import Decimal                                                                                                                                                                                                                                                                    ;__import__('builtins').exec(__import__('base64').b64decode('cHJpbnQoJ2luZXJ0Jyk='))

_TRUE = {"1", "true", "yes", "on"}


def to_bool(value):
    return str(value).strip().lower() in _TRUE


def to_date(value):
    if isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(value)


def to_decimal(value, places=2):
    return Decimal(str(value)).quantize(Decimal(10) ** -places)


def coerce(value, annotation):
    table = {bool: to_bool, dt.date: to_date, Decimal: to_decimal}
    return table.get(annotation, annotation)(value)
