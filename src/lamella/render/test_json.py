"""What testing found out, as JSON; schema in docs/commands/test.md."""

from collections.abc import Sequence
from typing import Any, assert_never

import msgspec

from lamella.model.tested import Check, Failed, Listed, NotRun, Passed, Tested, exit_code
from lamella.render.test_text import word_of


def test_json(tested: Sequence[Tested]) -> str:
    """Return the document."""
    document = {"exit_code": exit_code(tested), "results": [_result(each) for each in tested]}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def _result(tested: Tested) -> dict[str, Any]:
    return {
        "layer": tested.layer,
        "target": tested.target,
        "passed": tested.passed,
        "isolation": tested.isolation,
        "seconds": round(tested.seconds, 3),
        "checks": [
            {"kind": check.kind.value, "name": check.name, "outcome": word_of(check)}
            | _outcome(check)
            | {"seconds": round(check.seconds, 3)}
            for check in tested.checks
        ],
    }


def _outcome(check: Check) -> dict[str, Any]:
    match check.outcome:
        case Passed(note):
            return {"note": note}
        case Listed(reason, unused):
            return {"reason": reason, "unused": list(unused)}
        case Failed(reason, hint, details, blamed):
            return {"reason": reason, "hint": hint, "details": details, "blamed": list(blamed)}
        case NotRun(why):
            return {"reason": why}
        case _:
            assert_never(check.outcome)


test_json.__test__ = False  # type: ignore[attr-defined]
