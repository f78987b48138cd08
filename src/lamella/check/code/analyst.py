"""Ties the parts together: scopes, calls of the module's own functions, and the passes over a module."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from lamella.check.code import assigning, calling, evaluate, statements
from lamella.check.code.arguments import bound, defaults
from lamella.check.code.callables import Bound, Class, Function, Instance
from lamella.check.code.evaluator import Interpreter
from lamella.check.code.module import Module, Scope, TooMuchError
from lamella.check.code.prefilter import may_unpickle
from lamella.check.code.relevance import relevant
from lamella.check.code.sending import sent
from lamella.check.code.unasked import REQUESTS, handed_on, runs_unasked
from lamella.check.code.value import UNKNOWN, Value, join
from lamella.check.finding import Severity
from lamella.check.rule import Rule

_MOST_DEPTH = 6
_MOST_FOLLOWED = 24
_MOST_UNASKED = 2
_SMALL_LINES = 200
_PASSES = 2
# Above this many nodes, calls are no longer followed one by one.
_FOLLOWING_UNTIL = 300_000
_MOST_EXECUTED_DEPTH = 3
_MOST_EXECUTED_CHARACTERS = 200_000


class Analyst(Interpreter):
    """An `Evaluator` of one module."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._scopes: tuple[Scope, ...] = (module.globals,)
        self._inside: Class | None = None
        self._returns: list[list[Value]] = []
        self._globals_declared: list[set[str]] = [set()]
        self._depth = 0
        self._classes: dict[ast.ClassDef, Class] = {}

    @property
    def module(self) -> Module:
        """The module's state."""
        return self._module

    @property
    def inside(self) -> Class | None:
        """The class whose body or method is evaluated."""
        return self._inside

    def analyse(self, tree: ast.Module) -> None:
        """Run the module, then every function that nothing called.

        Raises:
            TooMuchError: The module takes too many steps.
        """
        for number in range(_PASSES):
            if number and (self._module.is_large or not self._module.stirred):
                break
            for function in self._module.functions.values():
                function.followed = 0
            statements.run(self, tree.body)
            ran: set[ast.AST] = set()
            # Running one function may define others.
            while waiting := [each for each in self._module.functions.values() if each.node not in ran]:
                chosen = self._relevant(waiting)
                for function in waiting:
                    ran.add(function.node)
                    if chosen is None or function.node in chosen:
                        self._run_alone(function)
        for node in self._module.runtime_calls if self._module.contacts else ():
            message = f"the Runtime API is called by a module that contacts {min(self._module.contacts)} as well"
            self._module.report(Rule.RUNTIME_TAMPERED, node, message, ())

    def _relevant(self, functions: Sequence[Function]) -> frozenset[ast.AST] | None:
        """Return which functions are worth running; `None` for all of them."""
        if len(self._module.lines) < _SMALL_LINES or self._module.networked or self._module.depth:
            return None
        source = self._module.source
        return relevant(
            [each.node for each in functions],
            source.split(b"\n"),
            self._module.globals,
            pickles=may_unpickle(source),
        )

    def lookup(self, name: str) -> Value | None:
        """Return what a name may be here."""
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        return None

    def bind(self, target: ast.expr, value: Value) -> None:
        """Assign for good."""
        match target:
            case ast.Name(name):
                self._scope_for(name)[name] = value
            case ast.Tuple(elements) | ast.List(elements):
                assigning.store(self, target, value, target)
                del elements
            case _:
                assigning.store(self, target, value, target)

    def assign(self, target: ast.expr, value: Value) -> None:
        """Assign; in a branch the name may still be what it was."""
        if not isinstance(target, ast.Name):
            assigning.store(self, target, value, target)
            return
        scope = self._scope_for(target.id)
        before = scope.get(target.id) if self._module.branches else None
        scope[target.id] = value if before is None else join([value, before])

    def add_to(self, target: ast.expr, value: Value) -> None:
        """Say that an object holds more than it did."""
        match target:
            case ast.Name(name):
                for scope in reversed(self._scopes):
                    if name in scope:
                        scope[name] = _more(scope[name], value)
                        other = self._module.linked.get(name)
                        if other is not None and other != name and value.taints:
                            self.add_to(ast.Name(other, ast.Load()), Value(taints=value.taints))
                        return
            case ast.Attribute(inner, name):
                for thing in self.evaluate(inner).things:
                    match thing:
                        case Instance(cls) | (Class() as cls):
                            cls.attributes[name] = _more(cls.attributes.get(name, UNKNOWN), value)
                        case _:
                            pass
            case ast.Subscript(inner, _) | ast.Call(ast.Attribute(inner, _)):
                self.add_to(inner, Value(taints=value.taints))
            case _:
                pass

    def returned(self, value: Value) -> None:
        """Say what the function around returns or yields."""
        if self._returns:
            self._returns[-1].append(value)

    def lambda_(self, node: ast.Lambda) -> Value:
        """Return the value of a lambda."""
        function = self._module.functions.get(node)
        if function is None:
            function = Function(node, self._inside, self._scopes, defaults(self, node.args))
            self._module.functions[node] = function
        else:
            function.scopes = self._scopes
        return Value(things=(function,))

    def function_of(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Function:
        """Return the function that a definition makes."""
        function = self._module.functions.get(node)
        in_class_body = self._inside is not None and self._scopes[-1] is self._inside.attributes
        if function is None:
            bound = in_class_body
            owner = self._inside if in_class_body else None
            function = Function(
                node, owner, self._scopes[:-1] if bound else self._scopes, defaults(self, node.args), bound
            )
            self._module.functions[node] = function
        else:
            function.scopes = self._scopes[:-1] if in_class_body else self._scopes
        return function

    def class_of(self, node: ast.ClassDef, bases: tuple[str, ...], parents: tuple[Class, ...]) -> Class:
        """Return the class that a definition makes; the same in every pass."""
        if node not in self._classes:
            self._classes[node] = Class(node.name, bases, parents=parents)
        return self._classes[node]

    def run_in_class(self, cls: Class, body: Sequence[ast.stmt]) -> None:
        """Run a class's body in its own scope."""
        before, scopes = self._inside, self._scopes
        self._inside, self._scopes = cls, (*scopes, cls.attributes)
        try:
            statements.run(self, body)
        finally:
            self._inside, self._scopes = before, scopes

    def declare_global(self, names: Sequence[str]) -> None:
        """Let assignments to names go to the module."""
        self._globals_declared[-1].update(names)

    def forget(self, name: str) -> None:
        """Let a name be unassigned."""
        if self._module.branches == 0:
            self._scopes[-1].pop(name, None)

    @contextmanager
    def block(self) -> Iterator[None]:
        """A scope of its own, for a comprehension."""
        before = self._scopes
        self._scopes = (*before, {})
        try:
            yield
        finally:
            self._scopes = before

    def evaluate(self, node: ast.expr | None) -> Value:
        """Return what an expression may be."""
        return evaluate.evaluate(self, node)

    def call(self, function: Value, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST) -> Value:
        """Return what a call returns."""
        return calling.call(self, function, positional, keywords, node)

    def follow(
        self, function: Function, receiver: Value | None, positional: Sequence[Value], keywords: Mapping[str, Value]
    ) -> Value:
        """Return what a call of a function of the module returns."""
        says = _says_where_from if self._module.is_large else _says_something
        told = any(says(each) for each in (*positional, *keywords.values()))
        first = function.followed == 0
        enough = self._module.nodes > _FOLLOWING_UNTIL or function.followed >= _MOST_FOLLOWED
        if function.depth or self._depth >= _MOST_DEPTH or (not first and (enough or not told)):
            return function.returns
        function.followed += 1
        return self._run(function, bound(function, receiver, positional, keywords))

    def run_unasked(self, function: Value, node: ast.AST) -> None:
        """Run a function that others call without knowing it, and the functions that it hands on."""
        before, self._module.alone = self._module.alone, 0
        try:
            self._run_with_what_it_hands_on(function, node)
        finally:
            self._module.alone = before

    def _run_with_what_it_hands_on(self, function: Value, node: ast.AST) -> None:
        for thing in function.things:
            inner = thing.function if isinstance(thing, Bound) else thing
            if isinstance(inner, Function) and inner.unasked < _MOST_UNASKED:
                inner.unasked += 1
                # It may have run before, as something that is asked for.
                inner.followed = 0
                self.call(Value(things=(thing,)), [], {}, node)
                for each in handed_on(self._module, inner):
                    each.followed = 0
                    self.call(Value(things=(each,)), [], {}, node)

    def execute_text(self, source: str, node: ast.AST) -> None:
        """Analyse source text that the module executes."""
        depth = self._module.depth + 1
        if depth > _MOST_EXECUTED_DEPTH or len(source) > _MOST_EXECUTED_CHARACTERS:
            return
        tree = _parsed(source)
        if tree is None:
            return
        inner = Module(
            source.splitlines(), self._module.networked, depth, own=self._module.own, words=self._module.words
        )
        inner.globals.update(self._module.globals)
        inner.nodes = self._module.nodes
        try:
            Analyst(inner).analyse(tree)
        finally:
            self._module.nodes = inner.nodes
            self._module.include(inner.findings.values(), node)
            self._module.networked |= inner.networked
        self._module.globals.update(inner.globals)

    def judge_program(self, source: str, node: ast.AST) -> None:
        """Analyse a program that the module makes for others to run; only what is grave is reported."""
        tree = _parsed(source)
        if tree is None or self._module.depth >= _MOST_EXECUTED_DEPTH:
            return
        inner = Module(
            source.splitlines(),
            self._module.networked,
            self._module.depth + 1,
            own=self._module.own,
            words=self._module.words,
        )
        inner.nodes = self._module.nodes
        try:
            Analyst(inner).analyse(tree)
        finally:
            self._module.nodes = inner.nodes
        grave = [each for each in inner.findings.values() if each.severity >= Severity.HIGH]
        self._module.include(grave, node, "in the text that is written")

    def _handled(self, owner: Class, node: ast.FunctionDef | ast.AsyncFunctionDef, result: Value) -> None:
        """What these methods return, the handler of the logging module sends."""
        base = next((each for each in owner.bases if each.startswith("logging.handlers.")), None)
        if base is not None and node.name in {"mapLogRecord", "makePickle", "format", "getSubject", "makeSocket"}:
            sent(self, base, [result], {}, node, sure=True)

    def _scope_for(self, name: str) -> Scope:
        return self._module.globals if name in self._globals_declared[-1] else self._scopes[-1]

    def _run_alone(self, function: Function) -> None:
        if function.followed or self._module.nodes > _FOLLOWING_UNTIL * 1.5:
            return
        function.followed += 1
        receiver = None
        if function.owner is not None and function.bound:
            receiver = Value(things=(function.owner if function.is_class_method else Instance(function.owner),))
        asked = not runs_unasked(function)
        self._module.alone += asked
        try:
            self._run(function, self._asked_for(bound(function, receiver, (), {})))
        finally:
            self._module.alone -= asked

    def _asked_for(self, scope: Scope) -> Scope:
        """Say which parameters hold what a caller over the network sends."""
        names = set(scope)
        for name in names & REQUESTS:
            if scope[name] is UNKNOWN and (name != "event" or "context" in names):
                scope[name] = Value(names=("<request>",))
        return scope

    def _run(self, function: Function, scope: Scope) -> Value:
        before = self._scopes, self._inside, self._module.branches
        self._scopes = (*function.scopes, scope)
        self._inside = function.owner or self._inside
        self._module.branches = 0
        self._module.in_function += 1
        self._returns.append([])
        self._globals_declared.append(set())
        self._depth += 1
        function.depth += 1
        try:
            if isinstance(function.node, ast.Lambda):
                self.returned(self.evaluate(function.node.body))
            else:
                statements.run(self, function.node.body)
        finally:
            function.depth -= 1
            self._depth -= 1
            self._globals_declared.pop()
            returned = self._returns.pop()
            self._module.in_function -= 1
            self._scopes, self._inside, self._module.branches = before
        result = join(returned)
        if result.taints and function.owner is not None and not isinstance(function.node, ast.Lambda):
            self._handled(function.owner, function.node, result)
        function.returns = join([function.returns, result]) if function.returns is not UNKNOWN else result
        return result


def _parsed(source: str) -> ast.Module | None:
    if len(source) > _MOST_EXECUTED_CHARACTERS:
        return None
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _says_where_from(value: Value) -> bool:
    return bool(value.taints or value.things)


def _says_something(value: Value) -> bool:
    return bool(value.known or value.taints or value.names or value.things or value.text)


def _more(before: Value, added: Value) -> Value:
    text = f"{before.text} {added.text}".strip() if added.text and added.text not in before.text else before.text
    items = {**(before.items or {}), **(added.items or {})} if added.items else before.items
    return Value(
        text=text[:4096], names=before.names, things=before.things, items=items, taints=join([before, added]).taints
    )


__all__ = ["Analyst", "TooMuchError"]
