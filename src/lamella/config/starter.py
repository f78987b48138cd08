"""The lamella.toml that `lamella init` writes."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from lamella.errors import ConfigError
from lamella.limits import limits
from lamella.model.target import Architecture, Target

PREFERRED_RUNTIME = "python3.13"
_PINNED = re.compile(r"^\s*(?:cpython-|python)?(3\.\d+)(?![\d])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Targets, and why these."""

    targets: tuple[Target, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Starter:
    """What is written.

    Attributes:
        name: The layer's.
        source: Relative to the file, as `source` takes it.
        chosen: The targets.
        has_groups: Whether the source knows groups and extras.
        has_sdk: Whether boto3 or botocore is a direct requirement.
    """

    name: str
    source: str
    chosen: Chosen
    has_groups: bool
    has_sdk: bool


def choose_target(python_version: str, requires_python: str) -> Chosen:
    """Choose a target where the user named none.

    Args:
        python_version: Text of .python-version; empty when there is none.
        requires_python: Of the pyproject.toml; empty when there is none.

    Raises:
        ConfigError: `requires-python` cannot be read, or admits no runtime that lamella builds for.
    """
    runtimes = tuple(limits().runtimes)
    pinned = _PINNED.search(python_version)
    if pinned and f"python{pinned[1]}" in runtimes:
        return _chosen(f"python{pinned[1]}", f".python-version says {pinned[1]}")
    if not requires_python:
        return _chosen(PREFERRED_RUNTIME, "nothing here asks for a Python version")
    try:
        admitted = SpecifierSet(requires_python)
    except InvalidSpecifier as error:
        raise ConfigError(
            f"requires-python `{requires_python}` cannot be read", hint="mend it, or give --target"
        ) from error
    # The newest patch release of a minor decides: `>=3.12.4` admits python3.12.
    by_preference = sorted(runtimes, key=lambda each: (each == PREFERRED_RUNTIME, _minor(each)), reverse=True)
    for runtime in by_preference:
        if admitted.contains(f"{runtime.removeprefix('python')}.99"):
            return _chosen(runtime, f"requires-python is {' '.join(requires_python.split())}")
    raise ConfigError(
        f"requires-python `{requires_python}` admits no runtime of AWS Lambda that lamella builds for",
        why=f"known: {', '.join(runtimes)}",
        hint="give --target",
    )


def layer_name(wanted: Iterable[str]) -> str:
    """Return the first text that makes a layer name once other characters became `-`; else `layer`."""
    for text in wanted:
        name = re.sub(r"[^a-zA-Z0-9_-]+", "-", text).strip("-")[:140]
        if name:
            return name
    return "layer"


def starter_text(starter: Starter) -> str:
    """Return the file's text: what was found, and every other option as a comment with its default."""
    return "\n".join([*_header(), *_layer(starter), *_options(starter), *_environment()]) + "\n"


def _chosen(runtime: str, reason: str) -> Chosen:
    return Chosen((Target(runtime, Architecture.X86_64),), reason)


def _minor(runtime: str) -> int:
    return int(runtime.rpartition(".")[2])


def _header() -> Sequence[str]:
    return (
        "# What `lamella build` makes. `lamella config show` prints every value and where it came from.",
        "# For completion in an editor: `lamella config schema > lamella.schema.json`, and as the first line here",
        "# `#:schema ./lamella.schema.json`.",
    )


def _layer(starter: Starter) -> Sequence[str]:
    targets = ", ".join(_quoted(str(target)) for target in starter.chosen.targets)
    return (
        "",
        f"[layers.{starter.name}]",
        "# A requirements file, pyproject.toml, uv.lock, pylock.toml, a folder laid out as /opt, or a list of",
        "# files and requirements.",
        f"source = {_quoted(starter.source)}",
        f"# RUNTIME/ARCHITECTURE, as many as you deploy to. Chosen here: {starter.chosen.reason}.",
        f"targets = [{targets}]",
    )


def _options(starter: Starter) -> Iterable[str]:
    yield from ("", "# Options, with their defaults or an example. Remove the first `#` of a line to use it.", "")
    if starter.has_groups:
        yield from (
            "# Dependency groups of the source.",
            '# groups = ["lambda"]',
            "# Extras of the source.",
            '# extras = ["s3"]',
        )
    if starter.has_sdk:
        yield from (
            "# The runtime has its own boto3 and botocore. This leaves both to it: smaller, but AWS chooses the",
            "# release.",
            '# exclude = ["boto3", "botocore"]',
            "# Or keep them, with the models of these services only.",
            '# botocore_services = ["s3", "dynamodb"]',
        )
    else:
        yield from (
            "# Distributions that the runtime or another layer brings.",
            '# exclude = ["boto3", "botocore"]',
        )
    yield from (
        '# "safe": remove what rules show to be unused at run time. "off": remove nothing.',
        '# slim = "safe"',
        '# "hash": valid .pyc beside the sources. "only": .pyc instead of the sources, smaller. "off": none.',
        '# bytecode = "hash"',
        "# Files that no rule removes; globs relative to /opt.",
        '# keep = ["python/example/tests/**"]',
        "# Files to remove besides; `keep` wins.",
        '# drop = ["python/example/data/large/**"]',
        "# Own code: `from` is relative to this file, `to` relative to /opt.",
        '# include = [{ from = "src/shared", to = "python/shared" }]',
        '# "fast" or "best": best is about 3 % smaller and takes much longer.',
        '# compress = "fast"',
        "# A build over one of these fails. MB is 1,000,000 bytes, MiB 1,048,576.",
        '# budget = { zipped = "20 MB", unzipped = "80 MB" }',
        "# Your label of the version to publish; AWS counts versions by itself.",
        '# version = "1.0.0"',
        "# Who else may use what is published. Without the line no grant is given and none is taken away.",
        '# share = { accounts = ["111122223333"], versions = "latest" }',
    )


def _environment() -> Iterable[str]:
    return (
        "",
        "# A place to publish to, by any name.",
        "# [environments.prod]",
        "# The accounts, and the role that reaches each.",
        '# accounts = [{ id = "123456789012", role_arn = "arn:aws:iam::123456789012:role/layers" }]',
        "# The Regions; a layer is published to each by itself.",
        '# regions = ["eu-west-1"]',
        "# Names of published layers.",
        '# name_template = "{env}-{layer}"',
        "# Where records of what was published are kept: a file, or a DynamoDB table that a team shares.",
        '# state_store = "dynamodb://lamella"',
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
