"""Small wrapper around smtplib with STARTTLS."""
import smtplib
import ssl
from email.message import EmailMessage


class Mailer:
    def __init__(self, host, port=587, username=None, password=None, sender=None):
        self.host, self.port = host, port
        self.username, self.password = username, password
        self.sender = sender or username

    def build(self, to, subject, text, attachments=()):
        msg = EmailMessage()
        msg["From"], msg["To"], msg["Subject"] = self.sender, ", ".join(to), subject
        msg.set_content(text)
        for name, data in attachments:
            msg.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
        return msg

    def send(self, *args, **kwargs):
        msg = self.build(*args, **kwargs)
        with smtplib.SMTP(self.host, self.port, timeout=10) as smtp:
            smtp.starttls(context=ssl.create_default_context())
            if self.username:
                smtp.login(self.username, self.password)
            smtp.send_message(msg)
