"""Makes the policies that decide which layers functions may use: `lamella share policy`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from lamella.change.controls import (
    Control,
    ControlKind,
    Controls,
    grants_control,
    hold_organization,
    hold_pattern,
    hold_publisher,
    identity_control,
    layer_pattern,
    perimeter_control,
    scp_control,
)
from lamella.config.project import Project
from lamella.errors import UsageError
from lamella.model.layer import Environment
from lamella.model.place import Place
from lamella.run.layers_named import Configured, NamedLayer
from lamella.run.scope import AwsOptions, open_scope
from lamella.run.share import arns_of

_NEEDS: Mapping[ControlKind, str] = {
    ControlKind.PERIMETER: "needs --organization, or organizations in the share tables of the layers",
    ControlKind.GRANTS: "needs --publisher, or role_arn in the accounts of the environment",
}


@dataclass(frozen=True, slots=True)
class ControlOptions:
    """What `lamella share policy` was asked for.

    Attributes:
        kind: One kind; `None` for all that can be made.
        also: ARN patterns of other layers that may be used.
        organizations: The organisations of those who use the layers; empty for those of the share tables.
        publishers: ARN patterns of roles that share; empty for the roles of the environment's accounts.
    """

    kind: ControlKind | None = None
    also: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()


def owners(
    project: Project | None, environment: Environment, options: AwsOptions, environ: Mapping[str, str]
) -> tuple[Place, ...]:
    """Return where the layers lie; AWS is only asked where the file does not say it.

    Raises:
        UsageError, NoCloudError, AwsError, StateError: As `open_scope`.
    """
    regions = options.regions or environment.regions
    if environment.accounts and regions:
        return tuple(Place(account.id, region) for account in environment.accounts for region in regions)
    with open_scope(project, environment.name, options, environ) as scope:
        return scope.places


def layer_controls(
    layers: Sequence[NamedLayer], environment: Environment, places: Sequence[Place], options: ControlOptions
) -> Controls:
    """Make the policies for layers.

    Args:
        layers: Which may be used.
        environment: Its roles publish.
        places: Where the layers lie.
        options: What else holds.

    Raises:
        UsageError: An option is no ARN pattern, organisation or role, or the only asked kind needs one that is missing.
    """
    also = [hold_pattern(each) for each in options.also]
    own = dict.fromkeys(layer_pattern(arn) for arn in arns_of(layers, places))
    used = tuple(dict.fromkeys([*own, *also]))
    organizations = [hold_organization(each) for each in options.organizations] or list(_organizations(layers))
    publishers = [hold_publisher(each) for each in options.publishers] or list(_publishers(environment))
    kinds = tuple(ControlKind) if options.kind is None else (options.kind,)
    made: list[Control] = []
    left_out: list[tuple[ControlKind, str]] = []
    for kind in kinds:
        control = _control(kind, used, organizations, also, publishers)
        if control is None:
            left_out.append((kind, _NEEDS[kind]))
        else:
            made.append(control)
    if not made:
        kind, needs = left_out[0]
        raise UsageError(f"policy {kind} cannot be made", why=needs)
    return Controls(tuple(made), tuple(left_out))


def _control(
    kind: ControlKind,
    used: Sequence[str],
    organizations: Sequence[str],
    outside: Sequence[str],
    publishers: Sequence[str],
) -> Control | None:
    match kind:
        case ControlKind.IDENTITY:
            return identity_control(used)
        case ControlKind.SCP:
            return scp_control(used)
        case ControlKind.PERIMETER:
            return perimeter_control(organizations, outside) if organizations else None
        case ControlKind.GRANTS:
            return grants_control(publishers) if publishers else None
        case _:
            assert_never(kind)


def _organizations(layers: Iterable[NamedLayer]) -> Sequence[str]:
    shares = [layer.layer.share for layer in layers if isinstance(layer, Configured)]
    return tuple(dict.fromkeys(each for share in shares if share for each in share.organizations))


def _publishers(environment: Environment) -> Sequence[str]:
    return tuple(account.role_arn for account in environment.accounts if account.role_arn)
