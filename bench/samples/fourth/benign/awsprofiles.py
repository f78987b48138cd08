"""List and inspect the profiles of the local AWS configuration."""
import configparser
import os
import pathlib
import subprocess
import sys


def _file(var, name):
    return pathlib.Path(os.environ.get(var) or pathlib.Path.home() / ".aws" / name)


def _read(path):
    cp = configparser.RawConfigParser()
    cp.read(path)
    return cp


def profiles():
    cfg = _read(_file("AWS_CONFIG_FILE", "config"))
    creds = _read(_file("AWS_SHARED_CREDENTIALS_FILE", "credentials"))
    names = {s.removeprefix("profile ").strip() for s in cfg.sections()}
    return sorted(names | set(creds.sections()))


def masked_key(profile="default"):
    creds = _read(_file("AWS_SHARED_CREDENTIALS_FILE", "credentials"))
    key = creds.get(profile, "aws_access_key_id", fallback=None)
    return key and key[:4] + "*" * 12 + key[-4:]


def shell(profile, argv):
    env = dict(os.environ, AWS_PROFILE=profile)
    for k in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        env.pop(k, None)
    return subprocess.call(argv or [os.environ.get("SHELL", "/bin/sh")], env=env)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(shell(sys.argv[1], sys.argv[2:]))
    for p in profiles():
        print(p, masked_key(p) or "-")
