import pytest

from lamella.build.resolution import (
    choose,
    install_requirements,
    packages_without_wheels,
    parse_pylock,
    resolver_platforms,
)
from lamella.errors import ResolveError
from lamella.model.package import Artifact
from lamella.model.target import Target

PYLOCK = """
lock-version = "1.0"
[[packages]]
name = "six"
version = "1.17.0"
wheels = [{ url = "https://user:pw@files.example/six-1.17.0-py2.py3-none-any.whl", hashes = { sha256 = "aa" } }]
[[packages]]
name = "ebooklib"
version = "0.18"
sdist = { url = "https://files.example/EbookLib-0.18.tar.gz", hashes = { sha256 = "bb" } }
[[packages]]
name = "new"
version = "1"
wheels = [{ url = "https://files.example/new-1-cp311-cp311-manylinux_2_28_x86_64.whl", hashes = { sha256 = "cc" } }]
[[packages]]
name = "direct"
version = "2"
archive = { url = "https://tok@files.example/direct-2-py3-none-any.whl?x=1", hashes = { sha256 = "dd" } }
[[packages]]
name = "branch"
vcs = { type = "git", url = "https://tok@git.example/branch", commit-id = "abc" }
"""


def test_releases_come_without_addresses_and_credentials() -> None:
    releases, unfit = choose(parse_pylock(PYLOCK), Target.parse("python3.11/x86_64"), {"files.example": "own"})
    assert [it.origin for it in releases] == ["branch==", "direct==2", "ebooklib==0.18", "six==1.17.0"]
    by_name = {it.name: it for it in releases}
    assert by_name["ebooklib"].artifact is Artifact.SDIST
    assert by_name["six"].index == "own"
    assert by_name["direct"].reference == "https://files.example/direct-2-py3-none-any.whl?x=1"
    assert by_name["branch"].reference == "git+https://git.example/branch@abc"
    assert [it.name for it in unfit] == ["new"]
    assert "tok" not in repr(releases)
    assert "pw@" not in repr(releases)


def test_install_requirements_are_exact() -> None:
    releases, _ = choose(parse_pylock(PYLOCK), Target.parse("python3.11/x86_64"), {})
    assert install_requirements(releases).splitlines() == [
        "branch @ git+https://git.example/branch@abc",
        "direct @ https://files.example/direct-2-py3-none-any.whl?x=1#sha256=dd",
        "ebooklib==0.18 --hash=sha256:bb",
        "six==1.17.0 --hash=sha256:aa",
    ]


@pytest.mark.parametrize(
    "text", ["not toml [", "[[packages]]\nversion = '1'\n", "[[packages]]\nname='a'\nwheels=[1]\n"]
)
def test_unreadable_output_is_a_typed_error(text: str) -> None:
    with pytest.raises(ResolveError, match="could not be read"):
        parse_pylock(text)


def test_packages_without_wheels_are_found_in_uvs_words() -> None:
    stderr = (
        "error: No solution found when resolving dependencies\n  cause: Because ebooklib==0.18 has no usable wheels "
        "and you require ebooklib==0.18, we can conclude that your requirements are unsatisfiable.\n\nhint: Wheels are "
        "required for `docopt` because building from source is disabled for all packages (i.e., with `--no-build`)"
    )
    assert packages_without_wheels(stderr) == {"ebooklib", "docopt"}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("python3.12/x86_64", ("x86_64-manylinux_2_34",)),
        ("python3.11/arm64", ("aarch64-manylinux_2_28", "aarch64-manylinux_2_17")),
    ],
)
def test_resolver_platforms(target: str, expected: tuple[str, ...]) -> None:
    assert resolver_platforms(Target.parse(target)) == expected
