"""Policies that decide which layers functions may use, as text and JSON."""

import json
from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from lamella.change.controls import CODE_SIGNING, NO_RESOURCE_POLICY, Control, Controls
from lamella.render.terminal import to_text


def controls_text(made: Controls, *, width: int, color: bool) -> str:
    """Return each policy with what it does and where it belongs."""
    return to_text(_parts(made), width=width, color=color)


def _parts(made: Controls) -> Iterator[RenderableType]:
    for control in made.controls:
        yield Text(f"{control.title} [{control.kind}]", style="bold")
        yield f"Attach to: {control.attach_to}."
        yield from (Text(line, no_wrap=True) for line in _document(control).splitlines())
        yield control.why
        yield ""
    for kind, needs in made.left_out:
        yield f"[{kind}] {needs}."
    if made.left_out:
        yield ""
    yield Text("Why no policy on the layer itself", style="bold")
    yield _paragraph(NO_RESOURCE_POLICY)
    yield ""
    yield _paragraph(CODE_SIGNING)


def controls_json(made: Controls) -> str:
    """Return the policies with their documents."""
    document = {
        "policies": [
            {
                "kind": str(control.kind),
                "title": control.title,
                "attach_to": control.attach_to,
                "why": control.why,
                "document": control.document,
            }
            for control in made.controls
        ],
        "left_out": [{"kind": str(kind), "why": needs} for kind, needs in made.left_out],
        "notes": [_paragraph(NO_RESOURCE_POLICY), _paragraph(CODE_SIGNING)],
    }
    return json.dumps(document, indent=2)


def _document(control: Control) -> str:
    return json.dumps(control.document, indent=2)


def _paragraph(text: str) -> str:
    return " ".join(text.split())
