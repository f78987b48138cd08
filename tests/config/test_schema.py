"""The schema is generated, committed, and agrees with the decoder."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from msgspec import inspect

from lamella.config.load import Machine, load
from lamella.config.project import Overrides
from lamella.config.schema import schema, schema_text
from lamella.config.toml import ConfigFile
from lamella.config.wire import Document
from lamella.errors import ConfigError

MACHINE = Machine(Path("/w"), Path("/home/u"), "linux", 4)
LAYER = '[layers.data]\nsource = "requirements.txt"\ntargets = ["python3.12/x86_64"]\n'
FUNCTION = LAYER + '[[layers.data.test.functions]]\ncode = "f"\nevents = "e.json"\n'


def decodes(text: str) -> bool:
    try:
        load(ConfigFile(Path("/p/lamella.toml"), "lamella.toml", text.encode()), Overrides(), {}, MACHINE)
    except ConfigError:
        return False
    return True


def validates(text: str) -> bool:
    valid: bool = Draft202012Validator(schema()).is_valid(tomllib.loads(text))
    return valid


def test_the_committed_file_is_what_the_classes_say() -> None:
    committed = files("lamella.config").joinpath("lamella.schema.json").read_text("utf-8")
    assert committed == schema_text(), "run: lamella config schema > src/lamella/config/lamella.schema.json"


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_every_key_has_a_description() -> None:
    for name, definition in schema()["$defs"].items():
        assert ("description" in definition) is ("enum" not in definition), name
        for key, value in definition.get("properties", {}).items():
            assert value.get("description"), f"{name}.{key}"


def test_editors_are_offered_every_choice() -> None:
    definitions = schema()["$defs"]
    assert definitions["Slim"]["enum"] == ["compact", "off", "safe", "traced"]
    assert definitions["Bytecode"]["enum"] == ["hash", "off", "only"]
    assert definitions["Compress"]["enum"] == ["best", "fast"]
    targets = definitions["LayerTable"]["properties"]["targets"]["items"]["enum"]
    assert targets[:2] == ["python3.10/x86_64", "python3.10/arm64"]
    assert len(targets) == 10


@pytest.mark.parametrize(
    "text",
    [
        "",
        LAYER,
        LAYER + 'slim = "off"\nbytecode = "only"\ncompress = "best"',
        LAYER + 'keep = ["python/a/**"]\ndrop = ["**/*.csv"]\nexclude = ["Boto3"]\nbotocore_services = ["s3"]',
        LAYER + 'include = [{ from = "../shared", to = "python/shared" }]',
        LAYER + 'budget = { zipped = "20 MB", unzipped = 80000000 }',
        LAYER + "budget = {}",
        LAYER + 'groups = ["lambda"]\nextras = ["s3"]',
        LAYER + '[layers.data.test]\nimports = ["a.b"]\nmax_init_ms = 900\nruns = 3\nruntime_boto3 = false',
        LAYER + '[layers.data.test]\nmax_init_ms = 0.5\nmax_memory_mb = 1\nruntime_boto3 = "1.40.2"',
        FUNCTION + 'handler = "a/b.h"\nmemory_mb = 128\ntimeout_s = 900\nenv = { AB = "" }',
        'out = "o"\njobs = 2\ncache = "c"\n[layers]',
        "[environments.prod]",
        "[environments.prod]\naccounts = [{ id = '123456789012' }]\nregions = ['eu-west-1']\nstate_store = 's'",
        LAYER + 'version = "1.4.0+x"\nshare = { versions = "latest", public = true }',
        LAYER + '[layers.data.share]\naccounts = ["123456789012"]\norganizations = ["o-abcdefghij"]\nversions = 3',
        "[environments.prod]\nstate_store = 'dynamodb://eu-west-1/lamella'\nkeep_copies = 's3://abc/x'\nchannel = ''",
        "[environments.prod]\nname_template = '{env}-{layer}-{runtime}'\nkeep_copies = 'copies'\nreference = false",
        "[environments.prod]\nname_template = '{environment}-{layer}'\nartifact_buckets = { eu-west-1 = 'abc' }",
        "[rollout]",
        "[environments.prod.rollout]\ngates = { errors = false, throttles = true, init = {} }\nsmoke = []",
        "[rollout]\nbake = '0s'\nwait_for_data = 'forever'\nbaseline = '1d12h'\npatience = '1h'\nmax_failures = 1",
        "[rollout]\norder_by = ['a=b']\ngroup_by = 'team'\nalarms = ['a b']\nchecks = ['a b', 'a']",
        "[rollout]\ngates = { errors = { alpha = 0.05 }, duration = { ratio = 1 }, init = { most_ms = 0.5 } }",
        "[rollout]\nsmoke = [{ event = {} }, { event = [], expect = 1 }, { functions = 'a.*', events = 'e.json' }]",
        "[rollout.notify]\nsns = 'arn:aws:sns:eu-west-1:123456789012:t'\nwebhook = 'https://a/b'\ncommand = 'c'",
    ],
)
def test_schema_and_decoder_take(text: str) -> None:
    assert decodes(text)
    assert validates(text)


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        'jobs = "2"',
        "jobs = 0",
        'out = ""',
        "layers = 1",
        "[layers.data]",
        '[layers."a b"]\nsource = "r.txt"\ntargets = ["python3.12/arm64"]',
        LAYER + "x = 1",
        LAYER + 'slim = "on"',
        LAYER + 'bytecode = "HASH"',
        LAYER + "compress = 6",
        LAYER.replace("x86_64", "i386"),
        LAYER.replace("3.12", "3.9"),
        LAYER.replace('["python3.12/x86_64"]', "[]"),
        LAYER.replace('["python3.12/x86_64"]', '["python3.12/arm64", "python3.12/arm64"]'),
        LAYER.replace('"requirements.txt"', "[]"),
        LAYER.replace('"requirements.txt"', '""'),
        LAYER + 'keep = ["/python"]',
        LAYER + 'drop = ["python/../x"]',
        LAYER + 'drop = ["a//b"]',
        LAYER + "include = [{ from = 'a' }]",
        LAYER + "include = [{ from = 'a', to = '..' }]",
        LAYER + "include = [{ from = 'a', to = 'a\\\\b' }]",
        LAYER + "budget = { zipped = '20 mb' }",
        LAYER + "budget = { zipped = 1.5 }",
        LAYER + "budget = { other = 1 }",
        LAYER + 'exclude = ["-x"]',
        LAYER + 'botocore_services = ["S3"]',
        LAYER + '[layers.data.test]\nimports = ["a-b"]',
        LAYER + "[layers.data.test]\nmax_init_ms = 0",
        LAYER + "[layers.data.test]\nmax_init_ms = '1'",
        LAYER + "[layers.data.test]\nruns = 1000",
        LAYER + "[layers.data.test]\nruntime_boto3 = '1.x'",
        LAYER + "[layers.data.test]\nruntime_boto3 = 1",
        FUNCTION,
        FUNCTION + 'handler = "a"',
        FUNCTION + 'handler = "a.b"\nmemory_mb = 10241',
        FUNCTION + 'handler = "a.b"\ntimeout_s = 0',
        FUNCTION + 'handler = "a.b"\nenv = { A = "x" }',
        "[environments.prod]\nregions = ['Ireland']",
        "[environments.prod]\nregions = ['eu-west-1', 'eu-west-1']",
        "[environments.prod]\naccounts = [{ id = '123' }]",
        "[environments.prod]\naccounts = [{ id = '123456789012', role_arn = 'role' }]",
        "[environments.prod]\nname_template = '{environment}'",
        "[environments.prod]\nname_template = '{layer}-{region}'",
        "[environments.prod]\nchannel = 'a/b'",
        "[environments.prod]\nstate_store = 's3://abc/x'",
        "[environments.prod]\nkeep_copies = 'dynamodb://abc'",
        LAYER + 'version = ""',
        LAYER + "share = { versions = 0 }",
        LAYER + "share = { versions = 'newest' }",
        LAYER + "share = { organizations = ['o-1'] }",
        "[environments.prod]\nartifact_buckets = { eu-west-1 = 'A' }",
        "[environments.prod]\nartifact_buckets = { Ireland = 'abc' }",
        "[rollout]\nx = 1",
        "[rollout]\nbake = ''",
        "[rollout]\nbake = '5'",
        "[rollout]\nbake = 5",
        "[rollout]\nbake = 'forever'",
        "[rollout]\nwait_for_data = '5m1h'",
        "[rollout]\nmax_failures = 0",
        "[rollout]\norder_by = ['a']",
        "[rollout]\nchecks = [[]]",
        "[rollout]\ngates = { errors = 0.05 }",
        "[rollout]\ngates = { errors = { alpha = 0 } }",
        "[rollout]\ngates = { throttles = { ratio = 2 } }",
        "[rollout]\ngates = { init = { min_cold_starts = 0 } }",
        "[rollout]\ngates = { duration = { ratio = 0.9 } }",
        "[rollout]\nsmoke = [{ events = '' }]",
        "[rollout]\nnotify = { sns = 'topic' }",
        "[rollout]\nnotify = { webhook = 'hooks' }",
        "[rollout]\nnotify = { command = '' }",
    ],
)
def test_schema_and_decoder_refuse(text: str) -> None:
    assert not decodes(text)
    assert not validates(text)


def inner_types(shape: inspect.Type) -> Iterator[inspect.Type]:
    yield shape
    match shape:
        case inspect.Metadata(type=inner) | inspect.ListType(item_type=inner) | inspect.DictType(value_type=inner):
            yield from inner_types(inner)
        case inspect.UnionType(types=types):
            for each in types:
                yield from inner_types(each)
        case inspect.StructType(fields=fields):
            for field in fields:
                yield from inner_types(field.type)
        case _:
            pass


def test_no_list_has_lists_among_other_things() -> None:
    # With `list[str | list[str]]` msgspec 0.22 ended about every fourth process with a segmentation fault at its exit.
    lists = [each for each in inner_types(inspect.type_info(Document)) if isinstance(each, inspect.ListType)]
    items = [set(map(type, inner_types(each.item_type))) for each in lists if type(each.item_type) is inspect.UnionType]
    assert lists
    assert not [kinds for kinds in items if inspect.ListType in kinds]
