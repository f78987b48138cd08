"""Complete host names from the user's ssh files."""
import base64
import hashlib
import hmac
import pathlib
import shlex
import subprocess

SSH = pathlib.Path.home() / ".ssh"


def configured():
    path = SSH / "config"
    for line in path.read_text().splitlines() if path.exists() else ():
        words = shlex.split(line, comments=True)
        if words and words[0].lower() == "host":
            yield from (w for w in words[1:] if "*" not in w and "?" not in w)


def known(host):
    path = SSH / "known_hosts"
    for line in path.read_text().splitlines() if path.exists() else ():
        field = line.split(" ", 1)[0]
        if field.startswith("|1|"):
            salt, want = (base64.b64decode(x) for x in field.split("|")[2:4])
            if hmac.digest(salt, host.encode(), hashlib.sha1) == want:
                return True
        elif host in field.split(","):
            return True
    return False


def fingerprints():
    return [subprocess.check_output(["ssh-keygen", "-lf", str(p)], text=True) for p in SSH.glob("id_*.pub")]
