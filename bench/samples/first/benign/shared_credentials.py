import configparser
import os


class SharedCredentialProvider:
    METHOD = "shared-credentials-file"
    ACCESS_KEY, SECRET_KEY, TOKENS = "aws_access_key_id", "aws_secret_access_key", ("aws_security_token", "aws_session_token")

    def __init__(self, filename=None, profile=None):
        self._filename = os.path.expanduser(filename or os.environ.get("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"))
        self._profile = profile or os.environ.get("AWS_PROFILE", "default")

    def load(self):
        parser = configparser.RawConfigParser()
        if not parser.read(self._filename):
            return None
        if not parser.has_section(self._profile):
            return None
        section = dict(parser.items(self._profile))
        token = next((section[t] for t in self.TOKENS if t in section), None)
        return section.get(self.ACCESS_KEY), section.get(self.SECRET_KEY), token
