import pytest

from lamella.build.wheels import best_wheel, platforms
from lamella.model.target import Target


@pytest.mark.parametrize(
    ("target", "filenames", "expected"),
    [
        ("python3.12/x86_64", ["p-1-py3-none-any.whl"], 0),
        ("python3.12/x86_64", ["p-1-cp312-cp312-manylinux_2_17_x86_64.whl", "p-1-py3-none-any.whl"], 0),
        ("python3.12/x86_64", ["p-1-cp312-cp312-manylinux_2_35_x86_64.whl"], None),
        ("python3.12/x86_64", ["p-1-cp312-cp312-manylinux_2_34_x86_64.whl"], 0),
        ("python3.11/x86_64", ["p-1-cp311-cp311-manylinux_2_28_x86_64.whl"], None),
        ("python3.11/x86_64", ["p-1-cp311-cp311-manylinux_2_26_x86_64.manylinux_2_28_x86_64.whl"], 0),
        ("python3.11/arm64", ["p-1-cp311-cp311-manylinux_2_24_aarch64.whl"], 0),
        ("python3.12/arm64", ["p-1-cp312-cp312-manylinux_2_17_x86_64.whl"], None),
        ("python3.13/x86_64", ["p-1-cp39-abi3-manylinux2014_x86_64.whl"], 0),
        ("python3.13/x86_64", ["p-1-cp313-cp313t-manylinux2014_x86_64.whl"], None),
        ("python3.12/x86_64", ["p-1-cp312-cp312-musllinux_1_2_x86_64.whl"], None),
        ("python3.12/x86_64", ["p-1-py3-none-manylinux1_x86_64.whl", "p-1-cp312-abi3-manylinux1_x86_64.whl"], 1),
        ("python3.12/x86_64", ["p-1-1-py3-none-any.whl", "p-1-2-py3-none-any.whl"], 1),
        ("python3.12/x86_64", ["not a wheel"], None),
    ],
)
def test_best_wheel(target: str, filenames: list[str], expected: int | None) -> None:
    found = best_wheel(filenames, Target.parse(target))
    assert found == (None if expected is None else filenames[expected])
    assert best_wheel(reversed(filenames), Target.parse(target)) == found


def test_platforms_stop_at_the_runtimes_glibc() -> None:
    assert platforms(Target.parse("python3.11/x86_64"))[0] == "manylinux_2_26_x86_64"
    assert platforms(Target.parse("python3.12/arm64"))[0] == "manylinux_2_34_aarch64"
    assert "manylinux2014_aarch64" in platforms(Target.parse("python3.12/arm64"))
