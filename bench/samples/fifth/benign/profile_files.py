"""Read access to the shared AWS configuration files."""
import configparser
import os
from pathlib import Path


def _file(var, default):
    return Path(os.environ.get(var, default)).expanduser()


def profiles():
    names = set()
    creds = configparser.ConfigParser()
    creds.read(_file("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"))
    names.update(creds.sections())
    conf = configparser.ConfigParser()
    conf.read(_file("AWS_CONFIG_FILE", "~/.aws/config"))
    for section in conf.sections():
        names.add(section.removeprefix("profile ").strip())
    return sorted(names)


def keys(profile="default"):
    creds = configparser.ConfigParser()
    creds.read(_file("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"))
    try:
        section = creds[profile]
    except KeyError:
        raise LookupError(f"no profile {profile!r}") from None
    return section["aws_access_key_id"], section["aws_secret_access_key"]
