FILES = {"bootstrap": b"#!/bin/sh\nexec /var/runtime/bootstrap\n"}
MODES = {"bootstrap": 0o755}