"""Holds the grants of layer versions against the file: `lamella grants audit`."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from lamella.aws.inventory import Reading, read_fleet
from lamella.config.project import Project
from lamella.fleet.grants import Audit, Known, audit
from lamella.run.layers_named import NamedLayer, readable
from lamella.run.layers_there import hold_there
from lamella.run.scope import Scope
from lamella.run.share import THREADS, sharing_of


def grants_audit(
    scope: Scope, project: Project | None, layers: Sequence[NamedLayer] | None, known: Sequence[str], now: datetime
) -> Audit:
    """Read the policies of layer versions and judge every statement.

    Args:
        scope: Where.
        project: The file that says with whom layers are shared; `None` where there is none.
        layers: Which layers; `None` for every layer of the scope.
        known: Accounts and organisations that are no strangers, beside those that the file names anywhere.
        now: With a time zone.

    Raises:
        NotFoundError: A layer named by its AWS name or ARN has no version anywhere.
    """
    with ThreadPoolExecutor(THREADS) as executor:
        reading = Reading(layers=None if layers is None else readable(layers), policies=True)
        fleet = read_fleet(scope.clients, scope.places, reading, executor, now)
    hold_there(layers or (), fleet)
    return audit(fleet, sharing_of(project, scope.environment), known_of(scope, project, known))


def known_of(scope: Scope, project: Project | None, known: Sequence[str]) -> Known:
    """Return who is no stranger: the scope's accounts, those that the file names anywhere, and those that are named."""
    environments = project.environments.values() if project else ()
    shares = [layer.share for layer in project.layers.values() if layer.share] if project else []
    organizations = {each for each in known if each.startswith("o-")}
    accounts = {each for each in known if each not in organizations}
    accounts |= {place.account for place in scope.places}
    accounts |= {account.id for environment in environments for account in environment.accounts}
    accounts |= {account for share in shares for account in share.accounts}
    organizations |= {organization for share in shares for organization in share.organizations}
    return Known(frozenset(accounts), frozenset(organizations))
