"""Holds native code against the target's machine and against what the runtime's image is known to have."""

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from lamella.archive.merge import Placed
from lamella.check.finding import Examined, Finding, Severity, Step, Unexamined, found
from lamella.check.native.facts import NativeFacts, Unreadable
from lamella.check.rule import Rule
from lamella.check.subject import Subject
from lamella.images import image

_VERSION: Final = re.compile(r"(GLIBC|GLIBCXX|CXXABI)_(\d+(?:\.\d+)*)")
_LOADERS: Final = frozenset({"ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"})
# Names under which readers expect anything but programs.
_OTHER_KINDS: Final = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "ico", "txt", "md", "rst", "json", "yaml", "yml", "toml", "csv", "log", "xml", "html", "css", "js", "py", "pyc", "pyi",
     "dat", "db", "cfg", "ini", "pem", "crt", "woff", "woff2", "ttf", "pdf", "mp3", "wav", "mp4", "pkl", "pickle", "npy", "npz", "gz", "zip", "tmp", "bak",
     "cache", "lock", "env", "sh", "conf", "webp", "bmp", "properties"})  # fmt: skip


def check_native(subject: Subject) -> Examined:
    """Judge every ELF file of the subject."""
    findings: list[Finding] = []
    unexamined: list[Unexamined] = []
    by_place = {(each.layer, each.path): each for each in subject.inspection.merged.everything}
    names = _names(subject)
    for place, facts in sorted(subject.native.items()):
        placed = by_place[place]
        findings += _disguised(placed)
        match facts:
            case Unreadable(machine, reason):
                findings += _machine(subject, placed, machine)
                if machine in {"x86_64", "arm64"}:
                    unexamined.append(Unexamined(placed.path, f"native code that cannot be read: {reason}"))
            case NativeFacts():
                findings += _machine(subject, placed, facts.machine)
                findings += _segments(placed, facts)
                findings += _versions(subject, placed, facts, names)
                findings += _libraries(subject, placed, facts, names)
    return Examined(tuple(findings), tuple(unexamined))


def _disguised(placed: Placed) -> Iterator[Finding]:
    name = placed.file.entry.name
    suffix = name.rpartition(".")[2].lower()
    if ".so" not in name and suffix in _OTHER_KINDS and "." in name:
        yield found(Rule.DISGUISED_NATIVE, f"an ELF file with the name of a .{suffix} file", path=placed.path)


def _machine(subject: Subject, placed: Placed, machine: str) -> Iterator[Finding]:
    wanted = subject.target.architecture.value if subject.target else None
    if wanted is None:
        machines = [facts.machine for facts in subject.native.values()]
        wanted = max(sorted(set(machines)), key=machines.count)
    if machine != wanted:
        yield found(Rule.FOREIGN_MACHINE, f"made for {machine}: it cannot load on {wanted}", path=placed.path)


def _segments(placed: Placed, facts: NativeFacts) -> Iterator[Finding]:
    if facts.misplaced is not None:
        message = f"segment {facts.misplaced} is not page-aligned in the file, as some versions of strip leave it: the loader refuses it"
        yield found(Rule.BROKEN_SEGMENT, message, path=placed.path)
    if facts.executable_stack:
        yield found(Rule.EXECUTABLE_STACK, path=placed.path)
    if facts.library and facts.needed and not facts.relro:
        yield found(Rule.NO_RELRO, path=placed.path)
    outside = [folder for folder in facts.run_paths if not _is_inside(folder, placed)]
    if outside:
        yield found(Rule.RUN_PATH_OUTSIDE, f"looks for libraries in {', '.join(outside)[:200]}", path=placed.path)


def _is_inside(folder: str, placed: Placed) -> bool:
    if not folder.startswith(("$ORIGIN", "${ORIGIN}")):
        return folder.startswith(("/opt/", "/var/task", "/var/lang", "/lib64", "/usr/lib64")) or folder == "/opt"
    rest = folder.replace("${ORIGIN}", "$ORIGIN").removeprefix("$ORIGIN").strip("/")
    at = posixpath.normpath(posixpath.join("/opt", placed.file.entry.folder, rest))
    return at == "/opt" or at.startswith("/opt/")


def _versions(subject: Subject, placed: Placed, facts: NativeFacts, names: "dict[str, list[str]]") -> Iterator[Finding]:
    if subject.target is None:
        return
    runtime = subject.target.facts
    known = {"GLIBC": tuple(runtime.glibc), **image(runtime.os).symbol_versions}
    worst: dict[str, tuple[tuple[int, ...], str]] = {}
    for library, version in facts.versions:
        parsed = _VERSION.fullmatch(version)
        # A layer that brings its own C++ library is not bound to the image's.
        if parsed is None or (library.startswith("libstdc++") and _reached(library, placed, facts, names)):
            continue
        number = tuple(int(part) for part in parsed[2].split("."))
        if number > known[parsed[1]] and number > worst.get(parsed[1], ((), ""))[0]:
            worst[parsed[1]] = (number, version)
    for kind, (_, version) in worst.items():
        newest = f"{kind}_{'.'.join(map(str, known[kind]))}"
        rule = Rule.GLIBC_TOO_NEW if kind == "GLIBC" else Rule.LIBSTDCXX_TOO_NEW
        message = f"needs {version}; {runtime.name} has up to {newest}"
        yield found(rule, message, path=placed.path, evidence=(Step(0, f"{version} among the needed symbol versions"),))


def _libraries(
    subject: Subject, placed: Placed, facts: NativeFacts, names: "dict[str, list[str]]"
) -> Iterator[Finding]:
    known = frozenset(image(subject.target.facts.os).libraries) if subject.target else frozenset()
    for library in facts.needed:
        if library in _LOADERS or _reached(library, placed, facts, names):
            continue
        elsewhere = names.get(library)
        if elsewhere:
            message = f"needs {library}, which lies in {elsewhere[0]}, where the loader does not look unless it is loaded before"
            yield found(Rule.LIBRARY_NOT_FOUND, message, path=placed.path, severity=Severity.INFO)
        elif subject.target is not None and library not in known:
            message = (
                f"needs {library}, which the layer does not have and {subject.target.runtime} is not known to have"
            )
            yield found(Rule.LIBRARY_NOT_FOUND, message, path=placed.path)


def _reached(library: str, placed: Placed, facts: NativeFacts, names: "dict[str, list[str]]") -> bool:
    folders = {"lib"}
    for folder in facts.run_paths:
        if folder.startswith(("$ORIGIN", "${ORIGIN}")):
            rest = folder.replace("${ORIGIN}", "$ORIGIN").removeprefix("$ORIGIN").strip("/")
            folders.add(posixpath.normpath(posixpath.join(placed.file.entry.folder, rest)))
        elif folder.startswith("/opt/"):
            folders.add(posixpath.normpath(folder.removeprefix("/opt/")))
    return any(posixpath.dirname(path) in folders for path in names.get(library, ()))


def _names(subject: Subject) -> "dict[str, list[str]]":
    """Return where each library lies: by file name and by its own name, links included."""
    found_at: dict[str, list[str]] = {}
    for path, placed in subject.inspection.merged.opt.items():
        name = placed.file.entry.name
        if ".so" in name:
            found_at.setdefault(name, []).append(path)
        facts = subject.native.get((placed.layer, path))
        if isinstance(facts, NativeFacts) and facts.soname and facts.soname != name:
            # The loader takes a library that is loaded already by its own name.
            found_at.setdefault(facts.soname, []).append(path)
    return found_at
