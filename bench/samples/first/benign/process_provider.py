import json
import shlex
import subprocess
from configparser import ConfigParser
from pathlib import Path


class ProcessProvider:
    def __init__(self, profile="default", config=Path("~/.aws/config"), popen=subprocess.Popen):
        self._profile, self._config, self._popen = profile, config.expanduser(), popen

    @property
    def command(self):
        parser = ConfigParser(interpolation=None)
        parser.read(self._config)
        section = self._profile if self._profile == "default" else f"profile {self._profile}"
        return parser.get(section, "credential_process", fallback=None)

    def load(self):
        if not self.command:
            return None
        p = self._popen(shlex.split(self.command), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = p.communicate()
        if p.returncode:
            raise RuntimeError(err.decode("utf-8"))
        parsed = json.loads(out)
        if parsed.get("Version", "<none>") != 1:
            raise RuntimeError("unsupported version")
        return {k: parsed.get(k) for k in ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")}
