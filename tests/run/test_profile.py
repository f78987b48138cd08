import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lamella.errors import LamellaError
from lamella.model.target import Target
from lamella.profile.unused import Candidate
from lamella.run.profile import ProfileOptions, profile
from lamella.sandbox.function import Function, Rooms
from lamella.sandbox.measure import FailedFunctionError, Pages, Started
from lamella.sandbox.outcome import FunctionError, Invocation, Isolation, Mechanism, Report
from lamella.sandbox.profiled import Metric

FUNCTION = Function(Target.parse("python3.12/x86_64"), "src/app.handler", environ={"OWN": "1"})
TIMES = """import time: self [us] | cumulative | imported package
import time:       100 |        100 |     slow.deep
import time:       500 |        600 |   slow
import time:      1000 |       1600 | src.app
START RequestId: 1 Version: $LATEST
import time:         7 |          7 | late
END RequestId: 1
"""
FILES = {"src.app": "/var/task/src/app.py", "slow": "/opt/python/slow.py", "slow.deep": "/opt/python/slow_deep.py"}
REPORT = json.dumps({"files": FILES, "used": ["src.app"]})


@dataclass
class Fake:
    """Stands for all sandboxes: notes what was opened, and answers as the probe and the function would."""

    opened: list[tuple[Function, tuple[str, ...]]] = field(default_factory=list)
    report: str = REPORT
    fails: Callable[[object, Function], bool] = lambda _event, _function: False
    init_ms: Iterator[float] = field(default_factory=lambda: iter(range(1, 1000)))

    def __call__(self, function: Function, layers: Sequence[Path]) -> AbstractContextManager[Started]:
        self.opened.append((function, tuple(layer.name for layer in layers)))
        return self._open(function)

    @contextmanager
    def _open(self, function: Function) -> Iterator[Started]:
        yield FakeSandbox(self, function)


@dataclass
class FakeSandbox:
    fake: Fake
    function: Function
    isolation: Isolation = field(default_factory=lambda: Isolation(Mechanism.PROCESS))

    @property
    def rooms(self) -> Rooms:
        here = Path("/here")
        return Rooms(here / "opt", here / "task", here / "runtime", here / "boto3", here / "lang/bin/python3.12")

    def accessed(self) -> tuple[str, ...]:
        return ()

    def invoke(self, event: object) -> Invocation:
        error = FunctionError("KeyError", "no") if self.fake.fails(event, self.function) else None
        report = Report("1", 5.0, float(next(self.fake.init_ms)), 128, 40, 3.0)
        payload = self.fake.report if event == {"lamella.profile": "report"} else "{}"
        return Invocation(payload, error, report, TIMES if "PYTHONPROFILEIMPORTTIME" in self.function.environ else "")


@pytest.fixture(name="layers")
def _layers(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for path in paths:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("python/slow.py", "")
            archive.writestr("python/slow_deep.py", "")
    with zipfile.ZipFile(paths[0], "a") as archive:
        archive.writestr("python/slow_pkg-1.dist-info/RECORD", "slow.py,,\nslow_deep.py,,\n")
        archive.writestr("python/slow_pkg-1.dist-info/METADATA", "Name: slow-pkg\nVersion: 1\n")
    return paths


def test_two_sides(layers: list[Path]) -> None:
    fake = Fake()
    told: list[str] = []
    found = profile(
        FUNCTION, [layers[:1], layers[1:]], [{"x": 1}, 2], fake, ProfileOptions(runs=2, traces=1), told.append
    )
    measured = [names for function, names in fake.opened if function is FUNCTION]
    assert measured == [("a.zip",), ("b.zip",), ("a.zip",), ("b.zip",), ("b.zip",), ("a.zip",)]
    assert [names for function, names in fake.opened if function is not FUNCTION] == [
        ("a.zip", "lamella-probe.zip"), ("a.zip", "lamella-probe.zip"),
        ("b.zip", "lamella-probe.zip"), ("b.zip", "lamella-probe.zip"),
    ]  # fmt: skip
    assert [side.label for side in found.sides] == ["a.zip", "b.zip"]
    # Starts 1 and 2 are not counted; then A B B A.
    assert found.values(0, Metric.INIT_MS, Pages.WARM) == (3, 6)
    assert found.values(1, Metric.INIT_MS, Pages.WARM) == (4, 5)
    ratio = found.ratio(Metric.INIT_MS, Pages.WARM)
    assert ratio
    assert (ratio.value, found.events, found.runs) == (1.0, 2, 2)
    assert told[0] == "first starts, not counted"
    assert told[-1] == "imports of b.zip"


def test_imports_and_candidates(layers: list[Path]) -> None:
    found = profile(FUNCTION, [layers[:1], layers[1:]], [1], Fake(), ProfileOptions(runs=1))
    for side in found.sides:
        traced = side.traced
        # What an event imports is no part of the init.
        assert [root.module for root in traced.tree.roots] == ["src.app"]
        assert traced.handler == traced.tree.roots[0]
        assert traced.candidates == (Candidate("slow", "src.app", 2, 600),)
        # The second layer has no metadata; the first one's tells the package.
        assert [(each.package, each.modules, each.self_us) for each in traced.packages] == [
            ("(function)", 1, 1000), ("slow-pkg", 2, 600),
        ]  # fmt: skip


def test_the_function_that_is_traced(layers: list[Path]) -> None:
    fake = Fake()
    profile(FUNCTION, [layers[:1]], [1], fake, ProfileOptions(runs=1, traces=2))
    first, second, watched = (function for function, _ in fake.opened if function is not FUNCTION)
    assert first == second
    probed = {"OWN": "1", "LAMELLA_PROFILED_HANDLER": "src/app.handler"}
    assert first.environ == {**probed, "PYTHONPROFILEIMPORTTIME": "1"}
    assert watched.environ == {**probed, "LAMELLA_PROFILED_USE": "1"}
    assert {first.handler, watched.handler} == {"lamella_handler_probe.handler"}


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        ("/here/opt/python/slow.py", "/opt/python/slow.py"),
        ("/here/task/app.py", "/var/task/app.py"),
        ("/here/runtime/client.py", "/var/runtime/client.py"),
        ("/here/boto3/boto3/x.py", "/var/lang/lib/python3.12/site-packages/boto3/x.py"),
        ("/here/lang/lib/python3.12/os.py", "/var/lang/lib/python3.12/os.py"),
        ("/opt/python/slow.py", "/opt/python/slow.py"),
        ("/elsewhere/x.py", "/elsewhere/x.py"),
        ("", ""),
    ],
)
def test_files_are_named_as_on_lambda(layers: list[Path], here: str, expected: str) -> None:
    fake = Fake(report=json.dumps({"files": {"m": here}, "used": []}))
    assert profile(FUNCTION, [layers[:1]], [1], fake, ProfileOptions(runs=1)).sides[0].traced.usage.files == {
        "m": expected
    }


def test_one_side_has_no_ratio(layers: list[Path]) -> None:
    found = profile(FUNCTION, [layers[:1]], [1], Fake(), ProfileOptions(runs=1))
    assert found.ratio(Metric.INIT_MS, Pages.WARM) is None


def test_the_quickest_trace_is_taken(layers: list[Path]) -> None:
    fake = Fake(init_ms=iter([1, 1, 30, 20, 25, 1, 1]))
    assert profile(FUNCTION, [layers[:1]], [1], fake, ProfileOptions(runs=1)).sides[0].traced.init_ms == 20


def test_a_first_event_that_fails_ends_it(layers: list[Path]) -> None:
    with pytest.raises(FailedFunctionError, match=r"a\.zip: the function answers with KeyError"):
        profile(FUNCTION, [layers[:1]], [1], Fake(fails=lambda event, _: event == 1))


def test_a_later_event_that_fails_is_said(layers: list[Path]) -> None:
    found = profile(FUNCTION, [layers[:1]], [1, 2, 3], Fake(fails=lambda event, _: event == 2), ProfileOptions(runs=1))
    assert found.sides[0].traced.failed == ("KeyError",)


@pytest.mark.parametrize("report", ["{}", '{"files": [], "used": []}', "no JSON"])
def test_a_report_that_is_none(layers: list[Path], report: str) -> None:
    with pytest.raises(LamellaError, match="usage of modules cannot be read"):
        profile(FUNCTION, [layers[:1]], [1], Fake(report=report), ProfileOptions(runs=1))


def test_an_environment_that_ends_before_its_report(layers: list[Path]) -> None:
    fake = Fake(fails=lambda event, _: isinstance(event, dict))
    with pytest.raises(LamellaError, match="cannot be read: KeyError"):
        profile(FUNCTION, [layers[:1]], [1], fake, ProfileOptions(runs=1))
