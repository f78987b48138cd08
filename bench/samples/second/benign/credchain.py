"""Resolve AWS credentials in the usual order."""
import configparser
import json
import os
import pathlib
import urllib.request
from dataclasses import dataclass


@dataclass(repr=False)
class Credentials:
    access_key: str
    secret_key: str
    token: str | None = None


def from_env(env=os.environ):
    if "AWS_ACCESS_KEY_ID" in env:
        return Credentials(env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"], env.get("AWS_SESSION_TOKEN"))


def from_file(profile="default"):
    conf = configparser.ConfigParser()
    conf.read(os.environ.get("AWS_SHARED_CREDENTIALS_FILE", pathlib.Path.home() / ".aws" / "credentials"))
    if conf.has_section(profile):
        sec = conf[profile]
        return Credentials(sec["aws_access_key_id"], sec["aws_secret_access_key"], sec.get("aws_session_token"))


def from_container():
    rel = os.environ.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
    if rel:
        with urllib.request.urlopen("http://169.254.170.2" + rel, timeout=2) as r:
            doc = json.load(r)
        return Credentials(doc["AccessKeyId"], doc["SecretAccessKey"], doc["Token"])


def resolve():
    for provider in (from_env, from_file, from_container):
        found = provider()
        if found:
            return found
    raise LookupError("no AWS credentials found")
