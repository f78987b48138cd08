"""Native code: ELF files, told by their content and not by their name."""

from dataclasses import dataclass

from lamella.model.target import Architecture

_MAGIC = b"\x7fELF"
_LITTLE_ENDIAN = 1
# Source: System V ABI, e_machine.
_MACHINES = {3: "i386", 40: "arm", 62: "x86_64", 183: "arm64", 243: "riscv", 21: "ppc64", 22: "s390x"}


@dataclass(frozen=True, slots=True)
class Native:
    """An ELF file of one layer; `machine` in Lambda's words where it has any (`x86_64`, `arm64`)."""

    path: str
    layer: int
    machine: str
    size_bytes: int


def machine_of(head: bytes) -> str | None:
    """Return the machine of an ELF file from its first 20 bytes; `None` for any other file."""
    if len(head) < 20 or head[:4] != _MAGIC:
        return None
    number = int.from_bytes(head[18:20], "little" if head[5] == _LITTLE_ENDIAN else "big")
    return _MACHINES.get(number, f"machine {number}")


def foreign(found: tuple[Native, ...], architecture: Architecture | None) -> tuple[Native, ...]:
    """Return the files that cannot load: of another machine than the target's, or than most others."""
    if not found:
        return ()
    machines = [each.machine for each in found]
    wanted = architecture or max(sorted(set(machines)), key=machines.count)
    return tuple(each for each in found if each.machine != wanted)
