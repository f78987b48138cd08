"""Installs releases into a scratch folder and reads them as Trees."""

import hashlib
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name

from lamella.build import staged
from lamella.build.resolution import install_requirements, resolver_platforms
from lamella.build.staged import Installed
from lamella.errors import BuildError, LayoutError, ResolveError
from lamella.host.uv import Uv
from lamella.model.package import Artifact, Release
from lamella.model.ports import Contents
from lamella.model.target import Target
from lamella.model.tree import EXECUTABLE_MODE, REGULAR_MODE, File, Tree


@dataclass(frozen=True, slots=True)
class OnDisk:
    """Contents that are read from the disk when they are needed."""

    places: Mapping[str, Path]

    def read(self, file: File) -> bytes:
        """Return the file's content.

        Raises:
            BuildError: The file changed or went since it was read for its digest.
        """
        try:
            data = self.places[file.sha256].read_bytes()
        except OSError as error:
            raise BuildError(f"{file.path} went away during the build", why=str(error)) from error
        if len(data) != file.size_bytes:
            raise BuildError(f"{file.path} changed during the build", hint="build again")
        return data


@dataclass(frozen=True, slots=True)
class Staged:
    """One unit's files as they came: the Tree and where its contents lie."""

    name: str
    tree: Tree
    contents: Contents


@contextmanager
def scratch_folder(cache: Path) -> Iterator[Path]:
    """A folder for one installation, removed afterwards; in the cache's folder, so that uv can link files."""
    parent = cache / "staging"
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def install(
    releases: Sequence[Release], target: Target, folder: Path, uv: Uv, cache: Path, pool: Executor
) -> tuple[Staged, ...]:
    """Install releases without their dependencies, and return one unit for each.

    Args:
        releases: Exact, with hashes; uv checks them.
        target: Decides the wheels.
        folder: Empty; holds the files while they are needed.
        uv: The installer.
        cache: Where wheels built from source are kept apart.
        pool: Reads files in parallel.

    Raises:
        BuildError: uv could not install, or a source distribution is not pure Python.
    """
    together = folder / "all"
    found = _install_into(together, releases, target, uv, cache)
    clashes = staged.disputed(found.values())
    units = []
    for release in releases:
        place, installed = together, found[release.name]
        if not clashes.isdisjoint(installed.files):
            # Whichever was installed last won in the shared folder; alone, each release has its own file.
            place = folder / f"alone-{release.name}"
            installed = _install_into(place, [release], target, uv, cache)[release.name]
        paths = [(f"python/{path}", place / path) for path in installed.files]
        units.append(scan(release.origin, target, paths, pool))
    return tuple(units)


def _install_into(
    place: Path, releases: Sequence[Release], target: Target, uv: Uv, cache: Path
) -> Mapping[str, Installed]:
    wheels = [release for release in releases if release.artifact is Artifact.WHEEL]
    sources = [release for release in releases if release.artifact is Artifact.SDIST]
    for group, own_cache in ((wheels, None), (sources, cache / "built")):
        if group:
            _run(place, group, target, uv, own_cache)
    found = _distributions(place)
    for release in releases:
        if release.name not in found:
            raise BuildError(f"{release.origin} was installed but left no dist-info", why=f"in {place}")
        if release.artifact is Artifact.SDIST:
            _must_be_pure(release, place / found[release.name].info, target)
    return found


def _run(place: Path, releases: Sequence[Release], target: Target, uv: Uv, own_cache: Path | None) -> None:
    done = uv.install(
        install_requirements(releases),
        place,
        resolver_platforms(target)[0],
        target.runtime.removeprefix("python"),
        sources=[release.name for release in releases] if own_cache else [],
        cache=own_cache,
    )
    if done.code == 0:
        return
    names = ", ".join(release.origin for release in releases)
    if own_cache:
        raise ResolveError(
            f"{names} has no wheel for {target} and could not be built as pure Python",
            why=done.stderr,
            hint=_native_hint(target),
        )
    raise BuildError(f"the releases for {target} could not be installed", why=done.stderr)


def _native_hint(target: Target) -> str:
    return (
        f"pin a release that has a wheel for {target}; or build the wheel on {target.facts.os} and offer its folder "
        "through UV_FIND_LINKS; or leave the package out with `exclude`"
    )


def _must_be_pure(release: Release, info: Path, target: Target) -> None:
    wheel = info / "WHEEL"
    if not wheel.is_file() or not staged.is_pure(wheel.read_text("utf-8")):
        raise ResolveError(
            f"{release.origin} has no wheel for {target}, and its source builds native code for this machine only",
            why="a source distribution is used only when it builds to a pure Python wheel",
            hint=_native_hint(target),
        )


def _distributions(place: Path) -> Mapping[str, Installed]:
    found: dict[str, Installed] = {}
    names = [entry.name for entry in place.iterdir()] if place.is_dir() else []
    for info in staged.info_folders(names):
        metadata = staged.metadata_headers((place / info / "METADATA").read_text("utf-8", "replace"))
        name = canonicalize_name(metadata["name"][0])
        files = staged.parse_record((place / info / "RECORD").read_text("utf-8"))
        found[name] = Installed(name, metadata["version"][0], info, files)
    return found


def scan(origin: str, target: Target, paths: Sequence[tuple[str, Path]], pool: Executor) -> Staged:
    """Read files for their digests.

    Args:
        origin: Becomes each file's origin.
        target: Of the tree.
        paths: Path in the layer, and place on disk; a place that is not there is left out (RECORD may be ahead).
        pool: Reads in parallel.

    Raises:
        LayoutError: A device, a setuid file, or a file that cannot be read.
    """
    places: dict[str, Path] = {}
    found = {}
    for path, entry in zip(paths, pool.map(_read, paths, chunksize=64), strict=True):
        if entry is not None:
            sha256, size_bytes, mode = entry
            places.setdefault(sha256, path[1])
            found[path[0]] = File(path[0], size_bytes, sha256, mode, origin)
    return Staged(origin, Tree.of(target, found.values()), OnDisk(places))


def _read(path: tuple[str, Path]) -> tuple[str, int, int] | None:
    name, place = path
    try:
        status = place.stat()
        if not stat.S_ISREG(status.st_mode):
            raise LayoutError(f"{name} is not a regular file", hint="a layer holds files only: remove it")
        if status.st_mode & (stat.S_ISUID | stat.S_ISGID):
            raise LayoutError(
                f"{name} has mode {stat.S_IMODE(status.st_mode):o}",
                why="setuid and setgid mean nothing on Lambda and much to an attacker",
                hint=f"chmod ug-s {place}",
            )
        data = place.read_bytes()
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise LayoutError(f"{name} cannot be read", why=str(error), hint=f"chmod u+r {place}") from error
    mode = EXECUTABLE_MODE if status.st_mode & stat.S_IXUSR else REGULAR_MODE
    return hashlib.sha256(data).hexdigest(), len(data), mode
