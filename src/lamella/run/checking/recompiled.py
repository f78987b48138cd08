"""Compares bytecode with its source.

The source is compiled again with the same minor version; the bytecode is never loaded.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lamella.archive.entry import LayerFiles
from lamella.archive.merge import Placed
from lamella.archive.pyc import HEADER_BYTES, State, read_header, source_of
from lamella.check.bytecode import BadMarshalError, names_in, read_code, same, same_words
from lamella.check.finding import Examined, Finding, Severity, Step, Tier, Unexamined, found
from lamella.check.rule import Rule
from lamella.check.subject import Subject
from lamella.model.ports import Compiler, NotCompiled, Source
from lamella.model.tree import REGULAR_MODE, File

Minor = tuple[int, int]
# Python runs these without a look at a source, or beside one that is not compared with them.
_RUN = frozenset({State.UNCHECKED, State.CHECKED, State.FRAGILE, State.STALE, State.OTHER_LAYER})
_SUSPECT = re.compile(
    r"^(exec|eval|b64decode|system|Popen|urlopen|marshal|subprocess|socket|environ|__import__|getattr)$"
)


@dataclass(frozen=True, slots=True)
class _Pair:
    bytecode: Placed
    source: Placed
    minor: Minor


@dataclass(frozen=True, slots=True)
class _Contents:
    by_digest: Mapping[str, bytes]

    def read(self, file: File) -> bytes:
        """Return a source."""
        return self.by_digest[file.sha256]


def compare_bytecode(
    subject: Subject, files: list[LayerFiles], compiler_of: Callable[[Minor], Compiler | None]
) -> Examined:
    """Return a finding for each .pyc that does other things than its source, and what could not be compared.

    Args:
        subject: With tiers: what the lock file vouches for is not compared.
        files: The layers, to read from.
        compiler_of: Gives a compiler of a minor version; `None` where there is none.
    """
    found_all = Examined()
    pairs: dict[Minor, list[_Pair]] = {}
    alone: list[Placed] = []
    opt = subject.inspection.merged.opt
    for compiled in subject.inspection.bytecode.files:
        placed = opt[compiled.path]
        if subject.tier(placed).anchored:
            continue
        header = read_header(placed.file.head)
        source = opt.get(source_of(compiled.path) or "")
        if compiled.state in _RUN and source is not None and header is not None and header.minor is not None:
            pairs.setdefault(header.minor, []).append(_Pair(placed, source, header.minor))
        elif compiled.state in {State.SOURCELESS, State.ORPHAN}:
            alone.append(placed)
    for minor, several in pairs.items():
        compiler = compiler_of(minor)
        if compiler is None:
            reason = f"{len(several):,} files of bytecode: no python{minor[0]}.{minor[1]} here to compile their sources"
            found_all += Examined((), (Unexamined(several[0].bytecode.path, reason),))
        else:
            found_all += _compared(several, files, compiler, minor)
    return found_all + _alone(alone, files, subject)


def _compared(pairs: list[_Pair], files: list[LayerFiles], compiler: Compiler, minor: Minor) -> Examined:
    bytecode = {pair.bytecode.path: files[pair.bytecode.layer].read(pair.bytecode.file.entry) for pair in pairs}
    sources: list[Source] = []
    contents: dict[str, bytes] = {}
    for pair in pairs:
        content = files[pair.source.layer].read(pair.source.file.entry)
        digest = hashlib.sha256(content).hexdigest()
        contents[digest] = content
        file = File(pair.bytecode.path, len(content), digest, REGULAR_MODE, "")
        sources.append(Source(file, _recorded(bytecode[pair.bytecode.path], pair.source.path)))
    made = compiler.compile(sources, _Contents(contents))
    results = [_judged(pair, bytecode[pair.bytecode.path], made[pair.bytecode.path], minor) for pair in pairs]
    return sum(results, Examined())


def _judged(pair: _Pair, there: bytes, made: bytes | NotCompiled, minor: Minor) -> Examined:
    path = pair.bytecode.path
    if isinstance(made, NotCompiled):
        return Examined((), (Unexamined(path, f"bytecode whose source does not compile: {made.reason[:100]}"),))
    if there[HEADER_BYTES:] == made[HEADER_BYTES:]:
        return Examined()
    try:
        code, wanted = read_code(there[HEADER_BYTES:], minor), read_code(made[HEADER_BYTES:], minor)
    except BadMarshalError as error:
        return Examined((), (Unexamined(path, f"bytecode that cannot be read: {error}"),))
    if same(code, wanted):
        return Examined()
    if same_words(code, wanted):
        return Examined(
            (), (Unexamined(path, "bytecode of another patch release or with other options: same names and constants"),)
        )
    extra = sorted(names_in(code) - names_in(wanted))[:8]
    shown = (Step(0, f"names and texts that the source does not have: {', '.join(extra)[:200]}"),) if extra else ()
    return Examined(
        (found(Rule.BYTECODE_DIFFERS, f"does other things than {pair.source.path}", path=path, evidence=shown),)
    )


def _recorded(bytecode: bytes, source: str) -> str:
    """Return the file name that the bytecode has, to compile the same one in; a wrong guess costs time alone."""
    tail = "/".join(source.split("/")[-2:]).encode()
    at = bytecode.rfind(tail)
    if at >= 0:
        end = at + len(tail)
        for start in range(at, max(at - 250, 1), -1):
            if bytecode[start - 1] == end - start:
                return bytecode[start:end].decode("utf-8", "replace")
    return source


def _alone(several: list[Placed], files: list[LayerFiles], subject: Subject) -> Examined:
    findings: list[Finding] = []
    unexamined: list[Unexamined] = []
    sourced = {path.rpartition("/")[0] for path in subject.inspection.merged.opt if path.endswith(".py")}
    for placed in several:
        content = files[placed.layer].read(placed.file.entry)
        header = read_header(content[:HEADER_BYTES])
        suspicious: list[str] = []
        if header is not None and header.minor is not None:
            try:
                suspicious = sorted(
                    name for name in names_in(read_code(content[HEADER_BYTES:], header.minor)) if _SUSPECT.match(name)
                )
            except BadMarshalError:
                unexamined.append(Unexamined(placed.path, "bytecode that cannot be read"))
                continue
        folder = placed.file.entry.folder.removesuffix("/__pycache__")
        among_sources = folder in sourced
        if among_sources or len(suspicious) > 1:
            shown = (Step(0, f"it names {', '.join(suspicious)}"),) if suspicious else ()
            severity = (
                Severity.HIGH if len(suspicious) > 1 and among_sources and subject.tier(placed) is Tier.P0 else None
            )
            findings.append(found(Rule.UNSOURCED_BYTECODE, path=placed.path, evidence=shown, severity=severity))
        unexamined.append(Unexamined(placed.path, "bytecode without its source"))
    if len(unexamined) > 20:
        more = f"and {len(unexamined) - 20:,} more files of bytecode without a source"
        unexamined = [*unexamined[:20], Unexamined(unexamined[20].path, more)]
    return Examined(tuple(findings), tuple(unexamined))
