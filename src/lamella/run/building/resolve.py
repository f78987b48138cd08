"""Turns a source into exact releases for a target, with uv."""

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from packaging.utils import canonicalize_name

from lamella.build import resolution
from lamella.build.resolution import Candidate
from lamella.build.source import Folder, ProjectFile, PyLock, Requirements, Source, UvLock
from lamella.errors import ConfigError, ResolveError
from lamella.host.uv import Uv
from lamella.model.package import Release
from lamella.model.target import Target

_MOST_SOURCE_PACKAGES = 25
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of the resolver: its inputs, the lines for its standard input, further options, known hashes."""

    inputs: tuple[str, ...]
    stdin: str
    more: tuple[str, ...] = ()
    allowed_sha256: frozenset[str] | None = None


def resolve(
    source: Source, target: Target, exclude: Sequence[str], index_names: Mapping[str, str], uv: Uv
) -> tuple[Release, ...]:
    """Return the exact releases for the target, sorted by name; empty for a folder.

    Raises:
        ResolveError: No set of releases has wheels (or a source distribution) for the target.
        ConfigError: A source file does not say what it should.
        ToolError: uv could not be run.
    """
    if isinstance(source, Folder):
        return ()
    with tempfile.TemporaryDirectory(prefix="lamella-resolve-") as scratch:
        question = _ask(source, exclude, uv, Path(scratch))
        if not question.inputs:
            return ()
        releases = _widest_first(question, target, index_names, uv, Path(scratch))
    if question.allowed_sha256 is not None:
        _same_hashes(releases, question.allowed_sha256, source)
    return tuple(release for release in releases if release.name not in exclude)


def _ask(source: Source, exclude: Sequence[str], uv: Uv, scratch: Path) -> _Question:
    more: tuple[str, ...] = ()
    if exclude:
        names = scratch / "excludes.txt"
        names.write_text("\n".join(exclude) + "\n", "utf-8")
        more = ("--excludes", str(names))
    match source:
        case Requirements(files, lines):
            inputs = [str(path) for path in files] + (["-"] if lines else [])
            return _Question(tuple(inputs), "\n".join(lines) + "\n", more)
        case ProjectFile(path, groups, extras):
            chosen = [word for extra in extras for word in ("--extra", extra)]
            chosen += [word for group in groups for word in ("--group", f"{path}:{group}")]
            return _Question((str(path),), "", (*more, *chosen))
        case UvLock(path, groups, extras):
            done = uv.export(path.parent, groups, extras, exclude)
            if done.code:
                raise ConfigError(f"{path} could not be read", why=done.stderr, hint="run `uv lock` in its folder")
            return _locked(done.stdout, more)
        case PyLock(path):
            return _locked(_pylock_lines(path), more)
        case Folder():
            raise ValueError("a folder is not resolved")
        case _:
            assert_never(source)


def _locked(lines: str, more: tuple[str, ...]) -> _Question:
    if not lines.strip():
        return _Question((), "")
    return _Question(("-",), lines, (*more, "--no-deps"), frozenset(_HASH.findall(lines)))


def _pylock_lines(path: Path) -> str:
    """A pylock as requirement lines: names, versions, markers and every hash."""
    try:
        candidates = resolution.parse_pylock(path.read_text("utf-8"))
        markers = resolution.pylock_markers(path.read_text("utf-8"))
    except ResolveError as error:
        raise ConfigError(f"{path} cannot be read as a pylock file", why=error.why) from error
    lines = []
    for candidate, marker in zip(candidates, markers, strict=True):
        suffix = f" ; {marker}" if marker else ""
        if candidate.reference is not None:
            lines.append(f"{candidate.name} @ {candidate.reference}{suffix}")
            continue
        digests = [*candidate.wheels.values(), *([candidate.sdist[1]] if candidate.sdist else [])]
        hashes = "".join(f" --hash=sha256:{digest}" for digest in digests)
        lines.append(f"{candidate.name}=={candidate.version}{suffix}{hashes}")
    return "\n".join(lines)


def _widest_first(
    question: _Question, target: Target, index_names: Mapping[str, str], uv: Uv, scratch: Path
) -> tuple[Release, ...]:
    """Resolve for the widest platform; where that chose a wheel too new for the target, bound it and ask again."""
    widest, *narrower = resolution.resolver_platforms(target)
    releases, unfit = resolution.choose(_compile(question, widest, target, uv), target, index_names)
    if not unfit or not narrower:
        return _all_fit(releases, unfit, target)
    narrow = {candidate.name: candidate for candidate in _compile(question, narrower[0], target, uv)}
    bounds = scratch / "bounds.txt"
    lines = [f"{it.name}<={narrow[it.name].version}" for it in unfit if it.name in narrow]
    bounds.write_text("\n".join(lines) + "\n", "utf-8")
    bounded = _Question(
        question.inputs, question.stdin, (*question.more, "--constraints", str(bounds)), question.allowed_sha256
    )
    releases, unfit = resolution.choose(_compile(bounded, widest, target, uv), target, index_names)
    if unfit:
        releases, unfit = resolution.choose(narrow.values(), target, index_names)
    return _all_fit(releases, unfit, target)


def _all_fit(releases: tuple[Release, ...], unfit: Sequence[Candidate], target: Target) -> tuple[Release, ...]:
    if unfit:
        names = ", ".join(f"{it.name} {it.version}" for it in unfit)
        glibc = ".".join(map(str, target.facts.glibc))
        raise ResolveError(
            f"no wheel of {names} fits {target}",
            why=f"{target.runtime} has glibc {glibc}; the wheels need a newer one",
            hint="pin an older release, or choose a newer runtime",
        )
    return releases


def _compile(question: _Question, platform: str, target: Target, uv: Uv) -> tuple[Candidate, ...]:
    """Ask the resolver; packages that have no wheel at all are allowed to be built from source, one by one."""
    python = target.runtime.removeprefix("python")
    sources: set[str] = set()
    while True:
        done = uv.compile(
            question.inputs, platform, python, stdin=question.stdin, sources=sorted(sources), more=question.more
        )
        if done.code == 0:
            return resolution.parse_pylock(done.stdout)
        missing = {canonicalize_name(name) for name in resolution.packages_without_wheels(done.stderr)} - sources
        if not missing or len(sources) + len(missing) > _MOST_SOURCE_PACKAGES:
            raise ResolveError(
                f"the requirements cannot be met for {target}", why=done.stderr or "uv gave no reason",
                hint=_way_out(target, sources),
            )  # fmt: skip
        sources |= missing


def _way_out(target: Target, sources: Iterable[str]) -> str:
    built = ", ".join(sorted(sources))
    if not built:
        return f"check names and versions; every package needs a wheel for {target} or must be pure Python"
    return (
        f"{built} has no wheel for {target} and does not build as pure Python here: pin a release that has a wheel, "
        f"build one on {target.facts.os} and offer it through UV_FIND_LINKS, or leave it out with `exclude`"
    )


def _same_hashes(releases: Iterable[Release], allowed: frozenset[str], source: Source) -> None:
    for release in releases:
        if release.sha256 and release.sha256 not in allowed:
            raise ResolveError(
                f"{release.filename} has a hash that {_name(source)} does not list",
                why=f"sha256 {release.sha256}",
                hint="the index changed a file since the lock was written: find out why before you lock again",
            )


def _name(source: Source) -> str:
    match source:
        case UvLock(path, _, _) | PyLock(path) | Folder(path) | ProjectFile(path, _, _):
            return path.name
        case Requirements():
            return "the requirements"
        case _:
            assert_never(source)
