"""The applier's world: AWS."""

from lamella.aws.clients import Clients
from lamella.change.action import Action
from lamella.change.world import Effect


class AwsWorld:
    """Performs Actions in AWS (`lamella.change.world.World`); threads may share it."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def found(self, action: Action) -> Effect | None:
        """See `World.found`."""
        raise NotImplementedError

    def differs(self, action: Action) -> str | None:
        """See `World.differs`; a reference to another Step's version is read as "not there yet"."""
        raise NotImplementedError

    def perform(self, action: Action) -> Effect:
        """See `World.perform`."""
        raise NotImplementedError
