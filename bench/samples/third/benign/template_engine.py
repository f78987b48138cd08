"""A small text template engine compiling templates to python functions."""
import html
import re

_TOKEN = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.S)


class TemplateError(Exception):
    pass


class CodeBuilder:
    STEP = 4

    def __init__(self):
        self.lines, self.level = [], 0

    def add(self, line):
        self.lines.append(" " * self.level + line)

    def indent(self):
        self.level += self.STEP

    def dedent(self):
        self.level -= self.STEP

    def build(self, name):
        if self.level:
            raise TemplateError("unbalanced blocks")
        ns = {}
        exec(compile("\n".join(self.lines), f"<template {name}>", "exec"), ns)
        return ns["render"]


class Template:
    def __init__(self, source, name="inline", autoescape=True):
        self.name, self.esc = name, html.escape if autoescape else str
        code = CodeBuilder()
        code.add("def render(ctx, esc):")
        code.indent()
        code.add("out = []")
        for tok in _TOKEN.split(source):
            if tok.startswith("{{"):
                code.add(f"out.append(esc(str(ctx[{tok[2:-2].strip()!r}])))")
            elif tok.startswith("{%"):
                self._block(code, tok[2:-2].split())
            elif tok:
                code.add(f"out.append({tok!r})")
        code.add("return ''.join(out)")
        code.dedent()
        self._render = code.build(name)

    def _block(self, code, words):
        if words[0] == "if" and len(words) == 2:
            code.add(f"if ctx.get({words[1]!r}):")
            code.indent()
        elif words[0] == "for" and len(words) == 4:
            code.add(f"for ctx[{words[1]!r}] in ctx[{words[3]!r}]:")
            code.indent()
        elif words[0] in ("endif", "endfor"):
            code.dedent()
        else:
            raise TemplateError("unknown tag: " + " ".join(words))

    def render(self, **ctx):
        return self._render(ctx, self.esc)
