"""What the manifest says of a layer that was slimmed by proof. Schema: docs/manifest.md."""

from collections.abc import Mapping
from typing import Any

from lamella.build.proof.decision import Decision
from lamella.build.proof.grouping import grouped
from lamella.build.proof.rules import STAYS, Stays
from lamella.model.evidence import Evidence

# What was read is in the evidence; of these the rule says everything.
_PLAIN = frozenset({Stays.READ, Stays.MODULE, Stays.EVERY})


def proof(evidence: Evidence, decision: Decision) -> Mapping[str, Any]:
    """Return the table `proof`: what was run and read, and what stays for another reason."""
    kept = []
    for rule in Stays:
        paths = {path: reason.because for path, reason in decision.kept.items() if reason.rule is rule}
        if paths and rule not in _PLAIN:
            listed = [{"path": path, "because": because} for path, because in paths.items()]
            kept.append({"rule": rule.value, "reason": STAYS[rule], "files": len(paths), "kept": listed})
    return {
        "target": evidence.target,
        "interpreter": evidence.interpreter,
        "inputs_sha256": evidence.inputs_sha256,
        "tree_sha256": evidence.tree_sha256,
        "runs": list(evidence.runs),
        "given_back": list(evidence.given_back),
        "read": list(grouped(evidence.files)),
        "kept": kept,
        "notes": list(decision.notes),
    }
