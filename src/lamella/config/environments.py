"""A named environment of the file."""

from msgspec import UnsetType

from lamella.config.keypath import KeyPath
from lamella.config.origin import Origin
from lamella.config.precedence import origins_of
from lamella.config.values import name_template_of
from lamella.config.wire import AccountTable, EnvironmentTable
from lamella.model.layer import Account, Environment

_DEFAULT_TEMPLATE = "{layer}"


def environment_of(name: str, table: EnvironmentTable, where: KeyPath) -> tuple[Environment, dict[str, Origin]]:
    """Return an environment, and where each of its values came from, by key.

    Raises:
        ConfigError: A value has no meaning, or contradicts another.
    """
    template = table.name_template
    environment = Environment(
        name=name,
        accounts=tuple(
            _account(entry, where.at("accounts", position)) for position, entry in enumerate(table.accounts or ())
        ),
        regions=_regions(table, where),
        name_template=_DEFAULT_TEMPLATE
        if isinstance(template, UnsetType)
        else name_template_of(template, where.at("name_template")),
        artifact_buckets=dict(table.artifact_buckets or {}),
        state_store=table.state_store or None,
    )
    return environment, origins_of(table, where)


def _account(table: AccountTable, where: KeyPath) -> Account:
    role_arn = table.role_arn or None
    if role_arn is not None and role_arn.split(":")[4] != table.id:
        raise where.at("role_arn").wrong(
            role_arn, f"a role of account {table.id}", because="the role belongs to another account than `id`"
        )
    return Account(table.id, role_arn, table.external_id or None)


def _regions(table: EnvironmentTable, where: KeyPath) -> tuple[str, ...]:
    regions = tuple(table.regions or ())
    for position, region in enumerate(regions):
        if region in regions[:position]:
            raise where.at("regions", position).wrong(region, "each Region once", because="it is there twice")
    return regions
