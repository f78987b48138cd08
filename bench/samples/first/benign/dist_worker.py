import base64
import json
import os
import socket
import subprocess
import sys
import textwrap

BOOT = textwrap.dedent("""
    import base64, json, sys
    spec = json.loads(base64.b64decode(sys.argv[1]))
    from clusterlib.worker import main
    main(**spec)
""")


class LocalCluster:
    def __init__(self, n=2):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = "%s:%d" % self.server.getsockname()
        self.workers = [self._start(i) for i in range(n)]

    def _start(self, i):
        spec = base64.b64encode(json.dumps({"scheduler": self.address, "name": f"w{i}", "threads": os.cpu_count()}).encode())
        return subprocess.Popen([sys.executable, "-c", BOOT, spec.decode()], env={**os.environ, "OMP_NUM_THREADS": "1"})

    def close(self):
        for w in self.workers:
            w.terminate()
        self.server.close()
