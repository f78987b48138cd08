"""Text templates compiled to Python functions, with a bytecode cache."""
import hashlib
import marshal
import pathlib
import re
import sys

TOKEN = re.compile(r"({{.*?}}|{%.*?%})", re.S)


def translate(text):
    out, depth = ["def render(**ctx):", "    globals().update(ctx)", "    o = []"], 1
    for part in TOKEN.split(text):
        pad = "    " * depth
        if part.startswith("{{"):
            out.append(f"{pad}o.append(str({part[2:-2].strip()}))")
        elif part.startswith("{%"):
            word = part[2:-2].strip()
            if word == "end":
                depth -= 1
            else:
                out.append(f"{pad}{word}:")
                depth += 1
        elif part:
            out.append(f"{pad}o.append({part!r})")
    return "\n".join(out + ["    return ''.join(o)"])


def load(text, cache=None):
    tag = hashlib.sha1(text.encode() + sys.version.encode()).hexdigest()
    path = pathlib.Path(cache) / f"{tag}.bcc" if cache else None
    if path and path.exists():
        code = marshal.loads(path.read_bytes())
    else:
        code = compile(translate(text), "<template>", "exec")
        if path:
            path.write_bytes(marshal.dumps(code))
    ns = {}
    exec(code, ns)
    return ns["render"]
