import re

_TOKEN = re.compile(r"({{.*?}})", re.S)


class Template:
    def __init__(self, source, filename="<template>"):
        self.code = compile(self._generate(source), filename, "exec")

    @staticmethod
    def _generate(source):
        lines = ["def root(ctx, escape=str):", "    out = []"]
        for tok in _TOKEN.split(source):
            if tok.startswith("{{"):
                name = tok[2:-2].strip()
                lines.append(f"    out.append(escape(ctx[{name!r}]))")
            elif tok:
                lines.append(f"    out.append({tok!r})")
        lines.append("    return ''.join(out)")
        return "\n".join(lines)

    def render(self, **ctx):
        ns = {}
        exec(self.code, ns)
        return ns["root"](ctx)
