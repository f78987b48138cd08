FILES = {"bin/tool": b"#!/bin/sh\ntrue\n"}
MODES = {"bin/tool": 0o4755}