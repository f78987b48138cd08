import zipfile
from pathlib import Path

import pytest

from lamella.errors import UsageError
from lamella.model.target import Target
from lamella.run.inspect import inspect


def test_paths_are_layers_in_order(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as made:
            made.writestr("python/a.py", name)
    found = inspect([tmp_path / "one.zip", str(tmp_path / "two.zip")], Target.parse("python3.12/arm64"))
    assert found.merged.opt["python/a.py"].layer == 1
    assert [layer.origin.label for layer in found.layers] == [str(tmp_path / "one.zip"), str(tmp_path / "two.zip")]


def test_nothing_to_inspect() -> None:
    with pytest.raises(UsageError):
        inspect([])
