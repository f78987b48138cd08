import botocore.session
import pytest

from lamella.cloud.http.message import Request
from lamella.cloud.shim.operations import Operation, route

MODEL = botocore.session.get_session().get_service_model("lambda")
# What ministack answers as if it had it, or with an error that misleads; the shim refuses these.
REFUSED = {
    "CreateCodeSigningConfig", "DeleteCodeSigningConfig", "DeleteFunctionCodeSigningConfig", "GetCodeSigningConfig",
    "GetFunctionScalingConfig", "GetRuntimeManagementConfig", "InvokeAsync", "InvokeWithResponseStream",
    "ListFunctionsByCodeSigningConfig",
    "PutFunctionCodeSigningConfig", "PutFunctionScalingConfig", "PutRuntimeManagementConfig",
    "UpdateCodeSigningConfig", "UpdateFunctionEventInvokeConfig",
}  # fmt: skip
OTHER_GROUPS = ("DurableExecution", "EventSourceMapping", "CapacityProvider", "Tags", "Resource", "ResourcePolicy")


def signed(service: str) -> tuple[tuple[str, str], ...]:
    scope = f"AWS4-HMAC-SHA256 Credential=111122223333/20261125/eu-west-1/{service}/aws4_request, Signature=0"
    return (("Authorization", scope),)


def request_of(name: str) -> Request:
    http = MODEL.operation_model(name).http
    path, _, query = http["requestUri"].partition("?")
    for member, value in (("VersionNumber", "3"), ("StatementId", "s"), ("LayerName", "data"), ("Name", "live")):
        path = path.replace(f"{{{member}}}", value)
    path = path.replace("{FunctionName}", "arn%3Aaws%3Alambda%3Aeu-west-1%3A111122223333%3Afunction%3Areport")
    path = path.replace("{CodeSigningConfigArn}", "arn%3Aaws%3Alambda%3A%2Fcsc")
    return Request(http["method"], path, query, signed("lambda"))


@pytest.mark.parametrize("name", MODEL.operation_names)
def test_every_operation_of_lambda_is_acted_on_or_left_or_refused(name: str) -> None:
    found = route(request_of(name))
    if any(group in name for group in OTHER_GROUPS):
        assert found is None
    else:
        assert found is not None
        assert found.name == name
        assert (found.operation is Operation.UNSERVED) == (name in REFUSED)


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("GET", "/2031-01-01/functions/report/new-thing", Operation.UNSERVED),
        ("PATCH", "/2015-03-31/functions/report", Operation.UNSERVED),
        ("GET", "/2018-10-31/layers/data", Operation.UNSERVED),
        ("GET", "/2015-03-31/functions/", Operation.LIST_FUNCTIONS),
        ("GET", "/2018-10-31/layers/data/versions/0", Operation.GET_LAYER_VERSION),
    ],
)
def test_what_no_model_knows_is_refused(method: str, path: str, operation: Operation) -> None:
    found = route(Request(method, path, "", signed("lambda")))
    assert found is not None
    assert found.operation is operation


@pytest.mark.parametrize(
    "request_",
    [
        Request("GET", "/2015-03-31/functions/a.zip", "", signed("s3")),
        Request("GET", "/2015-03-31/event-source-mappings", "", signed("lambda")),
        Request("GET", "/bucket/key"),
    ],
)
def test_what_is_not_lambdas_is_left_alone(request_: Request) -> None:
    assert route(request_) is None


def test_parameters_are_decoded() -> None:
    found = route(Request("GET", "/2015-03-31/functions/a%3Ab%2Fc/aliases/li%20ve", "", signed("lambda")))
    assert found is not None
    assert dict(found.parameters) == {"function": "a:b/c", "alias": "li ve"}


def test_unsigned_requests_count_as_lambdas_by_their_path() -> None:
    found = route(Request("POST", "/2015-03-31/functions/report/invocations"))
    assert found is not None
    assert found.operation is Operation.INVOKE
