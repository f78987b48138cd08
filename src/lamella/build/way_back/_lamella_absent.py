"""Tells why a module is not in a layer: lamella left it out, since no test of the layer used it.

Python asks this finder last, for what nothing else finds. `_lamella_absent.LAYER.txt` beside this file lists what was
left out: the layer's name, then paths relative to /opt.
"""

# ruff: noqa: ARG002, PLC0415, T201, PTH118, PTH120, PTH123, PTH208 - it runs at each cold start: no import without need
from __future__ import annotations

import sys


class Absent:
    """A finder that finds nothing, and raises ImportError for the modules that were left out."""

    def __init__(self) -> None:
        self._lists: list[tuple[str, str]] | None = None
        self._told: set[str] = set()

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Return for what lamella knows nothing of, and raise for the rest."""
        if self._lists is None:
            self._lists = _lists()
        place = name.replace(".", "/")
        for layer, listed in self._lists:
            keep = _keep(place, listed)
            if keep:
                raise self._error(name, layer, keep)

    def _error(self, name: str, layer: str, keep: str) -> ImportError:
        if name not in self._told:
            self._told.add(name)
            import json

            line = {"event": "lamella.absent", "level": "ERROR", "layer": layer, "module": name, "keep": keep}
            print(json.dumps(line), file=sys.stderr, flush=True)
        return ImportError(
            f"{name} was left out of the layer `{layer}`: no test of the layer used it. To have it back, add to"
            f' [layers.{layer}] of lamella.toml: keep = ["{keep}"]',
            name=name,
        )


def _lists() -> list[tuple[str, str]]:
    import os

    folder = os.path.dirname(__file__)
    found = []
    for name in sorted(os.listdir(folder)):
        if name.startswith("_lamella_absent.") and name.endswith(".txt"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                layer, _, paths = file.read().partition("\n")
            found.append((layer, "\n" + paths))
    return found


def _keep(place: str, listed: str) -> str | None:
    """Return the glob that brings a module back, or None when it is not listed."""
    for site in ("python/", f"python/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages/"):
        start = f"\n{site}{place}"
        if f"{start}/" in listed:
            return f"{site}{place}/**"
        found = listed.find(f"{start}.")
        if found >= 0:
            return listed[found + 1 : listed.index("\n", found + 1)]
    return None


sys.meta_path.append(Absent())
