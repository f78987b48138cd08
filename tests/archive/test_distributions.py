from collections.abc import Callable

import pytest

from lamella.archive.distributions import EntryPoint, distributions, owners
from lamella.archive.scan import Layer

LayerOf = Callable[..., Layer]

METADATA = "Metadata-Version: 2.1\nName: Foo_Bar\nVersion: 1.2\n\nName: not this one\n"


def owner_names(layer: Layer) -> dict[str, str]:
    return {path: owner.name for path, owner in owners(layer, distributions(layer)).items()}


def test_a_distribution_is_read(layer_of: LayerOf) -> None:
    layer = layer_of(
        {
            "python/foo.pyc": "",
            "python/a,b.py": "",
            "python/bin/foo": "",
            "etc/passwd": "",
            "python/Foo_Bar-1.2.dist-info/METADATA": METADATA,
            "python/Foo_Bar-1.2.dist-info/RECORD": 'foo.py,sha256=x,3\n"a,b.py",,\n../../bin/foo,,\n/etc/passwd,,\n',
            "python/Foo_Bar-1.2.dist-info/entry_points.txt": (
                "# comment\n[console_scripts]\nfoo = foo:main\n; other\nno group sign\n\n[x.y]\nz=foo:z [extra]\n"
            ),
            "python/Foo_Bar-1.2.dist-info/top_level.txt": "foo\nnot a name!\n",
        }
    )
    (found,) = distributions(layer)
    assert (found.name, found.version, found.root) == ("foo-bar", "1.2", "python")
    assert found.recorded == {"python/foo.py", "python/a,b.py", "python/bin/foo"}
    assert found.entry_points == (EntryPoint("console_scripts", "foo"), EntryPoint("x.y", "z"))


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ("", ("foo", "3.1")),
        ("Name: <script>\nVersion: 9\n", ("foo", "9")),
        ("Name: bar\nVersion: \x1b[31m\n", ("bar", "3.1")),
        ("Name: bar\nVersion: 2\nName: baz\n", ("bar", "2")),
        ("Summary: x\n\nName: bar\n", ("foo", "3.1")),
        (b"\xff\xfe\x00", ("foo", "3.1")),
    ],
)
def test_names_that_cannot_be_trusted(layer_of: LayerOf, metadata: str | bytes, expected: tuple[str, str]) -> None:
    (found,) = distributions(layer_of({"python/foo-3.1.dist-info/METADATA": metadata}))
    assert (found.name, found.version) == expected


@pytest.mark.parametrize(
    ("paths", "infos"),
    [
        (["python/a-1.dist-info/METADATA"], ["python/a-1.dist-info"]),
        (
            ["python/lib/python3.12/site-packages/a-1.dist-info/RECORD"],
            ["python/lib/python3.12/site-packages/a-1.dist-info"],
        ),
        (["python/setuptools/_vendor/a-1.dist-info/METADATA"], []),
        (["a-1.dist-info/METADATA", "a/__init__.py"], ["a-1.dist-info"]),
        (["python/x.py", "a-1.dist-info/METADATA"], []),
        (["python/a.egg-info/PKG-INFO"], ["python/a.egg-info"]),
    ],
)
def test_where_distributions_lie(layer_of: LayerOf, paths: list[str], infos: list[str]) -> None:
    assert [each.info for each in distributions(layer_of(dict.fromkeys(paths, "")))] == infos


def test_files_belong_to_the_package_that_records_them(layer_of: LayerOf) -> None:
    record_a = "a/__init__.py,,\na/b.py,,\nns/one/x.py,,\na-1.dist-info/RECORD,,\n../../bin/a,,\n"
    record_b = "b.py,,\nns/two/y.py,,\nb.libs/z.so,,\n"
    layer = layer_of(
        {
            "python/a-1.dist-info/RECORD": record_a,
            "python/a-1.dist-info/INSTALLER": "",
            "python/b-2.dist-info/RECORD": record_b,
            "python/a/__init__.py": "",
            "python/a/__pycache__/b.cpython-312.pyc": "",
            "python/a/unlisted/data.txt": "",
            "python/b.pyc": "",
            "python/b.libs/z.so": "",
            "python/ns/one/x.py": "",
            "python/ns/one/extra.txt": "",
            "python/ns/two/y.py": "",
            "python/ns/lost.txt": "",
            "python/bin/a": "",
            "python/c.py": "",
            "README": "",
        }
    )
    assert owner_names(layer) == {
        "python/a-1.dist-info/RECORD": "a",
        "python/a-1.dist-info/INSTALLER": "a",
        "python/b-2.dist-info/RECORD": "b",
        "python/a/__init__.py": "a",
        "python/a/__pycache__/b.cpython-312.pyc": "a",
        "python/a/unlisted/data.txt": "a",
        "python/b.pyc": "b",
        "python/b.libs/z.so": "b",
        "python/ns/one/x.py": "a",
        "python/ns/one/extra.txt": "a",
        "python/ns/two/y.py": "b",
        "python/bin/a": "a",
    }


@pytest.mark.parametrize("record", [None, "a" * 200_000, '"unclosed\0'])
def test_without_a_record_the_module_names_count(layer_of: LayerOf, record: str | None) -> None:
    files: dict[str, str | bytes] = {
        "python/Foo-1.dist-info/METADATA": "Name: Foo\nVersion: 1\n",
        "python/Foo-1.dist-info/top_level.txt": "foo\n_foo\n",
        "python/foo/x.py": "",
        "python/_foo.py": "",
        "python/bar.py": "",
    }
    if record is not None:
        files["python/Foo-1.dist-info/RECORD"] = record
    found = owner_names(layer_of(files))
    assert found["python/Foo-1.dist-info/METADATA"] == "foo"
    assert "python/bar.py" not in found
    if record is None:
        assert found["python/foo/x.py"] == found["python/_foo.py"] == "foo"
