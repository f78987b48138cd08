"""Rewrites a sample so that it does the same under other names and in other words; the same seed gives the same text."""

import ast
import base64
import builtins
import random

_KEEP = frozenset(dir(builtins)) | {"self", "cls", "args", "kwargs", "__name__", "__file__", "setup"}
_SHORTEST = 4


def mutated(source: str, seed: int) -> str:
    """Return a variant of a program: renamed, its strings split or encoded, its imports and attributes taken another way."""
    choose = random.Random(f"{seed} {len(source)} {source[:40]}")  # noqa: S311 - no secret
    tree = ast.parse(source)
    tree = _Renamer(_own_names(tree), choose).visit(tree)
    tree = _Splitter(choose).visit(tree)
    if choose.random() < 0.7:
        tree = _Indirect(choose).visit(tree)
    body = list(tree.body)
    if choose.random() < 0.5 and not any(isinstance(node, ast.Global | ast.Nonlocal) for node in ast.walk(tree)):
        body = _in_function(body, choose)
    helper = ast.parse("import base64 as _q\ndef _w(x):\n    return _q.b64decode(x).decode()\n").body
    module = ast.Module([*helper, *body], [])
    return ast.unparse(ast.fix_missing_locations(module)) + "\n"


def _own_names(tree: ast.Module) -> frozenset[str]:
    """Names that the program gives itself; attributes, keywords and what it imports keep theirs."""
    imported = {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    keywords = {each.arg for node in ast.walk(tree) if isinstance(node, ast.Call) for each in node.keywords if each.arg}
    return frozenset((stored | defined) - imported - keywords - _KEEP)


class _Renamer(ast.NodeTransformer):
    def __init__(self, names: frozenset[str], choose: random.Random) -> None:
        self._names = {name: f"v{choose.randrange(10**6):06d}" for name in sorted(names)}

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._names.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        node.name = self._names.get(node.name, node.name)
        return self.generic_visit(node)


class _Splitter(ast.NodeTransformer):
    """Splits and encodes strings, those in f-strings and docstrings aside."""

    def __init__(self, choose: random.Random) -> None:
        self._choose = choose

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        return node if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        text = node.value
        if not isinstance(text, str) or len(text) < _SHORTEST:
            return node
        match self._choose.randrange(4):
            case 0:
                cut = self._choose.randrange(1, len(text))
                return ast.BinOp(ast.Constant(text[:cut]), ast.Add(), ast.Constant(text[cut:]))
            case 1:
                encoded = base64.b64encode(text.encode()).decode()
                return ast.Call(ast.Name("_w", ast.Load()), [ast.Constant(encoded)], [])
            case 2:
                reversed_text = ast.Constant(text[::-1])
                step = ast.Slice(None, None, ast.UnaryOp(ast.USub(), ast.Constant(1)))
                return ast.Subscript(reversed_text, step, ast.Load())
            case _:
                return node


class _Indirect(ast.NodeTransformer):
    """Takes methods and functions through `getattr`."""

    def __init__(self, choose: random.Random) -> None:
        self._choose = choose

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and self._choose.random() < 0.5:
            of, name = node.func.value, node.func.attr
            if not (isinstance(of, ast.Call) and isinstance(of.func, ast.Name) and of.func.id == "super"):
                node.func = ast.Call(ast.Name("getattr", ast.Load()), [of, ast.Constant(name)], [])
        return node


def _in_function(body: list[ast.stmt], choose: random.Random) -> list[ast.stmt]:
    """Move what runs at import into a function; imports and definitions stay."""
    kept = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
    moved = [each for each in body if not isinstance(each, kept)]
    if not moved:
        return body
    name = f"f{choose.randrange(10**6):06d}"
    made = ast.parse(f"def {name}():\n    pass\n{name}()").body
    function = made[0]
    assert isinstance(function, ast.FunctionDef)
    function.body = moved
    return [*(each for each in body if isinstance(each, kept)), function, made[1]]
