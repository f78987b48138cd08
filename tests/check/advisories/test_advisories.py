"""OSV records, versions, and what they say of a layer's releases."""

import json
from typing import Any

import pytest
from subjects import subject_of

from lamella.check.advisories.osv import Affected, Range, cvss3, read_advisories
from lamella.check.advisories.rules import Database, Release, check_advisories, releases_in
from lamella.check.advisories.versions import affects
from lamella.check.finding import Severity


def record(**more: Any) -> bytes:
    document = {
        "id": "GHSA-aaaa-bbbb-cccc",
        "modified": "2026-11-01T00:00:00Z",
        "aliases": ["CVE-2026-1"],
        "summary": "templates run",
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": "Jinja2"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.1.3"}]}],
            }
        ],
        "database_specific": {"severity": "MODERATE"},
    }
    return json.dumps({**document, **more}).encode()


def database(*records: bytes, yanked: dict[str, str] | None = None) -> Database:
    found: dict[tuple[str, str], list[Any]] = {}
    for data in records:
        for each in read_advisories(data):
            found.setdefault((each.ecosystem, each.package), []).append(each)
    return Database(found, None, yanked or {})


def release(version: str, name: str = "jinja2", ecosystem: str = "PyPI") -> Release:
    return Release(ecosystem, name, version, "python/x.dist-info/METADATA")


def test_a_release_before_the_fix_is_vulnerable() -> None:
    (finding,) = check_advisories([release("3.1.2")], database(record()))
    assert (finding.rule.code, finding.severity, finding.subject) == ("vulnerable", Severity.MEDIUM, "jinja2==3.1.2")
    assert "CVE-2026-1" in finding.message
    assert [step.text for step in finding.evidence] == [
        "templates run",
        "fixed in 3.1.3",
        "jinja2 3.1.3 has none of the advisories for 3.1.2",
    ]


@pytest.mark.parametrize("version", ["3.1.3", "4.0"])
def test_a_release_after_it_is_not(version: str) -> None:
    assert list(check_advisories([release(version)], database(record()))) == []


def test_the_remedy_has_none_of_the_advisories() -> None:
    second = record(
        id="GHSA-dddd-eeee-ffff",
        aliases=[],
        affected=[
            {
                "package": {"ecosystem": "PyPI", "name": "jinja2"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "3.1.0"}, {"fixed": "3.1.6"}]}],
            }
        ],
    )
    found = list(check_advisories([release("3.1.2")], database(record(), second)))
    assert len(found) == 2
    assert all("jinja2 3.1.6 has none" in each.evidence[-1].text for each in found)


def test_one_advisory_under_two_names_is_one_finding() -> None:
    again = record(id="PYSEC-2026-1", aliases=["GHSA-aaaa-bbbb-cccc", "CVE-2026-1"])
    (finding,) = check_advisories([release("3.1.2")], database(again, record()))
    assert finding.message.startswith("jinja2==3.1.2: GHSA-")


def test_malicious_withdrawn_yanked() -> None:
    bad = record(
        id="MAL-2026-1", affected=[{"package": {"ecosystem": "PyPI", "name": "jinja2"}, "versions": ["3.1.2"]}]
    )
    assert [each.rule.code for each in check_advisories([release("3.1.2")], database(bad))] == ["malicious-release"]
    assert read_advisories(record(withdrawn="2026-11-02T00:00:00Z")) == ()
    known = database(yanked={"jinja2==3.1.2": "broken"})
    assert [each.rule.code for each in check_advisories([release("3.1.2")], known)] == ["yanked"]


@pytest.mark.parametrize(
    ("ecosystem", "version", "bounds", "hit"),
    [
        ("PyPI", "1.0", Range("", fixed="1.0"), False),
        ("PyPI", "1.0rc1", Range("", fixed="1.0"), True),
        ("PyPI", "1.0.post1", Range("1.0", last="1.0"), False),
        ("PyPI", "1!0.1", Range("", fixed="9"), False),
        ("PyPI", "not a version", Range("", fixed="9"), False),
        ("npm", "1.0.0-beta.2", Range("1.0.0-beta.10", fixed="1.0.0"), False),
        ("npm", "1.0.0-beta.11", Range("1.0.0-beta.10", fixed="1.0.0"), True),
        ("npm", "1.0.0", Range("0.0.0-0"), True),
        ("npm", "1.0", Range(""), False),
    ],
)
def test_versions_are_ordered_as_their_ecosystem_does(ecosystem: str, version: str, bounds: Range, hit: bool) -> None:  # noqa: FBT001
    assert affects(Affected((bounds,), frozenset()), ecosystem, version) is hit


@pytest.mark.parametrize(
    ("vector", "score"),
    [
        # The examples of FIRST's CVSS v3.1 user guide.
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1),
        ("CVSS:3.0/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:N/A:N", 0.0),
        ("CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:C/C:H/I:H/A:H", 9.1),
        ("CVSS:4.0/AV:N", None),
    ],
)
def test_scores_of_cvss(vector: str, score: float | None) -> None:
    assert cvss3(vector) == score


def test_without_a_word_the_score_decides() -> None:
    data = record(
        database_specific={}, severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]
    )
    assert read_advisories(data)[0].severity is Severity.CRITICAL


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"id": 1, "modified": "x"}'])
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_advisories(data)


def test_the_releases_of_a_layer() -> None:
    files = {
        "python/jinja2-3.1.2.dist-info/METADATA": b"Name: Jinja2\nVersion: 3.1.2\n\n",
        "nodejs/node_modules/@a/b/package.json": b'{"name": "@a/b", "version": "1.2.3"}',
        "nodejs/node_modules/@a/b/esm/package.json": b'{"type": "module"}',
        "nodejs/node_modules/c/package.json": b"{",
    }
    found = [(each.ecosystem, each.pinned) for each in releases_in(subject_of(files))]
    assert found == [("PyPI", "jinja2==3.1.2"), ("npm", "@a/b==1.2.3")]
