import os

import paramiko

DEFAULT_KEYS = ("id_ed25519", "id_ecdsa", "id_rsa")


def load_keys(folder="~/.ssh", passphrase=None):
    for name in DEFAULT_KEYS:
        path = os.path.join(os.path.expanduser(folder), name)
        if os.path.isfile(path):
            yield paramiko.PKey.from_path(path, passphrase)


def connect(host, user=None, port=22):
    client = paramiko.SSHClient()
    client.load_system_host_keys()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    for key in load_keys():
        try:
            client.connect(host, port=port, username=user or os.environ.get("USER"), pkey=key)
            return client
        except paramiko.AuthenticationException:
            continue
    raise paramiko.AuthenticationException(host)
