"""Finds out how a sandbox can be kept apart on this machine."""

from pathlib import Path
from typing import assert_never

from lamella.errors import CannotRunError
from lamella.sandbox.cells import bubblewrap, namespaces, process
from lamella.sandbox.function import Rules
from lamella.sandbox.outcome import Isolation, Mechanism


def probe(scratch: Path, only: Mechanism | None = None) -> Isolation:
    """Try the mechanisms, the best first, and return the first that works; it takes some 25 ms when that is the best.

    Args:
        scratch: A folder for what has to be on disk.
        only: Try this one alone.

    Raises:
        CannotRunError: The one that was asked for does not work here.
    """
    refused: list[str] = []
    for mechanism in Mechanism if only is None else (only,):
        why = _refused(mechanism)
        if why is None:
            return Isolation(mechanism, (*_missing(mechanism, scratch), *refused))
        refused.append(f"{mechanism}: {why}")
    raise CannotRunError(
        f"a sandbox cannot be kept apart by {only} here",
        why="; ".join(refused),
        hint="allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, "
        "kernel.apparmor_restrict_unprivileged_userns=0), install bubblewrap, or leave the choice to lamella",
    )


def with_rules(isolation: Isolation, rules: Rules) -> Isolation:
    """Return what is not kept apart in a cell with these rules."""
    opened = (
        *(("the network is the host's",) if rules.network else ()),
        *(("this machine's native libraries and programs are visible",) if rules.loose else ()),
    )
    new = tuple(each for each in opened if each not in isolation.missing)
    return Isolation(isolation.mechanism, (*isolation.missing, *new))


def without_probes(isolation: Isolation) -> Isolation:
    """Return it for a cell whose kernel does not show failed opens (before 5.5, or somebody watches lamella itself)."""
    return Isolation(isolation.mechanism, (*isolation.missing, "failed opens below /opt cannot be recorded"))


def _refused(mechanism: Mechanism) -> str | None:
    match mechanism:
        case Mechanism.NAMESPACES:
            return namespaces.refused()
        case Mechanism.BUBBLEWRAP:
            return bubblewrap.refused()
        case Mechanism.PROCESS:
            return None
        case _:
            assert_never(mechanism)


def _missing(mechanism: Mechanism, scratch: Path) -> tuple[str, ...]:
    match mechanism:
        case Mechanism.NAMESPACES:
            return ()
        case Mechanism.BUBBLEWRAP:
            seen = f"lamella's own programs are visible in {bubblewrap.PACKAGE}"
            return (seen,) if bubblewrap.limits_tmp() else (seen, "the size of /tmp is not limited")
        case Mechanism.PROCESS:
            scratch.mkdir(parents=True, exist_ok=True)
            keeps = process.keeps_access_times(scratch)
            return process.MISSING if keeps else (*process.MISSING, "what is read below /opt cannot be recorded")
        case _:
            assert_never(mechanism)
