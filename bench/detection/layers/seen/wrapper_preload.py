FILES = {"wrap.sh": b"#!/bin/bash\nexport LD_PRELOAD=/opt/lib/h.so\nexec \"$@\"\n"}
MODES = {"wrap.sh": 0o755}