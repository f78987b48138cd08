import pytest

from lamella.build.staged import Installed, disputed, is_pure, metadata_headers, parse_record


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("a/b.py,sha256=x,1", {"a/b.py": "x"}),
        ("a/b.pyc,,", {"a/b.pyc": ""}),
        ("../../bin/tool,sha256=x,1", {"bin/tool": "x"}),
        ('"a,b.py",sha256=x,1', {"a,b.py": "x"}),
        ("/etc/passwd,,", {}),
        ("..,,", {}),
        ("a.py,md5=x,1", {"a.py": ""}),
        ("a.py", {"a.py": ""}),
        ("", {}),
    ],
)
def test_parse_record(row: str, expected: dict[str, str]) -> None:
    assert parse_record(row + "\n") == expected


def test_disputed_needs_different_content() -> None:
    one = Installed("a", "1", "a.dist-info", {"x": "1", "y": "1"})
    two = Installed("b", "1", "b.dist-info", {"x": "1", "y": "2"})
    assert disputed([one, two]) == {"y"}


def test_metadata_headers_end_at_the_body_and_fold() -> None:
    text = "Name: a\nLicense: x\n  y\nClassifier: 1\nClassifier: 2\n\nName: body\n"
    assert metadata_headers(text) == {"name": ["a"], "license": ["x\ny"], "classifier": ["1", "2"]}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [(["py3-none-any"], True), (["py3-none-any", "cp312-cp312-linux_x86_64"], False), ([], False)],
)
def test_is_pure(tags: list[str], *, expected: bool) -> None:
    assert is_pure("Wheel-Version: 1.0\n" + "".join(f"Tag: {tag}\n" for tag in tags)) is expected
