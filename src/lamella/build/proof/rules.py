"""Why files stay in a layer that is slimmed by proof, and why the others go."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Stays(StrEnum):
    """The rule by which a file stays."""

    READ = "read"
    MODULE = "module"
    KEEP = "keep"
    GIVEN_BACK = "given-back"
    METADATA = "metadata"
    ASKED = "asked"
    IMPORTED = "imported"
    PACKAGE = "package"
    LISTED = "listed"
    SHADOWS = "shadows"
    NAMED = "named"
    LINKED = "linked"
    NATIVE = "native"
    OWN = "own"
    ELSEWHERE = "elsewhere"
    EVERY = "every"


STAYS: Final[Mapping[Stays, str]] = {
    Stays.READ: "a test of the layer read it",
    Stays.MODULE: "another form of a module that stays: its source, its bytecode, its native code",
    Stays.KEEP: "`keep` names it",
    Stays.GIVEN_BACK: "the layer failed its tests without files of this package, so all of it stays",
    Stays.METADATA: "package metadata or a licence",
    Stays.ASKED: "code that stays asks whether it is there and would do something else without an error",
    Stays.IMPORTED: "a module that stays without having been run imports it",
    Stays.PACKAGE: "the package of something that stays: without it Python would take the folder for an empty one",
    Stays.LISTED: "code that stays lists the modules of its folder",
    Stays.SHADOWS: "without it Python would take another copy: the runtime's or the standard library's",
    Stays.NAMED: "data whose name code that stays spells out",
    Stays.LINKED: "native code that stays is linked to it",
    Stays.NATIVE: "native code of another architecture than the one that was traced",
    Stays.OWN: "own code",
    Stays.EVERY: "`compact` keeps every file but bytecode",
    Stays.ELSEWHERE: "it is in no folder that Python imports from",
}
