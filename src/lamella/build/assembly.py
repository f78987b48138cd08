"""Joins units to one layer: who wins where two bring the same file, and what the whole amounts to."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lamella.archive.writer import archive_size_bytes
from lamella.build.cache import StoredPack
from lamella.build.digests import tree_sha256
from lamella.build.globs import Globs
from lamella.build.pack import Packed
from lamella.errors import LayoutError, OverLimitError
from lamella.limits import limits
from lamella.model.layer import Budget
from lamella.model.passes import PassRecord
from lamella.model.target import Target
from lamella.model.tree import Tree

_LARGEST_SHOWN = 10
# Level 12 made layers of native code 3 % smaller than the default level, measured on lightgbm with scipy.
_BEST_COMPRESSION_GAINS = 1.05


@dataclass(frozen=True, slots=True)
class Placed:
    """A file of the layer and the pack that holds its data."""

    packed: Packed
    pack: StoredPack


@dataclass(frozen=True, slots=True)
class Assembly:
    """A layer before it is written.

    Attributes:
        packs: In the order in which they were laid over each other; later ones win.
        files: Sorted by path.
        clashes: Files that a later unit replaced, in words.
        zipped_bytes: Exact size of the archive to come.
        unzipped_bytes: What counts towards Lambda's 250 MB.
    """

    packs: tuple[StoredPack, ...]
    files: tuple[Placed, ...]
    clashes: tuple[str, ...]
    zipped_bytes: int
    unzipped_bytes: int

    def tree(self, target: Target) -> Tree:
        """Return the files that win."""
        return Tree(target, tuple(placed.packed.file for placed in self.files))

    def tree_sha256(self, record_sha256: dict[str, str]) -> str:
        """Return the digest that does not depend on compiler and compressor."""
        return tree_sha256((placed.packed.file for placed in self.files), record_sha256)


def assemble(packs: Sequence[StoredPack]) -> Assembly:
    """Lay units over each other, in order.

    Raises:
        LayoutError: Two paths differ only in case or in the form of an accent, or a file stands where a folder is.
    """
    placed: dict[str, Placed] = {}
    clashes = []
    for pack in packs:
        for packed in pack.pack.packed:
            path = packed.file.path
            other = placed.get(path)
            if other is not None and other.packed.file.sha256 != packed.file.sha256:
                clashes.append(f"{path}: {pack.pack.unit} replaces {other.pack.pack.unit}")
            placed[path] = Placed(packed, pack)
    _no_collisions(placed)
    files = tuple(placed[path] for path in sorted(placed))
    return Assembly(
        tuple(packs),
        files,
        tuple(clashes),
        archive_size_bytes(it.packed.member for it in files),
        sum(it.packed.file.size_bytes for it in files),
    )


def _no_collisions(paths: Iterable[str]) -> None:
    known = set(paths)
    folded: dict[str, str] = {}
    for path in sorted(known):
        key = path if path.isascii() else unicodedata.normalize("NFC", path)
        other = folded.setdefault(key.casefold(), path)
        if other != path:
            raise LayoutError(
                f"{other} and {path} differ only in case or accents",
                why="unpacked where names are compared without case, one of them is lost",
                hint="drop one of them with `drop`",
            )
        folder = path.rpartition("/")[0]
        while folder:
            if folder in known:
                raise LayoutError(
                    f"{folder} is a file and a folder", why=f"{path} needs the folder", hint="drop one with `drop`"
                )
            folder = folder.rpartition("/")[0]


def nearly_fits(assembly: Assembly, budget: Budget) -> bool:
    """Whether the archive is over its zipped limit by so little that the best compression may still bring it under."""
    limit = limits().zipped_direct_bytes if budget.zipped_bytes is None else budget.zipped_bytes
    return limit < assembly.zipped_bytes <= limit * _BEST_COMPRESSION_GAINS


def check_limits(assembly: Assembly, budget: Budget, *, by_bucket: bool = False) -> None:
    """Hold the archive against Lambda's limits and the user's budget.

    A budget for `zipped` takes the place of the 50 MB that Lambda accepts directly: an archive above that is
    published through S3. Nothing takes the place of the 250 MB unzipped.

    Args:
        assembly: The archive's content.
        budget: The user's own limits.
        by_bucket: Who publishes holds the archive against the 50 MB, since it knows which Regions have a bucket.

    Raises:
        OverLimitError: With the ten largest packages and what would help.
    """
    facts = limits()
    direct = facts.zipped_direct_bytes if budget.zipped_bytes is None else budget.zipped_bytes
    over = []
    if assembly.zipped_bytes > direct and not (by_bucket and budget.zipped_bytes is None):
        named = "direct upload's limit" if budget.zipped_bytes is None else "the budget's"
        over.append(f"{assembly.zipped_bytes:,} bytes zipped, {named} {direct:,}")
    if budget.unzipped_bytes is not None and assembly.unzipped_bytes > budget.unzipped_bytes:
        over.append(f"{assembly.unzipped_bytes:,} bytes unzipped, the budget's {budget.unzipped_bytes:,}")
    if assembly.unzipped_bytes > facts.unzipped_bytes:
        over.append(f"{assembly.unzipped_bytes:,} bytes unzipped, Lambda's limit {facts.unzipped_bytes:,}")
    if over:
        hint = "; ".join(_what_would_help(assembly, assembly.zipped_bytes > direct and budget.zipped_bytes is None))
        raise OverLimitError("the layer is too large: " + "; ".join(over), why=_largest(assembly), hint=hint)


def _largest(assembly: Assembly) -> str:
    zipped: dict[str, int] = {}
    unzipped: dict[str, int] = {}
    for placed in assembly.files:
        unit = placed.packed.file.origin
        zipped[unit] = zipped.get(unit, 0) + placed.packed.member.compressed_bytes
        unzipped[unit] = unzipped.get(unit, 0) + placed.packed.file.size_bytes
    top = sorted(zipped, key=lambda unit: -unzipped[unit])[:_LARGEST_SHOWN]
    rows = [f"{zipped[unit]:>12,} {unzipped[unit]:>13,}  {unit}" for unit in top]
    return "\n".join(["the largest packages (bytes zipped, bytes unzipped):", *rows])


def _what_would_help(assembly: Assembly, by_s3: bool) -> list[str]:  # noqa: FBT001 - one caller, named above
    origins = {placed.packed.file.origin.partition("==")[0] for placed in assembly.files}
    advice = []
    if "botocore" in origins:
        advice.append('`exclude = ["boto3", "botocore"]` (the runtime has them) or `botocore_services = [...]`')
    advice.append('`slim = "traced"`, which leaves out what tests do not read, and `bytecode = "only"`, if not set yet')
    advice.append("`drop = [...]` for folders that the functions do not use")
    advice.append("two layers instead of one")
    if by_s3:
        advice.append("`budget.zipped` above 50 MB, when you publish through S3")
    return advice


def idle(patterns: Iterable[str], assembly: Assembly) -> tuple[str, ...]:
    """Return the globs that match nothing that is in the layer or was taken out of it."""
    paths = [placed.packed.file.path for placed in assembly.files]
    paths += [it.path for stored in assembly.packs for record in stored.pack.records for it in record.removed]
    return tuple(pattern for pattern in patterns if not any(map(Globs((pattern,)).matches, paths)))


def pass_totals(records: Iterable[PassRecord]) -> dict[tuple[str, str], tuple[int, int, str]]:
    """Add up records: (pass, rule) -> (files, bytes saved, reason)."""
    totals: dict[tuple[str, str], tuple[int, int, str]] = {}
    for record in records:
        entries = [(it.rule, it.size_bytes) for it in record.removed]
        entries += [(it.rule, it.before_bytes - it.after_bytes) for it in record.changed]
        for rule, saved in entries:
            files, size_bytes, reason = totals.get((record.name, rule), (0, 0, record.reasons.get(rule, "")))
            totals[record.name, rule] = (files + 1, size_bytes + saved, reason)
    return totals
