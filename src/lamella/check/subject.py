"""What is checked: one layer, or several as they merge in /opt, with all that a rule may ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lamella.archive.inspection import Inspection
from lamella.archive.merge import Placed
from lamella.check.finding import Tier
from lamella.check.native.facts import NativeFacts, Unreadable
from lamella.model.target import Target

# Small files are kept, so that rules on values need no port: what starts by itself, and what describes packages.
MOST_KEPT_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Subject:
    """A layer after one pass over its bytes.

    Attributes:
        label: As the user gave it.
        target: What it is for; `None` where nobody said and the files do not tell.
        inspection: Its files, packages, bytecode and choices.
        native: Of each ELF file, by layer and path.
        texts: Contents of small files that rules read, by layer and path.
        tiers: Where each file comes from, by layer and path; P0 for those that are not there.
    """

    label: str
    target: Target | None
    inspection: Inspection
    native: Mapping[tuple[int, str], NativeFacts | Unreadable]
    texts: Mapping[tuple[int, str], bytes]
    tiers: Mapping[tuple[int, str], Tier] = field(default_factory=dict)

    def tier(self, placed: Placed) -> Tier:
        """Return where a file comes from."""
        return self.tiers.get((placed.layer, placed.path), Tier.P0)

    def text(self, placed: Placed) -> bytes:
        """Return a small file's content; empty where it was not kept."""
        return self.texts.get((placed.layer, placed.path), b"")
