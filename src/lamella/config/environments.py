"""A named environment of the file."""

from collections.abc import Sequence

from msgspec import UnsetType

from lamella.config.keypath import KeyPath
from lamella.config.origin import Origin
from lamella.config.precedence import origins_of
from lamella.config.rollout import Said, rollout_of
from lamella.config.values import name_template_of
from lamella.config.wire import AccountTable, EnvironmentTable
from lamella.model.layer import DEFAULT_CHANNEL, Account, Environment

_DEFAULT_TEMPLATE = "{layer}"


def environment_of(
    name: str, table: EnvironmentTable, where: KeyPath, everywhere: Sequence[Said] = ()
) -> tuple[Environment, dict[str, Origin]]:
    """Return an environment, and where each of its values came from, by key.

    Args:
        name: Its name.
        table: Its table.
        where: The table's key path.
        everywhere: What the file says of rollouts in every environment.

    Raises:
        ConfigError: A value has no meaning, or contradicts another.
    """
    template = table.name_template
    of_here = () if isinstance(table.rollout, UnsetType) else (Said(table.rollout, where.at("rollout")),)
    rollout, rollout_origins = rollout_of((*of_here, *everywhere))
    environment = Environment(
        name=name,
        accounts=_accounts(table, where.at("accounts")),
        regions=_regions(table, where),
        name_template=_DEFAULT_TEMPLATE
        if isinstance(template, UnsetType)
        else name_template_of(template, where.at("name_template")),
        artifact_buckets=dict(table.artifact_buckets or {}),
        reference=_reference(table, where),
        channel=DEFAULT_CHANNEL if isinstance(table.channel, UnsetType) else table.channel,
        state_store=table.state_store or None,
        keep_copies=table.keep_copies or None,
        rollout=rollout,
    )
    origins = origins_of(table, where)
    del origins["rollout"]
    return environment, origins | {f"rollout.{key}": origin for key, origin in rollout_origins.items()}


def _accounts(table: EnvironmentTable, where: KeyPath) -> tuple[Account, ...]:
    accounts: dict[str, Account] = {}
    for position, entry in enumerate(table.accounts or ()):
        if entry.id in accounts:
            raise where.at(position, "id").wrong(entry.id, "each account once", because="it is there twice")
        accounts[entry.id] = _account(entry, where.at(position))
    return tuple(accounts.values())


def _account(table: AccountTable, where: KeyPath) -> Account:
    role_arn = table.role_arn or None
    if role_arn is not None and role_arn.split(":")[4] != table.id:
        raise where.at("role_arn").wrong(
            role_arn, f"a role of account {table.id}", because="the role belongs to another account than `id`"
        )
    return Account(table.id, role_arn, table.external_id or None)


def _reference(table: EnvironmentTable, where: KeyPath) -> bool:
    if table.reference is True and not table.artifact_buckets:
        raise where.at("reference").wrong(
            True,  # noqa: FBT003 - the value that stands there
            "false, or true with artifact_buckets",
            because="no bucket is given in which archives could stay",
        )
    return table.reference is True


def _regions(table: EnvironmentTable, where: KeyPath) -> tuple[str, ...]:
    regions = tuple(table.regions or ())
    for position, region in enumerate(regions):
        if region in regions[:position]:
            raise where.at("regions", position).wrong(region, "each Region once", because="it is there twice")
    return regions
