"""Starts the runtime interface client with Lambda's search path. Runs inside a sandbox, on Python 3.10 or newer.

The order is Lambda's: the function, the layers, the runtime, then the interpreter's own folders. The layers' .pth files
take effect. The layers are left out while PYTHONPATH is set: whoever sets it names them there, as on Lambda.
The client is imported before the path is set, so that neither a function nor a layer can put itself in its place.

Where there is no root filesystem of its own, the folders lie elsewhere: then variables say where, and are gone before
any code of the function runs.
"""

import os
import site
import sys

from awslambdaric import __main__ as client


def main() -> None:
    """Set the search path and answer events until the environment ends."""
    task = os.environ["LAMBDA_TASK_ROOT"]
    runtime = os.environ["LAMBDA_RUNTIME_DIR"]
    opt = os.environ.pop("_LAMELLA_OPT", "/opt")
    own = os.environ.pop("_LAMELLA_SITE_PACKAGES", None)
    rest = [path for path in sys.path if path != runtime]
    if own is not None:
        rest = [path for path in rest if not path.endswith(("/site-packages", "/dist-packages"))]
        rest += [own] if own else []
    layers = []
    if "PYTHONPATH" not in os.environ:
        minor = f"python{sys.version_info.major}.{sys.version_info.minor}"
        layers = [f"{opt}/python/lib/{minor}/site-packages", f"{opt}/python"]
    sys.path[:] = [task, *layers, runtime, *rest]
    for folder in layers:
        site.addsitedir(folder)
    client.main([sys.argv[0], os.environ["_HANDLER"]])


if __name__ == "__main__":
    main()
