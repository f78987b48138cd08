import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from aws_places import clients_at
from clouds import Cloud, new_account
from fault_proxy import DENIED, FaultProxy
from lamella.aws import versions
from lamella.aws.clients import Clients
from lamella.aws.inventory import Reading, read_details, read_fleet
from lamella.fleet.fleet import Fleet
from lamella.model.arn import LayerArn
from lamella.model.place import Place

NOW = datetime(2026, 11, 25, tzinfo=UTC)
VERSIONS = 230
FUNCTIONS = 400


def zipped(text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("python/only.py", text)
    return buffer.getvalue()


@pytest.fixture(name="crowd", scope="module")
def _crowd(cloud: Cloud) -> Place:
    """A layer with 230 versions, and 400 functions, each with one of them."""
    place = Place(new_account(), "eu-west-1")
    client = cloud.client("lambda", place.account)
    arns = [
        client.publish_layer_version(LayerName="data", Content={"ZipFile": zipped(str(number))})["LayerVersionArn"]
        for number in range(VERSIONS)
    ]
    for number in range(FUNCTIONS):
        client.create_function(
            FunctionName=f"f{number:03}",
            Runtime="python3.12",
            Handler="only.handler",
            Role=f"arn:aws:iam::{place.account}:role/r",
            Code={"ZipFile": zipped("def handler(event, context): pass")},
            Layers=[arns[number % VERSIONS]],
        )
    return place


def read(clients: Clients, place: Place, reading: Reading) -> Fleet:
    with ThreadPoolExecutor(8) as executor:
        return read_fleet(clients, [place], reading, executor, NOW)


def test_every_page_is_read(cloud: Cloud, crowd: Place) -> None:
    fleet = read(clients_at(cloud.endpoint, crowd), crowd, Reading(functions=True))
    assert [it.arn.number for it in fleet.layer_versions] == list(range(1, VERSIONS + 1))
    assert {it.name: it.layers[0].number for it in fleet.functions} == {
        f"f{number:03}": number % VERSIONS + 1 for number in range(FUNCTIONS)
    }
    assert fleet.gaps == ()


def test_published_versions_and_weighted_aliases(cloud: Cloud, crowd: Place) -> None:
    client = cloud.client("lambda", crowd.account)
    first = client.publish_version(FunctionName="f007")["Version"]
    client.update_function_configuration(FunctionName="f007", Layers=[], Description="moved")
    client.get_waiter("function_updated_v2").wait(FunctionName="f007")
    second = client.publish_version(FunctionName="f007")["Version"]
    client.create_alias(
        FunctionName="f007",
        Name="live",
        FunctionVersion=second,
        RoutingConfig={"AdditionalVersionWeights": {first: 0.25}},
    )
    wanted = frozenset({LayerArn.at(crowd, "data").version(8)})
    fleet = read(clients_at(cloud.endpoint, crowd), crowd, Reading(("data",), functions=True, aliases_of=wanted))
    found = {it.version: [layer.number for layer in it.layers] for it in fleet.functions if it.name == "f007"}
    assert found == {"$LATEST": [], first: [8], second: []}
    assert [(it.function, it.name, it.version, dict(it.weights)) for it in fleet.aliases] == [
        ("f007", "live", second, {first: 0.25})
    ]


@pytest.mark.parametrize(
    ("operation", "what"),
    [("ListFunctions", "functions"), ("ListLayers", "layers"), ("ListLayerVersions", "versions of data")],
)
def test_what_cannot_be_read_is_a_gap(proxy: FaultProxy, crowd: Place, operation: str, what: str) -> None:
    proxy.rules({"service": "lambda", "operation": operation, **DENIED})
    fleet = read(clients_at(proxy.url, crowd), crowd, Reading(functions=True))
    assert [(it.place, it.what, it.version) for it in fleet.gaps] == [(crowd, what, None)]
    assert fleet.gaps[0].why.startswith("could not list")
    assert bool(fleet.functions) == (operation != "ListFunctions")


def test_details_that_cannot_be_read_are_gaps_of_their_version(cloud: Cloud, proxy: FaultProxy, crowd: Place) -> None:
    proxy.rules({"service": "lambda", "operation": "GetLayerVersionPolicy", "times": 1, **DENIED})
    listed = versions.layer_versions(clients_at(cloud.endpoint, crowd), LayerArn.at(crowd, "data"))[:3]
    gone = listed[0].__class__(LayerArn.at(crowd, "data").version(9999), NOW)
    with ThreadPoolExecutor(1) as executor:
        detailed, gaps = read_details(clients_at(proxy.url, crowd), (*listed, gone), executor)
    assert [it.arn.number for it in detailed] == [1, 2, 3]
    assert all(it.code_sha256 for it in detailed)
    assert [it.statements for it in detailed] == [None, (), ()]
    assert [(it.what, it.version) for it in gaps] == [("policy of data:1", listed[0].arn)]


def test_an_unknown_layer_has_no_versions(cloud: Cloud, crowd: Place) -> None:
    clients = clients_at(cloud.endpoint, crowd)
    assert versions.layer_versions(clients, LayerArn.at(crowd, "nothing")) == ()
    assert versions.layer_version(clients, LayerArn.at(crowd, "nothing").version(1)) is None
    assert versions.newest(clients, LayerArn.at(crowd, "nothing"), (), ()) is None
