from collections.abc import Callable

from lamella.archive.inspect import inspect
from lamella.archive.inspection import Package
from lamella.archive.minor import Guess
from lamella.archive.scan import Layer
from lamella.model.target import Target

LayerOf = Callable[..., Layer]


def test_packages_are_summed_up_by_layer(layer_of: LayerOf) -> None:
    info = "python/a-1.dist-info"
    first = layer_of({f"{info}/RECORD": "a.py,,\n", "python/a.py": "x" * 100, "python/loose.py": "y"})
    second = layer_of({f"{info}/RECORD": "a.py,,\n", "python/a.py": "x" * 50})
    found = inspect([first, second])
    zipped = [each.file.entry.zipped_bytes or 0 for each in found.merged.everything]
    assert found.packages == (
        Package("a", "1", 0, "python", 2, 107, sum(zipped[0:2]), taken=False),
        Package("", "", 0, "", 1, 1, zipped[2]),
        Package("a", "1", 1, "python", 2, 57, sum(zipped[3:5])),
    )
    assert found.size_bytes == 165
    assert sum(each.size_bytes for each in found.packages) == found.size_bytes


def test_a_distribution_without_files_of_its_own_is_listed(layer_of: LayerOf) -> None:
    found = inspect([layer_of({"python/a-1.dist-info/METADATA": ""})])
    assert [(each.name, each.files, each.size_bytes) for each in found.packages] == [("a", 1, 0)]


def test_the_target_overrides_what_the_files_say(layer_of: LayerOf) -> None:
    layer = layer_of({"python/a.cpython-312-x86_64-linux-gnu.so": ""})
    assert inspect([layer]).python == Guess((3, 12), "1 of 1 extension modules")
    assert inspect([layer], Target.parse("python3.13/x86_64")).python == Guess((3, 13), "--target")
