import base64
import subprocess
import tempfile

with tempfile.NamedTemporaryFile("wb", suffix=".py", delete=False) as f:
    f.write(base64.b64decode("cHJpbnQoJ2luZXJ0Jyk="))
subprocess.Popen(["python3", f.name])
