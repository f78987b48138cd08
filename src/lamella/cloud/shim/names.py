"""How functions and layer versions are named in Lambda's API."""

import re
from dataclasses import dataclass

from lamella.cloud.shim.answers import invalid, violates

LATEST = "$LATEST"
# The pattern of FunctionName in botocore's service model, taken apart.
_FUNCTION = re.compile(
    r"(?:arn:aws[a-zA-Z-]*:lambda:)?(?:(?P<region>[a-z]{2}(?:-[a-z]+)+-[0-9]):)?(?:(?P<account>[0-9]{12}):)?"
    r"(?:function:)?(?P<name>[a-zA-Z0-9_.-]+)(?::(?P<qualifier>\$LATEST|[a-zA-Z0-9_-]+))?"
)
_LAYER_VERSION = re.compile(r"arn:aws[a-z-]*:lambda:([a-z0-9-]+):([0-9]{12}):layer:([a-zA-Z0-9_-]{1,140}):([0-9]+)")


@dataclass(frozen=True, slots=True)
class FunctionName:
    """A function as a caller names it.

    Attributes:
        name: Its own name.
        qualifier: A version or an alias; empty for none.
        account, region: Of its ARN; empty where the name does not say.
    """

    name: str
    qualifier: str = ""
    account: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True, order=True)
class LayerVersionName:
    """A layer version as functions list it.

    Attributes:
        arn: As it was given.
        region, account, name: Of the layer.
        number: Of the version.
    """

    arn: str
    region: str
    account: str
    name: str
    number: int

    @property
    def layer_arn(self) -> str:
        """The layer, without the version."""
        return self.arn.rpartition(":")[0]


def function_name(text: str, qualifier: str = "") -> FunctionName:
    """Read a name, a partial ARN or an ARN, each with or without a qualifier.

    Args:
        text: `FunctionName`, decoded.
        qualifier: `Qualifier` of the query, if any.

    Raises:
        RefusedRequestError: It is no such name, or two qualifiers differ.
    """
    found = _FUNCTION.fullmatch(text)
    if found is None:
        violates(text, "functionName", "Member must satisfy regular expression pattern")
    inner = found["qualifier"] or ""
    if inner and qualifier and inner != qualifier:
        invalid("The derived qualifier from the function name does not match the specified qualifier.")
    return FunctionName(found["name"], inner or qualifier, found["account"] or "", found["region"] or "")


def layer_version_name(arn: str) -> LayerVersionName:
    """Read the ARN of a layer version.

    Raises:
        RefusedRequestError: It is none.
    """
    found = _LAYER_VERSION.fullmatch(arn)
    if found is None:
        invalid(f"Layer version ARN {arn} is invalid.")
    return LayerVersionName(arn, found[1], found[2], found[3], int(found[4]))
