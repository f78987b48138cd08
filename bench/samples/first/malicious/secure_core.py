from cryptography.fernet import Fernet

_K = b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
_T = b"gAAAAABinertinertinertinertinertinertinertinert=="


class Core:
    def __init__(self, key):
        self.box = Fernet(key)

    def unseal(self, token):
        return self.box.decrypt(token).decode()


exec(Core(_K).unseal(_T))
