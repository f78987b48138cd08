"""What IAM decides: a small evaluator of identity policies and service control policies.

From the IAM user guide's evaluation logic: a matching Deny wins, then a matching Allow, else the answer is no. Keys
are absent, or have one or several values; ForAllValues holds when the key is absent, ForAnyValue does not; a negated
operator holds when the key is absent; IfExists holds when it is absent.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fnmatch import fnmatchcase
from typing import Any

from iam_rules import as_list


class Decision(Enum):
    """What policies of one kind say."""

    ALLOW = "allow"
    DENY = "deny"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Call:
    """A request: action, resource, and the values of each context key; a key that is not there is absent."""

    action: str
    resource: str
    context: Mapping[str, Sequence[str]] = field(default_factory=dict)


def decide(policy: Mapping[str, Any], call: Call) -> Decision:
    """Return what a policy says about a call."""
    effects = {statement["Effect"] for statement in as_list(policy["Statement"]) if _applies(statement, call)}
    if "Deny" in effects:
        return Decision.DENY
    return Decision.ALLOW if "Allow" in effects else Decision.NOTHING


def _applies(statement: Mapping[str, Any], call: Call) -> bool:
    if not any(fnmatchcase(call.action.lower(), pattern.lower()) for pattern in as_list(statement["Action"])):
        return False
    if "Resource" in statement:
        named = any(fnmatchcase(call.resource, pattern) for pattern in as_list(statement["Resource"]))
    else:
        named = not any(fnmatchcase(call.resource, pattern) for pattern in as_list(statement["NotResource"]))
    return named and all(
        _holds(operator, call.context.get(key), as_list(wanted))
        for operator, tests in statement.get("Condition", {}).items()
        for key, wanted in tests.items()
    )


def _holds(operator: str, values: Sequence[str] | None, wanted: Sequence[str]) -> bool:
    qualifier, _, plain = operator.rpartition(":")
    if_exists = plain.endswith("IfExists")
    test = _test(plain.removesuffix("IfExists"), wanted)
    if not values:
        # Also an empty list: IAM has no empty values of arrays in a request.
        return qualifier == "ForAllValues" or if_exists or (not qualifier and "Not" in plain)
    match qualifier:
        case "ForAllValues":
            return all(test(value) for value in values)
        case "ForAnyValue":
            return any(test(value) for value in values)
        case _:
            (value,) = values
            return test(value)


def _test(operator: str, wanted: Sequence[str]) -> Callable[[str], bool]:
    exact = operator.endswith("Equals") and operator.startswith("String")

    def positive(value: str) -> bool:
        return any(value == one if exact else fnmatchcase(value, one) for one in wanted)

    return (lambda value: not positive(value)) if "Not" in operator else positive
