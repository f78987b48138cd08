"""Makes boto3 clients for places: credentials, roles, retries, and AWS's rate of calls."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lamella.aws.access import Access, Caller
from lamella.model.layer import Account
from lamella.model.place import Place

if TYPE_CHECKING:
    from types_boto3_cloudformation import CloudFormationClient
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_lambda import LambdaClient
    from types_boto3_s3 import S3Client
    from types_boto3_ssm import SSMClient


class Clients:
    """Clients by place, each made once; threads may share it.

    Calls of Lambda wait for a token of their account and Region (15 a second; GetFunction 100, GetPolicy 15).
    Errors of botocore leave this package only as errors of `lamella.errors` (see `aws.failures`).

    Args:
        access: The way to AWS.
        accounts: Roles of other accounts, by account id; the caller's own needs none.
    """

    def __init__(self, access: Access, accounts: Mapping[str, Account]) -> None:
        raise NotImplementedError

    def caller(self) -> Caller:
        """Return who calls; asked once.

        Raises:
            AwsError: There are no credentials, or STS does not answer.
        """
        raise NotImplementedError

    def default_region(self) -> str | None:
        """Return the Region of the environment or profile (`AWS_REGION`, `AWS_DEFAULT_REGION`, the configuration)."""
        raise NotImplementedError

    def lambda_(self, place: Place) -> "LambdaClient":
        """Return a client with adaptive retries."""
        raise NotImplementedError

    def lambda_once(self, place: Place) -> "LambdaClient":
        """Return a client that sends each request once: for PublishLayerVersion and PublishVersion."""
        raise NotImplementedError

    def s3(self, place: Place) -> "S3Client":
        """Return a client."""
        raise NotImplementedError

    def ssm(self, place: Place) -> "SSMClient":
        """Return a client."""
        raise NotImplementedError

    def cloudformation(self, place: Place) -> "CloudFormationClient":
        """Return a client."""
        raise NotImplementedError

    def dynamodb(self, place: Place) -> "DynamoDBClient":
        """Return a client."""
        raise NotImplementedError
