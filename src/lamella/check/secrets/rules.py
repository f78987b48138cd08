"""Looks for keys and tokens in a file's bytes."""

from collections.abc import Iterator

from lamella.check.finding import Finding, Step, found
from lamella.check.rule import Rule
from lamella.check.secrets.providers import PRIVATE_KEY, PROVIDERS

MOST_BYTES = 4_000_000
_MOST_FINDINGS = 20
_HEADER = b"PRIVATE KEY"


def find_secrets(content: bytes) -> tuple[Finding, ...]:
    """Return what looks like a key or token; the evidence shows its ends only."""
    findings: list[Finding] = []
    for each in _all(content):
        findings.append(each)
        if len(findings) >= _MOST_FINDINGS:
            break
    return tuple(findings)


def _all(content: bytes) -> Iterator[Finding]:
    for provider in PROVIDERS:
        if provider.word not in content:
            continue
        for hit in provider.pattern.finditer(content):
            token = hit[1].decode("ascii", "replace")
            if provider.valid(token):
                line = content.count(b"\n", 0, hit.start()) + 1
                yield found(Rule.PROVIDER_TOKEN, provider.name, line=line, evidence=(Step(line, _shown(token)),))
                break
    if _HEADER in content:
        hit_key = PRIVATE_KEY.search(content)
        if hit_key is not None:
            line = content.count(b"\n", 0, hit_key.start()) + 1
            shown = hit_key[0].splitlines()[0].decode("ascii", "replace")[:60]
            yield found(Rule.PRIVATE_KEY, line=line, evidence=(Step(line, shown),))


def _shown(token: str) -> str:
    return f"{token[:8]}...{token[-4:]}, {len(token)} characters"
