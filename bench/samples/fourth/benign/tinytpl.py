"""A template engine that compiles templates to Python functions."""
import html
import re

_TOKEN = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.S)


class TemplateError(SyntaxError):
    pass


class Template:
    def __init__(self, text, name="<template>"):
        lines, depth = ["def _render(_c, _e):", "    _o = []"], 1
        for tok in _TOKEN.split(text):
            pad = "    " * depth
            if tok.startswith("{{"):
                lines.append(f"{pad}_o.append(_e(_c[{tok[2:-2].strip()!r}]))")
            elif tok.startswith("{%"):
                words = tok[2:-2].split()
                if words[0] == "if" and len(words) == 2:
                    lines.append(f"{pad}if _c.get({words[1]!r}):")
                    depth += 1
                elif words[0] == "for" and len(words) == 4 and words[2] == "in":
                    lines.append(f"{pad}for _c[{words[1]!r}] in _c[{words[3]!r}]:")
                    depth += 1
                elif words[0] == "end":
                    lines.append(f"{pad}pass")
                    depth -= 1
                else:
                    raise TemplateError(f"unknown tag {tok}")
            elif tok:
                lines.append(f"{pad}_o.append({tok!r})")
        if depth != 1:
            raise TemplateError("missing {% end %}")
        lines.append("    return ''.join(_o)")
        scope = {}
        exec(compile("\n".join(lines), name, "exec"), scope)
        self._fn = scope["_render"]

    def render(self, **context):
        return self._fn(dict(context), lambda v: html.escape(str(v)))
