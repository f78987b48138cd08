"""Rewrites each RECORD to list exactly what is left of its distribution. Runs last."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final

from lamella.build.passes.digest import record_digest
from lamella.build.passes.draft import Draft
from lamella.build.passes.infos import infos
from lamella.build.passes.sites import module_stem, site_of
from lamella.model.passes import PassResult
from lamella.model.ports import Contents
from lamella.model.tree import File, Tree

NAME = "record"
REASONS: Final[Mapping[str, str]] = {"record": "RECORD lists the files that are left, with their digests"}


def apply(tree: Tree, contents: Contents) -> PassResult:
    """Make every RECORD match the tree.

    Lines of bytecode have neither digest nor size, as pip writes them, so that a RECORD does not depend on the
    compiler. Bytecode that a pass added is listed with the distribution of its source. A file outside of the
    folder that holds the dist-info is listed by a relative path (`../bin/x`).
    """
    draft = Draft(NAME, tree, REASONS)
    files = {file.path: file for file in tree.files}
    bytecode = [(path, _sources(path)) for path in files if path.endswith(".pyc")]
    for info in infos(tree, contents):
        record = files.get(f"{info.folder}RECORD")
        if record is None:
            continue
        made = {path for path, sources in bytecode if not info.recorded.keys().isdisjoint(sources)}
        if not info.owned and not made:
            draft.note(f"{record.path} stays as it is: it names no file of the folder")
            continue
        owned = info.owned | made | {file.path for file in info.files}
        draft.rewrite(record, _lines((files[path] for path in owned), record), "record")
    return draft.result()


def _sources(path: str) -> tuple[str, ...]:
    """Where the source of bytecode is, or was before the bytecode took its place."""
    folder, _, name = path.rpartition("/")
    stem = module_stem(name)
    return f"{folder.removesuffix('__pycache__').rstrip('/')}/{stem}.py", path


def _lines(owned: Iterable[File], record: File) -> bytes:
    site = site_of(record.path) or ""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    rows = []
    for file in owned:
        path = file.path.removeprefix(site) if file.path.startswith(site) else _upwards(file.path, site)
        blank = file.path == record.path or path.endswith(".pyc")
        rows.append((path, *(("", "") if blank else (f"sha256={record_digest(file.sha256)}", file.size_bytes))))
    writer.writerows(sorted(rows))
    return out.getvalue().encode("utf-8")


def _upwards(path: str, site: str) -> str:
    return "../" * site.count("/") + path
