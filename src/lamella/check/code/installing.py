"""What an installation does: setup.py and the commands of build tools."""

import ast
from typing import Final

from lamella.check.code.evaluator import Evaluator
from lamella.check.code.known import (
    HOOKS,
    NETWORK_HOOKS,
)
from lamella.check.rule import Rule


def hooked(at: Evaluator, node: ast.AST, what: str, *, quiet: bool) -> None:
    """Report what an installation does, honest tools aside."""
    if quiet or not at.module.own.isdisjoint(_INSTALLERS):
        return
    hooks = HOOKS if "network" not in what else NETWORK_HOOKS
    if at.inside is not None and any(hooks.search(base) for base in at.inside.bases):
        at.module.report(Rule.INSTALL_HOOK, node, f"an installation {what}", ())
    elif at.module.is_setup and at.module.in_function == 0:
        at.module.report(Rule.INSTALL_HOOK, node, f"setup.py {what}", ())


_INSTALLERS: Final = frozenset({"setuptools", "distutils", "pip", "wheel", "hatchling", "flit_core", "poetry"})
