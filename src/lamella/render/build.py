"""What a build prints: a table with the reasons, or JSON."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from lamella.build.outcome import BuildReport, Built
from lamella.render.size import change, size
from lamella.render.terminal import row, table, to_text

_REASONS_SHOWN = 8


def as_json(report: BuildReport) -> str:
    """Return the report as documented in docs/commands/build.md."""
    document = {
        "archives": [_archive(built) for built in report.built],
        "failures": [
            {
                "layer": failed.job.layer.name,
                "target": str(failed.job.target),
                "error": failed.error.what,
                "why": failed.error.why,
                "hint": failed.error.hint,
                "exit_code": failed.error.exit_code,
            }
            for failed in report.failed
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def _archive(built: Built) -> Mapping[str, Any]:
    return {
        "layer": built.job.layer.name,
        "target": str(built.job.target),
        "path": str(built.path),
        "sha256": built.written.sha256,
        "code_sha256": built.written.code_sha256,
        "tree_sha256": built.tree_sha256,
        "size_bytes": built.written.size_bytes,
        "unzipped_bytes": built.unzipped_bytes,
        "files": built.files,
        "packages": built.packages,
        "before_bytes": built.before_bytes,
        "before_files": built.before_files,
        "seconds": round(built.seconds, 3),
        "cached": built.cached,
        "warnings": list(built.warnings),
    }


def as_text(report: BuildReport, *, width: int, color: bool) -> str:
    """Return the table of archives and, below it, why each is smaller than what was installed; empty for none."""
    if not report.built:
        return ""
    return to_text([_archives(report.built), Text(), *_reasons(report.built)], width=width, color=color)


def _archives(archives: Iterable[Built]) -> Table:
    made = table("", ("layer", "target", ">packages", ">installed", ">saved", ">bytecode", ">in /opt", ">zip", ">time"))
    for built in archives:
        bytecode = -sum(saved for (name, _), (_, saved, _) in built.totals.items() if name == "bytecode")
        saved = built.before_bytes + bytecode - built.unzipped_bytes
        row(
            made,
            built.job.layer.name,
            str(built.job.target),
            str(built.packages),
            size(built.before_bytes),
            f"{size(saved)} {round(saved / built.before_bytes * 100)} %" if built.before_bytes else "-",
            change(bytecode),
            size(built.unzipped_bytes),
            size(built.written.size_bytes),
            f"{built.seconds:.1f} s" + (", cached" if built.cached else ""),
        )
    return made


def _reasons(archives: Iterable[Built]) -> list[RenderableType]:
    """The rules that saved or cost most, over all archives; each with its reason."""
    totals: dict[tuple[str, str], tuple[int, int, str]] = {}
    for built in archives:
        for key, (files, saved_bytes, reason) in built.totals.items():
            known = totals.get(key, (0, 0, reason))
            totals[key] = (known[0] + files, known[1] + saved_bytes, reason)
    ordered = sorted(totals.items(), key=lambda it: -abs(it[1][1]))
    made = table("", (">change", ">files", "rule", "why"))
    for (_, rule), (files, saved_bytes, reason) in ordered[:_REASONS_SHOWN]:
        row(made, change(-saved_bytes), str(files), rule, reason)
    rest = len(ordered) - _REASONS_SHOWN
    return [made, *([Text(f"{rest} more rules, and every file, in the manifest")] if rest > 0 else [])]
