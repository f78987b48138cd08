"""The unit of building and caching: one package release, a folder, or own code, for one target."""

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

from lamella.model.layer import Bytecode, Compress, Slim, Slimming
from lamella.model.package import Artifact
from lamella.model.target import Target

_SDK_DISTRIBUTIONS = frozenset({"boto3", "botocore"})


@dataclass(frozen=True, slots=True)
class UnitKey:
    """Everything that decides a unit's bytes.

    Attributes:
        name: `numpy==2.1.3`, `folder` or `include`.
        content: Digest of what goes in: of the release's file, or of the folder's tree.
        target, slimming, compress: As the layer says.
        compiler: `cpython-3.12.7`; `None` when no interpreter was found or none is needed.
        compressor: As `archive.member.compressor_identity` gives it.
        foreign: Test modules of this unit that other units of the layer import.
    """

    name: str
    content: str
    target: Target
    slimming: Slimming
    compress: Compress
    compiler: str | None
    compressor: str
    foreign: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Hex digest under which the unit is cached; it changes with lamella's own rules too."""
        fields = (
            self.name,
            self.content,
            str(self.target),
            *_slimming_fields(self.narrowed()),
            self.compress.value,
            self.compiler,
            self.compressor,
            self.foreign,
            rules_digest(),
        )
        return hashlib.sha256(msgspec.json.encode(fields)).hexdigest()

    def narrowed(self) -> Slimming:
        """The settings without what cannot touch this unit, so that the cache outlives unrelated changes."""
        if self.name in {"folder", "include"} or self.name.partition("==")[0] in _SDK_DISTRIBUTIONS:
            return self.slimming
        return replace(self.slimming, botocore_services=None)


def content_of(artifact: Artifact, sha256: str) -> str:
    """Return the digest of a release's input: the file's, and how it becomes a tree."""
    return f"{artifact.value}:{sha256}"


def _slimming_fields(slimming: Slimming) -> tuple[object, ...]:
    slim: Slim = slimming.slim
    bytecode: Bytecode = slimming.bytecode
    return slim.value, bytecode.value, slimming.keep, slimming.drop, slimming.botocore_services


@cache
def rules_digest() -> str:
    """Digest of the code and data that make a unit: with another lamella, other bytes may come out."""
    digest = hashlib.sha256()
    package = files("lamella")
    for place in (
        package / "build",
        package / "archive" / "member.py",
        package / "host" / "compile_worker.py",
        package / "host" / "compiler.py",
        package / "run" / "building",
    ):
        for name, content in _contents(place, place.name):
            digest.update(f"{len(name)}:{name}:{len(content)}:".encode())
            digest.update(content)
    return digest.hexdigest()


def _contents(place: Traversable, name: str) -> list[tuple[str, bytes]]:
    if place.is_file():
        return [(name, place.read_bytes())] if name.endswith((".py", ".toml")) else []
    children = sorted(place.iterdir(), key=lambda child: child.name)
    return [found for child in children for found in _contents(child, f"{name}/{child.name}")]
