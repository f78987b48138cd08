"""From text to a Project; the errors are what a user reads."""

from pathlib import Path

import pytest

from lamella.config.load import Machine, adhoc, load
from lamella.config.origin import Default, Flag, InFile, Origin, Variable
from lamella.config.project import Overrides, Project
from lamella.config.toml import ConfigFile
from lamella.errors import ConfigError, UsageError
from lamella.model.grant import Share, Shared
from lamella.model.layer import (
    Account,
    Budget,
    Bytecode,
    Compress,
    Environment,
    Include,
    Layer,
    Slim,
    Slimming,
)
from lamella.model.layer_test import FunctionTest, LayerTest
from lamella.model.target import Target

LINUX = Machine(Path("/w"), Path("/home/u"), "linux", 4)
MAC = Machine(Path("/w"), Path("/Users/u"), "darwin", 4)
FILE = Path("/p/lamella.toml")
NO_FLAGS = Overrides()
X86 = Target.parse("python3.12/x86_64")
ARM = Target.parse("python3.13/arm64")

MINIMAL = """
[layers.data]
source = "requirements.txt"
targets = ["python3.12/x86_64"]
"""
FULL = """
out = "build"
jobs = 3
cache = "~/lc"

[layers.data]
source = ["requirements.txt", "requests>=2"]
targets = ["python3.12/x86_64", "python3.13/arm64"]
groups = ["Lambda_Only"]
extras = ["S3"]
slim = "off"
bytecode = "only"
keep = ["python/pandas/tests/**"]
drop = ["python/pandas/io/clipboard/**"]
exclude = ["Boto3", "botocore"]
botocore_services = ["s3", "dynamodb", "s3"]
include = [{ from = "src/shared", to = "python/shared/" }]
compress = "best"
budget = { zipped = "20 MB", unzipped = "80 MiB" }
version = "1.4.0"

[layers.data.share]
accounts = ["111122223333"]
organizations = ["o-abcdefghij"]
versions = 3
public = true

[layers.data.test]
imports = ["pandas", "google.protobuf"]
max_init_ms = 900
max_memory_mb = 200
runs = 9
runtime_boto3 = "1.40"

[[layers.data.test.functions]]
code = "functions/report"
handler = "app.handler"
events = "functions/report/events.json"
memory_mb = 1024
timeout_s = 2.5
env = { TABLE = "t" }

[environments.prod]
accounts = [
  { id = "123456789012", role_arn = "arn:aws:iam::123456789012:role/deploy", external_id = "e" },
  { id = "210987654321" },
]
regions = ["eu-west-1", "us-gov-west-1"]
name_template = "{layer}-{environment}"
artifact_buckets = { eu-west-1 = "artifacts-eu" }
reference = true
channel = "beta"
state_store = "state.sqlite"
keep_copies = "s3://copies/prod"
"""


def loaded(
    text: str,
    flags: Overrides = NO_FLAGS,
    environ: dict[str, str] | None = None,
    machine: Machine = LINUX,
    path: Path = FILE,
) -> Project:
    return load(ConfigFile(path, path.name, text.encode()), flags, environ or {}, machine)


def test_every_key_of_a_layer_arrives() -> None:
    assert loaded(FULL).layers == {
        "data": Layer(
            name="data",
            source=("requirements.txt", "requests>=2"),
            targets=(X86, ARM),
            groups=("lambda-only",),
            extras=("s3",),
            slimming=Slimming(
                Slim.OFF,
                Bytecode.ONLY,
                ("python/pandas/tests/**",),
                ("python/pandas/io/clipboard/**",),
                ("s3", "dynamodb"),
            ),
            exclude=("boto3", "botocore"),
            include=(Include("src/shared", "python/shared"),),
            compress=Compress.BEST,
            budget=Budget(20_000_000, 83_886_080),
            test=LayerTest(
                ("pandas", "google.protobuf"),
                (
                    FunctionTest(
                        "functions/report", "app.handler", "functions/report/events.json", 1024, 2.5, {"TABLE": "t"}
                    ),
                ),
                900.0,
                200,
                9,
                "1.40",
            ),
            version="1.4.0",
            share=Share(("111122223333",), ("o-abcdefghij",), public=True, versions=3),
        )
    }


def test_every_key_of_an_environment_arrives() -> None:
    assert loaded(FULL).environments == {
        "prod": Environment(
            "prod",
            (
                Account("123456789012", "arn:aws:iam::123456789012:role/deploy", "e"),
                Account("210987654321"),
            ),
            ("eu-west-1", "us-gov-west-1"),
            "{layer}-{environment}",
            {"eu-west-1": "artifacts-eu"},
            reference=True,
            channel="beta",
            state_store="state.sqlite",
            keep_copies="s3://copies/prod",
        )
    }


def test_what_is_left_out_has_the_defaults_of_the_model() -> None:
    project = loaded(MINIMAL + "[environments.dev]")
    assert project.layers["data"] == Layer("data", ("requirements.txt",), (X86,))
    assert project.environments["dev"] == Environment("dev")


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("", None),
        ("[layers.data.share]", Share()),
        ("share = { versions = 'latest' }", Share(versions=Shared.LATEST)),
        ("share = { versions = 'all', accounts = ['000000000001'] }", Share(("000000000001",))),
    ],
)
def test_a_file_that_says_nothing_of_sharing_is_not_one_that_shares_with_nobody(text: str, share: Share | None) -> None:
    assert loaded(MINIMAL + text).layers["data"].share == share


def test_no_channel_is_not_the_default_channel() -> None:
    assert loaded("[environments.dev]\nchannel = ''").environments["dev"].channel == ""
    assert loaded("[environments.dev]").environments["dev"].channel == "stable"


def test_an_empty_list_of_services_is_not_the_same_as_none() -> None:
    assert loaded(MINIMAL + "botocore_services = []").layers["data"].slimming.botocore_services == ()


def test_an_empty_file_has_no_layers() -> None:
    project = loaded("")
    assert project.layers == {}
    with pytest.raises(ConfigError, match=r"/p/lamella\.toml has no layers"):
        project.select()


def test_layers_keep_the_order_of_the_file_and_are_selected_by_name() -> None:
    layer = 'source = "r.txt"\ntargets = ["python3.12/x86_64"]\n'
    project = loaded(f"[layers.b]\n{layer}[layers.a]\n{layer}[layers.c]\n{layer}")
    assert [each.name for each in project.select()] == ["b", "a", "c"]
    assert [each.name for each in project.select(["c", "b"])] == ["b", "c"]


def test_a_layer_that_is_not_there() -> None:
    with pytest.raises(UsageError) as caught:
        loaded(MINIMAL).select(["dat"])
    assert caught.value.what == "there is no layer `dat`"
    assert caught.value.hint == "did you mean `data`?"


FLAGS = Overrides((ARM,), Slim.SAFE, Bytecode.HASH, Compress.FAST, "o", 9)
ENVIRON = {
    "LAMELLA_TARGETS": "python3.10/arm64",
    "LAMELLA_SLIM": "off",
    "LAMELLA_BYTECODE": "off",
    "LAMELLA_COMPRESS": "best",
    "LAMELLA_OUT": "e",
    "LAMELLA_JOBS": "8",
}
OVERRIDABLE = ["layers.data.targets", "layers.data.slim", "layers.data.bytecode", "layers.data.compress", "out", "jobs"]


@pytest.mark.parametrize(
    ("text", "flags", "environ", "origins"),
    [
        (
            FULL,
            FLAGS,
            ENVIRON,
            [Flag(f"--{name}") for name in ("target", "slim", "bytecode", "compress", "out", "jobs")],
        ),
        (FULL, Overrides(), ENVIRON, [Variable(name) for name in ENVIRON]),
        (FULL, Overrides(), {}, [InFile(FILE, key) for key in OVERRIDABLE]),
        (MINIMAL, Overrides(), {}, [InFile(FILE, "layers.data.targets"), *[Default()] * 5]),
    ],
)
def test_origins_follow_precedence(text: str, flags: Overrides, environ: dict[str, str], origins: list[Origin]) -> None:
    project = loaded(text, flags, environ)
    assert [project.origins[key] for key in OVERRIDABLE] == origins


def test_values_follow_precedence() -> None:
    layer = loaded(FULL, FLAGS, ENVIRON).layers["data"]
    assert (layer.targets, layer.slimming.slim, layer.compress) == ((ARM,), Slim.SAFE, Compress.FAST)
    layer = loaded(FULL, Overrides(), ENVIRON).layers["data"]
    assert (str(layer.targets[0]), layer.slimming.bytecode) == ("python3.10/arm64", Bytecode.OFF)


def test_every_value_has_an_origin_and_no_origin_is_without_value() -> None:
    keys = set(loaded(FULL).origins)
    of_layer = (
        "source targets groups extras slim bytecode keep drop exclude botocore_services include compress "
        "budget.zipped budget.unzipped "
        "test.imports test.functions test.max_init_ms test.max_memory_mb test.runs test.runtime_boto3 "
        "version share.accounts share.organizations share.versions share.public check"
    )
    of_check = (
        "block review fail_on licences_allow licences_deny advisory_db advisory_max_age publishers baseline allow"
    )
    expected = {f"layers.data.{key}" for key in of_layer.split()} | {"out", "jobs", "cache"}
    of_environment = "accounts regions name_template artifact_buckets reference channel state_store keep_copies"
    of_rollout = (
        "strategy bake wait_for_data baseline max_failures patience order_by group_by freeze alarms checks smoke "
        "gates.errors gates.throttles gates.duration gates.init notify.sns notify.webhook notify.command"
    )
    expected |= {f"environments.prod.{key}" for key in of_environment.split()}
    expected |= {f"check.{key}" for key in of_check.split()}
    expected |= {f"{table}.{key}" for table in ("rollout", "environments.prod.rollout") for key in of_rollout.split()}
    assert keys == expected


def test_in_pyproject_an_origin_has_the_whole_key() -> None:
    path = Path("/p/pyproject.toml")
    project = loaded(MINIMAL.replace("[layers", "[tool.lamella.layers"), path=path)
    assert project.origins["layers.data.source"] == InFile(path, "tool.lamella.layers.data.source")
    assert project.root == Path("/p")


@pytest.mark.parametrize(
    ("text", "flags", "environ", "out"),
    [
        ("", Overrides(), {}, "/p/dist"),
        ('out = "build"', Overrides(), {}, "/p/build"),
        ('out = "/abs"', Overrides(), {}, "/abs"),
        ('out = "~/x"', Overrides(), {}, "/home/u/x"),
        ('out = "build"', Overrides(), {"LAMELLA_OUT": "e"}, "/w/e"),
        ('out = "build"', Overrides(out="f"), {"LAMELLA_OUT": "e"}, "/w/f"),
    ],
)
def test_a_folder_in_the_file_is_relative_to_it_and_any_other_to_the_working_folder(
    text: str, flags: Overrides, environ: dict[str, str], out: str
) -> None:
    assert loaded(text, flags, environ).settings.out == Path(out)


@pytest.mark.parametrize(
    ("text", "environ", "machine", "cache", "origin"),
    [
        ("", {}, LINUX, "/home/u/.cache/lamella", Default()),
        ("", {}, MAC, "/Users/u/Library/Caches/lamella", Default()),
        ("", {"XDG_CACHE_HOME": "/x"}, LINUX, "/x/lamella", Variable("XDG_CACHE_HOME")),
        ("", {"XDG_CACHE_HOME": "x"}, LINUX, "/home/u/.cache/lamella", Default()),
        ('cache = "c"', {"XDG_CACHE_HOME": "/x"}, LINUX, "/p/c", InFile(FILE, "cache")),
        ('cache = "c"', {"LAMELLA_CACHE": "v"}, MAC, "/w/v", Variable("LAMELLA_CACHE")),
        ("", {"LAMELLA_CACHE": ""}, LINUX, "/home/u/.cache/lamella", Default()),
    ],
)
def test_where_the_cache_is(text: str, environ: dict[str, str], machine: Machine, cache: str, origin: Origin) -> None:
    project = loaded(text, environ=environ, machine=machine)
    assert (project.settings.cache, project.origins["cache"]) == (Path(cache), origin)


def test_jobs_default_to_the_processors() -> None:
    assert loaded("").settings.jobs == 4


@pytest.mark.parametrize(("said", "value"), [("false", False), ("true", None), ('"1"', "1")])
def test_the_runtimes_boto3(said: str, value: object) -> None:
    test = loaded(f"{TEST}runtime_boto3 = {said}").layers["data"].test
    assert test.runtime_boto3 is value or test.runtime_boto3 == value


def test_a_function_has_the_defaults_of_the_model() -> None:
    test = loaded(HANDLED).layers["data"].test
    assert test.functions == (FunctionTest("f", "app.f", "e.json"),)
    assert (test.runs, test.max_init_ms) == (5, None)


TEST = MINIMAL + "[layers.data.test]\n"
FUNCTION = MINIMAL + '[[layers.data.test.functions]]\ncode = "f"\nevents = "e.json"\n'
HANDLED = FUNCTION + 'handler = "app.f"\n'
WITHOUT_TARGETS = '[layers.data]\nsource = "r.txt"\n'


def test_targets_may_come_from_outside_the_file() -> None:
    assert loaded(WITHOUT_TARGETS, Overrides(targets=(ARM,))).layers["data"].targets == (ARM,)


@pytest.mark.parametrize(
    ("text", "what", "why", "hint"),
    [
        (
            'slims = "off"',
            "slims is not a known key",
            "allowed here: out, jobs, cache, layers, rollout, check, environments",
            "",
        ),
        ("layer = {}", "layer is not a known key", "found: {} (a table)", "did you mean `layers`?"),
        (
            MINIMAL + 'byte_code = "hash"',
            "layers.data.byte_code is not a known key",
            'found: "hash" (a string)\nallowed in layers.data: source, targets,',
            "did you mean `bytecode`?",
        ),
        (
            MINIMAL + 'bytecode = "hashed"',
            "layers.data.bytecode is wrong",
            'found: "hashed" (a string)\nallowed: hash, only, off',
            "did you mean `hash`?",
        ),
        (MINIMAL + "bytecode = true", "layers.data.bytecode is wrong", "found: true (a boolean)\nallowed: hash,", ""),
        (WITHOUT_TARGETS, "layers.data.targets is missing", "RUNTIME/ARCHITECTURE", "--target or LAMELLA_TARGETS"),
        (
            '[layers.data]\nsource = "r.txt"\ntargets = []',
            "layers.data.targets is wrong",
            "found: [] (a list): it is empty",
            "",
        ),
        (
            '[layers.data]\nsource = "r.txt"\ntargets = ["python3.12/x86-64"]',
            "layers.data.targets[0] is wrong",
            'found: "python3.12/x86-64" (a string): unknown architecture',
            "did you mean `x86_64`?",
        ),
        ("[layers.data]", "layers.data.source is missing", "a string, or a list of strings", ""),
        (
            "[layers.data]\nsource = 1",
            "layers.data.source is wrong",
            "found: 1 (an integer)\nallowed: a string, or",
            "",
        ),
        ("[layers.data]\nsource = []", "layers.data.source is wrong", "it is empty", ""),
        ('[layers.data]\nsource = ["a.txt", ""]', "layers.data.source[1] is wrong", "not empty", ""),
        ('[layers."my data"]\nsource = "r.txt"', 'layers."my data" has a name that is not', "1 to 140 letters", ""),
        (
            MINIMAL + '[layers.Data]\nsource = "r.txt"\ntargets = ["python3.12/arm64"]',
            "layers.Data differs from layers.data only in case",
            "one file",
            "rename",
        ),
        (
            MINIMAL + 'include = [{ from = "a", to = "b" }, { from = "a", to = "../b" }]',
            "layers.data.include[1].to is wrong",
            'found: "../b" (a string): `..` leads out of /opt',
            "",
        ),
        (MINIMAL + 'include = [{ from = "a" }]', "layers.data.include[0].to is missing", "a string", ""),
        (MINIMAL + 'include = [{ form = "a", to = "b" }]', "layers.data.include[0].form is", "from, to", "`from`"),
        (MINIMAL + 'include = ["a"]', "layers.data.include[0] is wrong", "allowed: a table with from, to", ""),
        (MINIMAL + 'keep = "x"', "layers.data.keep is wrong", "allowed: a list of: a glob relative to /opt", ""),
        (MINIMAL + 'keep = ["/x"]', "layers.data.keep[0] is wrong", "it is absolute", ""),
        (MINIMAL + 'exclude = ["a b"]', "layers.data.exclude[0] is wrong", "a name of letters", ""),
        (MINIMAL + 'exclude = ["a\\n"]', "layers.data.exclude[0] is wrong", "a name of letters", ""),
        (MINIMAL + 'budget = { zipped = "20 mb" }', "layers.data.budget.zipped is wrong", '"20 MB" (10^6)', ""),
        (MINIMAL + "budget = { zipped = 0 }", "layers.data.budget.zipped is wrong", "found: 0 (an integer)", ""),
        (MINIMAL + 'budget = { zipped = "0 MB" }', "layers.data.budget.zipped is wrong", "from 1", ""),
        (MINIMAL + "budget = { ziped = 1 }", "layers.data.budget.ziped is", "zipped, unzipped", "`zipped`"),
        (MINIMAL + 'budget = "20 MB"', "layers.data.budget is wrong", "a table with zipped, unzipped", ""),
        (TEST + 'import = ["a"]', "layers.data.test.import is not", "imports, functions, max_init_ms", "`imports`"),
        (TEST + 'imports = ["a.b", "a-b"]', "layers.data.test.imports[1] is wrong", "name of a module", ""),
        (TEST + 'imports = ["a", "b", "a"]', "layers.data.test.imports[2] is wrong", "it is there twice", "remove one"),
        (TEST + "max_init_ms = 0", "layers.data.test.max_init_ms is wrong", "found: 0 (an integer)", ""),
        (TEST + "max_init_ms = nan", "layers.data.test.max_init_ms is wrong", "milliseconds above 0", ""),
        (TEST + "max_init_ms = true", "layers.data.test.max_init_ms is wrong", "found: true (a boolean)", ""),
        (TEST + "max_memory_mb = 1.5", "layers.data.test.max_memory_mb is wrong", "an integer of megabytes", ""),
        (TEST + "runs = 0", "layers.data.test.runs is wrong", "an integer from 1 to 999", ""),
        (TEST + "runtime_boto3 = 1.40", "layers.data.test.runtime_boto3 is wrong", 'such as "1.40", or false', ""),
        (TEST + 'runtime_boto3 = "new"', "layers.data.test.runtime_boto3 is wrong", 'such as "1.40", or false', ""),
        (TEST + "functions = [{}]", "layers.data.test.functions[0].code is missing", "a string", ""),
        (FUNCTION + 'handler = "app"', "layers.data.test.functions[0].handler is wrong", "MODULE.FUNCTION", ""),
        (HANDLED + "memory_mb = 64", "layers.data.test.functions[0].memory_mb is wrong", "from 128 to 10240", ""),
        (HANDLED + "timeout_s = 901", "layers.data.test.functions[0].timeout_s is wrong", "at most 900", ""),
        (HANDLED + "env = { A = 1 }", "layers.data.test.functions[0].env.A has a name", "a letter, then", ""),
        (HANDLED + "env = { AB = 1 }", "layers.data.test.functions[0].env.AB is wrong", "found: 1 (an", ""),
        ("jobs = true", "jobs is wrong", "found: true (a boolean)\nallowed: an integer from 1 to 9999", ""),
        ("jobs = 10000", "jobs is wrong", "found: 10000 (an integer)", ""),
        (f"jobs = 0x{'f' * 5000}", "jobs is wrong", "found: beyond 64 bits (an integer)", ""),
        ("out = '\\u0000'".replace("'", '"'), "out is wrong", "without NUL", ""),
        ("jobs = 0", "jobs is wrong", "allowed: an integer from 1", ""),
        ("layers = []", "layers is wrong", "found: [] (a list)\nallowed: a table", ""),
        ("out = 1979-05-27", "out is wrong", "found: 1979-05-27 (a date)", ""),
        (
            "[environments.prod]\nregions = ['eu-west-1', 'Ireland']",
            "environments.prod.regions[1] is wrong",
            "a Region such as eu-west-1",
            "",
        ),
        ("[environments.p]\nregions = ['eu-west-1', 'eu-west-1']", "environments.p.regions[1] is wrong", "twice", ""),
        (
            "[environments.prod]\naccounts = [{ id = 123456789012 }]",
            "environments.prod.accounts[0].id is wrong",
            "found: 123456789012 (an integer)\nallowed: a string of 12 digits",
            "",
        ),
        (
            "[environments.prod]\naccounts = [{ id = '123456789012', role_arn = 'arn:aws:iam::210987654321:role/x' }]",
            "environments.prod.accounts[0].role_arn is wrong",
            "belongs to another account",
            "",
        ),
        (
            "[environments.prod]\nartifact_buckets = { eu-west-1 = 'A' }",
            "environments.prod.artifact_buckets.eu-west-1 is wrong",
            "the name of an S3 bucket",
            "",
        ),
        (
            "[environments.prod]\nartifact_buckets = { europe = 'abc' }",
            "environments.prod.artifact_buckets.europe has a name that is not allowed",
            "a Region such as",
            "",
        ),
        (
            "[environments.p]\naccounts = [{ id = '123456789012' }, { id = '123456789012' }]",
            "environments.p.accounts[1].id is wrong",
            "each account once",
            "",
        ),
        ("[environments.p]\nreference = true", "environments.p.reference is wrong", "no bucket is given", ""),
        ("[environments.p]\nchannel = 'a b'", "environments.p.channel is wrong", "no channel", ""),
        ("[environments.p]\nstate_store = 'redis://x'", "environments.p.state_store is wrong", "dynamodb://TABLE", ""),
        ("[environments.p]\nkeep_copies = 's3://A'", "environments.p.keep_copies is wrong", "s3://BUCKET", ""),
        (MINIMAL + "version = 'v 1'", "layers.data.version is wrong", "such as 1.4.0", ""),
        (MINIMAL + "share = { accounts = ['1'] }", "layers.data.share.accounts[0] is wrong", "12 digits", ""),
        (
            MINIMAL + "share = { organizations = ['o-abcdefghij', 'o-abcdefghij'] }",
            "layers.data.share.organizations[1] is wrong",
            "it is there twice",
            "remove one",
        ),
        (
            MINIMAL + "share = { versions = 'lattest' }",
            "layers.data.share.versions is wrong",
            "allowed: all, latest, or an integer from 1",
            "did you mean `latest`?",
        ),
        (MINIMAL + "share = { versions = 0 }", "layers.data.share.versions is wrong", "found: 0", ""),
        (
            MINIMAL + "share = { account = [] }",
            "layers.data.share.account is not a known key",
            "accounts, ",
            "`accounts`",
        ),
        ("[environments.p]\nname_template = 'x'", "environments.p.name_template is wrong", "all layers", ""),
    ],
)
def test_an_error_names_file_key_value_and_what_is_allowed(text: str, what: str, why: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(text)
    assert caught.value.what.startswith(f"lamella.toml: {what}")
    assert why in caught.value.why
    assert hint in caught.value.hint
    assert caught.value.exit_code == 2


def test_an_error_in_pyproject_has_the_whole_key() -> None:
    with pytest.raises(ConfigError, match=r"(?m)^pyproject\.toml: tool\.lamella\.jobs is wrong$"):
        loaded("[tool.lamella]\njobs = 0", path=Path("/p/pyproject.toml"))


def test_a_pyproject_without_the_table() -> None:
    with pytest.raises(ConfigError, match=r"(?m)^pyproject\.toml has no table \[tool\.lamella\]$"):
        loaded("[project]", path=Path("/p/pyproject.toml"))


@pytest.mark.parametrize(
    ("requirements", "name", "layer", "source"),
    [
        (["requirements.txt"], "data", "data", ("./requirements.txt",)),
        (["requirements.txt"], None, "requirements", ("./requirements.txt",)),
        (["reqs/data science.in"], None, "data-science", ("reqs/data science.in",)),
        (["reqs"], None, "reqs", ("./reqs",)),
        (["a.txt", "b.txt"], None, "layer", ("./a.txt", "./b.txt")),
        (["…txt"], None, "txt", ("./…txt",)),
        (["…"], None, "layer", ("./…",)),
    ],
)
def test_a_layer_from_the_command_line(
    requirements: list[str], name: str | None, layer: str, source: tuple[str, ...]
) -> None:
    project = adhoc(requirements, name, Overrides(targets=(X86,)), {}, LINUX)
    assert project.layers == {layer: Layer(layer, source, (X86,))}
    assert (project.root, project.file) == (Path("/w"), None)
    assert project.settings.out == Path("/w/dist")
    assert project.origins[f"layers.{layer}.source"] == Flag("-r")
    assert project.origins[f"layers.{layer}.slim"] == Default()


def test_a_layer_from_the_command_line_takes_targets_from_the_environment() -> None:
    project = adhoc(["r.txt"], None, Overrides(), {"LAMELLA_TARGETS": "python3.13/arm64"}, LINUX)
    assert project.layers["r"].targets == (ARM,)
    assert project.origins["layers.r.targets"] == Variable("LAMELLA_TARGETS")


def test_a_layer_from_the_command_line_needs_a_target() -> None:
    with pytest.raises(UsageError, match="no target is given"):
        adhoc(["r.txt"], None, Overrides(), {}, LINUX)


def test_a_layer_from_the_command_line_needs_a_name_that_lambda_takes() -> None:
    with pytest.raises(UsageError, match="is not a name"):
        adhoc(["r.txt"], "a b", Overrides(targets=(X86,)), {}, LINUX)
