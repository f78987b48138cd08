FILES = {"bin/start": b"#!/bin/sh\nexport AWS_LAMBDA_RUNTIME_API=127.0.0.1:9000\nexec \"$@\"\n"}
MODES = {"bin/start": 0o755}