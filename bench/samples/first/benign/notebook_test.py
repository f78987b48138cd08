import json
import re
import runpy
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```python\n(.*?)^```", re.M | re.S)


def cells(path):
    text = Path(path).read_text(encoding="utf-8")
    if str(path).endswith(".ipynb"):
        return ["".join(c["source"]) for c in json.loads(text)["cells"] if c["cell_type"] == "code"]
    return BLOCK.findall(text)


def check(path, **names):
    ns = dict(names)
    for number, source in enumerate(cells(path), 1):
        try:
            exec(compile(source, f"{path}[{number}]", "exec"), ns)
        except Exception as exc:
            raise AssertionError(f"block {number} of {path} failed: {exc!r}") from exc
    return ns


def run_as_script(source):
    with tempfile.NamedTemporaryFile("w", suffix=".py") as fh:
        fh.write(source)
        fh.flush()
        return runpy.run_path(fh.name)
