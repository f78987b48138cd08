"""Runs statements in order: assignments, branches, loops, definitions."""

import ast
from collections.abc import Sequence

from lamella.check.code.assigning import store
from lamella.check.code.attributes import whole_environment
from lamella.check.code.calling import mutates
from lamella.check.code.definitions import define, define_class
from lamella.check.code.evaluate import element_of, iterated
from lamella.check.code.evaluator import Interpreter
from lamella.check.code.executing import judge_text
from lamella.check.code.known import AUTHORISATION, NETWORK_MODULES, canonical
from lamella.check.code.value import Label, Value, join, named

_MOST_UNROLLED = 2_048
_MOST_STATEMENTS = 4


_HEADERS = frozenset({"add_header", "add_unredirected_header"})


def run(at: Interpreter, body: Sequence[ast.stmt]) -> None:
    """Run statements in order."""
    for statement in body:
        _run_one(at, statement)


def _run_one(at: Interpreter, node: ast.stmt) -> None:  # noqa: C901, PLR0912, PLR0915 - one case a kind
    at.module.count()
    match node:
        case ast.Expr(value):
            _expression(at, value)
        case ast.Assign(targets, value):
            found = at.evaluate(value)
            for target in targets:
                store(at, target, found, node)
                _link(at, target, value)
            if at.module.in_function == 0 and isinstance(value, ast.Constant) and "\n" in found.text:
                judge_text(at, found.text, node)
            if at.module.in_function == 0 and isinstance(value, ast.Call) and _wraps_itself(targets, value):
                at.run_unasked(found, node)
        case ast.AnnAssign(target, _, value) if value is not None:
            store(at, target, at.evaluate(value), node)
        case ast.AugAssign(target, kind, value):
            _augment(at, target, kind, value, node)
        case ast.If(test, body, other) if _asks_for_main(test):
            # What is run as a program was asked for.
            at.module.alone += 1
            _branches(at, [body])
            at.module.alone -= 1
            _branches(at, [other])
        case ast.If(test, body, other) | ast.While(test, body, other):
            at.evaluate(test)
            _branches(at, [body, other])
        case ast.For(target, iterable, body, other) | ast.AsyncFor(target, iterable, body, other):
            _loop(at, target, at.evaluate(iterable), body)
            run(at, other)
        case ast.With(items, body) | ast.AsyncWith(items, body):
            for item in items:
                found = at.evaluate(item.context_expr)
                if item.optional_vars is not None:
                    store(at, item.optional_vars, found, node)
                    _link(at, item.optional_vars, item.context_expr)
            run(at, body)
        case ast.Try(body, handlers, other, final) | ast.TryStar(body, handlers, other, final):
            _branches(at, [body, *(handler.body for handler in handlers)])
            run(at, [*other, *final])
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            define(at, node)
        case ast.ClassDef():
            define_class(at, node)
        case ast.Return(value):
            at.returned(at.evaluate(value))
        case ast.Import(names):
            for alias in names:
                _import(
                    at,
                    alias.asname or alias.name.partition(".")[0],
                    alias.name if alias.asname else alias.name.partition(".")[0],
                )
                _imported(at, alias.name)
        case ast.ImportFrom(module, names, level):
            if module and not level:
                _imported(at, module)
            for alias in names:
                origin = f"<own>.{alias.name}" if level else f"{module}.{alias.name}"
                _import(at, alias.asname or alias.name, origin)
        case ast.Global(names):
            at.declare_global(names)
        case ast.Match(subject, cases):
            at.evaluate(subject)
            _branches(at, [case.body for case in cases])
        case ast.Raise(value, _) | ast.Assert(value, _):
            at.evaluate(value)
        case ast.Delete(targets):
            for target in targets:
                if isinstance(target, ast.Name):
                    at.forget(target.id)
        case _:
            pass


def _wraps_itself(targets: Sequence[ast.expr], made: ast.Call) -> bool:
    """`client = traced(client)`: whoever calls it by its name gets the wrapper."""
    names = {each.id for each in targets if isinstance(each, ast.Name)}
    return any(isinstance(each, ast.Name) and each.id in names for each in made.args)


def _asks_for_main(test: ast.expr) -> bool:
    match test:
        case ast.Compare(left, [ast.Eq()], [right]):
            texts = {each.value for each in (left, right) if isinstance(each, ast.Constant)}
            names = {each.id for each in (left, right) if isinstance(each, ast.Name)}
            return texts == {"__main__"} and names == {"__name__"}
        case ast.BoolOp(ast.And(), values):
            return any(_asks_for_main(each) for each in values)
        case _:
            return False


def _expression(at: Interpreter, value: ast.expr) -> None:
    found = at.evaluate(value)
    call = value.value if isinstance(value, ast.Await) else value
    if isinstance(call, ast.Call):
        _poured(at, call)
    if isinstance(call, ast.Call) and mutates(call) and isinstance(call.func, ast.Attribute):
        added = [at.evaluate(each) for each in call.args[:3] if not isinstance(each, ast.Lambda)]
        added += [at.evaluate(each.value) for each in call.keywords[:8]]
        if call.func.attr in _HEADERS and added and AUTHORISATION.search(added[0].text):
            added = [each for each in added if not each.has(Label.SECRET, Label.HOST, Label.PRIVATE_FILE)]
        added = [whole_environment(at, each, call) for each in added]
        if added:
            at.add_to(call.func.value, join(added))
    del found


_BUFFERS = ("io.BytesIO()", "io.StringIO()", "file()")
_WRAPPERS = frozenset(
    {
        "tarfile.open",
        "zipfile.ZipFile",
        "gzip.GzipFile",
        "io.TextIOWrapper",
        "csv.writer",
        "csv.DictWriter",
        "io.BufferedWriter",
    }
)


def _poured(at: Interpreter, call: ast.Call) -> None:
    """`image.save(buffer)`, `json.dump(data, file)`: what is private goes into the buffer among the arguments."""
    names = [each for each in (*call.args, *(keyword.value for keyword in call.keywords)) if isinstance(each, ast.Name)]
    buffers = [each for each in names if any(name in _BUFFERS for name in at.evaluate(each).names)]
    if not buffers:
        return
    sources = [
        each
        for each in (*call.args, *([call.func.value] if isinstance(call.func, ast.Attribute) else []))
        if each not in buffers
    ]
    poured = join(
        [whole_environment(at, at.evaluate(each), call) for each in sources if not isinstance(each, ast.Lambda)]
    )
    if poured.taints:
        for each in buffers:
            at.add_to(each, Value(taints=poured.taints))


def _link(at: Interpreter, target: ast.expr, made: ast.expr) -> None:
    """Note which buffer an archive or a wrapper writes to."""
    if not (isinstance(target, ast.Name) and isinstance(made, ast.Call)):
        return
    if not any(canonical(name) in _WRAPPERS for name in at.evaluate(made.func).names):
        return
    given = [
        *made.args[:1],
        *(keyword.value for keyword in made.keywords if keyword.arg in {"fileobj", "file", "buffer"}),
    ]
    for each in given:
        if isinstance(each, ast.Name):
            at.module.linked[target.id] = each.id


def _import(at: Interpreter, bound: str, name: str) -> None:
    at.bind(ast.Name(bound, ast.Store()), named(canonical(name)))


def _imported(at: Interpreter, module: str) -> None:
    top = module.partition(".")[0]
    at.module.imported.add(top)
    if top in NETWORK_MODULES:
        at.module.networked = True


def _augment(at: Interpreter, target: ast.expr, kind: ast.operator, value: ast.expr, node: ast.AST) -> None:
    loaded = _as_load(target)
    found = at.evaluate(ast.copy_location(ast.BinOp(loaded, kind, value), node))
    if isinstance(target, ast.Name):
        at.bind(target, at.module.moved(found, node)) if at.module.branches == 0 else at.assign(target, found)
    else:
        store(at, target, found, node)


def _as_load(target: ast.expr) -> ast.expr:
    match target:
        case ast.Name(name):
            return ast.copy_location(ast.Name(name, ast.Load()), target)
        case ast.Attribute(inner, name):
            return ast.copy_location(ast.Attribute(inner, name, ast.Load()), target)
        case ast.Subscript(inner, index):
            return ast.copy_location(ast.Subscript(inner, index, ast.Load()), target)
        case _:
            return target


def _branches(at: Interpreter, bodies: Sequence[Sequence[ast.stmt]]) -> None:
    at.module.branches += 1
    try:
        for body in bodies:
            run(at, body)
    finally:
        at.module.branches -= 1


def _loop(at: Interpreter, target: ast.expr, iterable: Value, body: Sequence[ast.stmt]) -> None:
    elements = iterated(iterable)
    short = len(body) <= _MOST_STATEMENTS and all(
        isinstance(each, ast.Assign | ast.AugAssign | ast.Expr | ast.If) for each in body
    )
    if elements is not None and short and len(elements) * len(body) <= _MOST_UNROLLED and at.module.branches == 0:
        for each in elements:
            at.bind(target, each)
            run(at, body)
        return
    at.bind(target, element_of(iterable))
    # What a later round reads, an earlier one may have written.
    _branches(at, [body, body] if at.module.branches == 0 else [body])
