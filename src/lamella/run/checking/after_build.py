"""What a build says of the archives that it made."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from lamella.build.outcome import Built, Failed
from lamella.check.finding import Severity
from lamella.check.report import Report, Verdict
from lamella.config.project import Project
from lamella.errors import CheckFailedError, StateError
from lamella.model.check import Depth, FailOn
from lamella.run.checking.asking import rules
from lamella.run.checking.request import CHEAP, EVERY_FAMILY, Context, Request
from lamella.state.check_results import CheckResults

_MOST_WARNINGS = 20
_REFUSED = {FailOn.REVIEW: {Verdict.REVIEW, Verdict.BLOCK}, FailOn.BLOCK: {Verdict.BLOCK}, FailOn.NEVER: set[Verdict]()}


def checked_builds(
    project: Project, built: Sequence[Built], lock: str, environ: Mapping[str, str], today: date, *, refuse: bool
) -> list[Built | Failed]:
    """Return the archives with what a check warns of; a strict check, or one before a publication, may refuse one.

    Args:
        project: Its thresholds and allow-list hold.
        built: Archives that were just written.
        lock: Path of lamella.lock; empty where there is none.
        environ: Where interpreters are looked for.
        today: Decides which entries of the allow-list are past.
        refuse: An archive with the verdict `block` fails, however deep it was checked.
    """
    return [_one(project, each, lock, environ, today, refuse=refuse) for each in built]


def _one(
    project: Project, built: Built, lock: str, environ: Mapping[str, str], today: date, *, refuse: bool
) -> Built | Failed:
    depth = built.job.layer.check
    if depth is Depth.OFF:
        return built
    families = EVERY_FAMILY if depth is Depth.STRICT else CHEAP
    cache = project.settings.cache
    context = Context(
        project.check,
        today,
        families,
        project.settings.jobs,
        str(cache),
        lock,
        advisory_db=str(project.root / project.check.advisory_db) if project.check.advisory_db else "",
        environ=dict(environ),
    )
    request = Request(str(built.job), (str(built.path),), str(built.job.target), layer=built.job.layer.name)

    def check() -> Report:
        # Most builds find their answer in the cache, and need none of the rules.
        from lamella.run.checking.one import check_one  # noqa: PLC0415

        return check_one(request, context)

    verdict, lines = _kept(context, built, check, cache)
    strict = depth is Depth.STRICT and (verdict in _REFUSED[project.check.fail_on] or verdict is Verdict.INCOMPLETE)
    if strict or (refuse and verdict is Verdict.BLOCK):
        hint = f"lamella check {built.job.layer.name} tells all; [[check.allow]] accepts a finding"
        why = "\n".join(lines)
        return Failed(built.job, CheckFailedError(f"its check ended with {verdict.value}", why=why, hint=hint))
    return replace(built, warnings=(*built.warnings, *lines))


def _kept(context: Context, built: Built, check: Callable[[], Report], cache: Path) -> tuple[Verdict, list[str]]:
    """Return verdict and lines, from the cache where the same archive was checked by the same rules and settings."""
    question = json.dumps([sorted(context.families), repr(context.settings), context.lock != "", str(context.today)])
    try:
        results = CheckResults(cache / "check.sqlite", rules())
    except StateError:
        return _told(check())
    with closing(results):
        # What advisories say changes without the archive.
        known = None if context.advisory_db else results.get(question.encode(), built.written.sha256)
        if known is not None:
            verdict, lines = json.loads(known)
            return Verdict(verdict), list(lines)
        verdict, lines = _told(check())
        results.put(question.encode(), built.written.sha256, json.dumps([verdict, lines]).encode())
        return verdict, lines


def _told(report: Report) -> tuple[Verdict, list[str]]:
    worth = [each for each in report.findings if each.severity >= Severity.LOW]
    lines = [
        f"check: {each.severity.word}: {f'{each.path}: ' if each.path else ''}{each.message} [{each.rule.code}]"
        for each in worth[:_MOST_WARNINGS]
    ]
    if len(worth) > _MOST_WARNINGS:
        lines.append(f"check: and {len(worth) - _MOST_WARNINGS} more")
    lines += [f"check: not examined: {each.path}: {each.reason}" for each in report.unexamined[:3] if each.hides]
    return report.verdict, lines
