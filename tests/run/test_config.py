from pathlib import Path

import pytest

from lamella.config.origin import Default, InFile
from lamella.config.project import Overrides
from lamella.errors import ConfigError, UsageError
from lamella.model.target import Target
from lamella.run.config import adhoc_project, load_project, settings_here

LAYER = '[layers.data]\nsource = "requirements.txt"\ntargets = ["python3.12/x86_64"]\n'
IN_PYPROJECT = LAYER.replace("[layers", "[tool.lamella.layers")
NO_FLAGS = Overrides()


def put(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize(
    ("config", "environ", "name"),
    [
        (None, {}, "lamella.toml"),
        (Path("other.toml"), {}, "other.toml"),
        (None, {"LAMELLA_CONFIG": "other.toml"}, "other.toml"),
        (None, {"LAMELLA_CONFIG": ""}, "lamella.toml"),
        (Path("sub/pyproject.toml"), {"LAMELLA_CONFIG": "other.toml"}, "sub/pyproject.toml"),
    ],
)
def test_a_named_file_wins(tmp_path: Path, config: Path | None, environ: dict[str, str], name: str) -> None:
    put(
        tmp_path,
        {
            "lamella.toml": LAYER,
            "other.toml": LAYER,
            "requirements.txt": "",
            "sub/pyproject.toml": IN_PYPROJECT,
            "sub/requirements.txt": "",
        },
    )
    project = load_project(config, NO_FLAGS, environ, tmp_path)
    assert project.file == tmp_path / name
    assert project.root == (tmp_path / name).parent
    assert list(project.layers) == ["data"]


def test_sources_are_relative_to_the_file(tmp_path: Path) -> None:
    put(tmp_path, {"lamella.toml": LAYER, "requirements.txt": "", "a/b/x": ""})
    project = load_project(None, NO_FLAGS, {"HOME": "/h"}, tmp_path / "a/b")
    assert project.settings.out == tmp_path / "dist"
    assert project.settings.jobs >= 1
    assert project.origins["layers.data.source"] == InFile(tmp_path / "lamella.toml", "layers.data.source")
    assert project.origins["jobs"] == Default()


@pytest.mark.parametrize(
    ("config", "environ", "what"),
    [
        (Path("x.toml"), {}, "--config: x.toml is not there"),
        (Path("folder"), {}, "--config: folder is a folder"),
        (Path("/dev/null"), {}, "--config: /dev/null is not a file"),
        (Path("x" * 5000), {}, f"--config: {'x' * 5000} is not there"),
        (None, {"LAMELLA_CONFIG": "x.toml"}, "LAMELLA_CONFIG: x.toml is not there"),
        (Path("pyproject.toml"), {}, "pyproject.toml has no table [tool.lamella]"),
    ],
)
def test_a_named_file_that_does_not_serve(
    tmp_path: Path, config: Path | None, environ: dict[str, str], what: str
) -> None:
    put(tmp_path, {"folder/x": "", "pyproject.toml": "[project]"})
    with pytest.raises(ConfigError) as caught:
        load_project(config, NO_FLAGS, environ, tmp_path)
    assert caught.value.what == what


def test_no_file_says_what_to_do(tmp_path: Path) -> None:
    put(tmp_path, {".git/HEAD": ""})
    with pytest.raises(ConfigError, match=r"no lamella\.toml in") as caught:
        load_project(None, NO_FLAGS, {}, tmp_path)
    assert "lamella init" in caught.value.hint


FUNCTION = "layers.data.test.functions[0]"


def function(code: str, events: str) -> str:
    table = f'{{ code = "{code}", events = "{events}", handler = "app.handler" }}'
    return f'source = "r.txt"\ntest = {{ functions = [{table}] }}'


@pytest.mark.parametrize(
    ("lines", "what", "why"),
    [
        ('source = "reqs.txt"', "layers.data.source is wrong", 'found: "reqs.txt" (a string): it does not exist'),
        ('source = ["r.txt", "sub/reqs"]', "layers.data.source is wrong", '"sub/reqs" (a string): it does not exist'),
        (f'source = "{"x" * 5000}.txt"', "layers.data.source is wrong", "it does not exist"),
        ('source = "requests >= "', "layers.data.source is wrong", "allowed: a requirement such as"),
        ('source = ["--index-url x"]', "layers.data.source is wrong", "allowed: a requirement such as"),
        ('source = ["opt/", "r.txt"]', "layers.data.source: `opt` stands alone", "opt/, r.txt"),
        ('source = "r.txt"\ngroups = ["g"]', "layers.data.source: `groups` and `extras` need", "r.txt"),
        (
            'source = "r.txt"\ninclude = [{ from = "src", to = "python/src" }]',
            "layers.data.include[0].from is wrong",
            'found: "src" (a string): it does not exist',
        ),
        (function("f", "e.json"), f"{FUNCTION}.code is wrong", '"f" (a string): it does not exist'),
        (
            function("r.txt", "e.json"),
            "layers.data.test.functions[0].code is wrong",
            '"r.txt" (a string): it is a file',
        ),
        (
            function("opt", "e.json"),
            f"{FUNCTION}.events is wrong",
            '"e.json" (a string): it does not',
        ),
        (function("opt", "opt"), f"{FUNCTION}.events is wrong", '"opt" (a string): it is a folder'),
    ],
)
@pytest.mark.parametrize(("name", "prefix"), [("lamella.toml", ""), ("pyproject.toml", "tool.lamella.")])
def test_what_a_layer_names_must_be_there(
    tmp_path: Path, lines: str, what: str, why: str, name: str, prefix: str
) -> None:
    table = f'[{prefix}layers.data]\ntargets = ["python3.12/x86_64"]\n{lines}\n'
    put(tmp_path, {name: table, "r.txt": "", "opt/python/x.py": ""})
    with pytest.raises(ConfigError) as caught:
        load_project(None, NO_FLAGS, {}, tmp_path)
    assert caught.value.what.startswith(f"{name}: {prefix}{what}")
    assert why in caught.value.why


@pytest.mark.parametrize(
    "source",
    [
        '"opt/"',
        '"./opt"',
        '"pyproject.toml"',
        '["r.txt", "requests[socks]>=2 ; python_version > \'3\'"]',
        '"x @ https://h/x.whl"',
    ],
)
def test_sources_that_are_fine(tmp_path: Path, source: str) -> None:
    text = f'[layers.data]\ntargets = ["python3.12/x86_64"]\nsource = {source}\n'
    put(tmp_path, {"lamella.toml": text, "r.txt": "", "opt/python/x.py": "", "pyproject.toml": "[project]"})
    assert "data" in load_project(None, NO_FLAGS, {}, tmp_path).layers


def test_no_home_is_an_error_and_not_a_guess(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"lamella.toml": ""})

    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", unknown)
    with pytest.raises(ConfigError, match="the home folder is not known"):
        load_project(None, NO_FLAGS, {}, tmp_path)


def test_a_misspelt_file_is_guessed(tmp_path: Path) -> None:
    put(tmp_path, {"lamella.toml": LAYER.replace("requirements", "requirments"), "requirements.txt": ""})
    with pytest.raises(ConfigError) as caught:
        load_project(None, NO_FLAGS, {}, tmp_path)
    assert caught.value.hint == "did you mean `requirements.txt`?"


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"lamella.toml": ""})

    def denied(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(ConfigError, match=r"(?m)^lamella\.toml cannot be read$") as caught:
        load_project(None, NO_FLAGS, {}, tmp_path)
    assert caught.value.why == "Permission denied"


def test_a_layer_from_the_command_line(tmp_path: Path) -> None:
    put(tmp_path, {"requirements.txt": "", "lamella.toml": "broken"})
    flags = Overrides(targets=(Target.parse("python3.12/x86_64"),))
    project = adhoc_project(["requirements.txt"], "data", flags, {"LAMELLA_CONFIG": "x"}, tmp_path)
    assert list(project.layers) == ["data"]
    assert project.settings.out == tmp_path / "dist"


@pytest.mark.parametrize(
    ("requirements", "flags", "error", "what"),
    [
        (["x.txt"], True, ConfigError, "-r is wrong"),
        (["r.txt", "pyproject.toml"], True, ConfigError, "-r: `pyproject.toml` stands alone as a source"),
        (["r.txt"], False, UsageError, "no target is given"),
    ],
)
def test_a_command_line_that_is_wrong(
    tmp_path: Path,
    requirements: list[str],
    flags: bool,  # noqa: FBT001
    error: type[ConfigError | UsageError],
    what: str,
) -> None:
    put(tmp_path, {"r.txt": "", "pyproject.toml": "[project]"})
    overrides = Overrides(targets=(Target.parse("python3.12/x86_64"),)) if flags else NO_FLAGS
    with pytest.raises(error) as caught:
        adhoc_project(requirements, None, overrides, {}, tmp_path)
    assert caught.value.what == what


@pytest.mark.parametrize(
    ("files", "environ", "cache"),
    [
        ({}, {"HOME": "/h"}, "/h/.cache/lamella"),
        ({}, {"LAMELLA_CACHE": "/c"}, "/c"),
        ({"lamella.toml": 'cache = "/f"'}, {}, "/f"),
        ({"x.toml": 'cache = "/x"'}, {"LAMELLA_CONFIG": "x.toml"}, "/x"),
    ],
)
def test_settings_need_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], environ: dict[str, str], cache: str
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    put(tmp_path, {".git/HEAD": "", **files})
    assert settings_here(environ, tmp_path).cache == Path(cache)
