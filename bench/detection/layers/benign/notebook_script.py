FILES = {"bin/hello": b"#!/bin/sh\necho hello\n"}
MODES = {"bin/hello": 0o755}