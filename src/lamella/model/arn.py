"""ARNs of layers and functions, in every partition."""

import re
from dataclasses import dataclass, field
from typing import Self

from lamella.errors import UsageError
from lamella.model.place import Place

_LAYER = re.compile(
    r"arn:(aws[a-z-]*):lambda:([a-z]{2,}(?:-[a-z]+)+-[0-9]+):([0-9]{12}):layer:([a-zA-Z0-9_-]{1,140})(?::([1-9][0-9]*))?"
)


@dataclass(frozen=True, slots=True, order=True)
class LayerArn:
    """A layer in a Region of an account: `arn:aws:lambda:eu-west-1:111122223333:layer:data`.

    Attributes:
        partition: Only printed. Region names are unique over all partitions, so ARNs that differ in it alone are the
            same layer: a user's slip, or an emulator that writes `aws` everywhere, must not hide who uses a version.
    """

    partition: str = field(compare=False)
    region: str
    account: str
    name: str

    @classmethod
    def at(cls, place: Place, name: str) -> Self:
        """Return the ARN of a layer of that name in a place."""
        return cls(place.partition, place.region, place.account, name)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the ARN of a layer, without a version.

        Raises:
            UsageError: It is not one.
        """
        found = _LAYER.fullmatch(text)
        if found is None or found[5] is not None:
            raise _no_arn(text, "a layer", "arn:aws:lambda:eu-west-1:111122223333:layer:data")
        return cls(*found.groups()[:4])

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.account, self.region)

    def version(self, number: int) -> "LayerVersionArn":
        """Return the ARN of one of its versions."""
        return LayerVersionArn(self, number)

    def __str__(self) -> str:
        return f"arn:{self.partition}:lambda:{self.region}:{self.account}:layer:{self.name}"


@dataclass(frozen=True, slots=True, order=True)
class LayerVersionArn:
    """A version of a layer: `arn:aws:lambda:eu-west-1:111122223333:layer:data:7`."""

    layer: LayerArn
    number: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the ARN of a layer version.

        Raises:
            UsageError: It is not one.
        """
        found = _LAYER.fullmatch(text)
        if found is None or found[5] is None:
            raise _no_arn(text, "a layer version", "arn:aws:lambda:eu-west-1:111122223333:layer:data:7")
        return cls(LayerArn(*found.groups()[:4]), int(found[5]))

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.layer.place

    @property
    def short(self) -> str:
        """`data:7`: name and number, where the place is said beside."""
        return f"{self.layer.name}:{self.number}"

    def __str__(self) -> str:
        return f"{self.layer}:{self.number}"


def layer_versions_in(text: str) -> tuple[LayerVersionArn, ...]:
    """Return every layer version ARN that stands anywhere in a text, in order, each once."""
    found = (
        LayerVersionArn(LayerArn(*match.groups()[:4]), int(match[5])) for match in _LAYER.finditer(text) if match[5]
    )
    return tuple(dict.fromkeys(found))


def _no_arn(text: str, what: str, example: str) -> UsageError:
    return UsageError(f"`{text}` is not the ARN of {what}", hint=f"such as {example}")
