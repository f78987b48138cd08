"""Checks one target: one pass over its bytes, the families over what it showed, and the verdict."""

import sys
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lamella.check.finding import Examined, Finding, NotRun, Tier, Unexamined, found
from lamella.check.layout import check_layout
from lamella.check.licences.rules import check_licences
from lamella.check.native.rules import check_native
from lamella.check.provenance.names import check_names
from lamella.check.provenance.record import check_record
from lamella.check.report import Raw, Report, judge
from lamella.check.rule import Family, Rule
from lamella.check.startup import check_startup
from lamella.check.subject import Subject
from lamella.errors import HostileArchiveError, StateError
from lamella.host import interpreters
from lamella.host.examiners import Examiners
from lamella.model.ports import Compiler
from lamella.model.target import Architecture, Target
from lamella.run.building.compilers import Compilers
from lamella.run.checking.advise import advised
from lamella.run.checking.anchoring import anchored
from lamella.run.checking.asking import CachedExaminers, rules
from lamella.run.checking.gather import Gathered, digest_of, gather
from lamella.run.checking.recompiled import compare_bytecode
from lamella.run.checking.request import Context, Request
from lamella.run.layer_files import open_layer
from lamella.state.check_results import CheckResults

_NEED_WORKERS = frozenset({Family.CODE, Family.SECRETS})
_TASK = "/var/task/"


def check_one(request: Request, context: Context) -> Report:
    """Return the report of one target.

    Raises:
        UsageError: There is no layer at a path.
        LayoutError: A folder holds what no layer can hold.
    """
    started = time.perf_counter()
    if not request.paths and not request.code:
        return judge(request.label, _unread(request), context.settings, context.baseline, context.today)
    try:
        raw, notes = _raw(request, context)
    except HostileArchiveError as error:
        raw, notes = _hostile(request, error), ()
    report = judge(request.label, raw, context.settings, context.baseline, context.today)
    return replace(report, notes=(*notes, *report.notes), seconds=time.perf_counter() - started)


def _unread(request: Request) -> Raw:
    unexamined = tuple(Unexamined("", each.reason) for each in request.not_run)
    return Raw(request.findings, unexamined, request.not_run, {}, {}, {})


def _hostile(request: Request, error: HostileArchiveError) -> Raw:
    finding = found(Rule.HOSTILE_ARCHIVE, f"{error.what} (rule {error.rule})")
    return Raw((finding,), (Unexamined("", "a hostile archive is not read any further"),), request.not_run, {}, {}, {})


@dataclass(frozen=True, slots=True)
class _Read:
    """A pass over a target's layers, or over a function's code."""

    gathered: Gathered
    subject: Subject


def _raw(request: Request, context: Context) -> tuple[Raw, tuple[str, ...]]:
    with ExitStack() as stack:
        asking = _asking(request, context, stack)
        target = Target.parse(request.target) if request.target else None
        gathered = gather([open_layer(Path(path)) for path in request.paths], asking)
        subject = gathered.subject(request.label, target)
        if target is None:
            subject = replace(subject, target=_told(subject))
        layers = _Read(gathered, subject)
        code = None
        if request.code:
            inner = gather([open_layer(Path(request.code))], asking)
            code = _Read(inner, replace(inner.subject(request.label, target), target=subject.target))
        return _families(request, context, layers, code)


def _asking(request: Request, context: Context, stack: ExitStack) -> CachedExaminers | None:
    if _NEED_WORKERS.isdisjoint(context.families):
        return None
    results: CheckResults | None = None
    if context.cache and context.keep:
        try:
            results = CheckResults(Path(context.cache) / "check.sqlite", rules())
            stack.callback(results.close)
        except StateError:
            # A cache is a help and no condition.
            results = None
    examiners = stack.enter_context(Examiners(context.jobs, _python(request, context)))
    return CachedExaminers(examiners, results)


def _python(request: Request, context: Context) -> Path | None:
    """Return an interpreter that reads the sources of a newer Python than this one; `None` for this one."""
    minor = Target.parse(request.target).python_minor if request.target else sys.version_info[:2]
    if minor <= sys.version_info[:2] or not context.cache:
        return None
    newer = interpreters.find(minor, context.environ, Path(context.cache))
    return newer.path if newer else None


def _told(subject: Subject) -> Target | None:
    """Return the target that the files tell; `None` where they leave it open."""
    python = subject.inspection.python
    if python is None:
        return None
    machines = [facts.machine for facts in subject.native.values() if facts.machine in tuple(Architecture)]
    architecture = max(sorted(set(machines)), key=machines.count) if machines else Architecture.X86_64.value
    target = Target(f"python{python.minor[0]}.{python.minor[1]}", Architecture(architecture))
    return target if _is_known(target) else None


def _is_known(target: Target) -> bool:
    from lamella.limits import limits  # noqa: PLC0415 - one use

    return target.runtime in limits().runtimes


@dataclass
class _Said:
    """What the families say, one after the other."""

    findings: list[Finding]
    unexamined: list[Unexamined]
    not_run: list[NotRun]
    notes: list[str]

    def add(self, examined: Examined) -> None:
        self.findings += examined.findings
        self.unexamined += examined.unexamined


def _families(request: Request, context: Context, layers: _Read, code: _Read | None) -> tuple[Raw, tuple[str, ...]]:
    gathered, subject = layers.gathered, layers.subject
    ran = context.families
    asked = [NotRun(family.value, "not asked for") for family in Family if family not in ran]
    recorded = check_record(subject, subject.texts)
    anchors, anchor_notes = anchored(request, context, subject, gathered)
    tiers = {**recorded.tiers, **anchors.tiers}
    subject = replace(subject, tiers=tiers)
    said = _Said([*request.findings], [*gathered.unexamined], [*request.not_run, *asked], [*anchor_notes])
    _structure(subject, context, said)
    if Family.PROVENANCE in ran:
        # What the lock vouches for is not said to differ from a RECORD, which lamella itself wrote.
        said.findings += (each for each in recorded.findings if not tiers.get((0, each.path), Tier.P0).anchored)
        said.findings += anchors.findings
        said.findings += check_names(subject)
        if not anchors.how:
            why = "nothing vouches for the files beyond their RECORDs: give --lock, or check a layer of lamella.toml"
            said.not_run.append(NotRun("provenance", why))
    if Family.ADVISORIES in ran:
        advice = advised(subject, context)
        said.findings += advice.findings
        said.not_run += advice.not_run
        said.notes += advice.notes
    if Family.CODE in ran:
        said.add(compare_bytecode(subject, gathered.files, _compilers(context)))
        said.unexamined += _javascript(subject)
    said.unexamined += _archives(gathered, tiers)
    said.add(_collected(gathered, ran, prefix=""))
    for each in _function_code(code, context) if code is not None else ():
        said.add(each)
    if subject.target is not None:
        said.notes.insert(0, f"judged for {subject.target}{'' if request.target else ', as the files tell'}")
    return _raw_of(subject, gathered, said), tuple(said.notes)


def _structure(subject: Subject, context: Context, said: _Said) -> None:
    """The families that look at names, headers and metadata alone."""
    if Family.LAYOUT in context.families:
        said.findings += check_layout(subject)
    if Family.NATIVE in context.families:
        said.add(check_native(subject))
        if subject.target is None:
            why = "the target is not known: give --target for symbol versions and libraries"
            said.not_run.append(NotRun("native", why))
    if Family.STARTUP in context.families:
        said.findings += check_startup(subject)
    if Family.LICENCES in context.families:
        said.findings += check_licences(subject, context.settings.licences_allow, context.settings.licences_deny)


def _raw_of(subject: Subject, gathered: Gathered, said: _Said) -> Raw:
    opt = subject.inspection.merged.opt
    tiers = {path: subject.tier(placed) for path, placed in opt.items()}
    digests = {path: placed.file.sha256 for path, placed in opt.items()}
    digests[""] = digest_of(gathered.layers[0].origin) if len(gathered.layers) == 1 else ""
    releases = {path: f"{each.owner.name}=={each.owner.version}" for path, each in opt.items() if each.owner}
    unexamined = tuple(dict.fromkeys(_settled(each, tiers.get(each.path, Tier.P0)) for each in said.unexamined))
    return Raw(tuple(said.findings), unexamined, tuple(said.not_run), tiers, digests, releases)


def _collected(gathered: Gathered, families: Iterable[Family], prefix: str) -> Examined:
    wanted = frozenset(families)
    found_all = Examined()
    for (_, path), promised in gathered.examined.items():
        result = promised.result() if isinstance(promised, Future) else promised
        moved = result.at(prefix + path)
        findings = tuple(each for each in moved.findings if each.rule.family in wanted)
        if findings or moved.unexamined:
            found_all += Examined(findings, moved.unexamined)
    return found_all


def _function_code(code: _Read, context: Context) -> list[Examined]:
    """A function's own code: it lies in /var/task, where rules about layers do not hold."""
    native = check_native(code.subject) if Family.NATIVE in context.families else Examined()
    moved = Examined(
        tuple(each.at(_TASK + each.path) for each in native.findings),
        tuple(replace(each, path=_TASK + each.path) for each in native.unexamined),
    )
    return [moved, _collected(code.gathered, context.families, _TASK)]


def _settled(each: Unexamined, tier: Tier) -> Unexamined:
    return replace(each, hides=False) if each.vouchable and tier.anchored else each


def _archives(gathered: Gathered, tiers: Mapping[tuple[int, str], Tier]) -> Iterable[Unexamined]:
    for place, kind in sorted(gathered.archives.items()):
        if tiers.get(place, Tier.P0) is Tier.P0:
            yield Unexamined(place[1], f"{kind} inside the layer is not opened")


def _javascript(subject: Subject) -> Iterable[Unexamined]:
    scripts = [
        path
        for path in subject.inspection.merged.opt
        if path.startswith("nodejs/") and path.endswith((".js", ".mjs", ".cjs"))
    ]
    if scripts:
        yield Unexamined(scripts[0], f"JavaScript is not analysed: {len(scripts):,} files")


def _compilers(context: Context) -> Any:  # noqa: ANN401 - a function of the port's type
    compilers = Compilers(context.environ, Path(context.cache), max(context.jobs, 1))

    def compiler_of(minor: tuple[int, int]) -> Compiler | None:
        target = Target(f"python{minor[0]}.{minor[1]}", Architecture.X86_64)
        return compilers.get(target, None)

    return compiler_of
