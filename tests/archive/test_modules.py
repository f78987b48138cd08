from conftest import LayerOf
from lamella.archive.modules import Named, TopLevel, modules_of, offer
from lamella.model.target import Target

TARGET = Target.parse("python3.12/x86_64")
METADATA = """\
Name: Foo.Bar
Version: 1.0
Requires-Dist: dep >=1
Requires-Dist: windows-only; sys_platform == "win32"
Requires-Dist: old ; python_version < "3.10"
Requires-Dist: click; extra == "cli"
Requires-Dist: ???
"""


def test_top_level_modules_with_their_owner_below_namespaces_and_not_in_data_folders(layer_of: LayerOf) -> None:
    layer = layer_of(
        {
            "python/foo/__init__.py": "",
            "python/foo/inner/__init__.py": "",
            "python/google/cloud/storage/__init__.py": "",
            "python/google/cloud/storage/blob.py": "",
            "python/google/one.py": "",
            "python/bin/script.py": "",
            "python/_native.cpython-312-x86_64-linux-gnu.so": "",
            "python/_other.cpython-310-x86_64-linux-gnu.so": "",
            "python/not-a-name/x.py": "",
            "python/sourceless.pyc": "",
            "python/__pycache__/foo.cpython-312.pyc": "",
            "python/lib/python3.12/site-packages/site.py": "",
            "python/lib/python3.11/site-packages/elsewhere.py": "",
            "lib/x.py": "",
            "python/foo_bar-1.0.dist-info/METADATA": METADATA,
            "python/foo_bar-1.0.dist-info/RECORD": "foo/__init__.py,,\ngoogle/one.py,,\n",
            "python/foo_bar-1.0.dist-info/entry_points.txt": "[console_scripts]\nrun = foo:main\n[group.a]\nx = foo\n",
        }
    )
    found = offer(layer, TARGET)
    assert [(each.name, each.distribution) for each in found.modules] == [
        ("_native", ""),
        ("foo", "foo-bar"),
        ("google.cloud.storage", "foo-bar"),
        ("google.one", "foo-bar"),
        ("site", ""),
        ("sourceless", ""),
    ]
    assert found.modules[1] == TopLevel("foo", "python/foo/__init__.py", "foo-bar")
    assert found.entry_points == (Named("foo-bar", "console_scripts", "run"), Named("foo-bar", "group.a", "x"))
    assert found.requires == {"foo-bar": frozenset({"dep"})}
    assert found.lacking("foo-bar") == {"dep"}
    assert found.lacking("unknown") == set()
    assert {"foo.inner", "google.cloud.storage.blob"} <= found.known


def test_the_first_root_of_sys_path_wins() -> None:
    paths = ["python/a.py", "python/lib/python3.12/site-packages/a.py"]
    assert modules_of(paths, (3, 12)) == {"a": "python/lib/python3.12/site-packages/a.py"}
