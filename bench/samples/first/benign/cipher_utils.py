import base64
import os

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC


def derive(password: bytes, salt: bytes) -> bytes:
    kdf = PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=600_000)
    return base64.urlsafe_b64encode(kdf.derive(password))


class Box:
    def __init__(self, passwords):
        salt = os.environ.get("BOX_SALT", "box").encode()
        self._f = MultiFernet([Fernet(derive(p.encode(), salt)) for p in passwords])

    def seal(self, text: str) -> bytes:
        return self._f.encrypt(text.encode())

    def open(self, token: bytes) -> str:
        return self._f.decrypt(token).decode()
