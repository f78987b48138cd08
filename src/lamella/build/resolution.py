"""From what the resolver prints (PEP 751) to the exact releases of a layer."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from lamella.build.wheels import best_wheel
from lamella.errors import ResolveError
from lamella.model.package import Artifact, Release
from lamella.model.redaction import credentials_redacted
from lamella.model.target import Architecture, Target

_WHEEL_NEEDED = re.compile(r"Wheels are required for `([A-Za-z0-9._-]+)`")
_NOTHING = re.compile(r"Because ([A-Za-z0-9._-]+)\S* has no usable wheels")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One release as the resolver gave it: file name -> sha256 for its wheels and its source distribution."""

    name: str
    version: str
    wheels: Mapping[str, str]
    sdist: tuple[str, str] | None
    host: str
    reference: str | None = None
    reference_sha256: str = ""


def parse_pylock(text: str) -> tuple[Candidate, ...]:
    """Read the resolver's output; addresses lose their credentials here.

    Raises:
        ResolveError: The text is not a pylock file.
    """
    try:
        packages = tomllib.loads(text).get("packages", [])
        return tuple(_candidate(package) for package in packages)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ResolveError("the resolver's output could not be read", why=repr(error)) from error


def pylock_markers(text: str) -> tuple[str, ...]:
    """Return each package's environment marker, empty where there is none, in the order of `parse_pylock`."""
    return tuple(str(package.get("marker", "")) for package in tomllib.loads(text).get("packages", []))


def _candidate(package: Mapping[str, Any]) -> Candidate:
    wheels = {_filename(wheel): wheel["hashes"]["sha256"] for wheel in package.get("wheels", [])}
    sdist = package.get("sdist")
    reference, digest = _reference(package)
    first = (package.get("wheels") or [sdist or {}])[0]
    return Candidate(
        package["name"],
        package.get("version", ""),
        wheels,
        (_filename(sdist), sdist["hashes"]["sha256"]) if sdist else None,
        urlsplit(first.get("url", "")).hostname or "",
        reference,
        digest,
    )


def _filename(file: Mapping[str, Any]) -> str:
    if "name" in file:
        return str(file["name"])
    place = file.get("path") or urlsplit(file["url"]).path
    return unquote(str(place).rpartition("/")[2])


def _reference(package: Mapping[str, Any]) -> tuple[str | None, str]:
    if archive := package.get("archive"):
        place = archive.get("url") or archive["path"]
        return credentials_redacted(place), archive.get("hashes", {}).get("sha256", "")
    if vcs := package.get("vcs"):
        return credentials_redacted(f"{vcs['type']}+{vcs.get('url') or vcs['path']}@{vcs['commit-id']}"), ""
    if directory := package.get("directory"):
        return str(directory["path"]), ""
    return None, ""


def choose(
    candidates: Iterable[Candidate], target: Target, index_names: Mapping[str, str]
) -> tuple[tuple[Release, ...], tuple[Candidate, ...]]:
    """Pick one file for each release.

    Args:
        candidates: As resolved.
        target: Decides which wheel fits best.
        index_names: Host of a named index -> its name.

    Returns:
        The releases sorted by name, and the candidates that have wheels but none for this target.
    """
    releases, unfit = [], []
    for candidate in candidates:
        index = index_names.get(candidate.host, "default")
        chosen = best_wheel(candidate.wheels, target)
        if candidate.reference is not None:
            filename = candidate.reference.partition("?")[0].rpartition("/")[2]
            kind = Artifact.WHEEL if filename.endswith(".whl") else Artifact.SDIST
            release = Release(
                candidate.name,
                candidate.version,
                kind,
                filename,
                candidate.reference_sha256,
                "direct",
                candidate.reference,
            )
        elif chosen is not None:
            release = Release(
                candidate.name, candidate.version, Artifact.WHEEL, chosen, candidate.wheels[chosen], index
            )
        elif candidate.sdist is not None and not candidate.wheels:
            filename, digest = candidate.sdist
            release = Release(candidate.name, candidate.version, Artifact.SDIST, filename, digest, index)
        else:
            unfit.append(candidate)
            continue
        releases.append(release)
    return tuple(sorted(releases, key=lambda release: release.name)), tuple(unfit)


def packages_without_wheels(stderr: str) -> frozenset[str]:
    """Return the names that the resolver could only get by building from source."""
    return frozenset(_WHEEL_NEEDED.findall(stderr)) | frozenset(_NOTHING.findall(stderr))


def resolver_platforms(target: Target) -> tuple[str, ...]:
    """Return the resolver's platform names to try, the widest first.

    The resolver knows no glibc 2.26 (Amazon Linux 2): its 2.28 may choose too new a wheel, its 2.17 misses some, so
    the answer of the first is checked against the target's own tags and bounded by the second where it does not fit.
    """
    machine = {Architecture.X86_64: "x86_64", Architecture.ARM64: "aarch64"}[target.architecture]
    minor = target.facts.glibc[1]
    if minor >= 31:
        return (f"{machine}-manylinux_2_{minor}",)
    return (f"{machine}-manylinux_2_28", f"{machine}-manylinux_2_17")


def install_requirements(releases: Iterable[Release]) -> str:
    """Return the requirement lines, with hashes, that install exactly these releases."""
    lines = []
    for release in releases:
        if release.reference is not None:
            pin = f"#sha256={release.sha256}" if release.sha256 else ""
            local = "://" not in release.reference
            lines.append(release.reference if local else f"{release.name} @ {release.reference}{pin}")
        else:
            lines.append(f"{release.name}=={release.version} --hash=sha256:{release.sha256}")
    return "\n".join(lines) + "\n"
