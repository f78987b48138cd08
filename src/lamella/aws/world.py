"""The applier's world: AWS."""

from typing import assert_never

from lamella.aws import artifacts, copies, grants, layer_versions, parameters
from lamella.aws.clients import Clients
from lamella.change.action import (
    Action,
    AddLayerVersionPermission,
    DeleteLayerVersion,
    KeepLayerVersion,
    PublishLayerVersion,
    PutObject,
    PutParameter,
    RemoveLayerVersionPermission,
)
from lamella.change.world import Effect


class AwsWorld:
    """Performs Actions in AWS (`lamella.change.world.World`); threads may share it."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def found(self, action: Action) -> Effect | None:  # noqa: PLR0911 - one for each Action
        """See `World.found`."""
        match action:
            case PutObject():
                return artifacts.found(self._clients, action)
            case PublishLayerVersion():
                return layer_versions.found_published(self._clients, action)
            case AddLayerVersionPermission():
                return grants.found_added(self._clients, action)
            case RemoveLayerVersionPermission():
                return grants.found_removed(self._clients, action)
            case PutParameter():
                return parameters.found(self._clients, action)
            case KeepLayerVersion():
                return copies.found(self._clients, action)
            case DeleteLayerVersion():
                return layer_versions.found_deleted(self._clients, action)
            case _:
                assert_never(action)

    def differs(self, action: Action) -> str | None:
        """See `World.differs`; a reference to another Step's version is read as "not there yet"."""
        match action:
            case PutObject() | KeepLayerVersion():
                return None
            case PublishLayerVersion():
                return layer_versions.published_differs(self._clients, action)
            case AddLayerVersionPermission():
                return grants.added_differs(self._clients, action)
            case RemoveLayerVersionPermission():
                return grants.removed_differs(self._clients, action)
            case PutParameter():
                return parameters.differs(self._clients, action)
            case DeleteLayerVersion():
                return layer_versions.deleted_differs(self._clients, action)
            case _:
                assert_never(action)

    def perform(self, action: Action) -> Effect:  # noqa: PLR0911 - one for each Action
        """See `World.perform`."""
        match action:
            case PutObject():
                return artifacts.put(self._clients, action)
            case PublishLayerVersion():
                return layer_versions.publish(self._clients, action)
            case AddLayerVersionPermission():
                return grants.add(self._clients, action)
            case RemoveLayerVersionPermission():
                return grants.remove(self._clients, action)
            case PutParameter():
                return parameters.put(self._clients, action)
            case KeepLayerVersion():
                return copies.keep(self._clients, action)
            case DeleteLayerVersion():
                return layer_versions.delete(self._clients, action)
            case _:
                assert_never(action)
