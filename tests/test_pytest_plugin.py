"""The plugin in runs of pytest of their own; what a sandbox does with it is tested through the command line."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = """
from contextlib import contextmanager
import pytest
from lamella.sandbox import sandbox

class Fake:
    opened = []
    def __init__(self, function, layers, **settings):
        self.function, self.layers, self.settings = function, [layer.name for layer in layers], settings
    def __enter__(self):
        Fake.opened.append(self)
        return self
    def __exit__(self, *_):
        Fake.opened.remove(self)

@pytest.fixture
def opened(monkeypatch):
    monkeypatch.setattr(sandbox, "Sandbox", Fake)
    return Fake.opened
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p lamella.pytest_plugin --strict-markers -p no:cacheprovider")
    pytester.makeconftest(CONFTEST)
    for name in ("one", "two"):
        with zipfile.ZipFile(pytester.path / f"{name}.zip", "w") as made:
            made.writestr("python/x.py", name)
        (pytester.path / f"{name}.manifest.json").write_text('{"target": "python3.12/x86_64"}')
    return pytester


def test_marker_and_arguments_decide(project: pytest.Pytester) -> None:
    project.makepyfile("""
        import pytest

        pytestmark = pytest.mark.lamella_layers("one.zip")

        def test_module(lamella_function, opened):
            one = lamella_function("code", "app.handler")
            assert one.layers == ["one.zip"]
            assert str(one.function.target) == "python3.12/x86_64"
            assert one.function.code.name == "code" and one.function.code.is_absolute()
            assert (one.function.memory_mb, one.function.timeout_s) == (512, 30.0)
            two = lamella_function("code", "app.handler", layers=["two.zip"], environ={"A": "b"}, network=True)
            assert two.layers == ["two.zip"] and two.function.environ == {"A": "b"}
            assert two.settings["rules"].network
            assert opened == [one, two]

        @pytest.mark.lamella_layers("two.zip", "one.zip")
        def test_nearest(lamella_function, opened):
            assert opened == []
            assert lamella_function("code", "app.handler", runtime="python3.11").layers == ["two.zip", "one.zip"]
    """)
    project.runpytest_subprocess().assert_outcomes(passed=2)


def test_a_missing_layer_is_an_error_that_says_so(project: pytest.Pytester) -> None:
    project.makepyfile("""
        import pytest

        @pytest.mark.lamella_layers("three.zip")
        def test_it(lamella_function):
            lamella_function("code", "app.handler")
    """)
    result = project.runpytest_subprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*UsageError: there is no zip three.zip"])


def test_the_marker_is_documented(project: pytest.Pytester) -> None:
    project.runpytest_subprocess("--markers").stdout.fnmatch_lines(["@pytest.mark.lamella_layers(*layers): *"])


def test_loading_it_imports_nothing_heavy() -> None:
    script = (
        "import sys, pytest; before = set(sys.modules); import lamella.pytest_plugin; "
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {name for name in done.stdout.split() if not name.startswith("lamella")} == set()
    assert set(done.stdout.split()) == {"lamella", "lamella.pytest_plugin", "lamella.version"}


def test_it_is_an_entry_point() -> None:
    project = (Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8")
    assert '[project.entry-points.pytest11]\nlamella = "lamella.pytest_plugin"\n' in project
