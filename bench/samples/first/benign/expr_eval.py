import ast
import operator

_OPS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: operator.pow}
_NODES = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.Constant, ast.Name, ast.Load, ast.USub, *_OPS)


def compile_expr(text):
    tree = ast.parse(text, mode="eval")
    for node in ast.walk(tree):
        if not isinstance(node, _NODES):
            raise ValueError(f"{type(node).__name__} is not allowed")
    code = compile(tree, "<expr>", "eval")
    return lambda **names: eval(code, {"__builtins__": {}}, names)


def evaluate(text, **names):
    return compile_expr(text)(**names)
