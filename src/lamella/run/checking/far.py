"""Targets that lie in AWS: layer versions by ARN, functions, everything in use.

Downloads them, and reads who may use them.
"""

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from lamella.aws.downloads import download, download_from
from lamella.aws.functions import function_code
from lamella.aws.inventory import Reading, read_fleet
from lamella.aws.versions import layer_version, statements
from lamella.check.finding import Finding, NotRun, found
from lamella.check.policy import grant_findings, publisher_findings
from lamella.check.rule import Rule
from lamella.config.project import Project
from lamella.errors import AwsError
from lamella.fleet.fleet import Fleet, Gap, LayerVersion
from lamella.fleet.grants import Known, audit
from lamella.limits import limits
from lamella.model.arn import LayerVersionArn
from lamella.model.place import Place
from lamella.model.target import Architecture
from lamella.run.checking.request import Request
from lamella.run.grants_audit import known_of
from lamella.run.scope import AwsOptions, Scope, open_scope
from lamella.run.share import sharing_of

_THREADS = 8


@dataclass(frozen=True, slots=True)
class Far:
    """What the command line asks for in AWS.

    Attributes:
        arns: Of layer versions.
        functions: Names of functions, looked for in every place of the scope.
        everything: Every layer version that a function of the scope uses.
        target: What `--target` said; empty for nothing.
    """

    arns: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    everything: bool = False
    target: str = ""


@dataclass
class _Fetching:
    """One command's downloads; a version that several functions use is fetched once."""

    scope: Scope
    folder: Path
    target: str
    known: Known
    project: Project | None


def far_requests(
    project: Project | None,
    environment: str | None,
    options: AwsOptions,
    environ: Mapping[str, str],
    asked: Far,
    folder: Path,
) -> list[Request]:
    """Return the requests for targets in AWS, whose zips are in the folder then.

    A target that cannot be read becomes a request without paths, which is reported as such.

    Raises:
        UsageError: An ARN is none.
        AwsError: The scope cannot be reached.
    """
    arns = [LayerVersionArn.parse(each) for each in asked.arns]
    only_arns = not asked.functions and not asked.everything
    places = tuple(sorted({arn.place for arn in arns})) if only_arns else ()
    with open_scope(project, environment, options, environ, places) as scope:
        known = known_of(scope, project, project.check.publishers if project else ())
        fetching = _Fetching(scope, folder, asked.target, known, project)
        fleet: Fleet | None = None
        if asked.everything:
            with ThreadPoolExecutor(_THREADS) as executor:
                fleet = read_fleet(
                    scope.clients, scope.places, Reading(layers=(), functions=True), executor, datetime.now(UTC)
                )
            arns = sorted({arn for function in fleet.functions for arn in function.layers})
        with ThreadPoolExecutor(_THREADS) as executor:
            found_all = list(executor.map(lambda arn: _version(fetching, arn), arns))
        if fleet is not None:
            found_all = [_with_publisher(each, fleet, known) for each in found_all]
            found_all += [_gap(gap) for gap in fleet.gaps]
        found_all += [each for name in asked.functions for each in _function(fetching, name)]
        return found_all


def _version(fetching: _Fetching, arn: LayerVersionArn) -> Request:
    clients = fetching.scope.clients
    try:
        version = layer_version(clients, arn)
        if version is None:
            return _unread(str(arn), f"{arn} is not there any more, or may not be read", Rule.DELETED_LAYER)
        path = _path(fetching, arn)
        if not path.is_file():
            download(clients, arn, path)
    except AwsError as error:
        return _unread(str(arn), error.in_one_line)
    findings, not_run = _grants(fetching, version)
    return Request(str(arn), (str(path),), fetching.target or _target_of(version), findings=findings, not_run=not_run)


def _grants(fetching: _Fetching, version: LayerVersion) -> tuple[tuple[Finding, ...], tuple[NotRun, ...]]:
    arn = version.arn
    if arn.layer.account not in {place.account for place in fetching.scope.places}:
        return (), (NotRun("policy", f"only account {arn.layer.account} can read who may use {arn.short}"),)
    try:
        detailed = replace(version, statements=statements(fetching.scope.clients, arn))
    except AwsError as error:
        return (), (NotRun("policy", error.in_one_line),)
    fleet = Fleet(datetime.now(UTC), (arn.place,), (detailed,))
    judged = audit(fleet, sharing_of(fetching.project, fetching.scope.environment), fetching.known)
    return tuple(grant_findings(judged.statements)), ()


def _target_of(version: LayerVersion) -> str:
    """Return the target of a version that is made for one runtime that is known; empty for others."""
    runtimes = [each for each in version.runtimes if each in limits().runtimes]
    architectures = version.architectures or (Architecture.X86_64.value,)
    return f"{runtimes[0]}/{architectures[0]}" if len(runtimes) == 1 and len(architectures) == 1 else ""


def _function(fetching: _Fetching, name: str) -> list[Request]:
    found_all: list[Request] = []
    failures: list[AwsError] = []
    for place in fetching.scope.places:
        try:
            found_all.append(_one_function(fetching, place, name))
        except AwsError as error:
            failures.append(error)
    if not found_all and failures:
        raise failures[0]
    return found_all


def _one_function(fetching: _Fetching, place: Place, name: str) -> Request:
    clients = fetching.scope.clients
    told = function_code(clients, place, name)
    label = f"{name} in {place}"
    code = fetching.folder / f"{hashlib.sha256(label.encode()).hexdigest()}.zip"
    download_from(told.location, told.code_sha256, code, f"the code of {name}")
    layers = [_version(fetching, arn) for arn in told.layers]
    missing = [each for each in layers if not each.paths]
    known_target = told.runtime in limits().runtimes and told.architecture in tuple(Architecture)
    target = fetching.target or (f"{told.runtime}/{told.architecture}" if known_target else "")
    findings = [finding for each in layers for finding in each.findings]
    findings += (
        found(
            Rule.UNKNOWN_PUBLISHER,
            f"{arn} is published by account {arn.layer.account}, which is named nowhere",
            subject=str(arn),
        )
        for arn in told.layers
        if arn.layer.account not in fetching.known.accounts
    )
    not_run = tuple(dict.fromkeys(each for request in (*layers, *missing) for each in request.not_run))
    paths = tuple(path for each in layers for path in each.paths)
    return Request(label, paths, target, str(code), findings=tuple(findings), not_run=not_run)


def _with_publisher(request: Request, fleet: Fleet, known: Known) -> Request:
    arn = LayerVersionArn.parse(request.label)
    more = tuple(publisher_findings(fleet.functions, known.accounts, frozenset({arn})))
    return replace(request, findings=(*request.findings, *more))


def _path(fetching: _Fetching, arn: LayerVersionArn) -> Path:
    return fetching.folder / f"{hashlib.sha256(str(arn).encode()).hexdigest()}.zip"


def _unread(label: str, why: str, rule: Rule | None = None) -> Request:
    findings = (found(rule, why, subject=label),) if rule else ()
    return Request(label, (), findings=findings, not_run=(NotRun("everything", why),))


def _gap(gap: Gap) -> Request:
    return _unread(f"{gap.what} of {gap.place}", f"{gap.what} of {gap.place} could not be read: {gap.why}")
