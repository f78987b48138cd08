"""What was observed: layer versions, functions, aliases, pins, and the gaps where nothing could be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lamella.model.arn import LayerVersionArn
from lamella.model.grant import Statement
from lamella.model.place import Place

LATEST = "$LATEST"


@dataclass(frozen=True, slots=True)
class LayerVersion:
    """A layer version as AWS holds it.

    Attributes:
        arn: Its ARN.
        created_at: With a time zone.
        description, license_info: Empty where there is none.
        runtimes, architectures: Compatible ones, in AWS's order; empty where the version says none.
        code_sha256: Base64; `None` where only ListLayerVersions was read, which does not give it.
        code_size_bytes: Of the zip, as GetLayerVersion gives it; `None` where it was not read.
        statements: Of its policy; `None` where the policy was not read.
    """

    arn: LayerVersionArn
    created_at: datetime
    description: str = ""
    license_info: str = ""
    runtimes: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    code_sha256: str | None = None
    code_size_bytes: int | None = None
    statements: tuple[Statement, ...] | None = None

    @property
    def made_for(self) -> tuple[frozenset[str], frozenset[str]]:
        """Runtimes and architectures: versions of a layer that have the same ones follow each other."""
        return frozenset(self.runtimes), frozenset(self.architectures)


@dataclass(frozen=True, slots=True)
class FunctionVersion:
    """$LATEST or a published version of a function.

    Attributes:
        place: Where it is.
        name: The function's name.
        version: `$LATEST` or a number as text.
        layers: What it lists, in order; a version in another account or Region stands here too.
        runtime: Empty for images.
        code_size_bytes: Of the function's own code.
        layer_bytes: `CodeSize` of each layer, as ListFunctions gives it, in the order of `layers`.
    """

    place: Place
    name: str
    version: str
    layers: tuple[LayerVersionArn, ...]
    runtime: str = ""
    code_size_bytes: int = 0
    layer_bytes: tuple[int, ...] = ()

    @property
    def qualified(self) -> str:
        """`report:$LATEST`, `report:7`."""
        return f"{self.name}:{self.version}"


@dataclass(frozen=True, slots=True)
class Alias:
    """An alias of a function.

    Attributes:
        weights: Additional version -> 0.0 to 1.0.
    """

    place: Place
    function: str
    name: str
    version: str
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Something that could not be read.

    Attributes:
        place: Where.
        what: What is unknown, in plain words: `functions`, `versions of data`, `policy of data:3`.
        why: The error, in one line.
        version: The only layer version that the gap is about, where it is only one.
    """

    place: Place
    what: str
    why: str
    version: LayerVersionArn | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    """A layer version that something outside the functions refers to.

    Attributes:
        arn: What is referred to.
        source: By what, in plain words: `parameter /lamella/data/python3.12/x86_64/stable`, `stack reports`,
            `terraform state prod.tfstate`.
    """

    arn: LayerVersionArn
    source: str


@dataclass(frozen=True, slots=True)
class Fleet:
    """One observation.

    Attributes:
        read_at: When reading began.
        places: What was to be read.
        layer_versions: Sorted by ARN.
        functions: $LATEST and published versions.
        aliases: Only of functions for which they were asked.
        pins: Sorted.
        gaps: Sorted; empty when everything was read.
    """

    read_at: datetime
    places: tuple[Place, ...]
    layer_versions: tuple[LayerVersion, ...] = ()
    functions: tuple[FunctionVersion, ...] = ()
    aliases: tuple[Alias, ...] = ()
    pins: tuple[Pin, ...] = ()
    gaps: tuple[Gap, ...] = ()
