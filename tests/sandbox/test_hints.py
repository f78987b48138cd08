import pytest

from lamella.model.target import Target
from lamella.sandbox.hints import hint_for
from lamella.sandbox.outcome import FunctionError

TARGET = Target.parse("python3.12/x86_64")
LIBRARY = "cannot open shared object file: No such file or directory"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("[Errno 13] Permission denied: '/var/task/pkg/app.py'", ["chmod 644 pkg/app.py", "755 for folders"]),
        ("[Errno 13] Permission denied: '/opt/python/x.py'", ["chmod 644 python/x.py"]),
        (f"libgomp.so.1: {LIBRARY}", ["libgomp.so.1", "lib/libgomp.so.1", "include", "bundles", "--loose"]),
        (f"Unable to import module 'app': libxml2.so: {LIBRARY}", ["libxml2.so is not known"]),
        ("/lib64/libc.so.6: version `GLIBC_2.38' not found (required by /opt/python/x.so)",
         ["GLIBC_2.38", "glibc 2.34", "python3.12/x86_64"]),
    ],
)  # fmt: skip
def test_what_a_message_explains_badly(message: str, words: list[str]) -> None:
    hint = hint_for(FunctionError("OSError", message), TARGET)
    assert [word for word in words if word not in hint] == []


@pytest.mark.parametrize(
    "message",
    ["", "division by zero", "[Errno 13] Permission denied: '/etc/shadow'", f"/opt/lib/x/y.so: {LIBRARY}"],
)
def test_nothing_is_said_without_ground(message: str) -> None:
    assert hint_for(FunctionError("E", message), TARGET) == ""
