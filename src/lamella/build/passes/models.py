"""Takes the prose out of a botocore model (JSON).

Two thirds of a model are values of the key `documentation`. They are cut out of the text before it is parsed,
since parsing them costs more than everything else.
"""

import re
from typing import Any, Final

import msgspec

# Inside a string the key's closing quote would be escaped, so this matches keys only: `documentation`, or one that
# ends in `"documentation`. The look-behind for those costs five times the search, and none is known.
_OPENING: Final = re.compile(rb'"documentation"\s*+:\s*+"')
_GUARDED: Final = re.compile(rb'(?<!\\)"documentation"\s*+:\s*+"')
_REST_OF_STRING: Final = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+"\s*+(,?)', re.DOTALL)
_CONTEXT: Final = b'"clientContextParams"'


def compact(model: bytes) -> bytes:
    """Return a JSON model without prose and white space.

    Only values that are strings go: a member of a structure that is called `documentation` is an object, and stays.
    In `clientContextParams` botocore insists on the key (botocore/model.py, `client_context_parameters`): it stays,
    empty.

    Raises:
        msgspec.DecodeError: It is not JSON.
    """
    decoded = msgspec.json.decode(_without_prose(model))
    if _CONTEXT in model and isinstance(decoded, dict):
        _restore_context(decoded)
    return msgspec.json.encode(decoded)


def _without_prose(model: bytes) -> bytes:
    opening = _GUARDED if rb'\"documentation"' in model else _OPENING
    first, *pieces = opening.split(model)
    kept = [first]
    for piece in pieces:
        rest = _REST_OF_STRING.match(piece)
        if rest is None:
            return model
        if not rest[1]:
            kept[-1] = kept[-1].rstrip().removesuffix(b",")
        kept.append(piece[rest.end() :])
    return b"".join(kept)


def _restore_context(model: dict[str, Any]) -> None:
    parameters = model.get("clientContextParams")
    if isinstance(parameters, dict):
        for parameter in parameters.values():
            if isinstance(parameter, dict):
                parameter.setdefault("documentation", "")
