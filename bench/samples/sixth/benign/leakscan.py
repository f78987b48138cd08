"""Pre-commit check: refuse to commit credentials."""
import re
import subprocess
import sys
from pathlib import Path

RULES = {
    "aws-access-key": re.compile(r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b"),
    "github-token": re.compile(r"\bgh[pousr]_[A-Za-z0-9]{36}\b"),
    "private-key": re.compile(r"-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----"),
    "slack-token": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
}
ALLOW = {"AKIAIOSFODNN7EXAMPLE"}


def staged():
    out = subprocess.check_output(["git", "diff", "--cached", "--name-only", "-z", "--diff-filter=ACM"])
    return [Path(p) for p in out.decode().split("\0") if p]


def scan(path):
    text = path.read_text("utf-8", "replace")
    for n, line in enumerate(text.splitlines(), 1):
        for rule, rx in RULES.items():
            m = rx.search(line)
            if m and m[0] not in ALLOW:
                yield n, rule


def main():
    bad = 0
    for p in staged() if len(sys.argv) < 2 else map(Path, sys.argv[1:]):
        for n, rule in scan(p):
            print(f"{p}:{n}: {rule}")
            bad += 1
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
