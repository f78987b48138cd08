"""From options, environment and file to places, clients and the store."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from lamella.aws.access import Access, Caller
from lamella.config.project import Project, Settings
from lamella.errors import ConfigError, NoCloudError, UsageError
from lamella.model.layer import Account, Environment
from lamella.model.place import Place
from lamella.run.scope import AwsOptions, Scope, open_scope
from lamella.state.sqlite import SqliteStore

OWN, OTHER = "111122223333", "444455556666"
ROLE = f"arn:aws:iam::{OTHER}:role/layers"
REGION_OF_PROFILE = "ap-south-1"
NOTHING = AwsOptions()
ENDPOINT = "http://127.0.0.1:4566"


class FakeClients:
    """Answers as AWS would to a caller of account OWN, and remembers what it was made of."""

    made: list["FakeClients"]
    region: str | None

    def __init__(self, access: Access, accounts: Mapping[str, Account]) -> None:
        self.access = access
        self.accounts = accounts
        self.made.append(self)

    def caller(self) -> Caller:
        account = self.access.local_account or OWN
        return Caller(account, f"arn:aws:iam::{account}:user/ana")

    def default_region(self) -> str | None:
        return self.region


@pytest.fixture(autouse=True)
def clients(monkeypatch: pytest.MonkeyPatch) -> type[FakeClients]:
    class Clients(FakeClients):
        made: list[FakeClients] = []  # noqa: RUF012 - a new one for each test
        region = REGION_OF_PROFILE

    monkeypatch.setattr("lamella.aws.clients.Clients", Clients)
    return Clients


def project(*environments: Environment, root: Path = Path("/p")) -> Project:
    settings = Settings(root / "dist", 1, Path("/c"))
    return Project(root, root / "lamella.toml", {}, {each.name: each for each in environments}, settings, {})


def scoped(
    tmp_path: Path,
    of: Project | None = None,
    environment: str | None = None,
    options: AwsOptions = NOTHING,
    environ: Mapping[str, str] | None = None,
    places: tuple[Place, ...] = (),
) -> Scope:
    environ = {"LAMELLA_STATE": str(tmp_path / "state"), **(environ or {})}
    with open_scope(of, environment, options, environ, places) as scope:
        return scope


BOTH = Environment("prod", (Account(OTHER, ROLE), Account(OWN)), ("eu-west-1", "eu-central-1"))


@pytest.mark.parametrize(
    ("of", "environment", "options", "places"),
    [
        (None, None, NOTHING, [(OWN, REGION_OF_PROFILE)]),
        (None, None, AwsOptions(regions=("eu-west-1",)), [(OWN, "eu-west-1")]),
        (project(Environment("dev", regions=("us-east-2",))), "dev", NOTHING, [(OWN, "us-east-2")]),
        (
            project(BOTH),
            "prod",
            NOTHING,
            [(OWN, "eu-central-1"), (OWN, "eu-west-1"), (OTHER, "eu-central-1"), (OTHER, "eu-west-1")],
        ),
        (project(BOTH), "prod", AwsOptions(regions=("us-east-1",)), [(OWN, "us-east-1"), (OTHER, "us-east-1")]),
        (project(BOTH), None, NOTHING, [(OWN, REGION_OF_PROFILE)]),
    ],
)
def test_accounts_times_regions(
    tmp_path: Path, of: Project | None, environment: str | None, options: AwsOptions, places: list[tuple[str, str]]
) -> None:
    scope = scoped(tmp_path, of, environment, options)
    assert scope.places == tuple(Place(*each) for each in places)
    assert scope.environment.name == (environment or "default")


def test_places_of_a_plan_win_over_everything(tmp_path: Path, clients: type[FakeClients]) -> None:
    clients.region = None
    places = (Place(OTHER, "us-west-2"), Place(OWN, "us-west-2"))
    scope = scoped(tmp_path, project(BOTH), "prod", places=places)
    assert scope.places == tuple(sorted(places))


def test_the_roles_of_the_environment_reach_its_accounts(tmp_path: Path, clients: type[FakeClients]) -> None:
    scoped(tmp_path, project(BOTH), "prod")
    assert clients.made[0].accounts == {OTHER: Account(OTHER, ROLE), OWN: Account(OWN)}


def test_no_region_anywhere(tmp_path: Path, clients: type[FakeClients]) -> None:
    clients.region = None
    with pytest.raises(UsageError, match="no Region is known") as caught:
        scoped(tmp_path)
    assert "--region" in caught.value.hint


@pytest.mark.parametrize(
    ("of", "places"),
    [
        (project(Environment("prod", (Account(OTHER),), ("eu-west-1",))), ()),
        (project(Environment("prod")), (Place(OTHER, "eu-west-1"),)),
    ],
)
def test_nothing_happens_in_the_callers_account_that_was_meant_for_another(
    tmp_path: Path, of: Project, places: tuple[Place, ...]
) -> None:
    with pytest.raises(UsageError, match=f"account {OTHER} cannot be reached") as caught:
        scoped(tmp_path, of, "prod", places=places)
    assert f"the credentials are of account {OWN}" in caught.value.why
    assert "environments.prod.accounts" in caught.value.hint
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize(
    ("options", "environ", "expected"),
    [
        (NOTHING, {}, Access()),
        (AwsOptions("ci", ENDPOINT, (), ROLE), {}, Access("ci", ENDPOINT, ROLE)),
        (NOTHING, {"AWS_ENDPOINT_URL": ENDPOINT}, Access(endpoint_url=ENDPOINT)),
        (AwsOptions(endpoint_url=ENDPOINT), {"AWS_ENDPOINT_URL": "http://x"}, Access(endpoint_url=ENDPOINT)),
        (NOTHING, {"AWS_ENDPOINT_URL": ENDPOINT, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, Access()),
        (NOTHING, {"LAMELLA_LOCAL": "0"}, Access()),
    ],
)
def test_how_aws_is_reached(
    tmp_path: Path, clients: type[FakeClients], options: AwsOptions, environ: dict[str, str], expected: Access
) -> None:
    scoped(tmp_path, options=options, environ=environ)
    access = clients.made[0].access
    whole = {"LAMELLA_STATE": str(tmp_path / "state"), **environ}
    assert access == Access(expected.profile, expected.endpoint_url, expected.role_arn, environ=whole)


@pytest.mark.parametrize("service", ["LAMBDA", "SSM", "CLOUDFORMATION", "STS"])
def test_an_emulator_of_one_service_is_not_mixed_with_aws(tmp_path: Path, service: str) -> None:
    variable = f"AWS_ENDPOINT_URL_{service}"
    with pytest.raises(UsageError, match=f"{variable} leads away from AWS"):
        scoped(tmp_path, environ={variable: ENDPOINT})
    for more in ({"AWS_ENDPOINT_URL": ENDPOINT}, {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}):
        scoped(tmp_path, environ={variable: ENDPOINT} | more)
    scoped(tmp_path, environ={variable: "https://vpce-0a-b.ssm.eu-west-1.vpce.amazonaws.com"})
    scoped(tmp_path, environ={"AWS_ENDPOINT_URL_S3": ENDPOINT})


def test_each_endpoint_has_records_of_its_own(tmp_path: Path) -> None:
    aws = scoped(tmp_path)
    here = scoped(tmp_path, options=AwsOptions(endpoint_url=ENDPOINT))
    there = scoped(tmp_path, environ={"AWS_ENDPOINT_URL": "http://127.0.0.1:4567"})
    assert here.state == scoped(tmp_path, environ={"AWS_ENDPOINT_URL": ENDPOINT}).state
    assert aws.state == tmp_path / "state"
    assert aws.store.address == str(tmp_path / "state" / "state.db")
    assert len({aws.state, here.state, there.state}) == 3
    assert len({aws.store.address, here.store.address, there.store.address}) == 3


@pytest.mark.parametrize(
    ("endpoint", "aws"),
    [
        ("https://lambda.eu-west-1.amazonaws.com", True),
        ("https://vpce-0a-b.lambda.cn-north-1.vpce.amazonaws.com.cn", True),
        ("https://lambda.eu-west-1.api.aws:443/x", True),
        ("https://amazonaws.com.example.net", False),
        ("https://myamazonaws.com", False),
    ],
)
def test_addresses_of_aws_are_no_other_endpoint(tmp_path: Path, endpoint: str, *, aws: bool) -> None:
    scope = scoped(tmp_path, options=AwsOptions(endpoint_url=endpoint))
    assert (scope.state == tmp_path / "state") is aws


def test_a_file_that_the_environment_names(tmp_path: Path) -> None:
    of = project(Environment("prod", state_store="prod.db"), root=tmp_path)
    assert scoped(tmp_path, of, "prod").store.address == str(tmp_path / "prod.db")
    emulated = scoped(tmp_path, of, "prod", AwsOptions(endpoint_url=ENDPOINT)).store.address
    assert Path(emulated).parent == tmp_path
    assert Path(emulated).name.startswith("prod.endpoint-")


def test_the_store_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []
    close = SqliteStore.close

    def closing(store: SqliteStore) -> None:
        closed.append(store.address)
        close(store)

    monkeypatch.setattr(SqliteStore, "close", closing)
    with open_scope(None, None, NOTHING, {"LAMELLA_STATE": str(tmp_path)}) as scope:
        assert not closed
    assert closed == [scope.store.address]


def test_local_mode(tmp_path: Path, clients: type[FakeClients], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lamella.run.local.local_endpoint", lambda _: ENDPOINT)
    clients.region = None
    scope = scoped(tmp_path, environ={"LAMELLA_LOCAL": "1", "AWS_ACCESS_KEY_ID": OTHER, "AWS_ENDPOINT_URL": "http://x"})
    assert scope.places == (Place(OTHER, "us-east-1"),)
    assert scope.state == tmp_path / "state" / "local"
    access = clients.made[0].access
    assert (access.endpoint_url, access.local_account, access.profile) == (ENDPOINT, OTHER, None)


@pytest.mark.parametrize("options", [AwsOptions(profile="ci"), AwsOptions(endpoint_url="https://lambda.amazonaws.com")])
def test_local_mode_looks_nowhere_else(tmp_path: Path, clients: type[FakeClients], options: AwsOptions) -> None:
    with pytest.raises(UsageError, match="contradict each other"):
        scoped(tmp_path, options=options, environ={"LAMELLA_LOCAL": "1"})
    assert not clients.made


@pytest.mark.parametrize(
    ("options", "environ", "error"),
    [
        (AwsOptions(local=True), {}, NoCloudError),
        (NOTHING, {"LAMELLA_LOCAL": "1"}, NoCloudError),
        (NOTHING, {"LAMELLA_LOCAL": "yes"}, ConfigError),
    ],
)
def test_without_a_cloud_local_mode_never_means_real_aws(
    tmp_path: Path,
    clients: type[FakeClients],
    options: AwsOptions,
    environ: dict[str, str],
    error: type[NoCloudError | ConfigError],
) -> None:
    with pytest.raises(error):
        scoped(tmp_path, options=options, environ=environ)
    assert not clients.made
