import pytest

from lamella.cloud.http.message import Headers, Request, Response, Signer, signer_of, without

SCOPE = "AWS4-HMAC-SHA256 Credential={key}/20260101/eu-west-1/lambda/aws4_request, SignedHeaders=host, Signature=0"


def signed(key: str) -> Headers:
    return (("authorization", SCOPE.format(key=key)),)


@pytest.mark.parametrize(
    ("headers", "query", "expected"),
    [
        (signed("AKIA"), "", Signer("AKIA", "eu-west-1", "lambda")),
        ((), "X-Amz-Credential=AKIA%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&x=1", Signer("AKIA", "us-east-1", "s3")),
        ((("Authorization", "Bearer x"),), "", Signer()),
        ((), "", Signer()),
    ],
)
def test_what_a_signature_says(headers: Headers, query: str, expected: Signer) -> None:
    assert signer_of(headers, query) == expected


def test_a_key_of_12_digits_is_the_account_and_any_other_the_default_one() -> None:
    assert Request("GET", "/", headers=signed("111122223333")).account == "111122223333"
    assert Request("GET", "/", headers=signed("AKIAIOSFODNN7")).account == "000000000000"
    assert Request("GET", "/").account == "000000000000"


def test_the_region_is_the_signature_s_or_the_default_one() -> None:
    assert Request("GET", "/", headers=signed("x")).region == "eu-west-1"
    assert Request("GET", "/").region == "us-east-1"


def test_an_arn_in_a_path_stays_one_part() -> None:
    request = Request("GET", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A1%3Afunction%3Aa%2Fb/code")
    assert request.segments == ("2015-03-31", "functions", "arn:aws:lambda:eu-west-1:1:function:a/b", "code")


def test_parameters_are_decoded_and_may_be_empty() -> None:
    request = Request("GET", "/", "find=LayerVersion&Marker=a%2Fb&x=")
    assert [request.parameter(name) for name in ("find", "Marker", "x", "y")] == ["LayerVersion", "a/b", "", None]


def test_names_of_headers_have_no_case() -> None:
    response = Response(200, (("X-Amzn-RequestId", "1"), ("x-amzn-requestid", "2")))
    assert response.header("X-AMZN-REQUESTID") == "1"
    assert without(response.headers, "X-AMZN-requestid") == ()
    assert Request("GET", "/").with_body(b"x").body == b"x"
