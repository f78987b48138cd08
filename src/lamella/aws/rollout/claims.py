"""Tags: the claim of a rollout on a function."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lamella.aws.failures import Call
from lamella.aws.rollout.told import changing, latest
from lamella.change.rollout.action import TagFunction, UntagFunction
from lamella.change.rollout.event import Did, Refused, Result
from lamella.change.rollout.tags import claimed_by, is_ours

if TYPE_CHECKING:
    from lamella.aws.clients import Clients


def tag(clients: "Clients", action: TagFunction) -> Result:
    """Claim a function.

    TagResource knows no condition, so the tags are read again afterwards: of two rollouts that claim a function at the
    same moment at least one sees the other, unless each reads before the other writes.

    Raises:
        StoppedError: See `told`.
        AwsError: See RolloutWorld.perform.
    """
    wanted = dict(action.tags)
    there = latest(clients, action.ref).tags
    other = _other(there, wanted)
    if other is not None:
        return other
    if wanted.items() <= there.items():
        return Did(changed=False)
    with changing(Call(f"tag {action.ref}", "lambda:TagResource", changes=True)):
        clients.lambda_(action.ref.place).tag_resource(Resource=action.ref.arn, Tags=wanted)
    return _other(latest(clients, action.ref).tags, wanted) or Did()


def untag(clients: "Clients", action: UntagFunction) -> Result:
    """Give a function back.

    Raises:
        StoppedError: See `told`.
        AwsError: See RolloutWorld.perform.
    """
    there = latest(clients, action.ref).tags
    if claimed_by(there) != action.rollout:
        return Did(changed=False)
    keys = sorted(key for key in there if is_ours(key))
    with changing(Call(f"untag {action.ref}", "lambda:UntagResource", changes=True)):
        clients.lambda_(action.ref.place).untag_resource(Resource=action.ref.arn, TagKeys=keys)
    return Did()


def _other(there: Mapping[str, str], wanted: Mapping[str, str]) -> Refused | None:
    owner = claimed_by(there)
    if owner is None or owner == claimed_by(wanted):
        return None
    return Refused(f"rollout {owner} owns it; `lamella rollout run {owner}` or `rollback {owner}` ends that one")
