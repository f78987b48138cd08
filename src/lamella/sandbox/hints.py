"""What a user can do about an error that a function met: known causes, each with its way out."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lamella.sandbox.function import Function
from lamella.sandbox.outcome import FunctionError


@dataclass(frozen=True, slots=True)
class Known:
    """A cause: a pattern in the error or the log, and what to say; `errors_only` leaves the log out."""

    pattern: re.Pattern[str]
    advice: Callable[[re.Match[str], Function], str]
    errors_only: bool = True


def hint_for(error: FunctionError, log: str, function: Function) -> str:
    """Return what to do about an error, or nothing where the cause is not known.

    Args:
        error: What the function answered.
        log: Of the invocation: where the runtime died, the cause stands there alone.
        function: Its limits.
    """
    said = "\n".join((error.error_type, error.message, *error.stack_trace))
    for known in _KNOWN:
        text = said if known.errors_only else f"{said}\n{log}"
        if found := known.pattern.search(text):
            return known.advice(found, function)
    return ""


def _library(found: re.Match[str], function: Function) -> str:
    name = found["library"]
    return (
        f"{name} is not known to be part of Lambda's {function.target.runtime} image, so it is not here either: bring "
        f'it in a layer, as lib/{name} (`include = [{{ from = "{name}", to = "lib/{name}" }}]`; /opt/lib is searched), '
        "take a package that bundles it, or leave out the package that needs it; --loose shows this machine's "
        "libraries, to see whether anything else is missing"
    )


def _glibc(found: re.Match[str], function: Function) -> str:
    major, minor = function.target.facts.glibc
    return (
        f"the file needs glibc {found['version']}; {function.target.runtime} has {major}.{minor}: build the layer for "
        "this target, or pin a release with an older manylinux tag"
    )


def _elf(_: re.Match[str], function: Function) -> str:
    return f"a native file is of another architecture than {function.target.architecture}: build for {function.target}"


def _mode(found: re.Match[str], _: Function) -> str:
    name = _ROOT.sub("", found["path"])
    return (
        f"Lambda's user is not the owner of the files and may not read this one: `chmod 644 {name}` (755 for folders "
        "and programs), then make the zip again"
    )


def _launch(found: re.Match[str], _: Function) -> str:
    name = found["path"].removeprefix("/opt/")
    return (
        f"Lambda starts every file in extensions/, and this one is not executable: `chmod 755 {name}` and make the zip "
        "again, or move it elsewhere"
    )


def _read_only(found: re.Match[str], _: Function) -> str:
    return f"{found['path']} cannot be written: only /tmp can, on Lambda; point the program there"


def _tmp_full(_: re.Match[str], function: Function) -> str:
    return (
        f"the folder /tmp is full ({function.tmp_mb} MB): remove files that are not needed (they stay), "
        "or raise the function's ephemeral storage"
    )


def _handler_module(found: re.Match[str], function: Function) -> str:
    return (
        f"the handler `{function.handler}` needs {found['module'].replace('.', '/')}.py at the top of the function's "
        "code: check --handler and --code"
    )


def _module(found: re.Match[str], _: Function) -> str:
    top = found["module"].partition(".")[0]
    return (
        f"`{found['module']}` is in no layer and not in the code: add the package that provides `{top}` to the layer, "
        "or a `keep` line if slimming removed it"
    )


def _handler_name(_: re.Match[str], function: Function) -> str:
    return f"`{function.handler}` names no function: write MODULE.FUNCTION, such as app.handler for app.py"


def _silent_extension(found: re.Match[str], _: Function) -> str:
    return (
        f"the extension `{found['name']}` of a layer started and never registered: Lambda waits for it too; "
        "look into it, or leave its layer out"
    )


def _handler_missing(_: re.Match[str], function: Function) -> str:
    module, _dot, name = function.handler.rpartition(".")
    return f"define `{name}` in {module.replace('.', '/')}.py, or name another handler"


def _memory(_: re.Match[str], function: Function) -> str:
    return f"the function used more than its {function.memory_mb} MB: raise the memory, or load less"


def _timeout(_: re.Match[str], function: Function) -> str:
    return (
        f"the function did not answer within {function.timeout_s:g} s: raise the timeout, or find what it waits for; "
        "a sandbox has no network unless it is opened"
    )


def _too_large(_: re.Match[str], __: Function) -> str:
    return "answer with less than 6 MB: put the data into S3 and answer with its address"


def _marshal(_: re.Match[str], __: Function) -> str:
    return "answer with what JSON can hold: str, int, float, bool, None, list, dict"


def _extension(_: re.Match[str], __: Function) -> str:
    return "an extension of a layer ended the environment: its own lines are in the log; leave the layer out to go on"


def _wrapper(found: re.Match[str], _: Function) -> str:
    return (
        f"AWS_LAMBDA_EXEC_WRAPPER names {found['path']}, which is not there or not executable: a layer brings it, "
        "with mode 755"
    )


def _known(pattern: str, advice: Callable[[re.Match[str], Function], str], *, in_log: bool = False) -> Known:
    return Known(re.compile(pattern, re.MULTILINE), advice, errors_only=not in_log)


_ROOT = re.compile(r"^.*?/(?:opt|var/task)/")
_PATH = r"'?(?P<path>/[^']*?(?:opt|var/task)/[^\s':]*)"
_KNOWN = (
    _known(
        r"(?:^|[\s:'\"])(?P<library>[^\s:'\"/]+\.so(?:\.\d+)*): cannot open shared object file", _library, in_log=True
    ),
    _known(r"version `GLIBC_(?P<version>[\d.]+)' not found", _glibc, in_log=True),
    _known(r"wrong ELF class|invalid ELF header|cannot open shared object file: Exec format error", _elf, in_log=True),
    _known(r"^(?P<path>/\S+): (?:does not exist|is not an executable)$", _wrapper, in_log=True),
    _known(rf"(?:Errno 13\] Permission denied|[Pp]ermission denied): {_PATH}", _mode),
    _known(r"fork/exec (?P<path>/opt/\S+): permission denied", _launch),
    _known(r"Read-only file system: '?(?P<path>/[^\s':]*)", _read_only),
    _known(r"No space left on device", _tmp_full),
    _known(r"Unable to import module '(?P<module>[^']+)': No module named '(?P=module)'", _handler_module),
    _known(r"No module named '(?P<module>[^']+)'", _module),
    _known(r"Runtime\.HandlerNotFound", _handler_missing),
    _known(r"Runtime\.MalformedHandlerName", _handler_name),
    _known(r"^EXTENSION\tName: (?P<name>[^\t]+)\tState: Started\b", _silent_extension, in_log=True),
    _known(r"Runtime\.OutOfMemory|\AMemoryError$", _memory),
    _known(r"Sandbox\.Timedout", _timeout),
    _known(r"Function\.ResponseSizeTooLarge", _too_large),
    _known(r"Runtime\.MarshalError", _marshal),
    _known(r"\AExtension\.", _extension),
)
