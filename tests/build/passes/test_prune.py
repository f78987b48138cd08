"""Tests of lamella.build.passes.prune on made-up packages: each rule, and what keeps a file although a rule met it."""

from collections.abc import Mapping

import pytest

from lamella.build.passes import prune
from lamella.model.layer import Slim, Slimming
from units import removed, unit

DEFAULT = Slimming()
TEST = "import pytest\ndef test_a(): pass\n"
SCRIPT = "#!/home/me/.venv/bin/python\nprint(1)\n"
PACKAGE = {"python/a/__init__.py": "", "python/a/core.py": ""}


def left(
    files: Mapping[str, str | bytes], foreign: frozenset[str] = frozenset(), target: str = "python3.12/x86_64"
) -> set[str]:
    """Return what is left of the files, without `python/`."""
    found = unit({f"python/{path}": content for path, content in files.items()}, target)
    return {path.removeprefix("python/") for path in prune.apply(found.tree, found, DEFAULT, foreign).tree.paths()}


@pytest.mark.parametrize(
    ("path", "content", "rule"),
    [
        ("python/a/__pycache__/core.cpython-312.pyc", "", "pycache"),
        ("python/a/__pycache__/core.x.nbc", "", "pycache"),
        ("python/a/core.pyc", "", "stale-bytecode"),
        ("python/a/legacy.pyc", "", None),
        ("python/bin/tool", SCRIPT, "scripts"),
        ("python/lib/python3.12/site-packages/bin/tool", SCRIPT, "scripts"),
        ("python/bin/native", "\x7fELF", None),
        ("python/bin/tool.sh", "#!/bin/sh\n", None),
        ("bin/tool", SCRIPT, None),
        ("python/bin/tool.bat", "", "windows-programs"),
        ("python/share/man/man1/a.1", "", "shared-documents"),
        ("python/share/doc/a/index.html", "", "shared-documents"),
        ("python/share/proj/proj.db", "", None),
        ("python/share/jupyter/labextensions/a/x.js", "", "jupyter"),
        ("python/share/jupyter/nbconvert/templates/x.tpl", "", None),
        ("python/etc/jupyter/x.json", "", "jupyter"),
        ("python/a/labextension/static/x.js", "", "jupyter"),
        ("python/a/core.pyi", "", "stubs"),
        ("python/a/py.typed", "", "stubs"),
        ("python/a/tests/x.csv", "", "tests"),
        ("python/a/_tests/x.py", "", "tests"),
        ("python/a/SelfTest/x.py", "", "tests"),
        ("python/tests/x.py", "", "tests"),
        ("python/a/testing/x.py", "", None),
        ("python/a/testing/test_x.py", TEST, None),
        ("python/a/tests.py", TEST, None),
        ("python/a/templates/tests/x.py", "", None),
        ("python/a/test_x.py", TEST, "test-modules"),
        ("python/a/x_test.py", TEST, "test-modules"),
        ("python/a/test_utils.py", "import unittest\nclass Case(unittest.TestCase): ...\n", None),
        ("python/a/f_test.py", "def test_equal(x): return x\n", None),
        ("python/a/conftest.py", "", "conftest"),
        ("python/a/_umath_tests.cpython-312-x86_64-linux-gnu.so", "", "test-extensions"),
        ("python/a/_test_x.cpython-312-x86_64-linux-gnu.so", "", "test-extensions"),
        ("python/a/benchmarks/bench_x.py", "", "benchmarks"),
        ("python/a/benchmarks/functions.py", "", None),
        ("python/a/docs/index.rst", "", "documents"),
        ("python/docs/conf.py", "", "documents"),
        ("python/a/examples/x.ipynb", "", "examples"),
        ("python/a/examples/x.py", "", "examples"),
        ("python/a/include/a/x.h", "", "headers"),
        ("python/a/lib/pkgconfig/a.pc", "", "headers"),
        ("python/cppyy_backend/include/x.h", "", None),
        ("python/a/lib/liba.a", "!<arch>\n", "static-libraries"),
        ("python/a/data/words.a", "apple\n", None),
        ("python/a/core.pyx", "", "extension-sources"),
        ("python/a/core.pxd", "", "extension-sources"),
        ("python/a/core.cpp", "", "extension-sources"),
        ("python/a/kernel.cu", "", None),
        ("python/a/kernel.cl", "", None),
        ("python/a/core.so.debug", "", "debug-companions"),
        ("python/a/x.cpython-312-x86_64-linux-gnu.so", "", None),
        ("python/a/x.abi3.so", "", None),
        ("python/a/x.so", "", None),
        ("python/a/x.cpython-311-x86_64-linux-gnu.so", "", "other-platforms"),
        ("python/a/x.cpython-312-aarch64-linux-gnu.so", "", "other-platforms"),
        ("python/a/x.cpython-312-darwin.so", "", "other-platforms"),
        ("python/a/x.cp312-win_amd64.pyd", "", "other-platforms"),
        ("python/a/libx.dylib", "", "other-platforms"),
        ("python/a/x.dll", "MZ", None),
        ("python/a/cli.exe", "MZ", "windows-programs"),
        ("python/a/data.exe", "text", None),
        ("python/a/static/x.js.map", "", "source-maps"),
        ("python/a/README.md", "", "readmes"),
        ("python/a/CHANGES", "", "readmes"),
        ("python/a/LICENSE.txt", "", None),
        ("python/a/NEWS.py", "", None),
        ("python/a-1.dist-info/licenses/README.md", "", None),
        ("python/a/meson.build", "", "build-files"),
        ("python/a/.gitignore", "", "build-files"),
        ("python/a/data.csv", "", None),
    ],
)
def test_rules(path: str, content: str, rule: str | None) -> None:
    found = unit({**PACKAGE, path: content})
    result = prune.apply(found.tree, found, DEFAULT)
    assert removed(result).get(path) == rule
    assert rule is None or len(result.record.reasons[rule]) > 20
    assert result.tree.paths() >= PACKAGE.keys()


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("import a.tests.x", {"tests/__init__.py", "tests/x.py"}),
        ("from a.tests import x", {"tests/__init__.py", "tests/x.py"}),
        ("from a.tests.x import thing", {"tests/__init__.py", "tests/x.py"}),
        ("from .tests.x import thing", {"tests/__init__.py", "tests/x.py"}),
        ("from . import (\n    tests,\n)", {"tests/__init__.py"}),
        ("def f():\n    from a.tests import x", {"tests/__init__.py", "tests/x.py"}),
        ("try:\n    import a.tests.x\nexcept ImportError: pass", {"tests/__init__.py", "tests/x.py"}),
        ("import_module('a.tests.x')", {"tests/__init__.py", "tests/x.py"}),
        ("load('a.tests.x:thing')", {"tests/__init__.py", "tests/x.py"}),
        ("import_module('.tests.x', __package__)", {"tests/__init__.py", "tests/x.py"}),
        ("import_module(f'{__name__}.tests.x')", {"tests/__init__.py", "tests/x.py"}),
        ("__all__ = ['tests']", {"tests/__init__.py"}),
        ("open(join(here, 'tests', 'data.csv'))", {"tests/data.csv"}),
        ("open(here / 'tests/data.csv')", {"tests/data.csv"}),
        ("open(f'{here}/tests/{name}.csv')", {"tests/data.csv", "tests/in/deep.csv"}),
        ("open(here + '/tests/%s.csv' % name)", {"tests/data.csv", "tests/in/deep.csv"}),
        ("TESTS = join(here, 'tests')", {"tests/data.csv", "tests/in/deep.csv"}),
        ("files('a.tests')", {"tests/__init__.py"}),
        ("glob(here / 'tests' / '*.csv')", {"tests/data.csv", "tests/in/deep.csv"}),
        ("'''a.tests.x explains'''", set()),
        ("# import a.tests.x", set()),
        ("if TYPE_CHECKING:\n    from a.tests.x import Thing", set()),
        ("print('see the tests for more')", set()),
        ("import other.tests.x", set()),
        ("x.tests.y()", set()),
    ],
)
@pytest.mark.parametrize("where", ["__init__.py", "core.py"])
def test_what_a_source_refers_to_stays(where: str, source: str, kept: set[str]) -> None:
    files = {"a/__init__.py": "", "a/core.py": "", f"a/{where}": source}
    tests = {"a/tests/__init__.py": "", "a/tests/x.py": "", "a/tests/data.csv": "", "a/tests/in/deep.csv": ""}
    found = left(files | tests)
    assert {path.removeprefix("a/") for path in found - files.keys()} == kept


def test_references_are_followed() -> None:
    files = {
        "a/__init__.py": "from a.tests import x",
        "a/tests/__init__.py": "",
        "a/tests/x.py": "from .sub.y import z\nopen(here / 'data' / 'x.csv')",
        "a/tests/sub/__init__.py": "",
        "a/tests/sub/y.py": "import a.b.tests.w",
        "a/b/__init__.py": "",
        "a/b/tests/__init__.py": "",
        "a/b/tests/w.py": "",
        "a/tests/data/x.csv": "",
    }
    assert left(files | {"a/tests/test_x.py": TEST, "a/tests/data/y.csv": ""}) == files.keys()


def test_kept_files_are_told_with_the_source_that_needs_them() -> None:
    found = unit(
        {"python/a/__init__.py": "from a.tests import x", "python/a/tests/x.py": "", "python/a/tests/y.py": ""}
    )
    (note,) = prune.apply(found.tree, found, DEFAULT).record.notes
    assert note == "python/a/tests/x.py stays, although tests would take it: python/a/__init__.py refers to it"


@pytest.mark.parametrize(
    ("path", "content", "kept"),
    [
        ("a/_x.cpython-312-x86_64-linux-gnu.so", b"\0\0a.tests.x\0", True),
        ("a/_x.cpython-312-x86_64-linux-gnu.so", b"\0\0b.tests.x\0", False),
        ("a-1.dist-info/entry_points.txt", b"[console_scripts]\nx = a.tests.x:main\n", True),
        ("a/settings.yaml", b"runner: a.tests.x.Runner\n", True),
        ("a/pyproject.toml", b"[tool]\nx = 'a.tests.x'\n", False),
        ("a/_pyinstaller/hook-a.py", b"hidden = ['a.tests.x']\n", False),
        ("a/setup.py", b"import a.tests.x\n", False),
    ],
)
def test_who_can_refer(path: str, content: bytes, *, kept: bool) -> None:
    tests: dict[str, str | bytes] = {"a/__init__.py": "", "a/tests/__init__.py": "", "a/tests/x.py": ""}
    assert ("a/tests/x.py" in left(tests | {path: content})) is kept


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("__getattr__, __dir__, __all__ = lazy.attach_stub(__name__, __file__)", True),
        ("spec = path.replace('.py', '.pyi')", True),
        ("'''Reads x.pyi.'''", False),
        ("x = 1  # see x.pyi", False),
    ],
)
def test_stubs_that_are_read_stay(source: str, *, kept: bool) -> None:
    files = {"a/__init__.py": source, "a/x.pyi": "", "b/__init__.py": "", "b/y.pyi": ""}
    assert left(files) - {"a/__init__.py", "b/__init__.py"} == ({"a/x.pyi"} if kept else set())


@pytest.mark.parametrize(
    ("files", "kept"),
    [
        ({"a/__init__.py": "open(here / 'README.md').read()", "a/README.md": ""}, {"a/README.md"}),
        ({"a/__init__.py": "get_data('a', 'docs/help.md')", "a/docs/help.md": ""}, {"a/docs/help.md"}),
        ({"a/__init__.py": "x = join(here, 'examples')", "a/examples/x.json": ""}, {"a/examples/x.json"}),
        ({"a/b/c.py": "x = 'templates'", "a/templates/README.md": ""}, {"a/templates/README.md"}),
        ({"a/b/c.py": "x = 'Utility'", "a/Utility/x.c": ""}, {"a/Utility/x.c"}),
        ({"a/b/c.py": "glob('*.h')", "a/b/d/x.h": "", "a/y.h": ""}, {"a/b/d/x.h"}),
        ({"a/b/c.py": "describe('README.txt', 'a.images')", "a/images/README.txt": ""}, {"a/images/README.txt"}),
        ({"a/b/c.py": "describe('README.txt')", "b/README.txt": ""}, set()),
        ({"a.py": "x = 'a_data'", "a_data/README.md": ""}, {"a_data/README.md"}),
        ({"a/__init__.py": "def get_include(): return join(here, 'include')", "a/include/x.h": ""}, set()),
        ({"a/__init__.py": "x = 'core'", "a/core/__init__.py": "", "a/core/README.md": ""}, set()),
        ({"a/docs/__init__.py": "", "a/docs/x.py": ""}, {"a/docs/x.py", "a/docs/__init__.py"}),
        ({"a/examples/__init__.py": "", "a/examples/x.csv": ""}, {"a/examples/x.csv", "a/examples/__init__.py"}),
    ],
)
def test_data_that_a_source_names_stays(files: Mapping[str, str], kept: set[str]) -> None:
    assert {path for path in left(files) if not path.endswith(".py") or path in kept} == kept


@pytest.mark.parametrize(
    ("inside", "kept"),
    [
        ({"test_a.py": TEST, "__init__.py": "", "data.csv": ""}, set()),
        ({"a_test.py": TEST, "conftest.py": "", "sub/x.txt": "", "sub/test_b.py": TEST}, set()),
        ({"test_a.py": TEST, "__init__.py": "", "client.py": ""}, {"__init__.py", "client.py"}),
        ({"test_a.py": TEST, "utils.py": "x = 'test_data'", "test_data/x.csv": ""}, {"utils.py", "test_data/x.csv"}),
        ({"signals.py": "", "x.html": ""}, {"signals.py", "x.html"}),
        ({"x.html": ""}, {"x.html"}),
        ({"__init__.py": ""}, {"__init__.py"}),
        ({"helper.py": "from a.test.test_a import x", "test_a.py": TEST}, {"helper.py", "test_a.py"}),
    ],
)
def test_a_folder_called_test_may_be_public(inside: Mapping[str, str], kept: set[str]) -> None:
    files = {"a/__init__.py": ""} | {f"a/test/{name}": content for name, content in inside.items()}
    assert {path.removeprefix("a/test/") for path in left(files) if path.startswith("a/test/")} == kept


def test_a_list_of_lazy_modules_keeps_a_module_that_looks_like_a_test() -> None:
    files = {"a/__init__.py": "submodules = ['core', 'test_tools']", "a/test_tools.py": TEST}
    assert left(files) == files.keys()


def test_a_private_script_does_not_keep_test_data_but_what_it_imports() -> None:
    script = "from a.tests import y\nout = join(here, '..', 'tests', 'data')\nif __name__ == '__main__':\n    main()\n"
    files = {"a/__init__.py": "", "a/_make/x.py": script, "a/tests/data/x.npz": "", "a/tests/y.py": ""}
    assert left(files) == {"a/__init__.py", "a/_make/x.py", "a/tests/y.py"}


def test_modules_that_another_package_needs_stay() -> None:
    files = {"a/__init__.py": "", "a/tests/__init__.py": "", "a/tests/x.py": "from . import y", "a/tests/y.py": ""}
    found = left(files | {"a/tests/z.py": ""}, frozenset({"a.tests.x.thing", "b.tests.z"}))
    assert found == files.keys()


def test_keep_wins_and_what_it_keeps_counts_as_a_source() -> None:
    files = {"python/a/tests/x.py": "from . import y", "python/a/tests/y.py": "", "python/a/tests/z.py": ""}
    found = unit(files)
    result = prune.apply(found.tree, found, Slimming(keep=("**/tests/x.py",)))
    assert set(removed(result)) == {"python/a/tests/z.py"}


@pytest.mark.parametrize("slim", list(Slim))
@pytest.mark.parametrize("path", ["python/bin/tool", "bin/tool"])
def test_a_python_script_that_stays_names_the_interpreter_on_lambda(slim: Slim, path: str) -> None:
    found = unit({path: SCRIPT})
    result = prune.apply(found.tree, found, Slimming(slim=slim, keep=("**/tool",)))
    assert found.after(result).text(path) == "#!/var/lang/bin/python3.12\nprint(1)\n"
    assert "interpreter" in result.record.reasons["first-line"]


def test_a_module_keeps_its_first_line() -> None:
    found = unit({"python/a.py": SCRIPT})
    assert prune.apply(found.tree, found, DEFAULT).tree == found.tree


def test_without_slimming_nothing_goes() -> None:
    found = unit({**PACKAGE, "python/a/tests/x.py": "", "python/a/README.md": ""})
    assert prune.apply(found.tree, found, Slimming(slim=Slim.OFF)).tree == found.tree


def test_many_names_are_found_as_few_are() -> None:
    tests: dict[str, str | bytes] = {f"a/t{number}/test_{number}.py": TEST for number in range(60)}
    files: dict[str, str | bytes] = {"a/__init__.py": "from a.t7 import test_7\nload('a.t8.test_8')", **tests}
    assert left(files) == {"a/__init__.py", "a/t7/test_7.py", "a/t8/test_8.py"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from b.tests.x import y", {"b.tests.x", "b.tests.x.y"}),
        ("from b import tests", {"b.tests"}),
        ("import b.tests.x", {"b.tests.x"}),
        ("import_module('b.tests.x')", {"b.tests.x"}),
        ("from b.test_utils import Case", {"b.test_utils", "b.test_utils.Case"}),
        ("def f():\n    from b.SelfTest import x", {"b.SelfTest", "b.SelfTest.x"}),
        ("from a.tests import x", set()),
        ("from .tests import x", set()),
        ("from b.latest import x", set()),
        ("'''from b.tests import x'''", set()),
        ("if TYPE_CHECKING:\n    from b.tests import x", set()),
    ],
)
def test_what_other_packages_must_keep(source: str, expected: set[str]) -> None:
    found = unit({"python/a/__init__.py": source})
    assert prune.foreign_references(found.tree, found) == expected


def test_a_shared_namespace_is_not_ones_own() -> None:
    found = unit({"python/google/a/__init__.py": "import google.b.tests.x\nimport google.a.tests.y"})
    assert prune.foreign_references(found.tree, found) == {"google.b.tests.x"}
