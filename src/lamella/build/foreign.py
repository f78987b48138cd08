"""Test modules that other packages of the layer import: which units must keep more than they would alone."""

from collections.abc import Mapping, Sequence

from lamella.build.pack import Pack


def wanted_modules(packs: Sequence[Pack]) -> Mapping[str, tuple[str, ...]]:
    """Return unit -> dotted modules that its passes removed and that another unit imports, sorted.

    A wanted name may be a module or a name in one: `numpy.tests.x` is met by `numpy/tests/x.py`, by
    `numpy/tests/x/__init__.py` and by `numpy/tests/__init__.py`.
    """
    wanted = {name for pack in packs for name in pack.foreign}
    if not wanted:
        return {}
    places: dict[str, set[str]] = {}
    for name in wanted:
        parts = name.split(".")
        stem = "/".join(parts)
        above = "/".join(parts[:-1])
        for path in (f"{stem}.py", f"{stem}/__init__.py", f"{above}.py", f"{above}/__init__.py"):
            places.setdefault(f"python/{path}", set()).add(name)
    found: dict[str, set[str]] = {}
    for pack in packs:
        for record in pack.records:
            if record.name != "prune":
                continue
            for removal in record.removed:
                if removal.path in places:
                    found.setdefault(pack.unit, set()).update(places[removal.path])
    return {unit: tuple(sorted(names)) for unit, names in found.items()}
