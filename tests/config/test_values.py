import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamella.config.keypath import KeyPath
from lamella.config.values import (
    distributions_of,
    globs_of,
    hold_layer_name,
    include_of,
    name_template_of,
    size_bytes,
    targets_of,
)
from lamella.errors import ConfigError, UsageError
from lamella.model.layer import Include

WHERE = KeyPath("lamella.toml", ("key",))


@pytest.mark.parametrize(
    ("value", "size"),
    [
        (1, 1),
        (20_000_000, 20_000_000),
        ("1 B", 1),
        ("20 MB", 20_000_000),
        ("20MB", 20_000_000),
        ("1.5 kB", 1_500),
        ("3 KB", 3_000),
        ("2 GB", 2_000_000_000),
        ("1 KiB", 1_024),
        ("1 kiB", 1_024),
        ("64 MiB", 67_108_864),
        ("0.5 GiB", 536_870_912),
    ],
)
def test_sizes(value: int | str, size: int) -> None:
    assert size_bytes(value, WHERE) == size


@pytest.mark.parametrize(
    "value", [0, -1, "", "20", "20 mb", "20 M", "-1 MB", "0 MB", "0.0001 kB", "1e3 B", " 1 B", "\u0661 B"]
)
def test_texts_that_are_no_size(value: int | str) -> None:
    with pytest.raises(ConfigError, match=r"lamella\.toml: key is wrong") as caught:
        size_bytes(value, WHERE)
    assert '"20 MB"' in caught.value.why


@given(st.integers(1, 10**12))
def test_a_number_of_bytes_is_itself_in_every_form(size: int) -> None:
    assert size_bytes(size, WHERE) == size_bytes(f"{size} B", WHERE) == size
    assert size_bytes(f"{size} MiB", WHERE) == size << 20


@pytest.mark.parametrize(
    ("texts", "place", "why", "hint"),
    [
        (["pyhton3.12/x86_64"], "key[0]", "unknown runtime", "did you mean `python3.12`?"),
        (["python3.12/arm64", "python3.12/x86"], "key[1]", "unknown architecture", "did you mean `x86_64`?"),
        (["python3.12"], "key[0]", "not a target", "python3.12/x86_64"),
        (["python3.12/arm64", "python3.12/arm64"], "key[1]", "twice", "remove one"),
    ],
)
def test_targets_that_are_wrong(texts: list[str], place: str, why: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        targets_of(texts, WHERE)
    assert caught.value.what == f"lamella.toml: {place} is wrong"
    assert why in caught.value.why
    assert hint in caught.value.hint


def test_targets_keep_their_order() -> None:
    texts = ("python3.13/arm64", "python3.12/x86_64")
    assert tuple(map(str, targets_of(texts, WHERE))) == texts


OUTSIDE = ["/python/x", "../x", "python/../../x", "python/..", "a\\b", "a//b", "./a", "a/./b", "a\0b", "", "."]


@pytest.mark.parametrize("path", OUTSIDE)
def test_globs_stay_inside_opt(path: str) -> None:
    with pytest.raises(ConfigError, match=r"lamella\.toml: key\[1\] is wrong"):
        globs_of(["python/**", path], WHERE)


@pytest.mark.parametrize("path", OUTSIDE)
def test_includes_stay_inside_opt(path: str) -> None:
    with pytest.raises(ConfigError, match=r"lamella\.toml: key\.to is wrong"):
        include_of("src", path, WHERE)


def test_an_include_loses_its_trailing_slash() -> None:
    assert include_of("../shared", "python/shared/", WHERE) == Include("../shared", "python/shared")


def test_globs_that_hold_dots_are_fine() -> None:
    assert globs_of(["python/a..b/*.so.1", "**/..c"], WHERE) == ("python/a..b/*.so.1", "**/..c")


def test_names_are_normalised_and_each_is_there_once() -> None:
    assert distributions_of(["Boto3", "typing_extensions", "boto3", "zope.Interface"]) == (
        "boto3",
        "typing-extensions",
        "zope-interface",
    )


@pytest.mark.parametrize(
    "text",
    ["{layer}", "a-{layer}_{environment}", "{environment}{layer}{layer}", "{env}-{layer}-{runtime}-{architecture}"],
)
def test_templates(text: str) -> None:
    assert name_template_of(text, WHERE) == text


@pytest.mark.parametrize(
    "text",
    [
        "data",
        "{environment}",
        "{layer",
        "{layer}{stage}",
        "{layer:>9}",
        "{layer!r}",
        "{layer.x}",
        "{} {layer}",
        "{{{layer}",
    ],
)
def test_templates_that_are_wrong(text: str) -> None:
    with pytest.raises(ConfigError, match=r"lamella\.toml: key is wrong"):
        name_template_of(text, WHERE)


@pytest.mark.parametrize("name", ["", "a b", "a.b", "x" * 141, "data\n", "dätä"])
def test_names_that_lambda_does_not_take(name: str) -> None:
    with pytest.raises(UsageError, match="is not a name for a layer"):
        hold_layer_name(name)


@pytest.mark.parametrize("name", ["d", "Data_1-x", "x" * 140])
def test_names_that_lambda_takes(name: str) -> None:
    hold_layer_name(name)
