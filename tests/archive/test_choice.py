from collections.abc import Callable

from lamella.archive.choice import Choice, Copy, Subject, choices, roots_in_order
from lamella.archive.merge import merge
from lamella.archive.scan import Layer

LayerOf = Callable[..., Layer]
PY312 = (3, 12)
SITE = "python/lib/python3.12/site-packages"


def dist(name: str, version: str, *files: str, root: str = "python") -> dict[str, str]:
    info = f"{root}/{name}-{version}.dist-info"
    record = "".join(f"{file},,\n" for file in files)
    return {f"{info}/RECORD": record} | {f"{root}/{file}": version for file in files}


def found(*layers: Layer) -> dict[tuple[Subject, str], Choice]:
    return {(each.subject, each.name): each for each in choices(merge(layers), PY312)}


def test_one_layer_needs_no_choice(layer_of: LayerOf) -> None:
    assert found(layer_of(dist("a", "1", "a/__init__.py") | dist("b", "1", "b.py"))) == {}


def test_the_later_layer_wins_and_old_modules_stay(layer_of: LayerOf) -> None:
    first = layer_of(dist("a", "1", "a/__init__.py", "a/old.py", "a/data.txt"))
    second = layer_of(dist("a", "2", "a/__init__.py"))
    winner, loser = Copy(1, "python", "a 2"), Copy(0, "python", "a 1")
    assert found(first, second) == {
        (Subject.MODULE, "a"): Choice(Subject.MODULE, "a", winner, (loser,), mixed_modules=1),
        (Subject.DISTRIBUTION, "a"): Choice(Subject.DISTRIBUTION, "a", winner, (loser,), ambiguous=True),
    }


def test_site_packages_wins_whatever_the_order(layer_of: LayerOf) -> None:
    first = layer_of(dist("a", "1", "a.py", root=SITE))
    second = layer_of(dist("a", "2", "a.py"))
    winner, loser = Copy(0, SITE, "a 1"), Copy(1, "python", "a 2")
    assert found(first, second) == {
        (Subject.MODULE, "a"): Choice(Subject.MODULE, "a", winner, (loser,)),
        (Subject.DISTRIBUTION, "a"): Choice(Subject.DISTRIBUTION, "a", winner, (loser,)),
    }


def test_two_dist_info_of_one_layer_are_ambiguous(layer_of: LayerOf) -> None:
    both = found(layer_of(dist("a", "1", "a.py") | dist("a", "2", "a.py")))
    assert both[Subject.DISTRIBUTION, "a"].ambiguous
    assert (Subject.MODULE, "a") not in both


def test_portions_of_a_namespace_are_no_copies(layer_of: LayerOf) -> None:
    assert found(layer_of({"python/ns/a.py": ""}), layer_of({"python/ns/b.py": ""})) == {}


def test_a_regular_package_beats_a_namespace(layer_of: LayerOf) -> None:
    (choice,) = found(layer_of({"python/a/__init__.py": ""}), layer_of({"python/a/b.py": ""})).values()
    assert choice.winner == Copy(0, "python", "")
    assert choice.mixed_modules == 1


def test_modules_of_another_minor_are_none(layer_of: LayerOf) -> None:
    first = layer_of({"python/a.cpython-311-x86_64-linux-gnu.so": ""})
    second = layer_of({"python/a.py": "", "python/lib/python3.11/site-packages/a.py": ""})
    assert found(first, second) == {}


def test_roots_in_order() -> None:
    paths = ["python/a.py", "python/lib/python3.11/site-packages/b.py"]
    assert roots_in_order(paths, PY312) == (SITE, "python")
    assert roots_in_order(paths, None) == ("python/lib/python3.11/site-packages", "python")
    assert roots_in_order(["a.py"], PY312) == ("",)
