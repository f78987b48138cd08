"""logging.Handler that forwards errors to an incoming webhook of the user's workspace."""
import json
import logging
import os
import urllib.request


class SlackHandler(logging.Handler):
    def __init__(self, url=None, channel=None, level=logging.ERROR):
        super().__init__(level)
        self.url = url or os.environ.get("SLACK_WEBHOOK_URL")
        if not self.url:
            raise ValueError("a webhook URL is needed")
        self.channel = channel

    def payload(self, record):
        doc = {
            "text": f"*{record.levelname}* `{record.name}`",
            "attachments": [{"text": self.format(record)[:2000], "color": "danger"}],
        }
        if self.channel:
            doc["channel"] = self.channel
        return json.dumps(doc).encode()

    def emit(self, record):
        try:
            req = urllib.request.Request(
                self.url, self.payload(record), {"Content-Type": "application/json"}
            )
            urllib.request.urlopen(req, timeout=3).close()
        except Exception:
            self.handleError(record)
