"""What runs without being asked, and what stands in for a part of the runtime.

Source: Lambda's Python bootstrap calls `site.addsitedir()` on the layer's folders, so `.pth` files run at every cold
start; executables in /opt/extensions start with every environment; layers come before the standard library on `sys.path`.
"""

import re
import sys
from collections.abc import Iterator
from typing import Final

from lamella.archive import python_path
from lamella.archive.merge import Placed
from lamella.build.way_back.files import FINDER_SHA256, START_SHA256
from lamella.check.finding import Finding, Severity, Step, Tier, found
from lamella.check.rule import Rule
from lamella.check.subject import Subject

_SITE_MODULES: Final = frozenset({"sitecustomize", "usercustomize"})
_RUNTIME_MODULES: Final = frozenset(
    {"awslambdaric", "bootstrap", "runtime_client", "lambda_runtime_client", "lambda_runtime_exception", "lambda_runtime_marshaller", "lambda_runtime_log_utils",
     "snapshot_restore_py"})  # fmt: skip
_SDK_MODULES: Final = frozenset({"boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six"})
# Old standard-library modules that packages still bring for other versions of Python.
_BACKPORTS: Final = frozenset({"typing", "dataclasses", "enum", "pathlib", "asyncio", "distutils", "imp", "asyncore", "asynchat", "smtpd", "telnetlib", "cgi", "pipes", "crypt",
                               "contextvars", "importlib", "unittest", "statistics", "selectors", "ipaddress", "this", "test", "antigravity"})  # fmt: skip
_KNOWN_PTH: Final = (
    re.compile(rb"import sys, types, os;\s*(?:has_mfs = sys\.version_info > \(3, 5\);)?\s*p = os\.path\.join\(sys\._getframe\(1\)\.f_locals\['sitedir'\], \*\([\w', ]+\)\);[ \w.=(),;\[\]'<>:]*"),
    re.compile(rb"import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os\.environ\.get\(var, '(?:local|stdlib)'\) == 'local'; enabled and __import__\('_distutils_hack'\)(?:\.add_shim\(\))?;?"),
    re.compile(rb"import _virtualenv"),
)  # fmt: skip


def check_startup(subject: Subject) -> tuple[Finding, ...]:
    """Judge everything that starts by itself or replaces a part of the runtime."""
    findings: list[Finding] = []
    for placed in subject.inspection.merged.opt.values():
        path, name = placed.path, placed.file.entry.name
        folder = placed.file.entry.folder
        if name.endswith(".pth") and python_path.root_of(path) == folder:
            findings += _pth(subject, placed)
        if folder == "extensions":
            findings += _extension(placed)
        if folder in {"", "bin", "extensions"} or name.endswith((".sh", ".bash")) or placed.file.head.startswith(b"#!"):
            findings += _script(subject, placed)
        if path == "bootstrap":
            findings.append(
                found(
                    Rule.RUNTIME_FILE,
                    "/opt/bootstrap is started in place of the runtime on provided runtimes",
                    path=path,
                )
            )
    findings += _modules(subject)
    return tuple(findings)


def _pth(subject: Subject, placed: Placed) -> Iterator[Finding]:
    if placed.file.sha256 == START_SHA256 and _has_own_finder(subject):
        return
    content = subject.text(placed)
    if not content:
        if placed.file.entry.size_bytes:
            yield found(Rule.PTH_CODE, "a .pth file too large to be a list of folders", path=placed.path)
        return
    for number, line in enumerate(re.split(rb"[\r\n]+", content.lstrip(b"\xef\xbb\xbf")), 1):
        text = line.strip()
        if line.startswith((b"import ", b"import\t")):
            shown = (Step(number, line.decode("utf-8", "backslashreplace")[:200]),)
            if any(known.fullmatch(text) for known in _KNOWN_PTH):
                message = "code of a known form runs at every cold start"
                yield found(
                    Rule.PTH_CODE, message, path=placed.path, line=number, evidence=shown, severity=Severity.LOW
                )
                continue
            yield found(Rule.PTH_CODE, path=placed.path, line=number, evidence=shown)
        elif text and not text.startswith(b"#"):
            shown = (Step(number, text.decode("utf-8", "backslashreplace")[:200]),)
            severity = (
                Severity.MEDIUM
                if text.endswith((b".zip", b".egg", b".whl")) or text.startswith((b"/", b".."))
                else None
            )
            yield found(Rule.PTH_PATH, path=placed.path, line=number, evidence=shown, severity=severity)


def _has_own_finder(subject: Subject) -> bool:
    return any(
        placed.file.sha256 == FINDER_SHA256
        for path, placed in subject.inspection.merged.opt.items()
        if path.endswith("/_lamella_absent.py")
    )


def _extension(placed: Placed) -> Iterator[Finding]:
    name = placed.file.entry.name
    if placed.file.entry.executable:
        yield found(
            Rule.EXTENSION,
            f"{name} starts with every environment and sees its variables, credentials and invocations",
            path=placed.path,
        )
    elif placed.file.head.startswith((b"#!", b"\x7fELF")):
        yield found(
            Rule.NOT_EXECUTABLE,
            f"{name} has mode {placed.file.entry.mode:04o}: Lambda cannot start it",
            path=placed.path,
        )


_WRAPS: Final = re.compile(
    rb"exec\s+(?:-\S+\s+)?[\"']?\$(?:@|\{@|\*)|os\.exec\w*\(\s*(?:sys\.argv\[1\]|args\[)|AWS_LAMBDA_EXEC_WRAPPER|exec\s+\"\$\{args"
)
_PRELOADS: Final = re.compile(rb"LD_(?:PRELOAD|AUDIT)\s*=|environ\[['\"]LD_(?:PRELOAD|AUDIT)")
_REWRITES: Final = re.compile(rb"AWS_LAMBDA_RUNTIME_API['\"]?\]?\s*=(?!=)")
_HANDLER: Final = re.compile(rb"(?:export\s+)?_HANDLER=|PYTHONSTARTUP=|export\s+PYTHONPATH=|NODE_OPTIONS=")


def _script(subject: Subject, placed: Placed) -> Iterator[Finding]:
    content = subject.text(placed)
    if not content.startswith(b"#!") and not placed.path.endswith((".sh", ".bash")):
        return
    for rule, pattern, severity in (
        (Rule.RUNTIME_API_REWRITE, _REWRITES, None),
        (Rule.LD_PRELOAD, _PRELOADS, None),
        (Rule.EXEC_WRAPPER, _WRAPS, None if _is_reachable(placed) else Severity.LOW),
        (Rule.RUNTIME_TAMPERED, _HANDLER, Severity.MEDIUM),
    ):
        hit = pattern.search(content)
        if hit is not None:
            line = content.count(b"\n", 0, hit.start()) + 1
            shown = content.split(b"\n")[line - 1].decode("utf-8", "backslashreplace").strip()[:160]
            yield found(rule, path=placed.path, line=line, evidence=(Step(line, shown),), severity=severity)


def _is_reachable(placed: Placed) -> bool:
    """Whether the file could be named as a wrapper: executable, and no script of a package."""
    return placed.file.entry.executable and placed.owner is None


def _modules(subject: Subject) -> Iterator[Finding]:
    minor = subject.inspection.python.minor if subject.inspection.python else (3, 12)
    roots = python_path.search_path(minor)
    seen: set[str] = set()
    for path, placed in subject.inspection.merged.opt.items():
        root = python_path.root_of(path)
        if root not in roots or "__pycache__" in path:
            continue
        within = path[len(root) + 1 :] if root else path
        dotted = python_path.module_of(within, minor)
        if dotted is None:
            continue
        top, _, rest = dotted.partition(".")
        if top in _SITE_MODULES and not rest:
            yield found(
                Rule.SITECUSTOMIZE,
                f"{top} is imported at every start where a wrapper or a setting puts the layer on PYTHONPATH",
                path=path,
            )
        if top in seen:
            continue
        finding = _shadow(subject, placed, top)
        if finding is not None:
            seen.add(top)
            yield finding


def _shadow(subject: Subject, placed: Placed, top: str) -> Finding | None:
    owner = placed.owner
    known = owner is not None and subject.tier(placed) is not Tier.P0
    if top in _RUNTIME_MODULES:
        severity = (
            Severity.MEDIUM
            if known and owner is not None and owner.name.startswith(("awslambdaric", "snapshot-restore-py"))
            else None
        )
        return found(
            Rule.SHADOWED_MODULE, f"{top} stands in for the runtime's own", path=placed.path, severity=severity
        )
    if top in sys.stdlib_module_names:
        severity = None if not known else Severity.MEDIUM if top not in _BACKPORTS else Severity.LOW
        return found(
            Rule.SHADOWED_MODULE, f"{top} hides a module of the standard library", path=placed.path, severity=severity
        )
    if top in _SDK_MODULES and owner is None:
        return found(Rule.SHADOWED_MODULE, f"{top} hides the runtime's own, and no package owns it", path=placed.path)
    return None
