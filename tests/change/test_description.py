import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.change.description import description, license_info, without_commit

SHA = "ab" * 32
COMMIT = "0123456789abcdef" * 2 + "01234567"


@pytest.mark.parametrize(
    ("label", "commit", "expected"),
    [
        ("", None, f"sha256 {SHA}"),
        ("1.4.0", None, f"1.4.0 sha256 {SHA}"),
        ("", COMMIT, f"commit 0123456789ab sha256 {SHA}"),
        ("1.4.0", COMMIT, f"1.4.0 commit 0123456789ab sha256 {SHA}"),
        ("1.4.0", f"{COMMIT}-dirty", f"1.4.0 commit 0123456789ab-dirty sha256 {SHA}"),
        (" two\nlines ", None, f"two lines sha256 {SHA}"),
        ("x" * 300, None, f"{'x' * 181}... sha256 {SHA}"),
        ("x" * 184, None, f"{'x' * 184} sha256 {SHA}"),
    ],
)
def test_a_description_has_label_commit_and_digest(label: str, commit: str | None, expected: str) -> None:
    assert description(label, commit, SHA) == expected


@given(st.text(max_size=400), st.sampled_from([None, COMMIT, f"{COMMIT}-dirty"]))
def test_a_description_fits_and_differs_by_the_commit_alone_when_that_is_left_out(
    label: str, commit: str | None
) -> None:
    text = description(label, commit, SHA)
    assert len(text) <= 256
    assert text.endswith(f"sha256 {SHA}")
    if len(label) < 100:
        assert without_commit(text) == without_commit(description(label, None, SHA))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (f"commit {COMMIT} x", "x"),
        ("a commit 0123abc-dirty b", "a b"),
        ("a commit of mine", "a commit of mine"),
        ("committed 0123abc", "committed 0123abc"),
    ],
)
def test_the_commit_is_taken_out_of_a_description(text: str, expected: str) -> None:
    assert without_commit(text) == expected


@pytest.mark.parametrize(
    ("licences", "expected"),
    [
        ([], ""),
        ([""], ""),
        (["MIT", "BSD-3-Clause", "Apache-2.0", "MIT"], "Apache-2.0; BSD-3-Clause; MIT"),
        (["MIT\nLicense"], "MIT License"),
        (["b", "A", "c"], "A; b; c"),
        (["x" * 600], "x" * 509 + "..."),
        (["a" * 505, "b", "c"], "a" * 505 + "; b; c"),
        (["a" * 505, "b", "c", "d"], "a" * 505 + "; ..."),
        (["a" * 300, "b" * 300], "a" * 300 + "; ..."),
    ],
)
def test_licences_stand_once_sorted_and_as_many_as_fit(licences: list[str], expected: str) -> None:
    assert license_info(licences) == expected


@given(st.lists(st.text(string.ascii_letters + " ;-", max_size=200)))
def test_licences_fit(licences: list[str]) -> None:
    assert len(license_info(licences)) <= 512
