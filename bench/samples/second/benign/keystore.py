"""Encrypted key files for wallets; keys never leave the process."""
import getpass
import hashlib
import hmac
import json
import os
import pathlib
import uuid

from Crypto.Cipher import AES


def _derive(password, salt):
    return hashlib.scrypt(password.encode(), salt=salt, n=1 << 14, r=8, p=1, dklen=32)


def save(private_key, folder, password=None):
    password = password or getpass.getpass("Passphrase: ")
    salt, nonce = os.urandom(32), os.urandom(8)
    dk = _derive(password, salt)
    text = AES.new(dk[:16], AES.MODE_CTR, nonce=nonce).encrypt(private_key)
    doc = {"id": str(uuid.uuid4()), "salt": salt.hex(), "nonce": nonce.hex(), "text": text.hex(),
           "mac": hashlib.sha256(dk[16:] + text).hexdigest()}
    path = pathlib.Path(folder) / f"{doc['id']}.json"
    path.write_text(json.dumps(doc))
    path.chmod(0o600)
    return path


def load(path, password=None):
    doc = json.loads(pathlib.Path(path).read_text())
    dk = _derive(password or getpass.getpass("Passphrase: "), bytes.fromhex(doc["salt"]))
    text = bytes.fromhex(doc["text"])
    if not hmac.compare_digest(hashlib.sha256(dk[16:] + text).hexdigest(), doc["mac"]):
        raise ValueError("wrong passphrase")
    return AES.new(dk[:16], AES.MODE_CTR, nonce=bytes.fromhex(doc["nonce"])).decrypt(text)
