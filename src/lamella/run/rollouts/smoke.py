"""Performs smoke invocations."""

from lamella.aws.clients import Clients
from lamella.aws.invoking import function_there, invoke
from lamella.change.rollout.action import InvokeSmoke
from lamella.change.rollout.event import Did, Drifted, Judged, NotYet, Refused, Result
from lamella.change.rollout.judging.smoke import judge_smoke, smoke_for, wrong_with
from lamella.errors import AwsError, ConflictError, NotFoundError
from lamella.model.rollout import RolloutSettings

# Nothing ran: concurrency is short at the moment, or an idle function is made ready again.
_LATER = frozenset(
    {"TooManyRequestsException", "ResourceNotReadyException", "EC2ThrottledException", "SnapStartNotReadyException"}
)


def smoked(clients: Clients, action: InvokeSmoke, settings: RolloutSettings) -> Result:
    """Invoke a function with the events of its smoke gate, one after the other; the first wrong answer ends it.

    Raises:
        CredentialsError: See RolloutWorld.perform; so for the others.
        DoubtfulError: The answer was lost.
        AwsError: Lambda did not run it.
    """
    smoke = smoke_for(settings, action.ref.name)
    if smoke is None:
        return Did(changed=False)
    wrong: list[str | None] = []
    for event in smoke.events:
        try:
            answer = invoke(clients, action.ref.place, action.ref.name, action.version, event.payload)
        except ConflictError as error:
            return NotYet(error.why)
        except NotFoundError as error:
            if function_there(clients, action.ref.place, action.ref.name):
                return Drifted(f"version {action.version} is gone")
            return Refused(error.why, gone=True)
        except AwsError as error:
            if error.code not in _LATER:
                raise
            return NotYet(error.why)
        wrong.append(wrong_with(event, answer))
        if wrong[-1] is not None:
            break
    return Judged({action.ref: (judge_smoke(wrong, len(smoke.events)),)})
