"""Keys and tokens by their format."""

import zlib

import pytest

from lamella.check.secrets.rules import find_secrets

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def with_checksum(prefix: str, body: str) -> str:
    number, digits = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return f"{prefix}_{body}{digits.rjust(6, '0')}"


BODY = "k3J9vQ2xZ7pL0sWmB4tR8yNcD1fGhA"
KEY = (
    "-----BEGIN RSA PRIVATE KEY-----\n"
    + "\n".join(["MIIEpAIBAAKCAQEA7bq+x/9kfP0" + "Q" * 30] * 4)
    + "\n-----END RSA PRIVATE KEY-----"
)
FOUND = {
    with_checksum("ghp", BODY): "a GitHub token",
    with_checksum("npm", BODY): "an npm token",
    "AKIA" + "Q3EGTL7VZ2NHWXKD": "an AWS access key",
    "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc": "a Stripe key",
    "xoxb-" + "123987654321-987123654987-" + "a8Fh3kLs9dQwErTyUiOp": "a Slack token",
    "glpat-" + "x9KfQ2mZs7LpT3vBn8Rd": "a GitLab token",
    KEY: "a private key",
}
NOT_FOUND = (
    f"ghp_{BODY}000000",
    "AKIAIOSFODNN7EXAMPLE",
    "AKIAAAAAAAAAAAAAAAAA",
    "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
    "ghp_short",
    "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
    "password = 'hunter2hunter2hunter2hunter2'",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
)


@pytest.mark.parametrize(("token", "name"), FOUND.items(), ids=FOUND.values())
def test_a_token_is_found_and_not_shown(token: str, name: str) -> None:
    (finding,) = find_secrets(f"line\nTOKEN = '{token}'\n".encode())
    assert (finding.message, finding.line) == (name, 2)
    assert token not in finding.evidence[0].text


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_only_looks_like_one_is_not(text: str) -> None:
    assert find_secrets(f"TOKEN = '{text}'".encode()) == ()
