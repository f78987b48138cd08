import base64
import hashlib
import json
import re
import struct
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from lamella.archive.inspect import inspect
from lamella.archive.scan import Layer
from lamella.render.treemap import KINDS, tree, treemap_page

LayerOf = Callable[..., Layer]
ELF = b"\x7fELF\x02\x01" + bytes(10) + struct.pack("<2H", 3, 62)

HOSTILE = (
    "python/</script><script>alert(1)</script>.py",
    'python/"><img src=x onerror=alert(1)>.py',
    "python/<!--<script>.py",
    "python/{{style}}&amp;'.py",
    "python/__proto__",
)


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags:
            self.inside.setdefault(self.tags[-1][0], []).append(data)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    document: dict[str, Any] = json.loads(found.group(1))
    return document


def leaves(node: list[Any]) -> list[str]:
    if not isinstance(node[1], list):
        return [node[0]]
    return [name for below in node[1] for name in leaves(below)]


def test_hostile_names_stay_text(layer_of: LayerOf) -> None:
    label = "<b>x</b>'\".zip"
    files = dict.fromkeys(HOSTILE, "content") | {"python/<i>-1.dist-info/METADATA": "Name: <i>\nVersion: <i>\n"}
    text = treemap_page(inspect([layer_of(files, label)]))
    plain = treemap_page(inspect([layer_of({"python/a.py": "", "python/a-1.dist-info/METADATA": ""})]))
    page, expected = Page(text), Page(plain)
    assert [tag for tag, _ in page.tags if tag in {"b", "i", "img"}] == []
    assert page.count("script") == expected.count("script") == 2
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    document = data_of(text)
    assert document["tree"][0] == label.rpartition("/")[2]
    assert set(leaves(document["tree"])) >= {name.rpartition("/")[2] for name in HOSTILE}


def test_the_page_loads_nothing(layer_of: LayerOf) -> None:
    text = treemap_page(inspect([layer_of({"python/a.py": "x"})]))
    assert re.findall(r"https?:|//[a-z]|@import|url\(|<link|<img|<iframe|srcset|fetch\(|XMLHttpRequest", text) == []
    assert not any({"src", "href", "style"} & set(attributes) for _, attributes in Page(text).tags)


def test_the_policy_names_the_script_and_the_style(layer_of: LayerOf) -> None:
    text = treemap_page(inspect([layer_of({"python/a.py": "x"})]))
    policy = next(attributes["content"] or "" for tag, attributes in Page(text).tags if "http-equiv" in attributes)
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none';")
    for tag in ("style", "script"):
        body = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(body) == 1
        digest = base64.b64encode(hashlib.sha256(body[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_every_placeholder_is_filled(layer_of: LayerOf) -> None:
    text = treemap_page(inspect([layer_of({"python/a.py": "x"})]))
    assert re.findall(r"\{\{\w*\}\}", text) == []


def test_tree(layer_of: LayerOf) -> None:
    layer = layer_of(
        {
            "python/a-1.dist-info/RECORD": "a/__init__.py,,\na/c.so,,\n",
            "python/a/__init__.py": "xx",
            "python/a/__init__.pyc": "",
            "python/a/c.so": ELF,
            "bin/tool": "t",
        }
    )
    found = inspect([layer])
    zipped = {each.path: each.file.entry.zipped_bytes for each in found.merged.everything}
    kind = KINDS.index
    assert tree(found, "layer") == [
        "layer",
        [
            ["(no package)", [["bin", [["tool", 1, zipped["bin/tool"], kind("data")]]]]],
            [
                "a 1",
                [
                    [
                        "a-1.dist-info",
                        [["RECORD", 25, zipped["python/a-1.dist-info/RECORD"], kind("package metadata")]],
                    ],
                    [
                        "a",
                        [
                            ["__init__.py", 2, zipped["python/a/__init__.py"], kind("Python source")],
                            ["__init__.pyc", 0, zipped["python/a/__init__.pyc"], kind("bytecode")],
                            ["c.so", 20, zipped["python/a/c.so"], kind("native code")],
                        ],
                    ],
                ],
            ],
        ],
    ]


def test_layers_come_above_packages_and_replaced_files_are_marked(layer_of: LayerOf) -> None:
    found = inspect([layer_of({"python/a.py": "x"}, "one.zip"), layer_of({"python/a.py": "y"}, "two.zip")])
    document = data_of(treemap_page(found))
    assert document["package_depth"] == 2
    first, second = document["tree"][1]
    assert (first[0], second[0]) == ("1. one.zip", "2. two.zip")
    assert first[1][0][1][0][1][0][4:] == [1]
    assert second[1][0][1][0][1][0][4:] == []


@pytest.mark.parametrize("layers", [1, 2])
def test_every_row_has_every_column(layer_of: LayerOf, layers: int) -> None:
    page = Page(treemap_page(inspect([layer_of({"python/a.py": "x"})] * layers)))
    assert page.count("td") == page.count("th") * layers
