"""Decides from a probe's answer whether a layer is at fault. Pure."""

import re
from dataclasses import dataclass

from lamella.archive.distributions import normalised
from lamella.archive.modules import Offer
from lamella.build.missed import named_removals, names_not_offered
from lamella.build.removals import Removals, keep_line
from lamella.model.tested import Failed, Listed
from lamella.sandbox.probe.answer import Trouble

# Modules of other systems' Pythons; source: "Availability" in the Python library reference.
_OTHER_SYSTEMS = frozenset(
    {"_winapi", "_winreg", "_scproxy", "msilib", "msvcrt", "nt", "winreg", "winsound", "win32api", "win32con"}
)
# Removed from the standard library; source: "What's New In Python 3.12", "3.13" (PEP 594).
_GONE = {
    **dict.fromkeys(("asynchat", "asyncore", "distutils", "imp", "smtpd"), (3, 12)),
    **dict.fromkeys(
        (
            "aifc", "audioop", "cgi", "cgitb", "chunk", "crypt", "imghdr", "lib2to3", "mailcap", "msilib", "nis",
            "nntplib", "ossaudiodev", "pipes", "sndhdr", "spwd", "sunau", "telnetlib", "uu", "xdrlib",
        ),
        (3, 13),
    ),
}  # fmt: skip
# What packages ship beside their modules by accident, and nobody imports.
_ACCIDENTS = frozenset({"benchmarks", "conftest", "docs", "doc", "examples", "example", "setup", "test", "tests"})
_MODES = "Lambda's user must be able to read it: files need mode 644, folders and programs 755 (chmod before zipping)"
_OWN_FRAME = re.compile(r'\s+File "(?:.*/task/probe\.py|<frozen importlib[^"]*|.*/python3\.\d+/importlib/[^"]*)"')
# Rules of the pass prune. numpy names such a folder as an entry point, for build tools.
_FOR_COMPILERS = frozenset({"headers", "static-libraries"})
# psycopg_binary says so: a part of another package's, which nothing imports alone.
_PART = re.compile(r"should be imported before")
_LIBRARY = re.compile(r"([\w.+-]+\.so(?:\.[\w.]+)*): cannot open shared object file")
_GLIBC = re.compile(r"version `(GLIBC_[\d.]+|GLIBCXX_[\d.]+|CXXABI_[\d.]+)' not found")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the verdict rests on.

    Attributes:
        offer: Of the layer.
        removals: What its build took out.
        excluded: Normalised names that the user leaves to the runtime or to another layer.
    """

    offer: Offer
    removals: Removals
    excluded: frozenset[str] = frozenset()


def of_import(trouble: Trouble, facts: Facts) -> Failed:
    """Judge a module that the user's own tests import: whatever stops it is a failure."""
    judged = _judged(trouble, "", facts)
    return Failed(judged.reason, details=_details(trouble)) if isinstance(judged, Listed) else judged


def of_offer(trouble: Trouble, distribution: str, module: str, facts: Facts) -> Failed | Listed:
    """Judge a top-level module or an entry point that nobody asked for.

    Listed is what needs an optional package, another system, or a part that no test of a layer slimmed by proof uses.

    Args:
        trouble: What stopped it.
        distribution: Normalised name of the owner, or empty.
        module: Top-level name, or empty for an entry point.
        facts: About the layer.
    """
    judged = _judged(trouble, distribution, facts)
    if isinstance(judged, Failed) and judged.blamed:
        by = {facts.removals.why[path].by for path in judged.blamed}
        if by == {"drop"} and not module:
            return Listed(f"{judged.reason}, as the layer's `drop` says")
        if not module and _FOR_COMPILERS.issuperset(facts.removals.why[path].rule for path in judged.blamed):
            return Listed(f"{judged.reason}: its files are for compilers")
        if by == {"traced"}:
            return Listed(f"{judged.reason}: no test of the layer uses it; {judged.hint}", judged.blamed)
    if isinstance(judged, Failed) and _is_import(trouble) and _PART.search(trouble.message):
        return Listed(f"it is imported by another package only: {judged.reason}")
    if isinstance(judged, Failed) and module in _ACCIDENTS and not judged.blamed:
        return Listed(f"shipped beside the package's own modules by accident: {judged.reason}")
    return judged


def _judged(trouble: Trouble, distribution: str, facts: Facts) -> Failed | Listed:
    details = _details(trouble)
    texts = [trouble.message, *(each.message for each in trouble.chain)]
    for text in texts:
        if found := _LIBRARY.search(text):
            return _library(found[1], details)
        if found := _GLIBC.search(text):
            return Failed(
                f"needs {found[1]}, which is newer than the runtime's",
                "build the layer with lamella, which takes wheels for the runtime's glibc",
                details,
            )
    if removed := _removed(trouble, texts, facts, details):
        return removed
    if missing := _missing(trouble):
        return _module(missing, distribution, facts, details)
    hint = _MODES if trouble.error_type == "PermissionError" else ""
    return Failed(f"{trouble.error_type}: {_first_line(trouble.message)}", hint, details)


def _removed(trouble: Trouble, texts: list[str], facts: Facts, details: str) -> Failed | None:
    """What the build took out, where it is the cause."""
    missing = _missing(trouble)
    named = (missing, trouble.name, *(each.name for each in trouble.chain), *names_not_offered(texts))
    for name in filter(None, named):
        if path := facts.removals.of_module(name):
            why = facts.removals.why[path]
            return Failed(
                f"needs `{name}`, which the pass {why.by} left out",
                f"to have it back: {keep_line([path])}",
                details,
                (path,),
            )
    if missing and (lost := facts.removals.in_folder(missing)):
        passes = ", ".join(sorted({facts.removals.why[path].by for path in lost}))
        said = f"needs the folder `{missing}`, all of which {passes} left out"
        return Failed(said, f"to have it back: {keep_line(lost)}", details, lost)
    if lost := named_removals(trouble.message, facts.removals):
        passes = ", ".join(sorted({facts.removals.why[path].by for path in lost}))
        hint = f"{passes} left out {', '.join(lost)}; to have it back: {keep_line(lost)}"
        return Failed(f"{trouble.error_type}: {_first_line(trouble.message)}", hint, details, lost)
    return None


def _module(missing: str, distribution: str, facts: Facts, details: str) -> Failed | Listed:
    top = missing.partition(".")[0]
    if top in _OTHER_SYSTEMS:
        return Listed(f"needs `{top}`, which only another operating system has")
    gone = _GONE.get(top)
    if gone and facts.removals.minor >= gone:
        return Failed(
            f"needs `{top}`, which Python has no longer since {gone[0]}.{gone[1]}",
            "take a newer release of the package, or an older runtime",
            details,
        )
    if missing in facts.offer.known or top in {each.name.partition(".")[0] for each in facts.offer.modules}:
        return Failed(
            f"needs `{missing}`, which is not in the layer's `{top}`", "look for releases that fit each other", details
        )
    lacking = facts.offer.lacking(distribution)
    wanted = normalised(top)
    if wanted in facts.excluded or (lacking and lacking <= facts.excluded):
        return Listed(f"needs `{missing}`, which `exclude` leaves to the runtime or to another layer")
    if wanted in lacking or (lacking - facts.excluded):
        names = ", ".join(sorted(lacking - facts.excluded)) or wanted
        return Failed(
            f"needs `{missing}`; {distribution} requires {names}, which the layer does not have",
            "add it to the layer's source, or name it in `exclude` when another layer brings it",
            details,
        )
    return Listed(f"needs `{missing}`, which is not in the layer; {distribution or 'its owner'} does not require it")


def _library(name: str, details: str) -> Failed:
    return Failed(
        f"needs {name}, which neither the layer nor the runtime has",
        f"put {name} into the layer's lib/ folder (/opt/lib is searched), or choose a package that does not need it",
        details,
    )


def _missing(trouble: Trouble) -> str | None:
    """The module that was not found: of the first error of the chain, as packages wrap it in errors of their own."""
    names = [each.name for each in trouble.chain if each.error_type == "ModuleNotFoundError" and each.name]
    if not names:
        return None
    # Others wrap it too: a program that exits without its extra, an error that says what is to be installed.
    wrapped = trouble.error_type == "SystemExit" or names[-1].partition(".")[0] in trouble.message
    return names[-1] if wrapped or _is_import(trouble) else None


def _is_import(trouble: Trouble) -> bool:
    return trouble.error_type.endswith(("ImportError", "ModuleNotFoundError"))


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:300] or "no message"


def _details(trouble: Trouble) -> str:
    """The traceback without the frames of the probe and of the import system."""
    return "".join(part for part in trouble.trace if not _OWN_FRAME.match(part)).rstrip()
