FILES = {"wrapper": b"#!/usr/bin/env python3\nimport os, sys\nos.environ['LD_PRELOAD'] = '/opt/lib/x.so'\nos.execv(sys.argv[1], sys.argv[1:])\n"}
MODES = {"wrapper": 0o755}
