"""Explanations as text and JSON."""

import json

from lamella.build.explain import Explanation
from lamella.build.outcome import Job
from lamella.model.layer import Layer
from lamella.model.target import Target
from lamella.render.explain import explained_json, explained_text

JOB = Job(Layer("data", ("x",), ()), Target.parse("python3.12/x86_64"))
HERE = Explanation("python/a.py", there=True, package="a==1", because=("brought by a==1", "it stays"))
GONE = Explanation("python/b.py", there=False, package="a==1", because=("taken out",), keep='keep = ["python/b.py"]')


def test_text() -> None:
    assert explained_text([(JOB, (HERE, GONE))]) == (
        "python/a.py is in data python3.12/x86_64\n  brought by a==1\n  it stays\n\n"
        "python/b.py is not in data python3.12/x86_64\n  taken out\n"
        '  to have it back: keep = ["python/b.py"]'
    )


def test_json() -> None:
    here, gone = json.loads(explained_json([(JOB, (HERE, GONE))]))["explanations"]
    assert here == {
        "layer": "data", "target": "python3.12/x86_64", "path": "python/a.py", "there": True, "package": "a==1",
        "because": ["brought by a==1", "it stays"], "keep": None,
    }  # fmt: skip
    assert (gone["there"], gone["keep"]) == (False, 'keep = ["python/b.py"]')
