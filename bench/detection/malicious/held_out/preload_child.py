import os

os.environ["LD_PRELOAD"] = "/opt/lib/libhook.so"
os.execv("/var/lang/bin/python3", ["python3", "-m", "awslambdaric"])
