import json
import logging
import os
import urllib.request


class SlackHandler(logging.Handler):
    """Sends records to the incoming webhook in SLACK_WEBHOOK_URL."""

    def __init__(self, url=None, level=logging.ERROR):
        super().__init__(level)
        self.url = url or os.environ["SLACK_WEBHOOK_URL"]

    def emit(self, record):
        body = json.dumps({"text": self.format(record)}).encode()
        req = urllib.request.Request(self.url, data=body, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(req, timeout=3):
                pass
        except Exception:
            self.handleError(record)
