"""Send a report file by mail through the configured SMTP relay."""
import mimetypes
import os
import pathlib
import smtplib
import ssl
from email.message import EmailMessage


class Mailer:
    def __init__(self, host=None, port=587, user=None, password=None, sender=None):
        self.host = host or os.environ["SMTP_HOST"]
        self.port = int(os.environ.get("SMTP_PORT", port))
        self.user = user or os.environ.get("SMTP_USER")
        self.password = password or os.environ.get("SMTP_PASSWORD")
        self.sender = sender or os.environ.get("SMTP_FROM", self.user)

    def send(self, to, subject, body, attachments=()):
        msg = EmailMessage()
        msg["From"], msg["To"], msg["Subject"] = self.sender, ", ".join(to), subject
        msg.set_content(body)
        for path in map(pathlib.Path, attachments):
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            main, sub = kind.split("/", 1)
            msg.add_attachment(path.read_bytes(), maintype=main, subtype=sub, filename=path.name)
        with smtplib.SMTP(self.host, self.port, timeout=20) as smtp:
            smtp.starttls(context=ssl.create_default_context())
            if self.user:
                smtp.login(self.user, self.password)
            smtp.send_message(msg)
