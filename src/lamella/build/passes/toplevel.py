"""What importlib.metadata derives where a distribution has no top_level.txt."""

from collections.abc import Iterable, Sequence
from typing import Final

from lamella.build.passes.sites import module_stem, within_site
from lamella.model.layer import Bytecode
from lamella.model.target import Target

# Where an installer puts scripts and data files: nobody looks up the distribution of these names.
_DATA_SCHEMES: Final = frozenset({"bin", "share", "include", "etc"})


def is_derived(declared: Sequence[str], owned: Iterable[str], target: Target, bytecode: Bytecode) -> bool:
    """Whether `packages_distributions()` gives the same names without a top_level.txt.

    Python 3.10 has no derivation, 3.11 looks at `.py` files only, later ones at every recorded file, and there
    `__pycache__` beside a top-level module becomes a name (importlib/metadata, `_top_level_inferred`).

    Args:
        declared: The names in top_level.txt.
        owned: The distribution's paths, relative to /opt.
        target: Its Python minor decides.
        bytecode: What is added later.
    """
    minor = target.python_minor
    if minor < (3, 11) or (minor == (3, 11) and bytecode is Bytecode.ONLY):
        return False
    names: set[str] = set()
    for path in map(within_site, owned):
        top, slash, _ = path.partition("/")
        if minor == (3, 11) and not path.endswith(".py"):
            continue
        if slash and top != "__pycache__":
            names.add(top)
        elif stem := None if slash else module_stem(top):
            names.add(stem)
            if minor > (3, 11) and bytecode is Bytecode.HASH and top.endswith(".py"):
                names.add("__pycache__")
    return {name for name in names if "." not in name} - _DATA_SCHEMES == set(declared)
