import pytest

from lamella.build.outcome import BuildReport, Built, Failed, Job
from lamella.errors import BuildError, ConfigError, LamellaError, OverLimitError
from lamella.model.layer import Layer
from lamella.model.target import Target

JOB = Job(Layer("a", ("x",), ()), Target.parse("python3.12/x86_64"))
BUILT = object.__new__(Built)


@pytest.mark.parametrize(
    ("built", "errors", "code"),
    [
        (1, [], 0),
        (0, [ConfigError("x")], 2),
        (0, [BuildError("x")], 1),
        (0, [BuildError("x"), ConfigError("x")], 1),
        (1, [BuildError("x")], 5),
        (1, [OverLimitError("x"), BuildError("x")], 3),
        (0, [OverLimitError("x")], 3),
    ],
)
def test_exit_codes(built: int, errors: list[LamellaError], code: int) -> None:
    assert BuildReport((BUILT,) * built, tuple(Failed(JOB, error) for error in errors)).exit_code == code
