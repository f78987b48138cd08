"""What the lock vouches for."""

from typing import Any

import pytest
from subjects import subject_of

from detection_layers import honest
from lamella.build.digests import tree_sha256
from lamella.build.lock import Lock, LockedTarget
from lamella.check.finding import Tier
from lamella.check.provenance.anchors import by_manifest, by_wheels, locked_archive, not_in_lock, whole
from lamella.model.package import Artifact, Release
from lamella.model.tree import File

SUBJECT = subject_of(honest())
FILES = {each.path: each.file.sha256 for each in SUBJECT.inspection.merged.everything}


def manifest(files: dict[str, str]) -> dict[str, Any]:
    return {
        "layer": "l",
        "target": "t",
        "files": {path: {"sha256": digest, "mode": "0644"} for path, digest in files.items()},
    }


def entry(files: dict[str, str], releases: tuple[Release, ...] = ()) -> LockedTarget:
    tree = tree_sha256([File(path, 0, digest, 0o644, "") for path, digest in files.items()], {})
    return LockedTarget("", releases, archive_sha256="a" * 64, tree_sha256=tree)


def test_a_list_that_the_lock_covers_anchors_files() -> None:
    found = by_manifest(SUBJECT, manifest(FILES), entry(FILES))
    assert found is not None
    assert set(found.tiers.values()) == {Tier.P2}
    assert len(found.tiers) == len(FILES)
    assert found.findings == ()


def test_a_list_that_the_lock_does_not_cover_says_nothing() -> None:
    changed = {**FILES, "python/acme/util.py": "b" * 64}
    assert by_manifest(SUBJECT, manifest(changed), entry(FILES)) is None


def test_without_a_lock_a_manifest_is_worth_a_record() -> None:
    found = by_manifest(SUBJECT, manifest(FILES), None)
    assert found is not None
    assert set(found.tiers.values()) == {Tier.P1}


@pytest.mark.parametrize(
    "document", [{}, {"files": {}}, {"files": {"a": {"sha256": "x", "mode": "0644"}}}, {"files": {"a": 1}}]
)
def test_a_document_that_is_no_manifest_says_nothing(document: dict[str, Any]) -> None:
    assert by_manifest(SUBJECT, document, None) is None


def test_what_was_changed_added_and_taken_away() -> None:
    listed = {**FILES, "python/acme/gone.py": "c" * 64, "python/acme/util.py": "b" * 64}
    del listed["python/acme/__init__.py"]
    found = by_manifest(SUBJECT, manifest(listed), entry(listed))
    assert found is not None
    assert {(each.rule.code, each.path) for each in found.findings} == {
        ("manifest-mismatch", "python/acme/util.py"),
        ("not-in-manifest", "python/acme/__init__.py"),
        ("missing-file", "python/acme/gone.py"),
    }


def test_an_archive_of_the_lock_is_anchored_whole() -> None:
    lock = Lock({"l": {"t": entry(FILES)}})
    assert locked_archive(lock, "b" * 64) is None
    hit = locked_archive(lock, "a" * 64)
    assert hit is not None
    assert len(whole(SUBJECT, hit[0], hit[1]).tiers) == len(FILES)


def test_packages_against_the_wheels_that_the_lock_names() -> None:
    release = Release("acme", "1.0", Artifact.WHEEL, "acme-1.0-py3-none-any.whl", "d" * 64, "")
    lock = Lock({"l": {"t": entry(FILES, (release,))}})
    wheel = {path.removeprefix("python/"): digest for path, digest in FILES.items()}
    same = by_wheels(SUBJECT, {"d" * 64: wheel}, lock)
    assert set(same.tiers.values()) == {Tier.P2}
    other = by_wheels(SUBJECT, {"d" * 64: {**wheel, "acme/util.py": "e" * 64}}, lock)
    assert [each.rule.code for each in other.findings] == ["lock-mismatch"]
    assert by_wheels(SUBJECT, {"f" * 64: wheel}, lock).how == ""


def test_packages_that_the_lock_does_not_name() -> None:
    assert [each.subject for each in not_in_lock(SUBJECT, entry(FILES))] == ["acme==1.0"]
