"""Refreshable boto3 sessions for cross-account access."""
import boto3
from botocore.credentials import RefreshableCredentials
from botocore.session import get_session


def _refresh(role_arn, name, external_id=None):
    def inner():
        kw = {"RoleArn": role_arn, "RoleSessionName": name}
        if external_id:
            kw["ExternalId"] = external_id
        c = boto3.client("sts").assume_role(**kw)["Credentials"]
        return {"access_key": c["AccessKeyId"], "secret_key": c["SecretAccessKey"],
                "token": c["SessionToken"], "expiry_time": c["Expiration"].isoformat()}
    return inner


def session_for(role_arn, name="acme", external_id=None, region=None):
    fetch = _refresh(role_arn, name, external_id)
    creds = RefreshableCredentials.create_from_metadata(
        metadata=fetch(), refresh_using=fetch, method="sts-assume-role")
    core = get_session()
    core._credentials = creds
    if region:
        core.set_config_variable("region", region)
    return boto3.session.Session(botocore_session=core)
