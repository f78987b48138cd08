"""Client for the Lambda Extensions API."""
import json
import os
import urllib.request


class Extension:
    def __init__(self, name):
        self.name = name
        self.base = "http://%s/2020-01-01/extension" % os.environ["AWS_LAMBDA_RUNTIME_API"]
        self.id = None

    def register(self, events=("INVOKE", "SHUTDOWN")):
        req = urllib.request.Request(
            self.base + "/register", data=json.dumps({"events": list(events)}).encode(),
            headers={"Lambda-Extension-Name": self.name, "Content-Type": "application/json"})
        with urllib.request.urlopen(req) as r:
            self.id = r.headers["Lambda-Extension-Identifier"]
            return json.load(r)

    def next(self):
        req = urllib.request.Request(self.base + "/event/next",
                                     headers={"Lambda-Extension-Identifier": self.id})
        with urllib.request.urlopen(req, timeout=None) as r:
            return json.load(r)

    def __iter__(self):
        while True:
            event = self.next()
            yield event
            if event["eventType"] == "SHUTDOWN":
                return
