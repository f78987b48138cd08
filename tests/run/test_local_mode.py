import pytest

from lamella.errors import ConfigError
from lamella.run.local_mode import local_account, local_mode


@pytest.mark.parametrize(
    ("variable", "asked", "local"),
    [
        (None, False, False),
        (None, True, True),
        ("", False, False),
        ("0", False, False),
        ("false", True, True),
        ("1", False, True),
        ("TRUE", False, True),
    ],
)
def test_who_chooses_local_mode(variable: str | None, asked: bool, local: bool) -> None:  # noqa: FBT001 - a table
    environ = {} if variable is None else {"LAMELLA_LOCAL": variable}
    assert local_mode(environ, asked=asked) is local


@pytest.mark.parametrize("asked", [True, False])
def test_a_variable_that_says_neither_is_no_way_to_real_aws(*, asked: bool) -> None:
    with pytest.raises(ConfigError, match="LAMELLA_LOCAL is wrong") as caught:
        local_mode({"LAMELLA_LOCAL": "yes"}, asked=asked)
    assert "allowed: 1, true, 0, false" in caught.value.why


@pytest.mark.parametrize(
    ("key", "account"),
    [
        ("111122223333", "111122223333"),
        ("AKIAIOSFODNN7EXAMPLE", "000000000000"),
        ("1234", "000000000000"),
        ("", "000000000000"),
    ],
)
def test_an_access_key_of_twelve_digits_is_the_account(key: str, account: str) -> None:
    assert local_account({"AWS_ACCESS_KEY_ID": key}) == account
    assert local_account({}) == "000000000000"
