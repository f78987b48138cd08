FILES: dict[str, bytes] = {
    "python/vendor/flatjson/__init__.py": b"def flatten(d, sep='.'):\n    out = {}\n    for k, v in d.items():\n        if isinstance(v, dict):\n            out.update({f'{k}{sep}{a}': b for a, b in flatten(v, sep).items()})\n        else:\n            out[k] = v\n    return out\n",
    "python/vendor.pth": b"# third-party code\nvendor\n",
}
