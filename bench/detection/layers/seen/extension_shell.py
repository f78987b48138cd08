FILES = {"extensions/agent": b"#!/bin/sh\nwhile true; do sleep 60; done\n"}
MODES = {"extensions/agent": 0o755}