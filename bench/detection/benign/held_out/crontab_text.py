import re

LINE = re.compile(r"^(\S+\s+){5}(.*)$")


def parse(text):
    """Read what `crontab -l` prints."""
    return [match.group(2) for line in text.splitlines() if (match := LINE.match(line))]
