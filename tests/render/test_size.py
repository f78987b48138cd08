import pytest

from lamella.render.size import change, many, size


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [
        (None, "-"),
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.00 kB"),
        (12_345, "12.3 kB"),
        (99_949, "99.9 kB"),
        (99_960, "100 kB"),
        (999_499, "999 kB"),
        (999_600, "1.00 MB"),
        (262_144_000, "262 MB"),
        (5_000_000_000_000, "5000 GB"),
        (-1500, "-1.50 kB"),
    ],
)
def test_size(size_bytes: int | None, text: str) -> None:
    assert size(size_bytes) == text


@pytest.mark.parametrize(("size_bytes", "text"), [(0, "0 B"), (1500, "+1.50 kB"), (-1500, "-1.50 kB"), (None, "-")])
def test_change(size_bytes: int | None, text: str) -> None:
    assert change(size_bytes) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0 files"), (1, "1 file"), (1200, "1,200 files")])
def test_many(count: int, text: str) -> None:
    assert many(count, "file") == text
