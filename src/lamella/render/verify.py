"""What a verification found, as text and JSON."""

import json

from lamella.check.provenance.compared import Verified
from lamella.render.check_json import finding_json
from lamella.render.plain import plain

_MOST = 50


def verify_text(verified: Verified) -> str:
    """Return one line for each file that differs, and what the whole amounts to."""
    lines = [plain(f"{verified.target}: held against {verified.how}")]
    for each in verified.findings[:_MOST]:
        lines.append(plain(f"  {each.severity.word:<9} {each.path}  {each.message} [{each.rule.code}]"))
        lines += [plain(f"            {step.text}") for step in each.evidence]
    more = len(verified.findings) - _MOST
    if more > 0:
        lines.append(f"  and {more:,} more")
    if verified.identical:
        lines.append(f"verified: the archive is the same, byte for byte ({verified.files:,} files)")
    elif verified.findings:
        lines.append(f"DIFFERENT: {len(verified.findings):,} of {verified.files:,} files")
    else:
        lines.append(f"verified: all {verified.files:,} files are the same; the archive was packed anew")
    return "\n".join(lines)


def verify_json(verified: Verified) -> str:
    """Return the document that docs/commands/verify.md describes."""
    return json.dumps(
        {
            "target": verified.target,
            "verified": not verified.findings,
            "identical": verified.identical,
            "against": verified.how,
            "files": verified.files,
            "findings": [finding_json(each) for each in verified.findings],
        },
        indent=2,
    )
