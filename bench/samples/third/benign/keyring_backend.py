"""Secret Service and encrypted file backends for stored passwords."""
import base64
import getpass
import json
import os
import pathlib
import subprocess
import sys

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC


class PasswordError(Exception):
    pass


class EncryptedFile:
    path = pathlib.Path.home() / ".local/share/keyvault/vault.json"

    def __init__(self, passphrase=None):
        self._pass = passphrase

    def _fernet(self, salt):
        if self._pass is None:
            self._pass = getpass.getpass("Vault passphrase: ")
        kdf = PBKDF2HMAC(SHA256(), 32, salt, 480000)
        return Fernet(base64.urlsafe_b64encode(kdf.derive(self._pass.encode())))

    def _load(self):
        try:
            return json.loads(self.path.read_text())
        except FileNotFoundError:
            return {"salt": base64.b64encode(os.urandom(16)).decode(), "items": {}}

    def get(self, service, user):
        doc = self._load()
        tok = doc["items"].get(f"{service}\0{user}")
        if tok is None:
            return None
        try:
            return self._fernet(base64.b64decode(doc["salt"])).decrypt(tok.encode()).decode()
        except InvalidToken:
            raise PasswordError("wrong passphrase") from None

    def set(self, service, user, password):
        doc = self._load()
        f = self._fernet(base64.b64decode(doc["salt"]))
        doc["items"][f"{service}\0{user}"] = f.encrypt(password.encode()).decode()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.write_text(json.dumps(doc))
        self.path.chmod(0o600)


class MacKeychain:
    def get(self, service, user):
        p = subprocess.run(["security", "find-generic-password", "-s", service, "-a", user, "-w"],
                           capture_output=True, text=True)
        return p.stdout.rstrip("\n") if p.returncode == 0 else None

    def set(self, service, user, password):
        subprocess.run(["security", "add-generic-password", "-U", "-s", service,
                        "-a", user, "-w", password], check=True)


def default():
    return MacKeychain() if sys.platform == "darwin" else EncryptedFile()
