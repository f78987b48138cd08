import os
import smtplib
from email.message import EmailMessage


def send(subject, text):
    message = EmailMessage()
    message["Subject"] = subject
    message.set_content(text)
    with smtplib.SMTP(os.environ["SMTP_HOST"]) as server:
        server.login(os.environ["SMTP_USER"], os.environ["SMTP_PASSWORD"])
        server.send_message(message)
