"""What happens when AWS throttles, breaks, or its answer is lost, seen through a proxy that does so."""

from collections.abc import Mapping
from typing import Any

import pytest

from aws_places import ZipOf, clients_at, publishing
from clouds import Cloud
from fault_proxy import CUT_AFTER_COMMIT, DENIED, EXPIRED, IN_PROGRESS, RESET, THROTTLE, UNAVAILABLE, FaultProxy
from lamella.aws import versions
from lamella.aws.clients import Clients
from lamella.aws.world import AwsWorld
from lamella.change.action import AddLayerVersionPermission, DeleteLayerVersion
from lamella.errors import AccessDeniedError, AwsError, CredentialsError, DoubtfulError
from lamella.model.arn import LayerArn
from lamella.model.grant import Grant
from lamella.model.place import Place


@pytest.fixture(name="faulty")
def _faulty(proxy: FaultProxy, place: Place) -> Clients:
    return clients_at(proxy.url, place)


def of_lambda(operation: str, fault: Mapping[str, Any], times: int = 1) -> Mapping[str, Any]:
    return {"service": "lambda", "operation": operation, "times": times, **fault}


def numbers(clients: Clients, place: Place) -> list[int]:
    return [it.arn.number for it in versions.layer_versions(clients, LayerArn.at(place, "data"))]


@pytest.mark.parametrize(
    ("fault", "published"), [(CUT_AFTER_COMMIT, 1), (RESET, 0), (UNAVAILABLE, 0)], ids=["cut", "reset", "500"]
)
def test_a_publication_that_may_have_happened_is_in_doubt_and_sent_once(  # noqa: PLR0917
    proxy: FaultProxy,
    faulty: Clients,
    clients: Clients,
    place: Place,
    zip_of: ZipOf,
    fault: Mapping[str, Any],
    published: int,
) -> None:
    action, world = publishing(place, zip_of("a")), AwsWorld(faulty)
    proxy.rules(of_lambda("PublishLayerVersion", fault, times=5))
    with pytest.raises(DoubtfulError):
        world.perform(action)
    assert len(proxy.fired()) == 1
    assert len(numbers(clients, place)) == published
    found = world.found(action)
    assert (found is not None) == bool(published)
    assert found is None or (found.already and found.version == LayerArn.at(place, "data").version(1))


@pytest.mark.parametrize("fault", [THROTTLE, IN_PROGRESS], ids=["429", "409"])
def test_a_publication_that_was_refused_for_now_is_sent_again(
    proxy: FaultProxy, faulty: Clients, place: Place, zip_of: ZipOf, fault: Mapping[str, Any]
) -> None:
    proxy.rules(of_lambda("PublishLayerVersion", fault, times=2))
    published = AwsWorld(faulty).perform(publishing(place, zip_of("a")))
    assert published.version == LayerArn.at(place, "data").version(1)
    assert len(proxy.fired()) == 2
    assert numbers(faulty, place) == [1]


@pytest.mark.parametrize("fault", [THROTTLE, UNAVAILABLE, RESET, IN_PROGRESS], ids=["429", "500", "reset", "409"])
@pytest.mark.parametrize("operation", ["ListLayerVersions", "AddLayerVersionPermission", "DeleteLayerVersion"])
def test_what_may_be_sent_again_is_sent_again(
    proxy: FaultProxy, faulty: Clients, place: Place, zip_of: ZipOf, operation: str, fault: Mapping[str, Any]
) -> None:
    archive, world = zip_of("a"), AwsWorld(faulty)
    proxy.rules()
    version = world.perform(publishing(place, archive)).version
    assert version is not None
    proxy.rules(of_lambda(operation, fault, times=2))
    match operation:
        case "ListLayerVersions":
            assert numbers(faulty, place) == [1]
        case "AddLayerVersionPermission":
            world.perform(AddLayerVersionPermission(place, version, Grant("*", "o-abcdefghij")))
            assert [it.grant for it in versions.statements(faulty, version)] == [Grant("*", "o-abcdefghij")]
        case _:
            world.perform(DeleteLayerVersion(place, version, archive.code_sha256, archive.size_bytes))
            assert numbers(faulty, place) == []
    assert len(proxy.fired()) == 2


def test_a_grant_whose_answer_was_lost_is_given_once(
    proxy: FaultProxy, faulty: Clients, place: Place, zip_of: ZipOf
) -> None:
    world = AwsWorld(faulty)
    proxy.rules(of_lambda("AddLayerVersionPermission", CUT_AFTER_COMMIT))
    version = world.perform(publishing(place, zip_of("a"))).version
    assert version is not None
    world.perform(AddLayerVersionPermission(place, version, Grant("111122223333")))
    assert [it.grant for it in versions.statements(faulty, version)] == [Grant("111122223333")]


@pytest.mark.parametrize(
    ("fault", "raised"), [(DENIED, AccessDeniedError), (EXPIRED, CredentialsError)], ids=["denied", "expired"]
)
def test_a_refusal_says_what_to_do(
    proxy: FaultProxy, faulty: Clients, place: Place, fault: Mapping[str, Any], raised: type[AwsError]
) -> None:
    proxy.rules(of_lambda("ListLayerVersions", fault, times=9))
    with pytest.raises(raised) as caught:
        numbers(faulty, place)
    assert len(proxy.fired()) == 1
    hints = {AccessDeniedError: "allow lambda:ListLayerVersions to the caller", CredentialsError: "sign in again"}
    assert caught.value.hint.startswith(hints[raised])


def test_nothing_at_the_endpoint_is_an_error_with_a_hint(cloud: Cloud, place: Place) -> None:
    assert cloud.endpoint
    with pytest.raises(AwsError) as raised:
        clients_at("http://127.0.0.1:9", place).caller()
    assert "--endpoint-url" in raised.value.hint
