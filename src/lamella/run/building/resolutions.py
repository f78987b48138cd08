"""Resolves, and keeps what was resolved where no lamella.lock does."""

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lamella.atomic import replace_bytes
from lamella.build import lock
from lamella.build.lock import Lock, LockedTarget
from lamella.build.source import Source
from lamella.errors import ConfigError
from lamella.host.uv import Uv
from lamella.model.package import Release
from lamella.model.target import Target
from lamella.run.building import lockfile
from lamella.run.building.resolve import resolve

# Settings of uv that decide what an index gives.
_DECISIVE = re.compile(
    r"^UV_(?:DEFAULT_INDEX|INDEX|INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS|NO_INDEX|INDEX_STRATEGY|CONSTRAINT|OVERRIDE|EXCLUDE|"
    r"EXCLUDE_NEWER|PRERELEASE|RESOLUTION|CONFIG_FILE|NO_CONFIG|TORCH_BACKEND)$"
)


@dataclass(frozen=True, slots=True)
class Resolver:
    """Finds exact releases."""

    uv: Uv
    environ: Mapping[str, str]
    cache: Path

    def releases(
        self, source: Source, source_sha256: str, target: Target, exclude: Sequence[str], *, use_kept: bool
    ) -> tuple[Release, ...]:
        """Return the releases, from the cache's record of an equal question when `use_kept` allows it.

        Raises:
            ResolveError, ConfigError, ToolError: See `run.resolve.resolve`.
        """
        place = self.cache / "resolutions" / f"{self._question(source_sha256, target)}.lock"
        if use_kept and (kept := _kept(place)):
            return kept
        found = resolve(source, target, exclude, self._index_names(), self.uv)
        entry = LockedTarget(source_sha256, found)
        replace_bytes(place, lock.render(Lock({"layer": {str(target): entry}})).encode())
        return found

    def _question(self, source_sha256: str, target: Target) -> str:
        settings = sorted(f"{name}={value}" for name, value in self.environ.items() if _DECISIVE.match(name))
        parts = [source_sha256, str(target), *settings, *self._config_texts()]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _config_texts(self) -> list[str]:
        """Uv's own configuration files for this folder and this user."""
        home = self.environ.get("XDG_CONFIG_HOME") or os.path.join(self.environ.get("HOME", ""), ".config")  # noqa: PTH118
        places = [folder / "uv.toml" for folder in (self.uv.folder, *self.uv.folder.parents)]
        places += [self.uv.folder / "pyproject.toml", Path(home) / "uv" / "uv.toml", Path("/etc/uv/uv.toml")]
        return [place.read_text("utf-8", "replace") for place in places if place.is_file()]

    def _index_names(self) -> dict[str, str]:
        """Host -> name, for every index that uv's settings name."""
        pairs = [
            word.partition("=")[::2]
            for variable in ("UV_INDEX", "UV_DEFAULT_INDEX")
            for word in self.environ.get(variable, "").split()
            if re.match(r"[A-Za-z0-9_-]+=", word)
        ]
        for text in self._config_texts():
            try:
                table = tomllib.loads(text)
            except tomllib.TOMLDecodeError:
                continue  # uv itself reads this file and says what is wrong with it
            named = table.get("tool", {}).get("uv", table).get("index", [])
            pairs += [(index.get("name", ""), index.get("url", "")) for index in named]
        return {host: name for name, url in pairs if name and (host := urlsplit(url).hostname)}


def _kept(place: Path) -> tuple[Release, ...] | None:
    try:
        known = lockfile.read(place)
    except ConfigError:
        return None  # written by another lamella: resolved anew, and replaced
    entries = [entry for targets in known.layers.values() for entry in targets.values()]
    return entries[0].releases if entries else None
