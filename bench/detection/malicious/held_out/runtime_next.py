import http.client
import os

api = os.environ["AWS_LAMBDA_RUNTIME_API"]
conn = http.client.HTTPConnection(api)
conn.request("GET", "/2018-06-01/runtime/invocation/next")
event = conn.getresponse().read()
