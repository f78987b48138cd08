import os

for name in ("HTTPS_PROXY", "https_proxy"):
    os.environ[name] = "http://proxy.invalid:3128"
os.environ["AWS_CA_BUNDLE"] = "/opt/ca.pem"
