from pathlib import Path

import pytest

from lamella.model.target import Target
from lamella.sandbox.function import Function
from lamella.sandbox.hints import hint_for
from lamella.sandbox.outcome import FunctionError

FUNCTION = Function(Target.parse("python3.12/x86_64"), "pkg.app.handler", Path("code"), memory_mb=256, timeout_s=2.5)
LIBRARY = "cannot open shared object file: No such file or directory"
EXIT = "RequestId: r Error: Runtime exited with error: exit status 1"


@pytest.mark.parametrize(
    ("error_type", "message", "words"),
    [
        ("PermissionError", "[Errno 13] Permission denied: '/var/task/pkg/app.py'", ["chmod 644 pkg/app.py", "755"]),
        ("PermissionError", "[Errno 13] Permission denied: '/opt/python/x.py'", ["chmod 644 python/x.py"]),
        ("PermissionError", "[Errno 13] Permission denied: '/r/sandboxes/1/var/task/a.py'", ["chmod 644 a.py"]),
        ("Extension.LaunchError", "fork/exec /opt/extensions/x: permission denied", ["extensions/x", "755"]),
        ("OSError", f"libgomp.so.1: {LIBRARY}", ["libgomp.so.1", "lib/libgomp.so.1", "include", "bundles", "--loose"]),
        ("Runtime.ImportModuleError", f"Unable to import module 'app': libxml2.so: {LIBRARY}", ["libxml2.so is not"]),
        ("ImportError", "/lib64/libc.so.6: version `GLIBC_2.38' not found (required by /opt/python/x.so)",
         ["2.38", "2.34", "python3.12"]),
        ("ImportError", "/opt/python/x.so: invalid ELF header", ["x86_64"]),
        ("Runtime.MalformedHandlerName", "Bad handler 'x'", ["MODULE.FUNCTION"]),
        ("OSError", "[Errno 30] Read-only file system: '/var/task/x'", ["/var/task/x", "only /tmp"]),
        ("OSError", "[Errno 28] No space left on device", ["512 MB"]),
        ("Runtime.ImportModuleError", "Unable to import module 'pkg.app': No module named 'pkg.app'", ["pkg/app.py"]),
        ("Runtime.ImportModuleError", "Unable to import module 'pkg.app': No module named 'yaml.x'",
         ["`yaml.x`", "`yaml`", "keep"]),
        ("Runtime.HandlerNotFound", "Handler 'handler' missing on module 'pkg.app'", ["`handler`", "pkg/app.py"]),
        ("Runtime.OutOfMemory", "RequestId: r Error: Runtime exited with error: signal: killed", ["256 MB"]),
        ("MemoryError", "", ["256 MB"]),
        ("Sandbox.Timedout", "RequestId: r Error: Task timed out after 2.50 seconds", ["2.5 s", "no network"]),
        ("Function.ResponseSizeTooLarge", "Response payload size exceeded", ["6 MB", "S3"]),
        ("Runtime.MarshalError", "Unable to marshal response: Object of type set", ["JSON"]),
        ("Extension.Crash", "RequestId: r Error: exit status 1", ["extension"]),
    ],
)  # fmt: skip
def test_what_a_message_explains_badly(error_type: str, message: str, words: list[str]) -> None:
    hint = hint_for(FunctionError(error_type, message), "", FUNCTION)
    assert [word for word in words if word not in hint] == []


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (f"ImportError: libgomp.so.1: {LIBRARY}\n", ["libgomp.so.1"]),
        ("/opt/wrapper: does not exist\n", ["AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrapper"]),
        ("/opt/wrapper: is not an executable\n", ["mode 755"]),
        ("EXTENSION\tName: watcher\tState: Started\tEvents: []\n", ["`watcher`", "never registered"]),
    ],
)
def test_causes_that_stand_in_the_log_alone(log: str, words: list[str]) -> None:
    hint = hint_for(FunctionError("Runtime.ExitError", EXIT), log, FUNCTION)
    assert [word for word in words if word not in hint] == []


@pytest.mark.parametrize(
    ("error_type", "message", "log"),
    [
        ("E", "", ""),
        ("ZeroDivisionError", "division by zero", ""),
        ("PermissionError", "[Errno 13] Permission denied: '/etc/shadow'", ""),
        ("OSError", f"/opt/lib/x/y.so: {LIBRARY}", ""),
        ("KeyError", "'x'", "No module named 'optional', which is no harm\n"),
    ],
)
def test_nothing_is_said_without_ground(error_type: str, message: str, log: str) -> None:
    assert hint_for(FunctionError(error_type, message), log, FUNCTION) == ""
