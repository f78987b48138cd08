"""The part of SARIF 2.1.0 that lamella writes, as a schema that allows nothing else.

Written from the standard (OASIS, sarif-v2.1.0-errata01), section by section; whatever passes here is allowed there.
"""

from typing import Any

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": sorted(required),
        "additionalProperties": False,
    }


def _list(of: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": of, "minItems": least}


_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_BAG: dict[str, Any] = {"type": "object"}
_MESSAGE = _object({"text": _TEXT})
_REGION = _object({"startLine": {"type": "integer", "minimum": 1}})
_ARTIFACT = _object({"uri": _TEXT, "uriBaseId": _TEXT})
_PHYSICAL = _object({"artifactLocation": _ARTIFACT}, {"region": _REGION})
_LOCATION = _object({"physicalLocation": _PHYSICAL}, {"message": _MESSAGE})
_STEP = _object({"location": _LOCATION})
_FLOW = _object({"threadFlows": _list(_object({"locations": _list(_STEP, 1)}), 1)})
_RESULT = _object(
    {
        "ruleId": _TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": _LEVEL,
        "message": _MESSAGE,
        "locations": _list(_LOCATION, 1),
        "partialFingerprints": {"type": "object", "additionalProperties": _TEXT},
        "properties": _BAG,
    },
    {
        "codeFlows": _list(_FLOW, 1),
        "suppressions": _list(
            _object({"kind": {"enum": ["external"]}, "status": {"enum": ["accepted"]}, "justification": _TEXT}), 1
        ),
    },
)
_RULE = _object(
    {
        "id": _TEXT,
        "name": {"type": "string", "pattern": "^([A-Z][A-Za-z0-9]*)+$"},
        "shortDescription": _MESSAGE,
        "help": _MESSAGE,
        "defaultConfiguration": _object({"level": _LEVEL}),
        "properties": _BAG,
    }
)
_DRIVER = _object({"name": _TEXT, "semanticVersion": _TEXT, "rules": _list(_RULE)})
_RUN = _object(
    {
        "tool": _object({"driver": _DRIVER}),
        "automationDetails": _object({"id": _TEXT}),
        "originalUriBaseIds": {"type": "object", "additionalProperties": _object({"description": _MESSAGE})},
        "invocations": _list(
            _object(
                {
                    "executionSuccessful": {"type": "boolean"},
                    "toolExecutionNotifications": _list(_object({"level": _LEVEL, "message": _MESSAGE})),
                }
            ),
            1,
        ),
        "properties": _BAG,
        "results": _list(_RESULT),
    }
)
SCHEMA = _object({"$schema": _TEXT, "version": {"const": "2.1.0"}, "runs": _list(_RUN, 1)})
