"""Why files are in layers or not, as text and JSON."""

from collections.abc import Sequence

import msgspec

from lamella.build.explain import Explanation
from lamella.build.outcome import Job

Explained = Sequence[tuple[Job, Sequence[Explanation]]]


def explained_text(explained: Explained) -> str:
    """Return a paragraph for each file of each layer."""
    return "\n\n".join(_paragraph(job, each) for job, found in explained for each in found)


def explained_json(explained: Explained) -> str:
    """Return the document that docs/commands/build.md describes."""
    document = {
        "explanations": [
            {
                "layer": job.layer.name,
                "target": str(job.target),
                "path": each.path,
                "there": each.there,
                "package": each.package,
                "because": list(each.because),
                "keep": each.keep or None,
            }
            for job, found in explained
            for each in found
        ]
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def _paragraph(job: Job, each: Explanation) -> str:
    place = "is in" if each.there else "is not in"
    lines = [f"{each.path} {place} {job}", *(f"  {sentence}" for sentence in each.because)]
    return "\n".join([*lines, f"  to have it back: {each.keep}"] if each.keep else lines)
