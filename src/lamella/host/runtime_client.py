"""Fetches what a managed runtime brings along, once: AWS's runtime interface client, and boto3.

Both come from the package index as pinned wheels (runtime_client.toml), are compiled with the interpreter that will run
them, as the runtime's image is, and stay in lamella's cache; after that no network is needed.
"""

import re
import subprocess
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from lamella.atomic import replace_bytes
from lamella.build.resolution import Candidate, install_requirements, parse_pylock
from lamella.build.wheels import best_wheel
from lamella.errors import ConfigError, ResolveError, ToolError
from lamella.host.cached_folder import CachedFolder, obtain, remove_tree
from lamella.host.interpreters import Interpreter
from lamella.host.uv import Uv
from lamella.model.package import Artifact, Release
from lamella.model.target import Architecture, Target

# boto3 lies beside the client before Python 3.11, and in the interpreter's site-packages since.
_FIRST_APART = (3, 11)
_PLATFORM = {Architecture.X86_64: "x86_64-manylinux_2_17", Architecture.ARM64: "aarch64-manylinux_2_17"}
_VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){1,2}")
_COMPILE_TIMEOUT_S = 300.0
# What the user sets for the packages of layers says nothing about the runtime's.
_NOT_OURS = frozenset({"UV_CONSTRAINT", "UV_OVERRIDE", "UV_EXCLUDE", "UV_EXCLUDE_NEWER", "UV_BUILD_CONSTRAINT"})


@dataclass(frozen=True, slots=True)
class Source:
    """What decides the content of both folders.

    Attributes:
        target: Runtime and architecture.
        interpreter: Of the target's minor; compiles.
        boto3: `None` for the pinned release, `False` for none, `1.40` for the newest of that line, or `1.40.3`.
        bootstrap: The program that starts the client.
    """

    target: Target
    interpreter: Interpreter
    boto3: str | bool | None
    bootstrap: bytes


@dataclass(frozen=True, slots=True)
class RuntimeFolders:
    """`runtime` becomes /var/runtime; `site_packages`, where there is one, the interpreter's site-packages."""

    runtime: CachedFolder
    site_packages: CachedFolder | None


def runtime_folders(source: Source, uv: Uv, folder: Path) -> RuntimeFolders:
    """Return both folders, fetched now where the cache does not have them.

    Args:
        source: See there.
        uv: The installer.
        folder: Lamella's cache.

    Raises:
        ConfigError: `boto3` is no version, or there is no such release.
        ToolError: They are not in the cache and cannot be fetched.
    """
    settings = {name: value for name, value in uv.environ.items() if name not in _NOT_OURS}
    # Links into uv's own cache would share its modes and fate.
    own = Uv({**settings, "UV_LINK_MODE": "copy"}, uv.folder, uv.timeout_s)
    known = pins()
    client = install_requirements(releases(known["client"], source.target))
    boto3 = _boto3(source, known, own, folder)
    apart = source.target.python_minor >= _FIRST_APART
    beside = "" if apart else boto3
    site_packages = None
    if apart and boto3:
        site_packages = _installed(boto3, source, own, folder / "runtime-boto3", lambda _: None)
    runtime = _installed(
        client + beside,
        source,
        own,
        folder / "runtime",
        lambda made: (made / "bootstrap.py").write_bytes(source.bootstrap),
    )
    return RuntimeFolders(runtime, site_packages)


def releases(pinned: list[dict[str, Any]], target: Target) -> tuple[Release, ...]:
    """Return the pinned wheels of a target.

    Args:
        pinned: A list of tables of runtime_client.toml.
        target: Runtime and architecture.
    """
    return tuple(
        Release(pin["name"], pin["version"], Artifact.WHEEL, "", pin["sha256"].get("any") or pin["sha256"][str(target)])
        for pin in pinned
    )


@cache
def pins() -> Mapping[str, Any]:
    """Return runtime_client.toml."""
    return tomllib.loads(files("lamella.host").joinpath("runtime_client.toml").read_text("utf-8"))


def _boto3(source: Source, known: Mapping[str, Any], uv: Uv, folder: Path) -> str:
    """Return requirement lines; empty for no boto3."""
    match source.boto3:
        case None | True:
            return install_requirements(releases(known["boto3"], source.target))
        case False:
            return ""
        case str(version):
            return _resolved(version, source.target, uv, folder / "runtime-boto3")


def _resolved(version: str, target: Target, uv: Uv, folder: Path) -> str:
    """Resolve boto3 once for the version and runtime; the answer is kept, so that later runs are the same."""
    if not _VERSION.fullmatch(version):
        raise ConfigError(
            f"`{version}` is no version of boto3", hint="write 1.40 for the newest of that line, or 1.40.3"
        )
    kept = folder / f"resolved-{version}-{target.runtime}.txt"
    if kept.is_file():
        return kept.read_text("utf-8")
    wanted = f"boto3=={version}" + (".*" if version.count(".") == 1 else "")
    python = target.runtime.removeprefix("python")
    done = uv.compile(("-",), _PLATFORM[target.architecture], python, stdin=wanted + "\n", sources=())
    if done.code:
        raise ConfigError(
            f"the runtime's {wanted} could not be resolved",
            why=done.stderr or "uv gave no reason",
            hint="is the network there, and is there such a release?",
        )
    lines = install_requirements(_wheel(candidate, target) for candidate in parse_pylock(done.stdout))
    replace_bytes(kept, lines.encode())
    return lines


def _wheel(candidate: Candidate, target: Target) -> Release:
    wheel = best_wheel(candidate.wheels, target)
    if wheel is None:
        raise ResolveError(f"no wheel of {candidate.name} {candidate.version} fits {target}", hint="pin another boto3")
    return Release(candidate.name, candidate.version, Artifact.WHEEL, wheel, candidate.wheels[wheel])


def _installed(lines: str, source: Source, uv: Uv, folder: Path, extend: Callable[[Path], object]) -> CachedFolder:
    """Return the folder that holds what these requirement lines install and what `extend` adds, compiled."""
    bootstrap = source.bootstrap if folder.name == "runtime" else b""
    facts = (source.target.runtime, source.target.architecture, source.interpreter.magic, lines)
    digest = sha256("\0".join(facts).encode() + b"\0" + bootstrap).hexdigest()

    def make(made: Path) -> None:
        _install(lines, source.target, uv, made)
        extend(made)
        _compile(source.interpreter, made)

    return obtain(folder / digest, make)


def _install(lines: str, target: Target, uv: Uv, made: Path) -> None:
    python = target.runtime.removeprefix("python")
    done = uv.install(lines, made, _PLATFORM[target.architecture], python, sources=(), cache=None)
    if done.code:
        raise ToolError(
            f"the runtime's own packages for {target} could not be fetched",
            why=done.stderr or "uv gave no reason",
            hint="the sandbox fetches them once and keeps them: run it once with a network, or offer the wheels of "
            "lamella/host/runtime_client.toml through UV_INDEX_URL or UV_FIND_LINKS",
        )
    (made / ".lock").unlink(missing_ok=True)
    remove_tree(made / "bin")
    for path in made.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _compile(interpreter: Interpreter, made: Path) -> None:
    """Compile as the runtime's image is, with bytecode that no unpacking can make stale."""
    command = [str(interpreter.path), "-I", "-m", "compileall", "-q", "-j", "0", "-s", str(made),
               "--invalidation-mode", "unchecked-hash", str(made)]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_COMPILE_TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolError(f"{interpreter.path} could not compile the runtime's packages", why=str(error)) from error
    if done.returncode:
        raise ToolError(
            f"{interpreter.identity} could not compile the runtime's packages",
            why="\n".join((done.stdout + done.stderr).splitlines()[-5:]),
            hint="is the disk full, or the interpreter incomplete?",
        )
