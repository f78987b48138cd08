import pytest

from lamella.model.redaction import credentials_redacted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://user:secret@host/simple", "https://host/simple"),
        ("at https://tok3n@host/x and git+ssh://git@host/y", "at https://host/x and git+ssh://git@host/y"),
        ("https://host/a.whl?token=abc&x=1", "https://host/a.whl?token=***&x=1"),
        ("https://host/a.whl?X-Amz-Signature=abc", "https://host/a.whl?X-Amz-Signature=***"),
        ("git+ssh://git:pw@host/y", "git+ssh://host/y"),
        ("mail me@host", "mail me@host"),
    ],
)
def test_credentials_are_redacted(text: str, expected: str) -> None:
    assert credentials_redacted(text) == expected


def test_secret_variables_are_redacted() -> None:
    assert credentials_redacted("it was hunter22", {"UV_INDEX_OWN_PASSWORD": "hunter22"}) == "it was ***"


def test_a_mark_stands_in_for_the_user() -> None:
    assert credentials_redacted("https://u:p@h/x", mark="***@") == "https://***@h/x"
