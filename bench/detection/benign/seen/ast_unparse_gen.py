import textwrap


def make_init(fields):
    body = "\n".join(f"self.{name} = {name}" for name in fields)
    source = f"def __init__(self, {', '.join(fields)}):\n" + textwrap.indent(body, "    ")
    scope = {}
    exec(source, {}, scope)
    return scope["__init__"]
