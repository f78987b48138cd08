"""The scope of a command that meets AWS: environment, accounts, Regions, clients, state store."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lamella.aws.clients import Clients
from lamella.config.project import Project
from lamella.model.layer import Environment
from lamella.model.place import Place
from lamella.state.store import Store


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
        state: The user's state folder (of the embedded cloud in local mode): kept copies, saved plans.
    """

    environment: Environment
    places: tuple[Place, ...]
    clients: Clients
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
        UsageError: No environment of that name (the message lists them), or no Region is known.
        NoCloudError: Local mode, and no embedded cloud runs.
        AwsError: There are no credentials.
        StateError: The store cannot be opened.
    """
    raise NotImplementedError
