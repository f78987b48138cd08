"""References to layer versions in texts: templates, Terraform states and plans, lock files, parameters.

Templates write parts of an ARN as expressions (`arn:${AWS::Partition}:lambda:${var.region}:111122223333:layer:data:7`).
What an expression stands for is not worked out: it may be anything, so the reference counts for every version that
fits the rest.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lamella.fleet.fleet import Pin
from lamella.model.arn import LayerVersionArn
from lamella.model.place import Place

_EXPRESSION = r"\$?\{[^}\n]*\}"
_PLAIN = r"[^\s:\"'`,${}]*"
_ANY = rf"{_PLAIN}(?:{_EXPRESSION}{_PLAIN})*"
_PART = rf"({_ANY})"
_REFERENCE = re.compile(rf"arn:{_ANY}:lambda:{_PART}:{_PART}:layer:{_PART}:({_EXPRESSION}|[1-9][0-9]*)")
# Also a text that joins the parts of an ARN in another way (`Fn::Join`, `format()`) often ends with this: in one piece,
# or as items of a list in JSON, YAML or Terraform.
_QUOTE = r"\\{0,3}[\"']?"
_SPACE = r"(?:\s|\\{1,2}n){0,80}"
_BETWEEN = rf"(?::|{_QUOTE}{_SPACE}(?:,{_SPACE}|(?:\n|\\{{1,2}}n)\s{{0,80}}-\s{{1,8}}){_QUOTE})"
_TAIL = re.compile(rf"\blayer{_BETWEEN}([a-zA-Z0-9_-]{{1,140}}){_BETWEEN}([1-9][0-9]*)\b")
_LITERALS = tuple(
    re.compile(pattern) for pattern in (r"[a-z]{2,}(?:-[a-z]+)+-[0-9]+", r"[0-9]{12}", r"[a-zA-Z0-9_-]{1,140}")
)


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A layer version ARN, or what is known of one.

    Attributes:
        region, account: Empty where an expression stands. The partition follows from the Region.
        name: Of the layer; empty where an expression stands.
        number: 0 where an expression stands.
    """

    region: str
    account: str
    name: str
    number: int

    def fits(self, arn: LayerVersionArn) -> bool:
        """Whether the reference may mean this version."""
        layer = arn.layer
        return (
            self.region in {"", layer.region}
            and self.account in {"", layer.account}
            and self.name in {"", layer.name}
            and self.number in {0, arn.number}
        )


def references_in(text: str) -> tuple[Reference, ...]:
    """Return every reference in a text, in order, each once.

    An ARN of which neither name nor number is written out says nothing and is left out.
    """
    found: dict[Reference, None] = {}
    for match in _REFERENCE.finditer(text):
        region, account, name = (
            part if literal.fullmatch(part) else "" for part, literal in zip(match.groups()[:3], _LITERALS, strict=True)
        )
        number = int(match[4]) if match[4].isdecimal() else 0
        if name or (number and (region or account)):
            found[Reference(region, account, name, number)] = None
    for match in _TAIL.finditer(_REFERENCE.sub(" ", text)):
        found[Reference("", "", match[1], int(match[2]))] = None
    return tuple(found)


def pinned(references: Iterable[Reference], versions: Iterable[LayerVersionArn]) -> tuple[LayerVersionArn, ...]:
    """Return the versions that any of the references may mean, in their order."""
    wanted = tuple(references)
    return tuple(arn for arn in versions if any(reference.fits(arn) for reference in wanted))


@dataclass(frozen=True, slots=True)
class Text:
    """Something to look for references in.

    Attributes:
        source: What it is, in plain words: `stack reports`, `terraform/prod.tfstate`.
        content: Any text.
        place: Where it is valid; `None` for files. Only told, not used: stacks name versions of other accounts too.
    """

    source: str
    content: str
    place: Place | None = None

    def __str__(self) -> str:
        return f"{self.source} ({self.place})" if self.place else self.source


def pins_in(texts: Iterable[Text], versions: Iterable[LayerVersionArn]) -> tuple[Pin, ...]:
    """Return a Pin for each of the versions that a text may mean, sorted."""
    known = tuple(versions)
    return tuple(sorted({Pin(arn, str(text)) for text in texts for arn in pinned(references_in(text.content), known)}))
