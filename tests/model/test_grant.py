import re

import pytest

from lamella.model.digests import code_sha256_of, sha256_of
from lamella.model.grant import Grant, Share


@pytest.mark.parametrize(
    ("grant", "statement_id", "words", "public"),
    [
        (Grant("111122223333"), "lamella-account-111122223333", "account 111122223333", False),
        (Grant("*", "o-abcdefghij"), "lamella-organization-o-abcdefghij", "organisation o-abcdefghij", False),
        (Grant("*"), "lamella-public", "everyone", True),
    ],
)
def test_each_grant_has_an_id_of_its_own(grant: Grant, statement_id: str, words: str, *, public: bool) -> None:
    assert (grant.statement_id, str(grant), grant.public) == (statement_id, words, public)
    assert re.fullmatch(r"[a-zA-Z0-9-_]{1,100}", grant.statement_id)


def test_a_share_lists_accounts_organisations_everyone() -> None:
    share = Share(("111122223333",), ("o-abcdefghij",), public=True)
    assert share.grants == (Grant("111122223333"), Grant("*", "o-abcdefghij"), Grant("*"))
    assert Share().grants == ()


def test_the_two_spellings_of_a_digest() -> None:
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert code_sha256_of(digest) == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert sha256_of(code_sha256_of(digest)) == digest
