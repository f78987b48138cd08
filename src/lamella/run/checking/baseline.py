"""The file of adopted findings."""

import json
from collections.abc import Iterable
from pathlib import Path

from lamella.atomic import replace_bytes
from lamella.check.report import Report, fingerprint
from lamella.errors import ConfigError

NAME = "lamella-baseline.json"
_FORMAT = 1


def read_baseline(path: Path) -> frozenset[str]:
    """Return the fingerprints of adopted findings.

    Raises:
        ConfigError: There is no such file, or it is no baseline.
    """
    hint = "`lamella baseline` writes it; or take the key `baseline` out of [check]"
    try:
        document = json.loads(path.read_bytes())
        entries = document["findings"]
        if document["format"] != _FORMAT:
            raise ConfigError(
                f"{path} is of format {document['format']}", why=f"this lamella reads {_FORMAT}", hint=hint
            )
        return frozenset(str(entry["fingerprint"]) for entry in entries)
    except FileNotFoundError:
        raise ConfigError(f"there is no baseline {path}", hint=hint) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path} cannot be read as a baseline", why=str(error), hint=hint) from error


def write_baseline(path: Path, reports: Iterable[Report]) -> int:
    """Write the findings of reports as adopted, sorted; return how many."""
    entries = {
        fingerprint(each, report.digests): {
            "fingerprint": fingerprint(each, report.digests),
            "rule": each.rule.code,
            "severity": each.severity.word,
            "path": each.path,
            "message": each.message,
        }
        for report in reports
        for each in (*report.findings, *(accepted.finding for accepted in report.accepted))
    }
    ordered = sorted(entries.values(), key=lambda entry: (entry["path"], entry["rule"], entry["fingerprint"]))
    replace_bytes(path, json.dumps({"format": _FORMAT, "findings": ordered}, indent=2).encode() + b"\n")
    return len(ordered)
