"""logging.Handler that posts to a Slack incoming webhook."""
import json
import logging
import urllib.error
import urllib.request

_EMOJI = {logging.WARNING: ":warning:", logging.ERROR: ":x:", logging.CRITICAL: ":fire:"}


class SlackHandler(logging.Handler):
    """Post records of level WARNING and above.

    ``webhook_url`` comes from your workspace, for example
    ``https://hooks.slack.com/services/T000/B000/XXXX``.
    """

    def __init__(self, webhook_url, level=logging.WARNING, timeout=3.0):
        super().__init__(level)
        if not webhook_url.startswith("https://"):
            raise ValueError("webhook_url must use https")
        self.webhook_url = webhook_url
        self.timeout = timeout

    def emit(self, record):
        text = f"{_EMOJI.get(record.levelno, '')} {self.format(record)}"
        req = urllib.request.Request(
            self.webhook_url,
            data=json.dumps({"text": text[:3500]}).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(req, timeout=self.timeout):
                pass
        except (urllib.error.URLError, TimeoutError):
            self.handleError(record)
