FILES = {"bin/wrap": b"#!/bin/bash\nexport LOG=1\nexec \"$@\"\n"}
MODES = {"bin/wrap": 0o755}