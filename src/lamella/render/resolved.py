"""What `resolve` prints: ARNs, or JSON."""

import msgspec

from lamella.change.resolution import Resolution


def resolved_text(resolution: Resolution) -> str:
    """Return one ARN a line, by place."""
    return "\n".join(str(each.arn) for each in resolution.resolved)


def resolved_json(resolution: Resolution) -> str:
    """Return the answer as documented in docs/commands/resolve.md."""
    document = {
        "versions": [
            {
                "account": each.place.account,
                "region": each.place.region,
                "layer": each.layer,
                "target": each.target,
                "channel": each.channel,
                "parameter": each.parameter,
                "arn": str(each.arn),
            }
            for each in resolution.resolved
        ],
        "gaps": [
            {"account": gap.place.account, "region": gap.place.region, "what": gap.what, "why": gap.why}
            for gap in resolution.gaps
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
