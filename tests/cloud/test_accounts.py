from pathlib import Path

import pytest

from lamella.cloud.accounts import Accounts

DEFAULT = "000000000000"


def test_accounts_are_remembered(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    assert accounts.seen() == (DEFAULT,)
    for key in ("222233334444", "111122223333", "222233334444"):
        accounts.see(key)
    assert accounts.seen() == Accounts(tmp_path / "accounts.json").seen() == (DEFAULT, "111122223333", "222233334444")


@pytest.mark.parametrize("key", ["", "AKIAIOSFODNN7EXAMPLE", "11112222333", "1111222233334", "١١١١٢٢٢٢٣٣٣٣", "test"])
def test_other_keys_name_no_account(tmp_path: Path, key: str) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.see(key)
    assert accounts.seen() == (DEFAULT,)


@pytest.mark.parametrize("content", ["", "{", '{"a": 1}', "[1]"])
def test_a_spoilt_file_is_begun_again(tmp_path: Path, content: str) -> None:
    (tmp_path / "accounts.json").write_text(content)
    assert Accounts(tmp_path / "accounts.json").seen() == (DEFAULT,)
