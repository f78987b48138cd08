"""Tells the user's channels what happened to a rollout."""

import json
from collections import Counter
from pathlib import Path
from typing import assert_never

from lamella.aws.clients import Clients
from lamella.aws.topics import publish
from lamella.change.rollout.action import Notify
from lamella.change.rollout.event import Did, Refused, Result
from lamella.change.rollout.state import State
from lamella.errors import CredentialsError, LamellaError
from lamella.host.commands import run_command
from lamella.host.webhook import post_json
from lamella.model.rollout import Notification, NotifyCommand, SnsTopic, Webhook

_WEBHOOK_TIMEOUT_S = 10.0
_COMMAND_TIMEOUT_S = 60.0


class Notifier:
    """Sends notifications; threads may share it.

    Args:
        clients: For SNS.
        root: Where commands run.
    """

    def __init__(self, clients: Clients, root: Path) -> None:
        self._clients = clients
        self._root = root

    def tell(self, action: Notify, state: State) -> Result:
        """Tell every channel; Refused, with each reason, when one could not be told. Secrets are in no reason.

        Raises:
            CredentialsError: The credentials expired; the other channels were told.
        """
        body, failed, expired = message(action, state), [], None
        for channel in state.head.settings.notifications:
            try:
                self._send(channel, subject(action, state), body)
            except CredentialsError as error:
                expired = error
            except LamellaError as error:
                failed.append(error.in_one_line)
        if expired:
            raise expired
        return Refused("; ".join(failed)) if failed else Did()

    def _send(self, channel: Notification, told: str, body: str) -> None:
        match channel:
            case SnsTopic(arn):
                publish(self._clients, arn, told, body)
            case Webhook(url):
                post_json(url, body, channel.shown, _WEBHOOK_TIMEOUT_S)
            case NotifyCommand(argv):
                ended = run_command(argv, body, self._root, _COMMAND_TIMEOUT_S)
                if ended.code != 0:
                    why = ended.said if ended.code is None else f"exit code {ended.code}"
                    raise LamellaError(f"command {Path(argv[0]).name} did not take the notification", why=why)
            case _:
                assert_never(channel)


def subject(action: Notify, state: State) -> str:
    """Return the notice in one line: `lamella: data in prod: gate failed`."""
    return f"lamella: {state.head.layer} in {state.head.environment}: {action.notice.value}"


def message(action: Notify, state: State) -> str:
    """Return what is sent, as JSON; `text` is what chat services show."""
    head = state.head
    standings = Counter(each.standing.value for each in state.functions.values())
    said = {
        "text": f"{subject(action, state)}. {action.text}",
        "notice": action.notice.value,
        "rollout": {
            "id": head.id,
            "layer": head.layer,
            "environment": head.environment,
            "phase": head.phase.value,
            "stage": head.stage,
            "stages": head.stages,
            "why": head.why,
        },
        "functions": dict(sorted(standings.items())),
    }
    return json.dumps(said, ensure_ascii=False)
