"""The scope of a command that meets AWS: environment, accounts, Regions, clients, state store."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from lamella.aws.access import Access
from lamella.config.project import Project
from lamella.errors import UsageError
from lamella.model.layer import Account, Environment
from lamella.model.place import Place
from lamella.run.environments import chosen_environment
from lamella.run.local_mode import DEFAULT_REGION, local_account, local_mode
from lamella.state.folder import state_folder
from lamella.state.open import Where, open_store
from lamella.state.store import Store

if TYPE_CHECKING:
    from lamella.aws.clients import Clients

_LOCAL = "local"
_ENDPOINT = "AWS_ENDPOINT_URL"
# Buckets and the table of a state store may well be elsewhere.
_ONE_WORLD = ("LAMBDA", "SSM", "CLOUDFORMATION", "STS")


@dataclass(frozen=True, slots=True)
class AwsOptions:
    """What the command line says about AWS; `None` or empty where it says nothing.

    Attributes:
        local: Local mode was asked for (`--local`); `LAMELLA_LOCAL=1` in `environ` counts as well.
    """

    profile: str | None = None
    endpoint_url: str | None = None
    regions: tuple[str, ...] = ()
    role_arn: str | None = None
    local: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a command works.

    Attributes:
        environment: Of the file, or the implicit one, named `default`: the caller's account.
        places: Accounts times Regions, sorted; at least one.
        clients: Reach each of them.
        store: The environment's state store, open.
        state: The user's state folder for this endpoint: kept copies, saved plans. The embedded cloud and emulators
            have folders of their own below it.
    """

    environment: Environment
    places: tuple[Place, ...]
    clients: "Clients"
    store: Store
    state: Path


@contextmanager
def open_scope(
    project: Project | None,
    environment: str | None,
    options: AwsOptions,
    environ: Mapping[str, str],
    places: Sequence[Place] = (),
) -> Iterator[Scope]:
    """Open the scope of a command; leaving it closes the store.

    Args:
        project: `None` where a command works without a file (`apply`, layers named by ARN).
        environment: What `--env` said; `None` takes the implicit environment `default`, or the file's of that name.
        options: What the command line says about AWS; its Regions win over the environment's.
        environ: The process's environment.
        places: Exactly these, instead of accounts times Regions (of a saved Plan, of layers named by ARN).

    Raises:
        UsageError: No environment of that name (the message lists them), no Region is known, an account that no role
            reaches, or options that contradict local mode.
        NoCloudError: Local mode, and no embedded cloud runs.
        AwsError: There are no credentials.
        StateError: The store cannot be opened.
    """
    from lamella.aws.clients import Clients  # noqa: PLC0415 - boto3 takes long to import, and mistakes are told before

    chosen = chosen_environment(project, environment)
    local = local_mode(environ, asked=options.local)
    access = _access(options, environ, local=local)
    clients = Clients(access, {account.id: account for account in chosen.accounts})
    regions = options.regions or chosen.regions or _default_regions(clients, local=local)
    if not regions and not places:
        raise UsageError(
            "no Region is known",
            hint="give --region, `regions` in the environment of lamella.toml, or AWS_REGION",
        )
    caller = clients.caller()
    found = tuple(sorted(set(places) or _places(chosen, caller.account, regions)))
    _hold_reachable(found, chosen, caller.account)
    state = _state_of(state_folder(environ), access)
    table_region = (chosen.regions or _default_regions(clients, local=local) or (found[0].region,))[0]
    endpoint = "" if state == state_folder(environ) else state.name
    root = project.root if project else Path.cwd()
    where = Where(chosen.state_store, root, state, endpoint, Place(caller.account, table_region))
    store = open_store(where, clients)
    try:
        yield Scope(chosen, found, clients, store, state)
    finally:
        store.close()


def _access(options: AwsOptions, environ: Mapping[str, str], *, local: bool) -> Access:
    if not local:
        access = Access(
            options.profile, options.endpoint_url or _endpoint_in(environ), options.role_arn, environ=environ
        )
        _hold_one_world(access, environ)
        return access
    for said, flag in ((options.profile, "--profile"), (options.endpoint_url, "--endpoint-url")):
        if said:
            raise UsageError(
                f"{flag} and local mode contradict each other",
                why="local mode knows one endpoint, the embedded cloud's, and looks at no credentials",
                hint=f"leave out {flag}, or --local and LAMELLA_LOCAL",
            )
    from lamella.run.local import local_endpoint  # noqa: PLC0415 - only where it is needed

    return Access(
        endpoint_url=local_endpoint(environ),
        role_arn=options.role_arn,
        local_account=local_account(environ),
        environ=environ,
    )


def _endpoint_in(environ: Mapping[str, str]) -> str | None:
    """Return what the variables of AWS's SDKs say about endpoints."""
    return None if _ignored(environ) else environ.get(_ENDPOINT) or None


def _ignored(environ: Mapping[str, str]) -> bool:
    return environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true"


def _hold_one_world(access: Access, environ: Mapping[str, str]) -> None:
    """Hold that no emulator answers for one service and AWS for the others.

    A channel of AWS would then name an emulator's version, and a clean-up in AWS would look for channels elsewhere.
    """
    if access.endpoint_url or _ignored(environ):
        return
    for service in _ONE_WORLD:
        variable = f"{_ENDPOINT}_{service}"
        url = environ.get(variable)
        if url and not Access(endpoint_url=url).to_aws:
            raise UsageError(
                f"{variable} leads away from AWS, for one service alone",
                why=f"{url} is no address of AWS; what an emulator holds would be mixed with what AWS holds",
                hint=f"set {_ENDPOINT} or --endpoint-url for all services, or unset {variable}",
            )


def _default_regions(clients: "Clients", *, local: bool) -> tuple[str, ...]:
    region = clients.default_region() or (DEFAULT_REGION if local else None)
    return (region,) if region else ()


def _places(environment: Environment, caller: str, regions: Sequence[str]) -> set[Place]:
    accounts = environment.accounts or (Account(caller),)
    return {Place(account.id, region) for account in accounts for region in regions}


def _hold_reachable(places: Sequence[Place], environment: Environment, caller: str) -> None:
    """Hold that nothing happens in the caller's account that was meant for another."""
    reached = {caller, *(account.id for account in environment.accounts if account.role_arn)}
    for place in places:
        if place.account not in reached:
            raise UsageError(
                f"account {place.account} cannot be reached",
                why=f"the credentials are of account {caller}, and environment {environment.name} names no role for "
                f"{place.account}",
                hint=f'add {{ id = "{place.account}", role_arn = ... }} to environments.{environment.name}.accounts, '
                "or choose other credentials (--profile, --role-arn)",
            )


def _state_of(state: Path, access: Access) -> Path:
    """Return the folder of an endpoint: what emulators hold must not be taken for what AWS holds."""
    if access.local_account:
        return state / _LOCAL
    if access.endpoint_url and not access.to_aws:
        return state / f"endpoint-{sha256(access.endpoint_url.encode()).hexdigest()[:12]}"
    return state
