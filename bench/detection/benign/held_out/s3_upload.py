import boto3
import os


def upload(path, bucket=os.environ.get("BUCKET")):
    session = boto3.Session(profile_name=os.environ.get("AWS_PROFILE"))
    session.client("s3").upload_file(path, bucket, os.path.basename(path))
