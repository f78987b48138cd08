"""The formats. A format without a checksum or a fixed prefix is not here: entropy alone makes false alarms."""

import math
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_BASE62: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Provider:
    """A format of a service.

    Attributes:
        name: What it is, for people.
        word: A part that every one has; looked for first.
        pattern: The whole; group 1 is the token.
        valid: Whether a hit is one, by its checksum or its randomness.
    """

    name: str
    word: bytes
    pattern: re.Pattern[bytes]
    valid: Callable[[str], bool]


def _crc32_base62(token: str) -> bool:
    """Source: GitHub's and npm's announcements: the last six characters are the CRC-32 of the rest in base 62."""
    body, checksum = token.split("_", 1)[1][:-6], token[-6:]
    number, digits = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        digits = _BASE62[digit] + digits
    return digits.rjust(6, "0") == checksum


def _random(token: str) -> bool:
    """Whether a token looks drawn at random: 3 bits a character and more, and no word of an example."""
    counts = [token.count(character) for character in set(token)]
    bits = -sum(count / len(token) * math.log2(count / len(token)) for count in counts)
    lowered = token.lower()
    return bits >= 3.0 and not any(
        word in lowered
        for word in (
            "example",
            "xxxx",
            "0123456789",
            "abcdefgh",
            "1234567890",
            "your",
            "test_key",
            "dummy",
            "placeholder",
            "redacted",
        )
    )


def _any(_: str) -> bool:
    return True


def _p(name: str, word: str, pattern: str, valid: Callable[[str], bool] = _random) -> Provider:
    return Provider(name, word.encode(), re.compile(pattern.encode()), valid)


PROVIDERS: Final = (
    _p("an AWS access key", "AKIA", r"(?<![A-Z0-9])(AKIA[A-Z2-7]{16})(?![A-Z0-9])"),
    _p("a temporary AWS access key", "ASIA", r"(?<![A-Z0-9])(ASIA[A-Z2-7]{16})(?![A-Z0-9])"),
    _p("a GitHub token", "ghp_", r"\b(ghp_[A-Za-z0-9]{36})\b", _crc32_base62),
    _p("a GitHub OAuth token", "gho_", r"\b(gho_[A-Za-z0-9]{36})\b", _crc32_base62),
    _p("a GitHub app token", "ghs_", r"\b(ghs_[A-Za-z0-9]{36})\b", _crc32_base62),
    _p("a GitHub user token", "ghu_", r"\b(ghu_[A-Za-z0-9]{36})\b", _crc32_base62),
    _p("a fine-grained GitHub token", "github_pat_", r"\b(github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b"),
    _p("an npm token", "npm_", r"\b(npm_[A-Za-z0-9]{36})\b", _crc32_base62),
    _p("a PyPI token", "pypi-AgEI", r"\b(pypi-AgEI[A-Za-z0-9_-]{50,})"),
    _p("a GitLab token", "glpat-", r"\b(glpat-[A-Za-z0-9_-]{20,64})"),
    _p("a Slack token", "xox", r"\b(xox[abposr]-[0-9]{8,}-[A-Za-z0-9-]{20,})"),
    _p(
        "a Slack webhook",
        "hooks.slack.com",
        r"(hooks\.slack\.com/services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{20,})",
    ),
    _p("a Stripe key", "k_live_", r"\b([sr]k_live_[A-Za-z0-9]{24,})\b"),
    _p("a Google API key", "AIza", r"\b(AIza[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])"),
    _p("a Google OAuth secret", "GOCSPX-", r"\b(GOCSPX-[A-Za-z0-9_-]{28})"),
    _p("a SendGrid key", "SG.", r"\b(SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})\b"),
    _p("an OpenAI key", "sk-", r"\b(sk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{10,}T3BlbkFJ[A-Za-z0-9_-]{20,})"),
    _p("an Anthropic key", "sk-ant-", r"\b(sk-ant-[a-z0-9]+-[A-Za-z0-9_-]{80,})"),
    _p("a Hugging Face token", "hf_", r"\b(hf_[A-Za-z]{34})\b"),
    _p("a DigitalOcean token", "dop_v1_", r"\b(dop_v1_[a-f0-9]{64})\b"),
    _p("a Docker Hub token", "dckr_pat_", r"\b(dckr_pat_[A-Za-z0-9_-]{27})"),
    _p("a Shopify token", "shpat_", r"\b(shpat_[a-fA-F0-9]{32})\b"),
    _p("a Databricks token", "dapi", r"\b(dapi[a-f0-9]{32})\b"),
    _p("a Twilio key", "SK", r"\b(SK[a-f0-9]{32})\b"),
    _p("an Azure storage key", "AccountKey=", r"AccountKey=([A-Za-z0-9+/]{86}==)"),
    _p("a Telegram bot token", ":AA", r"\b([0-9]{8,10}:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])"),
    _p("a Discord webhook", "/api/webhooks/", r"(discord(?:app)?\.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,})"),
    _p("a key of a Google service account", "private_key_id", r'"private_key_id"\s*:\s*"([a-f0-9]{40})"'),
)

PRIVATE_KEY: Final = re.compile(
    rb"-----BEGIN (?:(?:RSA|DSA|EC|OPENSSH|ENCRYPTED|PGP) )?PRIVATE KEY(?: BLOCK)?-----(?:\\n|\\r|\s)+(?:[A-Za-z0-9+/=\\\"',:\-. \r\n]|\\n){64,}?-----END"
)
