"""Makes boto3 sessions: the caller's, an assumed role's, and those of local mode."""

import os
from typing import Any

import boto3
from botocore.credentials import RefreshableCredentials
from botocore.session import Session

from lamella.aws.access import Access
from lamella.aws.failures import Call, translated
from lamella.model.layer import Account

_NAME = "lamella"
# Variable of the session -> (key of the file, variable of the environment, default, conversion).
_NO_FILES = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}
_LOCAL_SECRET = "local"  # noqa: S105 - the embedded cloud asks for none


def first_session(access: Access, options: dict[str, Any], region: str) -> boto3.Session:
    """Return the session of who calls, with the role of `--role-arn` where one is given.

    Args:
        access: The way to AWS.
        options: Of clients (endpoint, configuration).
        region: For STS.

    Raises:
        AwsError: The profile does not exist, or the role cannot be assumed.
    """
    if access.local_account:
        session = local_session(access.local_account)
    else:
        with translated(Call("read the AWS configuration", "")):
            session = boto3.Session(profile_name=access.profile)
    if access.role_arn:
        return assumed(session, access, Account("", access.role_arn, access.external_id), region, options)
    return session


def local_session(account: str) -> boto3.Session:
    """Return a session of an account of the embedded cloud; nothing of this machine's AWS configuration is read."""
    core = _plain()
    core.set_credentials(account, _LOCAL_SECRET)
    return boto3.Session(botocore_session=core)


def assumed(
    session: boto3.Session, access: Access, account: Account, region: str, options: dict[str, Any]
) -> boto3.Session:
    """Return a session of an account's role; its credentials are asked for anew before they expire.

    Args:
        session: Of who assumes the role.
        access: The way to AWS.
        account: With its role.
        region: For STS.
        options: Of clients (endpoint, configuration).

    Raises:
        AwsError: The role cannot be assumed.
    """
    untyped: Any = session
    sts = untyped.client("sts", region_name=region, **options)
    said = {"RoleArn": account.role_arn, "RoleSessionName": _NAME}
    if account.external_id:
        said["ExternalId"] = account.external_id

    def fetch() -> dict[str, str]:
        with translated(Call(f"assume {account.role_arn}", "sts:AssumeRole")):
            told = sts.assume_role(**said)["Credentials"]
        return {
            "access_key": told["AccessKeyId"],
            "secret_key": told["SecretAccessKey"],
            "token": told["SessionToken"],
            "expiry_time": told["Expiration"].isoformat(),
        }

    core: Any = _plain() if access.local_account else Session(profile=access.profile)
    # botocore offers no public way to give a session credentials that refresh themselves.
    core._credentials = RefreshableCredentials.create_from_metadata(fetch(), fetch, "sts-assume-role")  # noqa: SLF001
    return boto3.Session(botocore_session=core, region_name=region)


def _plain() -> Session:
    return Session(session_vars=_NO_FILES)
