"""Files against the RECORD of their package."""

import pytest
from subjects import subject_of

from detection_layers import honest
from lamella.check.finding import Tier
from lamella.check.provenance.names import lookalike
from lamella.check.provenance.record import check_record

CASES = [
    ({}, set()),
    ({"python/acme/util.py": b"VALUE = 2\n"}, {("record-mismatch", "python/acme/util.py")}),
    ({"python/acme/more.py": b""}, {("unowned-code", "python/acme/more.py")}),
    ({"python/acme/data.txt": b""}, set()),
    ({"python/acme/__pycache__/util.cpython-312.pyc": b""}, set()),
    ({"python/acme/__pycache__/other.cpython-312.pyc": b""}, {("unowned-code", "python/acme/__pycache__/other.cpython-312.pyc")}),
    ({"python/own/mod.py": b""}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("files", "found"), CASES, ids=range(len(CASES)))
def test_what_differs_is_found(files: dict[str, bytes], found: set[tuple[str, str]]) -> None:
    subject = subject_of({**honest(), **files})
    recorded = check_record(subject, subject.texts)
    assert {(each.rule.code, each.path) for each in recorded.findings} == found


def test_what_matches_is_p1() -> None:
    subject = subject_of({**honest(), "python/own.py": b""})
    tiers = check_record(subject, subject.texts).tiers
    assert tiers[0, "python/acme/util.py"] is Tier.P1
    assert (0, "python/own.py") not in tiers


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("reqeusts", "requests"),
        ("requets", "requests"),
        ("pythondateutil", "python-dateutil"),
        ("requests", None),
        ("boto", None),
        ("urllib2", None),
        ("my-company-tools", None),
        ("jinja", None),
    ],
)
def test_names_beside_popular_ones(name: str, other: str | None) -> None:
    assert lookalike(name) == other
