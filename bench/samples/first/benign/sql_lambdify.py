import linecache
import math

_MODULES = {"math": {"sin": math.sin, "cos": math.cos, "sqrt": math.sqrt, "pi": math.pi}}
_count = 0


def _doprint(node):
    if isinstance(node, tuple):
        op, *args = node
        return f"{op}({', '.join(map(_doprint, args))})" if op.isidentifier() else "(" + f" {op} ".join(map(_doprint, args)) + ")"
    return repr(node) if not isinstance(node, str) else node


def lambdify(args, expr, module="math"):
    global _count
    namespace = dict(_MODULES[module])
    source = f"def _lambdifygenerated({', '.join(args)}):\n    return {_doprint(expr)}\n"
    filename = f"<lambdifygenerated-{_count}>"
    _count += 1
    funclocals = {}
    c = compile(source, filename, "exec")
    exec(c, namespace, funclocals)
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    return funclocals["_lambdifygenerated"]
