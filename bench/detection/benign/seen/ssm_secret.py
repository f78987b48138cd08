import boto3
import os


def secret(name):
    client = boto3.client("ssm", region_name=os.environ["AWS_REGION"])
    return client.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
