"""What stays of a layer: what was read, and what would change an answer without an error if it went."""

import pytest

from lamella.build.globs import Globs
from lamella.build.proof.decision import Decision, decide
from lamella.build.proof.ground import Ground
from lamella.build.proof.rules import STAYS, Stays
from lamella.model.evidence import Evidence
from lamella.model.layer import Slim
from units import unit

INFO = {"python/p-1.dist-info/METADATA": "Name: p", "python/p-1.dist-info/licenses/LICENSE": "MIT"}


def decided(
    files: dict[str, str],
    read: list[str],
    *,
    slim: Slim = Slim.TRACED,
    keep: list[str] | None = None,
    given_back: tuple[str, ...] = (),
    outside: dict[str, bytes] | None = None,
    twin: bool = False,
    origin: str = "p==1",
) -> Decision:
    layer = unit(files, origin=origin)
    evidence = Evidence(tuple(read), (), "", "", given_back)
    return decide(Ground(layer.tree, layer, evidence, Globs(keep or []), outside or {}, twin), slim)


def rules(decision: Decision) -> dict[str, str]:
    return {path.removeprefix("python/"): reason.rule.value for path, reason in decision.kept.items()}


def package(**modules: str) -> dict[str, str]:
    return {"python/p/__init__.py": ""} | {f"python/p/{name}.py": source for name, source in modules.items()}


READ = ["python/p/__init__.py", "python/p/a.py"]


@pytest.mark.parametrize(
    ("a", "others", "rule"),
    [
        ("", "", None),
        ("def f():\n  import p.b", "", None),
        ("def f():\n  try:\n    import p.b\n  except ImportError:\n    pass", "", "asked"),
        ("def f():\n  try:\n    from . import b\n  except Exception:\n    pass", "", "asked"),
        ("def f():\n  return find_spec('p.b')", "", "asked"),
        ("def f():\n  return import_module('.b', 'p')", "", "asked"),
        ("import pkgutil\ndef f():\n  return pkgutil.iter_modules(__path__)", "", "listed"),
    ],
)
def test_a_module_whose_absence_would_not_be_heard_of_stays(a: str, others: str, rule: str | None) -> None:
    decision = decided(package(a=a, b=others), READ)
    assert rules(decision).get("p/b.py") == rule


def test_what_stays_without_having_run_brings_what_it_imports() -> None:
    files = package(
        a="def f():\n  try:\n    import p.b\n  except ImportError:\n    pass",
        b="import p.c\ndef g():\n  import p.e",
        c="from p import d",
        d="",
        e="",
    )
    assert rules(decided(files, READ)) == {
        "p/__init__.py": "read", "p/a.py": "read", "p/b.py": "asked", "p/c.py": "imported", "p/d.py": "imported",
    }  # fmt: skip


def test_functions_ask_too() -> None:
    code = b"try:\n    import p.b\nexcept ImportError:\n    fast = False\n"
    assert rules(decided(package(b=""), ["python/p/__init__.py"], outside={"fn/app.py": code})) == {
        "p/__init__.py": "read", "p/b.py": "asked",
    }  # fmt: skip


def test_all_forms_of_a_module_stay_together() -> None:
    files = {
        "python/m.py": "",
        "python/__pycache__/m.cpython-312.pyc": "",
        "python/m.cpython-312-x86_64-linux-gnu.so": "",
        "python/n.py": "",
        "python/__pycache__/n.cpython-312.pyc": "",
    }
    native = "python/m.cpython-312-x86_64-linux-gnu.so"
    assert set(decided(files, [native]).kept) == {"python/m.py", "python/__pycache__/m.cpython-312.pyc", native}
    assert set(decided(files, ["python/__pycache__/n.cpython-312.pyc"]).kept) == {
        "python/n.py", "python/__pycache__/n.cpython-312.pyc",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("files", "path", "rule"),
    [
        (INFO, "python/p-1.dist-info/METADATA", "metadata"),
        (INFO, "python/p-1.dist-info/licenses/LICENSE", "metadata"),
        ({"bin/tool": ""}, "bin/tool", "elsewhere"),
        ({"python/boto3/__init__.py": ""}, "python/boto3/__init__.py", "shadows"),
        ({"python/asyncore.py": ""}, "python/asyncore.py", "shadows"),
        ({"python/boto3/session.py": ""}, "python/boto3/session.py", None),
        ({"python/p/data/words.txt": ""}, "python/p/data/words.txt", "named"),
        ({"python/p/other.txt": ""}, "python/p/other.txt", None),
        ({"python/tzdata/zoneinfo/UTC": ""}, "python/tzdata/zoneinfo/UTC", "named"),
        ({"python/p/x.so": "", "python/p.libs/liby.so.1": ""}, "python/p.libs/liby.so.1", None),
    ],
)
def test_other_files(files: dict[str, str], path: str, rule: str | None) -> None:
    found = decided({**package(a="open(join(here, 'data', 'words.txt'))"), **files}, READ).kept.get(path)
    assert (found and found.rule.value) == rule


def test_too_much_data_goes_and_that_is_said() -> None:
    files = {f"python/p/data/{name}/words.txt": "x" * 1_300_000 for name in "abc"}
    decision = decided({**package(a="open(join(here, 'data', name))"), **files}, [*READ, "python/p/data/a/words.txt"])
    assert "python/p/data/b/words.txt" not in decision.kept
    assert "python/p/data/a/words.txt" in decision.kept
    assert "2,600,000 bytes" in decision.notes[0]


def test_a_folder_in_which_something_stays_is_no_namespace_package() -> None:
    files = package() | {"python/p/q/__init__.py": "import p.r", "python/p/r.py": "", "python/p/q/data/w.bin": "x"}
    assert rules(decided(files, ["python/p/q/data/w.bin"])) == {
        "p/__init__.py": "package", "p/q/__init__.py": "package", "p/q/data/w.bin": "read", "p/r.py": "imported",
    }  # fmt: skip


def test_keep_brings_a_module_with_what_it_imports() -> None:
    files = package(a="", b="from p import c", c="", d="")
    assert rules(decided(files, READ, keep=["python/p/b.py"])) == {
        "p/__init__.py": "read", "p/a.py": "read", "p/b.py": "keep", "p/c.py": "imported",
    }  # fmt: skip


def test_a_package_that_is_given_back_is_whole() -> None:
    files = package(a="", b="") | {"python/p/x.bin": ""}
    assert decided(files, READ, given_back=("p==1",)).kept.keys() == files.keys()


def test_own_code_is_whole() -> None:
    files = package(a="", b="")
    assert decided(files, [], origin="include").kept.keys() == files.keys()


def test_native_code_of_the_other_architecture_stays() -> None:
    files = package(a="", b="") | {"python/p/n.so": "", "python/p.libs/x.so.1": "", "python/p/d.bin": ""}
    assert rules(decided(files, READ, twin=True)) == {
        "p/__init__.py": "read", "p/a.py": "read", "p/n.so": "native", "p.libs/x.so.1": "native",
    }  # fmt: skip


def test_compact_leaves_out_bytecode_only() -> None:
    modules = {"a": "def f():\n  import p.b", "b": "import p.c", "c": "def f():\n  import p.d", "d": "", "e": ""}
    files = package(**modules) | {"python/p/x.bin": ""}
    compiled = {f"python/p/__pycache__/{name}.cpython-312.pyc": "" for name in ("__init__", *modules)}
    kept = decided({**files, **compiled}, READ, slim=Slim.COMPACT).kept
    assert {path for path in {**files, **compiled} if path not in kept} == {
        "python/p/__pycache__/d.cpython-312.pyc", "python/p/__pycache__/e.cpython-312.pyc",
    }  # fmt: skip


def test_every_rule_is_explained() -> None:
    assert STAYS.keys() == set(Stays)
