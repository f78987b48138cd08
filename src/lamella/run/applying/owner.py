"""How an applier names itself in a claim, so that others on its machine see when it has ended."""

import os
import platform
import re
import secrets
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

_OWNER = re.compile(r".* process (?P<pid>[0-9]+) on .* \((?P<machine>[0-9a-f]*)-[0-9a-f]+\)", re.DOTALL)


def owner_text(caller: str) -> str:
    """Return `CALLER, process PID on HOST (MACHINE-TOKEN)`: different for each call."""
    return f"{caller}, process {os.getpid()} on {platform.node() or '?'} ({_machine()}-{secrets.token_hex(4)})"


def has_ended(owner: str) -> bool:
    """Say whether the process that named itself so is known to have ended; of other machines nothing is known."""
    found = _OWNER.fullmatch(owner)
    if found is None or not found["machine"] or found["machine"] != _machine():
        return False
    try:
        os.kill(int(found["pid"]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _machine() -> str:
    """Return what tells process ids of this boot and process namespace from all others; empty where it is unknown."""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii")
        return sha256((boot + str(Path("/proc/self/ns/pid").readlink())).encode()).hexdigest()[:16]
    return ""
