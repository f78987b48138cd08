"""Who may read a published layer, and whose layers functions use."""

from collections.abc import Iterable, Iterator, Sequence

from lamella.check.finding import Finding, Step, found
from lamella.check.rule import Rule
from lamella.fleet.fleet import FunctionVersion
from lamella.fleet.grants import Audited, Verdict
from lamella.model.arn import LayerVersionArn


def grant_findings(audited: Iterable[Audited]) -> Iterator[Finding]:
    """Yield a finding for each statement of a version's policy that the file does not want."""
    for each in audited:
        if each.verdict is Verdict.WANTED:
            continue
        rule = Rule.PUBLIC_GRANT if each.verdict is Verdict.PUBLIC else Rule.UNWANTED_GRANT
        shown = (Step(0, f"statement {each.statement.sid}"),)
        yield found(
            rule, f"{each.arn} grants {each.statement.grant}: {each.why}", evidence=shown, subject=str(each.arn)
        )


def publisher_findings(
    functions: Sequence[FunctionVersion], known: frozenset[str], only: frozenset[LayerVersionArn] | None = None
) -> Iterator[Finding]:
    """Yield a finding for each layer version of an account that is not known, with the functions that use it.

    Args:
        functions: $LATEST and published versions.
        known: Accounts that are the user's own or were named by the user.
        only: Versions to look at; `None` for all.
    """
    users: dict[LayerVersionArn, list[str]] = {}
    for function in functions:
        for arn in function.layers:
            if arn.layer.account not in known and (only is None or arn in only):
                users.setdefault(arn, []).append(function.qualified)
    for arn, names in sorted(users.items()):
        shown = tuple(Step(0, f"used by {name}") for name in names[:5])
        more = (Step(0, f"and {len(names) - 5:,} more"),) if len(names) > 5 else ()
        message = f"{arn} is published by account {arn.layer.account}, which is named nowhere"
        yield found(Rule.UNKNOWN_PUBLISHER, message, evidence=(*shown, *more), subject=str(arn))
