"""Reads vulnerability data from disk, and holds a layer's releases against it."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path

from lamella.check.advisories.osv import ECOSYSTEMS, Advisory, read_advisories
from lamella.check.advisories.rules import Database, check_advisories, releases_in
from lamella.check.finding import Finding, NotRun
from lamella.check.subject import Subject
from lamella.errors import LamellaError, UsageError
from lamella.run.checking.request import Context

YANKED = "yanked.json"
_MOST_RECORD_BYTES = 4_000_000
_MOST_RECORDS = 2_000_000


@dataclass(frozen=True, slots=True)
class Advice:
    """What the data says, or why it says nothing."""

    findings: tuple[Finding, ...] = ()
    not_run: tuple[NotRun, ...] = ()
    notes: tuple[str, ...] = ()


def advised(subject: Subject, context: Context) -> Advice:
    """Return what the vulnerability data says of a subject's releases; the data's date always with it.

    Raises:
        UsageError: There is no data at the path that was given.
    """
    if not context.advisory_db:
        return Advice(
            not_run=(
                NotRun("advisories", "no vulnerability data: give --advisory-db, or run `lamella advisories update`"),
            )
        )
    database = read_database(Path(context.advisory_db))
    if database.newest is None:
        return Advice(not_run=(NotRun("advisories", f"{context.advisory_db} holds no advisories for PyPI or npm"),))
    age = datetime.combine(context.today, time(), UTC) - database.newest
    dated = f"advisories as of {database.newest:%Y-%m-%d}"
    if age > context.settings.advisory_max_age:
        why = f"{dated}, older than {context.settings.advisory_max_age.days} days: unknown, not clean"
        findings = tuple(check_advisories(releases_in(subject), database))
        return Advice(findings, (NotRun("advisories", why),), (why,))
    notes = [dated]
    if database.skipped:
        notes.append(f"{database.skipped:,} advisories could not be read")
    return Advice(tuple(check_advisories(releases_in(subject), database)), (), tuple(notes))


@lru_cache(maxsize=2)
def read_database(path: Path) -> Database:
    """Read OSV data: a zip of records, as osv.dev gives them for an ecosystem, or a folder of records or of such zips.

    Raises:
        UsageError: There is nothing at the path.
        LamellaError: It cannot be read.
    """
    advisories: dict[tuple[str, str], list[Advisory]] = {}
    newest: datetime | None = None
    skipped = 0
    for data in _records(path):
        try:
            found = read_advisories(data)
        except ValueError:
            skipped += 1
            continue
        for each in found:
            advisories.setdefault((each.ecosystem, each.package), []).append(each)
            modified = each.modified if each.modified.tzinfo else each.modified.replace(tzinfo=UTC)
            newest = modified if newest is None or modified > newest else newest
    return Database(advisories, newest, _yanked(path), skipped)


def _records(path: Path) -> Iterator[bytes]:
    try:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if inner.suffix == ".zip":
                    yield from _in_zip(inner)
                elif inner.suffix == ".json" and inner.name != YANKED:
                    yield inner.read_bytes()
        elif path.is_file():
            yield from _in_zip(path)
        else:
            raise UsageError(f"there is no vulnerability data at {path}", hint="give a folder or a zip of OSV records")
    except OSError as error:
        raise LamellaError(f"cannot read {path}", why=error.strerror or str(error)) from error


def _in_zip(path: Path) -> Iterator[bytes]:
    # Data that the user chose, of many more entries than a layer may have: the standard library reads it.
    try:
        with zipfile.ZipFile(path) as archive:
            for number, entry in enumerate(archive.infolist()):
                if (
                    entry.filename.endswith(".json")
                    and entry.file_size <= _MOST_RECORD_BYTES
                    and number < _MOST_RECORDS
                ):
                    yield archive.read(entry)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise LamellaError(f"{path} is no zip of OSV records", why=str(error)) from error


def _yanked(path: Path) -> dict[str, str]:
    file = path / YANKED
    try:
        document = json.loads(file.read_bytes()) if file.is_file() else {}
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in document.items()} if isinstance(document, dict) else {}


__all__ = ["ECOSYSTEMS", "Advice", "advised", "read_database"]
