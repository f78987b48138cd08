"""Decisions about layers, kept in the cache: reading a thousand sources again takes seconds."""

import hashlib
from pathlib import Path

import msgspec

from lamella.atomic import replace_bytes
from lamella.build.digests import content_digest
from lamella.build.proof.decision import Decision, decide
from lamella.build.proof.ground import Ground
from lamella.build.unit import rules_digest
from lamella.model.layer import Slim

_decoder = msgspec.msgpack.Decoder(Decision)


def decided(ground: Ground, slim: Slim, cache: Path) -> Decision:
    """Return what `decide` returns, from the cache where it is known.

    Args:
        ground: Of the layer.
        slim: How it is slimmed.
        cache: Lamella's.
    """
    digest = _digest(ground, slim)
    path = cache / "decisions" / digest[:2] / digest
    try:
        return _decoder.decode(path.read_bytes())
    except (FileNotFoundError, msgspec.DecodeError):
        decision = decide(ground, slim)
        replace_bytes(path, msgspec.msgpack.encode(decision))
        return decision


def _digest(ground: Ground, slim: Slim) -> str:
    parts = (
        rules_digest(),
        content_digest(ground.tree),
        [file.origin for file in ground.tree.files],
        ground.evidence.files,
        ground.evidence.given_back,
        ground.keep.patterns,
        sorted((name, hashlib.sha256(source).hexdigest()) for name, source in ground.outside.items()),
        ground.twin,
        slim.value,
    )
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
