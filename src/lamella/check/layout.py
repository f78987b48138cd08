"""Whether the files lie where a runtime looks, can be read there, and fit together."""

import stat
from collections.abc import Iterator
from typing import Final

from lamella.archive.entry import Kind
from lamella.archive.inspection import NoteCode
from lamella.archive.pyc import State
from lamella.check.finding import Finding, Severity, found
from lamella.check.rule import Rule
from lamella.check.subject import Subject

_READ: Final = frozenset(
    {"python", "nodejs", "ruby", "java", "lib", "bin", "extensions", "dotnetcore", "collector-config"}
)
_DOCUMENTS: Final = (
    "license",
    "licence",
    "readme",
    "notice",
    "changelog",
    "version",
    "manifest",
    "sbom",
    "third-party",
    "third_party",
)
_OF_NOTE: Final = {
    NoteCode.NOT_ON_PATH: Rule.NOT_ON_PATH,
    NoteCode.UNREAD_ROOT: Rule.WRONG_MINOR,
    NoteCode.OVER_LIMIT: Rule.OVER_LIMIT,
    NoteCode.TOO_MANY_LAYERS: Rule.TOO_MANY_LAYERS,
    NoteCode.RUNTIME_BOTO3: Rule.MIXED_BOTO3,
    NoteCode.RUNTIME_BOTOCORE: Rule.MIXED_BOTO3,
    NoteCode.MIXED_MODULE: Rule.MIXED_RELEASES,
    NoteCode.AMBIGUOUS_METADATA: Rule.TWO_RELEASES,
    NoteCode.FOREIGN_MINOR: Rule.FOREIGN_EXTENSION,
    NoteCode.CLASH: Rule.FILE_AGAINST_FOLDER,
}
_UNUSED: Final = frozenset({State.STALE, State.OTHER_MINOR, State.MALFORMED, State.OPTIMISED})


def check_layout(subject: Subject) -> tuple[Finding, ...]:
    """Judge places, modes, bytecode and releases."""
    return (*_notes(subject), *_folders(subject), *_modes(subject), *_bytecode(subject))


def _notes(subject: Subject) -> Iterator[Finding]:
    for note in subject.inspection.notes:
        rule = _OF_NOTE.get(note.code)
        if rule is not None:
            # boto3 without botocore takes the runtime's botocore, which is older or newer by some releases.
            yield found(rule, note.text)


def _folders(subject: Subject) -> Iterator[Finding]:
    seen: set[str] = set()
    paths = [each.path for each in subject.inspection.merged.everything]
    if not any(path.partition("/")[0] in _READ for path in paths):
        # A wheel or a bare folder: `not-on-path` says so once.
        return
    for path in paths:
        top, slash, _ = path.partition("/")
        if not slash or top in _READ or top in seen or top.lower().startswith(_DOCUMENTS) or top.startswith("."):
            continue
        seen.add(top)
        yield found(Rule.UNREAD_FOLDER, f"{top}/ is in /opt, and no runtime looks there", path=top)


def _modes(subject: Subject) -> Iterator[Finding]:
    for placed in subject.inspection.merged.everything:
        entry = placed.file.entry
        if entry.kind is Kind.LINK:
            continue
        shown = f"mode {entry.mode:04o}"
        if not entry.mode & stat.S_IROTH:
            yield found(Rule.UNREADABLE_MODE, f"{shown}: Lambda's user may not read it", path=placed.path)
        if entry.mode & (stat.S_ISUID | stat.S_ISGID):
            yield found(Rule.SETUID, f"{shown}: it would run with the rights of its owner", path=placed.path)
        if entry.mode & stat.S_IWOTH:
            yield found(Rule.WORLD_WRITABLE, f"{shown}; /opt is read-only on Lambda", path=placed.path)


def _bytecode(subject: Subject) -> Iterator[Finding]:
    unused = [each for each in subject.inspection.bytecode.files if each.state in _UNUSED]
    if unused:
        count = "one file" if len(unused) == 1 else f"{len(unused):,} files"
        message = (
            f"{count} of bytecode that Python does not use ({unused[0].state.value}): each cold start compiles anew"
        )
        yield found(Rule.STALE_BYTECODE, message, path=unused[0].path)
    for each in subject.inspection.bytecode.files:
        if each.state is State.OTHER_LAYER:
            message = "unchecked bytecode of another layer than its source: Python runs the bytecode"
            yield found(Rule.STALE_BYTECODE, message, path=each.path, severity=Severity.MEDIUM)
