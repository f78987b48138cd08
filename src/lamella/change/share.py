"""Who should be able to read a layer's versions, against who can."""

from lamella.model.grant import Grant
from lamella.model.layer import Layer


def wanted_grants(layer: Layer) -> tuple[Grant, ...]:
    """Return the grants that the file wants for each new version of a layer; none where it has no share table."""
    return () if layer.share is None else layer.share.grants
