"""The embedded cloud of a state folder: starts, ends, looks at it, and says where it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lamella.cloud import control
from lamella.cloud.exchange import Settings
from lamella.config.precedence import STATE_VARIABLE
from lamella.errors import LamellaError, NoCloudError
from lamella.run.local_mode import DEFAULT_REGION
from lamella.state.folder import state_folder

_CLOUD = "cloud"


@dataclass(frozen=True, slots=True)
class LocalOptions:
    """How an embedded cloud is to run.

    Attributes:
        port: `None` takes the last one, or a free one.
        region: Of requests that name none; `None` takes the environment's, else us-east-1.
        auth: Whether requests are held against IAM policies.
    """

    port: int | None = None
    region: str | None = None
    auth: bool = False


@dataclass(frozen=True, slots=True)
class LocalStatus:
    """How the embedded cloud of a state folder is.

    Attributes:
        state: The state folder.
        endpoint, region: `None` when it does not run.
        accounts: Account ids that callers named so far, and the default one; none when it does not run.
        auth: Whether it holds requests against IAM policies.
    """

    state: Path
    endpoint: str | None = None
    region: str | None = None
    accounts: tuple[str, ...] = ()
    auth: bool = False

    @property
    def running(self) -> bool:
        """Whether it answers."""
        return self.endpoint is not None


def up(options: LocalOptions, environ: Mapping[str, str], cache: Path, say: Callable[[str], None]) -> LocalStatus:
    """Start the embedded cloud, unless it runs already; return how it is then.

    Args:
        options: See there.
        environ: The process's environment.
        cache: Lamella's cache, which keeps ministack's packages.
        say: Takes messages about what takes long.

    Raises:
        LamellaError: It could not be started, or runs already with other options.
        OSError: The state folder cannot be written.
    """
    from lamella.cloud.ministack.packages import obtain_packages, packages_folder, pinned  # noqa: PLC0415 - starts only

    before = status(environ)
    if before.running:
        _hold_options(options, before)
        return before
    if not packages_folder(cache, pinned()).exists():
        say("installing ministack into the cache, once")
        obtain_packages(cache, environ).close()
    region = options.region or environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or DEFAULT_REGION
    folder = state_folder(environ) / _CLOUD
    control.start(Settings(str(folder), str(cache), region, options.port or 0, options.auth, 0), environ)
    after = status(environ)
    if not after.running:
        raise LamellaError("the embedded cloud started, and was ended at once", why=f"log: {folder / control.LOG}")
    return after


def down(environ: Mapping[str, str]) -> bool:
    """End the embedded cloud, which saves its state; return whether one ran.

    Raises:
        LamellaError: It does not end.
        OSError: It belongs to another user.
    """
    return control.stop(state_folder(environ) / _CLOUD)


def status(environ: Mapping[str, str]) -> LocalStatus:
    """Return how the embedded cloud is, by asking it."""
    state = state_folder(environ)
    record = control.find(state / _CLOUD)
    said = control.ask(record) if record else None
    if said is None:
        return LocalStatus(state)
    return LocalStatus(state, said.endpoint, said.region, said.accounts, said.auth)


def local_endpoint(environ: Mapping[str, str]) -> str:
    """Return where the embedded cloud of the state folder is reached.

    Raises:
        NoCloudError: None runs; the hint says what to type.
    """
    state = state_folder(environ)
    record = control.find(state / _CLOUD)
    if record is None:
        named = f"{STATE_VARIABLE}={state} " if environ.get(STATE_VARIABLE) else ""
        raise NoCloudError(
            "local mode was asked for, and no embedded cloud runs",
            why=f"state folder: {state}",
            hint=f"start one: {named}lamella local up",
        )
    return record.endpoint


def _hold_options(options: LocalOptions, running: LocalStatus) -> None:
    """Refuse what the cloud that runs cannot give.

    Raises:
        LamellaError: It runs at another port, in another Region, or without `--auth`.
    """
    other = [
        f"--port {options.port}" if options.port and not f"{running.endpoint}".endswith(f":{options.port}") else "",
        f"--region {options.region}" if options.region and options.region != running.region else "",
        "--auth" if options.auth and not running.auth else "",
    ]
    if any(other):
        raise LamellaError(
            f"the embedded cloud runs already, at {running.endpoint}",
            why=f"{' '.join(filter(None, other))} was asked for, and it runs otherwise",
            hint="end it first: lamella local down",
        )
