"""What every state store does: SQLite, and DynamoDB of the embedded cloud."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clouds import Cloud
from lamella.change.journal import Began, Done, Failed, Line, Started
from lamella.change.record import Published
from lamella.errors import StateError
from lamella.model.arn import LayerVersionArn
from lamella.state.dynamodb import DynamoStore
from lamella.state.store import Store
from stores import TABLE, Opened, made_table

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ARN = LayerVersionArn.parse("arn:aws:lambda:eu-west-1:111122223333:layer:data:7")
RECORD = Published("prod", "data", "python3.12/x86_64", ARN, "q" * 43 + "=", 7, "", AT, "d")


def test_an_empty_store(store: Store) -> None:
    assert list(store.lines("d")) == []
    assert list(store.records()) == []
    assert list(store.records("prod")) == []


def test_lines_come_back_in_order_by_plan(store: Store) -> None:
    lines: list[Line] = [
        Began(AT, "arn:aws:iam::111122223333:user/ana", "c" * 40, forced=True),
        Started(AT, "publish data"),
        Failed(AT, "publish data", "what", "why\nmore", "hint", in_doubt=True, exit_code=5),
        Done(AT, "publish data", ARN, already=True),
    ]
    for line in lines:
        store.write("d", line)
        store.write("other", Started(AT, "x"))
    assert list(store.lines("d")) == lines
    assert len(store.lines("other")) == 4


def test_lines_of_more_than_one_page_and_digit(store: Store) -> None:
    lines = [Started(AT, f"{number} {'x' * 120_000}") for number in range(12)]
    for line in lines:
        store.write("d", line)
    assert list(store.lines("d")) == lines


def test_another_process_goes_on_after_the_lines_that_are_there(opened: Opened) -> None:
    first, second = opened(), opened()
    for number, store in enumerate([first, second, second, first, first, second]):
        store.write("d", Started(AT, str(number)))
    assert [line.step for line in opened().lines("d") if isinstance(line, Started)] == list("012345")


def test_threads_and_machines_lose_no_line(opened: Opened) -> None:
    stores = [opened(), opened()]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: stores[number % 2].write("d", Started(AT, str(number))), range(24)))
    steps = [line.step for line in stores[0].lines("d") if isinstance(line, Started)]
    assert sorted(steps, key=int) == [str(number) for number in range(24)]


def test_records_are_replaced_and_sorted(store: Store) -> None:
    second = replace(RECORD, arn=ARN.layer.version(10))
    elsewhere = replace(RECORD, environment="prod2")
    deleted = replace(RECORD, deleted_at=AT, kept_at="/kept")
    for record in (second, RECORD, elsewhere, deleted):
        store.record(record)
    assert list(store.records("prod")) == [deleted, second]
    assert list(store.records("prod2")) == [elsewhere]
    assert list(store.records("pro")) == []
    assert list(store.records()) == [deleted, elsewhere, second]


def test_a_claim_keeps_others_out_until_it_is_given_back(opened: Opened) -> None:
    ours, theirs = opened(), opened()
    assert ours.claim("apply prod", "ana", AT, 30.0) is None
    assert theirs.claim("apply prod", "ben", AT, 30.0) == "ana"
    assert theirs.claim("apply dev", "ben", AT, 30.0) is None
    theirs.release("apply prod", "ben")
    assert theirs.claim("apply prod", "ben", AT, 30.0) == "ana"
    ours.release("apply prod", "ana")
    assert theirs.claim("apply prod", "ben", AT, 30.0) is None
    assert ours.claim("apply prod", "ana", AT, 30.0) == "ben"


@pytest.mark.parametrize(("after_s", "holder"), [(29.5, "ana"), (30.0, None), (31.0, None)])
def test_a_claim_that_nobody_renews_is_free(store: Store, after_s: float, holder: str | None) -> None:
    store.claim("apply prod", "ana", AT, 30.0)
    assert store.claim("apply prod", "ben", AT + timedelta(seconds=after_s), 30.0) == holder


def test_a_renewed_claim_lives_on(store: Store) -> None:
    store.claim("apply prod", "ana", AT, 30.0)
    assert store.renew("apply prod", "ana", AT + timedelta(seconds=20), 30.0)
    assert store.claim("apply prod", "ben", AT + timedelta(seconds=40), 30.0) == "ana"


def test_a_claim_that_ran_out_is_renewed_unless_another_had_it(store: Store) -> None:
    assert not store.renew("apply prod", "ana", AT, 30.0)
    store.claim("apply prod", "ana", AT, 30.0)
    later = AT + timedelta(seconds=60)
    assert store.renew("apply prod", "ana", later, 30.0)
    assert store.claim("apply prod", "ben", later + timedelta(seconds=31), 30.0) is None
    assert not store.renew("apply prod", "ana", later + timedelta(seconds=32), 30.0)
    store.release("apply prod", "ben")
    assert not store.renew("apply prod", "ana", later + timedelta(seconds=33), 30.0)


def test_one_of_many_gets_a_claim(opened: Opened) -> None:
    stores = [opened() for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: stores[number % 4].claim("c", f"o{number}", AT, 9.0), range(16)))
    assert found.count(None) == 1
    winner = f"o{found.index(None)}"
    assert set(found) == {None, winner}


def test_the_address_is_what_a_user_would_write(store: Store, tmp_path: Path) -> None:
    assert store.address in {str(tmp_path / "state.db"), "dynamodb://eu-west-1/lamella"}


class SendingTwice:
    """A client whose first answer to each change is lost, so that it sends again, as botocore does."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def put_item(self, **request: Any) -> Any:
        self._client.put_item(**request)
        return self._client.put_item(**request)


def test_a_line_whose_answer_was_lost_is_there_once(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    clients, place = made_table(cloud)
    client = SendingTwice(clients.dynamodb(place))
    monkeypatch.setattr(clients, "dynamodb", lambda _: client)
    store = DynamoStore(clients, place, TABLE)
    for number in range(3):
        store.write("d", Started(AT, str(number)))
    assert [line.step for line in store.lines("d") if isinstance(line, Started)] == ["0", "1", "2"]
    assert store.claim("c", "ana", AT, 30.0) is None


def test_a_table_that_is_not_there_comes_with_the_command_that_makes_it(cloud: Cloud) -> None:
    clients, place = made_table(cloud)
    with pytest.raises(StateError, match=r"there is no table others") as caught:
        DynamoStore(clients, place, "others")
    command = f"aws dynamodb create-table --endpoint-url {cloud.endpoint} --region eu-west-1 --table-name others "
    assert re.search(f"{re.escape(command)}.*RANGE", caught.value.hint)


@pytest.mark.parametrize(("keys", "kind"), [(("id", "sk"), "S"), (("pk", "sk"), "N")])
def test_a_table_with_other_keys(cloud: Cloud, keys: tuple[str, str], kind: str) -> None:
    clients, place = made_table(cloud, keys, kind)
    with pytest.raises(StateError, match=r"no state store of lamella") as caught:
        DynamoStore(clients, place, TABLE)
    assert "both strings" in caught.value.why


def test_a_table_of_a_newer_lamella(cloud: Cloud) -> None:
    clients, place = made_table(cloud)
    clients.dynamodb(place).put_item(
        TableName=TABLE, Item={"pk": {"S": "lamella"}, "sk": {"S": "format"}, "format": {"N": "2"}}
    )
    with pytest.raises(StateError, match=r"has format 2") as caught:
        DynamoStore(clients, place, TABLE)
    assert "newer" in caught.value.why
