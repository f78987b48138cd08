"""Rollouts that are killed, throttled, out of credentials, raced for, and undone without any state."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clouds import Cloud
from fault_proxy import CUT_AFTER_COMMIT, EXPIRED, FaultProxy, fault_proxy
from killing_proxy import Killer, killing_proxy
from rollout_fleet import RolloutFleet
from throttling_proxy import Quota, throttling_proxy

pytestmark = pytest.mark.e2e

SMOKE = ("--smoke", "{}")
NOW = ("--bake", "0s")
NAMES = ["a", "b", "c", "d"]
# The changes of moving `a` to `d`, two of them aliased, all at once: before the endpoint makes them, or after it did.
KILLED = [(1, True), (5, False), (9, True), (11, True), (15, False)]


@pytest.fixture
def fleet(cloud: Cloud, tmp_path: Path) -> RolloutFleet:
    (tmp_path / "lamella.toml").write_text('[environments.default]\nstate_store = "rollouts.db"\n')
    made = RolloutFleet(cloud, tmp_path)
    old = made.layer()
    made.functions(NAMES[:2], [old])
    made.functions(NAMES[2:], [old], "live")
    made.layer("VERSION = 2\n")
    return made


@pytest.fixture(name="killer", scope="module")
def _killer(cloud: Cloud) -> Iterator[Killer]:
    with killing_proxy(cloud.endpoint) as killer:
        yield killer


@pytest.fixture(name="quota")
def _quota(cloud: Cloud) -> Iterator[Quota]:
    with throttling_proxy(cloud.endpoint) as quota:
        yield quota


@pytest.fixture(name="proxy")
def _proxy(cloud: Cloud) -> Iterator[FaultProxy]:
    with fault_proxy(cloud.endpoint) as proxy:
        yield proxy


def everything_moved(fleet: RolloutFleet) -> None:
    for name in NAMES[:2]:
        assert fleet.layers_of(name) == ["data:2"]
    for name in NAMES[2:]:
        version, weights = fleet.alias(name)
        assert (fleet.layers_of(name, version), weights) == (["data:2"], {})
        assert len(fleet.client().list_versions_by_function(FunctionName=name)["Versions"]) == 3
    assert all(fleet.tags(name) == {} for name in NAMES)


def killed_at(fleet: RolloutFleet, killer: Killer, at: int, *, made: bool) -> str:
    """Start a rollout and run it until it is killed at a change."""
    fleet.endpoint = killer.url
    killer.aim(0, made=False)
    id_ = fleet.started(*NOW, *SMOKE, "--strategy", "all-at-once")
    killer.aim(at, made=made)
    with fleet.begun("rollout", "run", id_) as running:
        killer.victim = running.pid
        running.communicate()
    assert running.returncode == -signal.SIGKILL
    killer.aim(0, made=False)
    return id_


@pytest.mark.parametrize(("at", "made"), KILLED)
def test_killed_and_run_again(fleet: RolloutFleet, killer: Killer, at: int, *, made: bool) -> None:
    id_ = killed_at(fleet, killer, at, made=made)
    again = fleet.lamella("rollout", "run", id_)
    assert again.code == 0, again.out + again.err
    everything_moved(fleet)


@pytest.mark.parametrize(("at", "made"), [(3, False), (9, True)])
def test_killed_and_undone_by_a_machine_that_has_no_state(
    fleet: RolloutFleet, killer: Killer, at: int, *, made: bool
) -> None:
    before = fleet.snapshot(NAMES)
    id_ = killed_at(fleet, killer, at, made=made)
    stores = [path for path in fleet.folder.rglob("*") if path.suffix.startswith(".db")]
    assert stores
    for path in stores:
        path.unlink()
    back = fleet.lamella("rollout", "rollback", id_)
    assert back.code == 0, back.out + back.err
    assert fleet.snapshot(NAMES) == before


def test_throttled_at_15_requests_a_second_it_comes_to_its_end(fleet: RolloutFleet, quota: Quota) -> None:
    more = [f"m{number}" for number in range(8)]
    fleet.functions(more, [f"arn:aws:lambda:eu-west-1:{fleet.account}:layer:data:1"])
    before = fleet.snapshot([*NAMES, *more])
    fleet.endpoint = quota.url
    id_ = fleet.started("--bake", "60s", "--no-gates", "--strategy", "all-at-once")
    assert fleet.lamella("rollout", "advance", id_).code == 0
    assert set(fleet.states(id_).values()) == {"moved"}
    back = fleet.lamella("rollout", "rollback", id_)
    assert back.code == 0, back.err
    assert fleet.snapshot([*NAMES, *more]) == before
    assert quota.refused > 0


def test_credentials_that_expire_in_the_middle_stop_it_and_nothing_is_lost(
    fleet: RolloutFleet, proxy: FaultProxy
) -> None:
    fleet.endpoint = proxy.url
    id_ = fleet.started(*NOW, *SMOKE)
    proxy.rules({"operation": "UpdateAlias", "times": 100, **EXPIRED})
    stopped = fleet.lamella("rollout", "run", id_)
    assert stopped.code == 1
    assert "the credentials are wrong or expired" in stopped.err
    assert fleet.status(id_)["phase"] == "moving"
    proxy.rules()
    assert fleet.lamella("rollout", "run", id_).code == 0
    everything_moved(fleet)


@pytest.mark.parametrize("operation", ["TagResource", "PublishVersion", "UpdateAlias"])
def test_lost_answers_are_found_out(fleet: RolloutFleet, proxy: FaultProxy, operation: str) -> None:
    fleet.endpoint = proxy.url
    id_ = fleet.started(*NOW, *SMOKE, "--strategy", "all-at-once")
    proxy.rules({"operation": operation, "times": 2, **CUT_AFTER_COMMIT})
    ran = fleet.lamella("rollout", "run", id_)
    assert ran.code == 0, ran.out + ran.err
    assert len(proxy.fired()) == 2
    everything_moved(fleet)


@pytest.mark.parametrize("store", ["rollouts.db", "dynamodb://lamella"])
def test_of_two_runners_one_acts_and_the_other_says_so(fleet: RolloutFleet, store: str) -> None:
    if store.startswith("dynamodb"):
        fleet.client("dynamodb").create_table(
            TableName="lamella",
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            BillingMode="PAY_PER_REQUEST",
        )
    (fleet.folder / "lamella.toml").write_text(f'[environments.default]\nstate_store = "{store}"\n')
    id_ = fleet.started(*SMOKE, "--bake", "1s", "--no-gates")
    with fleet.begun("rollout", "run", id_) as first, fleet.begun("rollout", "run", id_) as second:
        said = [process.communicate() for process in (first, second)]
    assert sorted([first.returncode, second.returncode]) == [0, 1]
    assert f"another process runs rollout {id_}" in said[0][1] + said[1][1]
    everything_moved(fleet)
    assert "moved" in fleet.lamella("rollout", "history", id_).out


def test_pause_and_rollback_reach_the_process_that_runs_it(fleet: RolloutFleet) -> None:
    before = fleet.snapshot(NAMES)
    id_ = fleet.started(*SMOKE, "--bake", "10m", "--no-gates", "--strategy", "all-at-once")
    with fleet.begun("rollout", "run", id_) as running:
        while fleet.status(id_)["phase"] != "baking":
            time.sleep(0.2)
        back = fleet.lamella("rollout", "rollback", id_)
        running.communicate()
    assert back.code == 0, back.err
    assert running.returncode == 1
    assert fleet.snapshot(NAMES) == before
    assert fleet.status(id_)["phase"] == "rolled back"
    again = fleet.started(*SMOKE, "--bake", "10m", "--no-gates", "--strategy", "all-at-once")
    with fleet.begun("rollout", "run", again) as running:
        while fleet.status(again)["phase"] != "baking":
            time.sleep(0.2)
        assert fleet.lamella("rollout", "pause", again).code == 0
        running.communicate()
    assert running.returncode == 1
    assert fleet.status(again)["phase"] == "paused"


def test_an_interrupted_run_is_gone_on_with(fleet: RolloutFleet) -> None:
    id_ = fleet.started(*SMOKE, "--bake", "2s", "--no-gates", "--strategy", "all-at-once")
    with fleet.begun("rollout", "run", id_) as running:
        while fleet.status(id_)["phase"] == "planned":
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate()
    assert running.returncode == 130
    assert f"`lamella rollout run {id_}` goes on" in err
    assert fleet.lamella("rollout", "run", id_).code == 0
    everything_moved(fleet)
