"""Makes boto3 clients for places: credentials, roles, retries, and AWS's rate of calls."""

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
from botocore.config import Config

from lamella.aws.access import Access, Caller
from lamella.aws.failures import Call, translated
from lamella.aws.rate import LambdaRate
from lamella.aws.retries import needs_retry
from lamella.aws.sessions import assumed, first_session, local_session
from lamella.errors import AwsError
from lamella.model.layer import Account
from lamella.model.place import Place

if TYPE_CHECKING:
    from types_boto3_cloudformation import CloudFormationClient
    from types_boto3_cloudwatch import CloudWatchClient
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_lambda import LambdaClient
    from types_boto3_logs import CloudWatchLogsClient
    from types_boto3_s3 import S3Client
    from types_boto3_ssm import SSMClient

_ANY_REGION = "us-east-1"
# Calls of several threads to one place; the rate of calls is what limits them.
_CONNECTIONS = 32
_CONNECT_TIMEOUT_S = 10
_READ_TIMEOUT_S = 120
_MOST_ATTEMPTS = 8

T = TypeVar("T")


class Clients:
    """Clients by place, each made once; threads may share it.

    Calls of Lambda in AWS wait for a token of their account and Region (15 a second; GetFunction 100, GetPolicy 15);
    emulators have no such quota.
    Errors of botocore leave this package only as errors of `lamella.errors` (see `aws.failures`).

    Args:
        access: The way to AWS.
        accounts: Roles of other accounts, by account id; the caller's own needs none. A client for a place in any other
            account raises AwsError.
    """

    def __init__(self, access: Access, accounts: Mapping[str, Account]) -> None:
        self._access = access
        self._accounts = dict(accounts)
        # boto3's sessions make clients in one thread at a time only.
        self._lock = threading.RLock()
        self._made: dict[tuple[str, ...], Any] = {}
        self._rates: dict[Place, LambdaRate] = {}
        self._caller: Caller | None = None

    def caller(self) -> Caller:
        """Return who calls; asked once.

        Raises:
            AwsError: There are no credentials, or STS does not answer.
        """
        with self._lock:
            if self._caller is None:
                with translated(Call("ask who the caller is", "sts:GetCallerIdentity")):
                    region = self.default_region() or _ANY_REGION
                    told = self._first().client("sts", region_name=region, **self._options()).get_caller_identity()
                self._caller = Caller(told["Account"], told["Arn"])
            return self._caller

    def default_region(self) -> str | None:
        """Return the Region of the environment or profile (`AWS_REGION`, `AWS_DEFAULT_REGION`, the configuration)."""
        named = self._access.environ.get("AWS_REGION") or self._access.environ.get("AWS_DEFAULT_REGION")
        if named or self._access.local_account:
            return named or None
        with translated(Call("read the AWS configuration", "")):
            region: str | None = self._first().region_name
        return region

    def lambda_(self, place: Place) -> "LambdaClient":
        """Return a client with adaptive retries."""
        return self._once(("lambda", str(place)), lambda: self._lambda(place, retrying=True))

    def lambda_once(self, place: Place) -> "LambdaClient":
        """Return a client for PublishLayerVersion and PublishVersion, which are not idempotent.

        It sends again only what Lambda refused before it did anything (429, 409 while an update is in progress).
        """
        return self._once(("lambda-once", str(place)), lambda: self._lambda(place, retrying=False))

    def s3(self, place: Place) -> "S3Client":
        """Return a client."""
        client: S3Client = self._once(("s3", str(place)), lambda: self._client("s3", place))
        return client

    def ssm(self, place: Place) -> "SSMClient":
        """Return a client."""
        client: SSMClient = self._once(("ssm", str(place)), lambda: self._client("ssm", place))
        return client

    def cloudformation(self, place: Place) -> "CloudFormationClient":
        """Return a client."""
        client: CloudFormationClient = self._once(
            ("cloudformation", str(place)), lambda: self._client("cloudformation", place)
        )
        return client

    def cloudwatch(self, place: Place) -> "CloudWatchClient":
        """Return a client."""
        client: CloudWatchClient = self._once(("cloudwatch", str(place)), lambda: self._client("cloudwatch", place))
        return client

    def logs(self, place: Place) -> "CloudWatchLogsClient":
        """Return a client."""
        client: CloudWatchLogsClient = self._once(("logs", str(place)), lambda: self._client("logs", place))
        return client

    def sns(self, place: Place) -> Any:  # noqa: ANN401 - no stubs of SNS are installed
        """Return a client."""
        return self._once(("sns", str(place)), lambda: self._client("sns", place))

    def dynamodb(self, place: Place) -> "DynamoDBClient":
        """Return a client."""
        client: DynamoDBClient = self._once(("dynamodb", str(place)), lambda: self._client("dynamodb", place))
        return client

    def _lambda(self, place: Place, *, retrying: bool) -> "LambdaClient":
        client: LambdaClient = self._client("lambda", place, retrying=retrying)
        if self._access.to_aws:
            rate = self._rates.setdefault(place, LambdaRate())
            client.meta.events.register("before-send.lambda", rate.before_send)
        events: Any = client.meta.events
        events.register_first("needs-retry.lambda", needs_retry)
        return client

    def _client(self, service: str, place: Place, *, retrying: bool = True) -> Any:  # noqa: ANN401 - boto3's own
        session: Any = self._session(place.account)
        with translated(Call(f"make a client of {service} for {place}", "")):
            return session.client(service, region_name=place.region, **self._options(retrying=retrying))

    def _session(self, account: str) -> boto3.Session:
        local, role = self._access.local_account, self._accounts.get(account, Account(account))
        if role.role_arn:
            return self._once(("session", account), lambda: self._assumed(role))
        if account == self.caller().account:
            return self._first()
        if local:
            return self._once(("session", account), lambda: local_session(account))
        # The caller's own layers of that name would be taken for the other account's.
        raise AwsError(
            f"account {account} cannot be reached",
            why=f"the credentials are of account {self.caller().account}, and no role of {account} is known",
            hint="choose an environment (--env) whose accounts name a role for it, or other credentials",
        )

    def _assumed(self, account: Account) -> boto3.Session:
        region = self.default_region() or _ANY_REGION
        return assumed(self._first(), self._access, account, region, self._options())

    def _first(self) -> boto3.Session:
        return self._once(("session",), lambda: first_session(self._access, self._options(), _ANY_REGION))

    def _options(self, *, retrying: bool = True) -> dict[str, Any]:
        retries: dict[str, Any] = (
            {"mode": "adaptive", "total_max_attempts": _MOST_ATTEMPTS}
            if retrying
            else {"mode": "standard", "total_max_attempts": 1}
        )
        config = Config(
            retries=retries,  # type: ignore[arg-type] # a TypedDict of the stubs, made in two ways
            connect_timeout=_CONNECT_TIMEOUT_S,
            read_timeout=_READ_TIMEOUT_S,
            max_pool_connections=_CONNECTIONS,
            user_agent_extra="lamella",
            # A bucket's name before an emulator's host name would need a name server that knows it.
            s3={"addressing_style": "path"} if self._access.endpoint_url else None,
            # The embedded cloud is on this machine, whatever proxy the environment names.
            proxies={} if self._access.local_account else None,
        )
        return {"endpoint_url": self._access.endpoint_url, "config": config}

    def _once(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
            made: T = self._made[key]
            return made
