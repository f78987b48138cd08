from dataclasses import replace
from pathlib import Path

import pytest

from fake_reads import FakeReads, scope_of
from lamella.config.project import Project, Settings
from lamella.errors import AccessDeniedError, LamellaError, NotFoundError, UsageError
from lamella.fleet.fleet import Gap
from lamella.model.arn import LayerArn
from lamella.model.layer import Environment, Layer
from lamella.model.place import Place
from lamella.model.target import Target
from lamella.run import resolve as module
from lamella.run.resolve import resolve

IRELAND, VIRGINIA = Place("111122223333", "eu-west-1"), Place("111122223333", "us-east-1")
X86, ARM = Target.parse("python3.12/x86_64"), Target.parse("python3.12/arm64")
PROD = Environment("prod", name_template="prod-{layer}")
LAYERS = {"data": Layer("data", ("a",), (X86,)), "both": Layer("both", ("a",), (X86, ARM))}


def name(layer: str, target: Target = X86, channel: str = "stable") -> str:
    return f"/lamella/{layer}/{target}/{channel}"


def arn(layer: str, number: int, place: Place = IRELAND) -> str:
    return str(LayerArn.at(place, layer).version(number))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> FakeReads:
    found = FakeReads().install(monkeypatch, module)
    found.parameters = {
        (IRELAND, name("prod-data")): arn("prod-data", 3),
        (IRELAND, name("prod-data", channel="beta")): arn("prod-data", 4),
        (VIRGINIA, name("prod-data")): arn("prod-data", 9, VIRGINIA),
        (IRELAND, name("prod-both", ARM)): arn("prod-both", 2),
        (IRELAND, name("prod-both", X86)): arn("prod-both", 1),
        (IRELAND, name("others")): arn("others", 5),
        (IRELAND, name("broken")): "nonsense",
    }
    return found


def project(tmp_path: Path) -> Project:
    return Project(tmp_path, tmp_path / "lamella.toml", LAYERS, {}, Settings(tmp_path, 1, tmp_path), {})


def found(
    tmp_path: Path,
    asked: str,
    *targets: Target,
    places: tuple[Place, ...] = (IRELAND,),
    environment: Environment = PROD,
) -> list[str]:
    scope = scope_of(tmp_path, environment, places, [])
    answer = resolve(scope, project(tmp_path), asked, targets or None)
    assert answer.exit_code == 0
    return [str(it.arn) for it in answer.resolved]


@pytest.mark.usefixtures("reads")
def test_a_channel_of_a_layer_of_the_file_or_of_a_published_name_is_an_arn(tmp_path: Path) -> None:
    assert found(tmp_path, "data@stable") == [arn("prod-data", 3)]
    assert found(tmp_path, "data") == [arn("prod-data", 3)]
    assert found(tmp_path, "data", environment=replace(PROD, channel="beta")) == [arn("prod-data", 4)]
    assert found(tmp_path, "data", environment=replace(PROD, channel="")) == [arn("prod-data", 3)]
    assert found(tmp_path, "data@beta", X86) == [arn("prod-data", 4)]
    assert found(tmp_path, "both", ARM) == [arn("prod-both", 2)]
    assert found(tmp_path, "others") == [arn("others", 5)]
    assert found(tmp_path, "prod-both", ARM) == [arn("prod-both", 2)]
    assert found(tmp_path, "data", places=(VIRGINIA, IRELAND)) == [arn("prod-data", 3), arn("prod-data", 9, VIRGINIA)]


@pytest.mark.usefixtures("reads")
def test_a_published_name_needs_no_file(tmp_path: Path) -> None:
    (answer,) = resolve(
        scope_of(tmp_path, Environment("default"), [IRELAND], []), None, "prod-data@beta", None
    ).resolved
    assert (answer.layer, answer.target, answer.channel) == ("prod-data", "python3.12/x86_64", "beta")
    assert answer.parameter == name("prod-data", channel="beta")


@pytest.mark.usefixtures("reads")
@pytest.mark.parametrize(
    ("asked", "targets", "error", "said"),
    [
        ("both", (), UsageError, "layer both has several targets"),
        ("prod-both", (), UsageError, "prod-both has several targets"),
        ("prod-both", (X86, ARM), UsageError, "prod-both has several targets"),
        ("data", (ARM,), UsageError, "layer data is not for this target"),
        ("data@", (), UsageError, "`` is not the name of a channel"),
        ("arn:aws:lambda:eu-west-1:111122223333:layer:x", (), UsageError, "is an ARN already"),
        ("data@gamma", (), NotFoundError, "there is no channel gamma of prod-data for python3.12/x86_64"),
        ("prod-data@gamma", (), NotFoundError, "there is no channel gamma of prod-data in 111122223333 eu-west-1"),
        ("unknown", (), NotFoundError, "there is no channel stable of unknown"),
        ("broken", (), LamellaError, "does not name a layer version"),
    ],
)
def test_what_is_not_clear_or_not_there_is_told(
    tmp_path: Path, asked: str, targets: tuple[Target, ...], error: type[LamellaError], said: str
) -> None:
    with pytest.raises(error) as caught:
        found(tmp_path, asked, *targets)
    assert said in caught.value.what
    assert caught.value.hint or caught.value.why


def test_a_place_that_does_not_answer_is_a_gap_and_none_is_an_error(tmp_path: Path, reads: FakeReads) -> None:
    reads.denied = {VIRGINIA}
    scope = scope_of(tmp_path, PROD, [IRELAND, VIRGINIA], [])
    answer = resolve(scope, project(tmp_path), "data", None)
    assert [str(it.arn) for it in answer.resolved] == [arn("prod-data", 3)]
    why = "get_parameter was refused: no identity-based policy allows it"
    assert answer.gaps == (Gap(VIRGINIA, "data@stable", why),)
    assert answer.exit_code == 5
    reads.denied = {VIRGINIA, IRELAND}
    with pytest.raises(AccessDeniedError):
        resolve(scope, project(tmp_path), "data", None)
