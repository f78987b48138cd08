import os
import platform
from urllib.parse import quote

import urllib3

__version__ = "2.4.1"


def user_agent():
    parts = [
        f"exampledb-python/{__version__}",
        f"python/{platform.python_version()}",
        f"{platform.system()}/{quote(platform.release())}",
        f"arch/{platform.machine()}",
    ]
    if "AWS_EXECUTION_ENV" in os.environ:
        parts.append("exec-env/" + os.environ["AWS_EXECUTION_ENV"])
    return " ".join(parts)


def pool(**kw):
    return urllib3.PoolManager(headers={"User-Agent": user_agent()}, **kw)
