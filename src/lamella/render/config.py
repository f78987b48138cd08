"""A resolved project as text and JSON: every value, and where it came from."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from lamella.config.keypath import without_credentials
from lamella.config.origin import Default, Flag, InFile, Origin, Variable
from lamella.config.project import Project
from lamella.model.grant import Share
from lamella.model.layer import Account, Environment, Layer
from lamella.model.layer_test import FunctionTest, LayerTest
from lamella.render.config_check import check_values
from lamella.render.config_rollout import Json, rollout_values
from lamella.render.terminal import row, table, to_text


@dataclass(frozen=True, slots=True)
class Line:
    """One value: its key path, what JSON holds for it, and where it came from."""

    key: str
    value: Json
    origin: Origin


def lines(project: Project) -> Iterator[Line]:
    """Yield every value: the settings, each layer's, rollouts', then each environment's."""
    settings = project.settings
    values: dict[str, Json] = {
        "out": str(settings.out),
        "jobs": settings.jobs,
        "cache": str(settings.cache),
    }
    for layer in project.layers.values():
        values |= {f"layers.{layer.name}.{key}": value for key, value in _layer(layer).items()}
    values |= {f"rollout.{key}": value for key, value in rollout_values(project.rollout).items()}
    values |= {f"check.{key}": value for key, value in check_values(project.check).items()}
    for environment in project.environments.values():
        here = f"environments.{environment.name}"
        values |= {f"{here}.{key}": value for key, value in _environment(environment).items()}
        values |= {f"{here}.rollout.{key}": value for key, value in rollout_values(environment.rollout).items()}
    for key, value in values.items():
        yield Line(key, value, project.origins[key])


def config_json(project: Project) -> str:
    """Return the document that docs/commands/config.md describes."""
    return json.dumps(
        {
            "file": str(project.file) if project.file else None,
            "root": str(project.root),
            "values": {
                line.key: {"value": line.value, "origin": _origin_object(line.origin)} for line in lines(project)
            },
        },
        indent=2,
    )


def config_text(project: Project, *, width: int, color: bool) -> str:
    """Return a table of key, value and origin."""
    made = table(f"{project.file or 'no file'}", ("key", "value", "from"))
    for line in lines(project):
        row(
            made,
            line.key,
            _plain(line.value),
            _origin_text(line.origin, line.key),
            style="dim" if isinstance(line.origin, Default) else "",
        )
    return to_text([made], width=width, color=color)


def _layer(layer: Layer) -> dict[str, Json]:
    slimming = layer.slimming
    services = slimming.botocore_services
    return {
        "source": [without_credentials(entry) for entry in layer.source],
        "targets": [str(target) for target in layer.targets],
        "groups": [*layer.groups],
        "extras": [*layer.extras],
        "slim": str(slimming.slim),
        "bytecode": str(slimming.bytecode),
        "keep": [*slimming.keep],
        "drop": [*slimming.drop],
        "exclude": [*layer.exclude],
        "botocore_services": None if services is None else [*services],
        "include": [{"from": include.source, "to": include.to} for include in layer.include],
        "compress": str(layer.compress),
        "budget.zipped": layer.budget.zipped_bytes,
        "budget.unzipped": layer.budget.unzipped_bytes,
        **_test(layer.test),
        "version": layer.version or None,
        **_share(layer.share),
        "check": str(layer.check),
    }


def _share(share: Share | None) -> dict[str, Json]:
    return {
        "share.accounts": None if share is None else [*share.accounts],
        "share.organizations": None if share is None else [*share.organizations],
        "share.versions": None if share is None else share.versions,
        "share.public": None if share is None else share.public,
    }


def _test(test: LayerTest) -> dict[str, Json]:
    return {
        "test.imports": [*test.imports],
        "test.functions": [_function(each) for each in test.functions],
        "test.max_init_ms": test.max_init_ms,
        "test.max_memory_mb": test.max_memory_mb,
        "test.runs": test.runs,
        "test.runtime_boto3": test.runtime_boto3,
    }


def _function(test: FunctionTest) -> dict[str, Json]:
    # Values of variables may be secrets; their names are enough to see what is set.
    return {
        "code": test.code,
        "handler": test.handler,
        "events": test.events,
        "memory_mb": test.memory_mb,
        "timeout_s": test.timeout_s,
        "env": [*sorted(test.environ)],
    }


def _environment(environment: Environment) -> dict[str, Json]:
    return {
        "accounts": [_account(account) for account in environment.accounts],
        "regions": [*environment.regions],
        "name_template": environment.name_template,
        "artifact_buckets": {**environment.artifact_buckets},
        "reference": environment.reference,
        "channel": environment.channel,
        "state_store": environment.state_store,
        "keep_copies": environment.keep_copies,
    }


def _account(account: Account) -> dict[str, Json]:
    return {"id": account.id, "role_arn": account.role_arn, "external_id": account.external_id}


def _origin_object(origin: Origin) -> dict[str, Json]:
    match origin:
        case Flag(name):
            return {"kind": "flag", "name": name}
        case Variable(name):
            return {"kind": "variable", "name": name}
        case InFile(path, key):
            return {"kind": "file", "path": str(path), "key": key}
        case Default():
            return {"kind": "default"}
        case _:
            assert_never(origin)


def _origin_text(origin: Origin, key: str) -> str:
    match origin:
        case Flag(name) | Variable(name):
            return name
        case InFile(path, in_file):
            if in_file == key:
                return path.name
            in_pyproject = f"tool.lamella.{key}" == in_file
            return f"{path.name} [tool.lamella]" if in_pyproject else f"{path.name} {in_file}"
        case Default():
            return "default"
        case _:
            assert_never(origin)


def _plain(value: Json) -> str:
    match value:
        case None:
            return "-"
        case list():
            return ", ".join(_plain(item) for item in value) or "-"
        case {"from": str(source), "to": str(to)}:
            return f"{source} -> {to}"
        case dict():
            return ", ".join(f"{key} {_plain(item)}" for key, item in value.items() if item is not None) or "-"
        case int() | float():
            return str(value).lower() if isinstance(value, bool) else f"{value:,}"
        case str():
            return value
        case _:
            assert_never(value)
