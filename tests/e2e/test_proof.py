"""Traces and proofs in real sandboxes."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lamella.model.evidence import Evidence
from lamella.model.layer import Layer, Slim, Slimming
from lamella.model.layer_test import FunctionTest, LayerTest
from lamella.model.target import Target
from lamella.run.local_sandboxes import LocalSandboxes
from lamella.run.testing.proof import SandboxProver

pytestmark = pytest.mark.e2e
TARGET = Target.parse("python3.12/x86_64")
FILES = {
    "python/shop/__init__.py": "from shop import prices\n",
    "python/shop/prices.py": (
        "import pathlib\n"
        "def price():\n"
        "    place = pathlib.Path(__file__).parent / 'prices.txt'\n"
        "    try:\n"
        "        return int(place.read_text())\n"
        "    except FileNotFoundError:\n"
        "        return 0\n"
    ),
    "python/shop/prices.txt": "7",
    "python/shop/lazy.py": "x = 1\n",
    "python/shop/unused.py": "",
    "python/shop-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: shop\nVersion: 1\n",
    "python/shop-1.dist-info/RECORD": "shop/__init__.py,,\nshop/prices.py,,\nshop/lazy.py,,\nshop/unused.py,,\n",
}
APP = """
import time, shop
def handler(event, context):
    if event == "lazy":
        from shop import lazy
        return lazy.x
    return {"price": shop.prices.price()} if event == "price" else time.time_ns()
"""
LAYER = Layer(
    "shop",
    ("./layer",),
    (TARGET,),
    slimming=Slimming(Slim.TRACED),
    test=LayerTest(("shop",), (FunctionTest("code", "app.handler", "events.json"),)),
)


def zipped(path: Path, without: str = "none") -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, text in FILES.items():
            if name != without:
                entry = zipfile.ZipInfo(name)
                entry.external_attr = 0o100644 << 16
                made.writestr(entry, text)
    return path


@pytest.fixture
def prover(tmp_path: Path, shared_cache: Path) -> Callable[[], SandboxProver]:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "app.py").write_text(APP)
    (tmp_path / "events.json").write_text('["price", "lazy", "time"]')
    sandboxes = LocalSandboxes(os.environ, shared_cache, runtime_boto3=False)
    return lambda: SandboxProver(tmp_path, os.environ, shared_cache, lambda _: sandboxes, 2)


def test_a_trace_sees_what_is_read_and_a_proof_tells_what_is_missing(
    prover: Callable[[], SandboxProver], tmp_path: Path
) -> None:
    made = prover()
    evidence = made.trace(zipped(tmp_path / "whole.zip"), LAYER, TARGET)
    assert isinstance(evidence, Evidence), evidence
    assert {"python/shop/__init__.py", "python/shop/prices.txt", "python/shop/lazy.py"} <= set(evidence.files)
    assert "python/shop/unused.py" not in evidence.files
    assert evidence.runs == (
        "import shop",
        "code app.handler: 3 events, not compared since the answers differ each time: event 3",
    )
    assert evidence.interpreter.startswith("cpython-3.12.")

    assert made.proves(zipped(tmp_path / "slim.zip", without="python/shop/unused.py"), LAYER, TARGET).failures == ()

    [lazy] = made.proves(zipped(tmp_path / "slim.zip", without="python/shop/lazy.py"), LAYER, TARGET).failures
    assert lazy.what.startswith("function code app.handler event 2: ")
    assert lazy.give_back == ("python/shop/lazy.py",)

    [silent] = made.proves(zipped(tmp_path / "slim.zip", without="python/shop/prices.txt"), LAYER, TARGET).failures
    assert "another answer than the whole layer gives: $.price is 0, expected 7" in silent.what
    assert silent.give_back == ("python/shop/prices.txt",)
