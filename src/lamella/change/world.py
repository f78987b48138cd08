"""The applier's world: the port through which Steps are tried."""

from dataclasses import dataclass
from typing import Protocol

from lamella.change.action import Action
from lamella.model.arn import LayerVersionArn


@dataclass(frozen=True, slots=True)
class Effect:
    """What an Action did, or what was found as if it had.

    Attributes:
        version: For PublishLayerVersion.
        already: It was there before.
    """

    version: LayerVersionArn | None = None
    already: bool = False


class World(Protocol):
    """Performs Actions; each Action's references are resolved to ARNs before. Several threads may call it."""

    def found(self, action: Action) -> Effect | None:
        """Look whether the Action's effect is there; `None` when it is not.

        Raises:
            AwsError: It could not be read.
        """
        ...

    def differs(self, action: Action) -> str | None:
        """Say in one line how what the Action rests on changed since the Plan was made; `None` when it did not.

        Raises:
            AwsError: It could not be read.
        """
        ...

    def perform(self, action: Action) -> Effect:
        """Perform the Action once.

        Raises:
            DoubtfulError: It may have happened: look before trying again.
            AwsError: It did not happen.
        """
        ...
