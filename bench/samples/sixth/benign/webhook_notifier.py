"""Post build results to chat webhooks (Discord, Slack, Teams)."""
import argparse
import os
import sys

import requests


def payload(kind, text):
    if kind == "discord":
        return {"content": text[:2000], "allowed_mentions": {"parse": []}}
    return {"text": text}


def kind_of(url):
    if "discord.com/api/webhooks/" in url:
        return "discord"
    return "slack" if "hooks.slack.com/" in url else "teams"


def post(url, text):
    r = requests.post(url, json=payload(kind_of(url), text), timeout=10)
    r.raise_for_status()


def main(argv=None):
    p = argparse.ArgumentParser()
    p.add_argument("message")
    p.add_argument("--url", default=os.environ.get("NOTIFY_WEBHOOK_URL"))
    args = p.parse_args(argv)
    if not args.url:
        p.error("give --url or set NOTIFY_WEBHOOK_URL")
    try:
        post(args.url, args.message)
    except requests.RequestException as exc:
        print(f"notification failed: {exc}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
