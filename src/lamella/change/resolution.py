"""What a channel points at, place by place."""

from dataclasses import dataclass

from lamella.fleet.fleet import Gap
from lamella.model.arn import LayerVersionArn
from lamella.model.place import Place


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a channel's parameter says in a place.

    Attributes:
        layer: The published name.
        target: `python3.12/x86_64`.
        parameter: Its name.
        arn: Its value.
    """

    place: Place
    layer: str
    target: str
    channel: str
    parameter: str
    arn: LayerVersionArn


@dataclass(frozen=True, slots=True)
class Resolution:
    """An answer for every place of a scope: `resolved` or a gap, by place."""

    resolved: tuple[Resolved, ...]
    gaps: tuple[Gap, ...]

    @property
    def exit_code(self) -> int:
        """0, or 5 when some places gave no answer."""
        return 5 if self.gaps else 0
