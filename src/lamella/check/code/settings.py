"""Changes of the runtime: environment variables, loaded modules, functions of the SDK."""

import ast
import re
from typing import Final

from lamella.check.code.callables import Bound, Function
from lamella.check.code.evaluator import Evaluator
from lamella.check.code.known import LOOPBACK, RUNTIME_MODULES, TRUSTED
from lamella.check.code.value import HOLE, Value
from lamella.check.finding import Severity
from lamella.check.rule import Rule

_RUNTIME = re.compile(
    r"^(_HANDLER|AWS_LAMBDA_EXEC_WRAPPER|PYTHONSTARTUP|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR|AWS_EXECUTION_ENV)$"
)
_REDIRECT = re.compile(r"^(AWS_ENDPOINT_URL(_\w+)?|(HTTPS?|ALL)_PROXY|AWS_CONTAINER_CREDENTIALS_\w+)$", re.IGNORECASE)

_SDK: Final = frozenset({"boto3", "botocore", "requests", "urllib3", "s3transfer"})


def variable_set(at: Evaluator, name: str, value: Value, node: ast.AST) -> None:
    """Judge the change of an environment variable."""
    if name == "AWS_LAMBDA_RUNTIME_API":
        at.module.report(Rule.RUNTIME_API_REWRITE, node, "the address of the Runtime API is changed", ())
    elif name in {"LD_PRELOAD", "LD_AUDIT"} and value.text:
        at.module.report(Rule.LD_PRELOAD, node, f"{name} is set to {value.text.replace(HOLE, '...')}", ())
    elif _RUNTIME.match(name):
        at.module.report(Rule.RUNTIME_TAMPERED, node, f"{name} is changed: the runtime would do something else", ())
    elif _REDIRECT.match(name) and "://" in value.text and not LOOPBACK.search(value.text):
        message = f"{name} is set to {value.text.replace(HOLE, '...')}: requests and credentials would go there"
        at.module.report(Rule.RUNTIME_TAMPERED, node, message, ())


def module_set(at: Evaluator, name: str, node: ast.AST) -> None:
    """Judge an entry of `sys.modules`."""
    top = name.partition(".")[0]
    if top in RUNTIME_MODULES:
        at.module.report(Rule.RUNTIME_TAMPERED, node, f"sys.modules[{name!r}] is replaced", ())
    elif top in TRUSTED and top not in at.module.own:
        at.module.report(Rule.PATCHED_MODULE, node, f"sys.modules[{name!r}] is replaced", ())


def attribute_set(at: Evaluator, of: Value, name: str, value: Value, node: ast.AST) -> None:
    """Judge `module.function = something`."""
    _in_place(at, of, name, value, node)
    for each in of.names:
        if each == "<the handler's module>":
            at.module.report(Rule.RUNTIME_TAMPERED, node, "the function's handler is replaced", ())
            continue
        top = each.partition(".")[0].partition("(")[0]
        if top == "os" and "environ" in each:
            continue
        if "()" in each or not (value.things or value.names or not value.known):
            continue
        if top in RUNTIME_MODULES:
            # Monitoring tools do the same, in the open.
            at.module.report(Rule.RUNTIME_TAMPERED, node, f"{each}.{name} is replaced", (), Severity.MEDIUM)
        elif (
            top in TRUSTED
            and top not in at.module.own
            and top in at.module.imported
            and not name.isupper()
            and value.things
        ):
            # Tests and compatibility layers replace parts of the standard library, and put them back.
            severity = None if top in _SDK else Severity.LOW
            at.module.report(Rule.PATCHED_MODULE, node, f"{each}.{name} is replaced", (), severity)


def _in_place(at: Evaluator, of: Value, name: str, value: Value, node: ast.AST) -> None:
    """Run what is put in the place of another module's function, since that module's callers do not ask for it."""
    foreign = [each for each in of.names if each.partition(".")[0].partition("(")[0] not in {"<own>", *at.module.own}]
    functions = Value(things=tuple(each for each in value.things if isinstance(each, Function | Bound)))
    unknown = not of.names and not of.things and not of.known
    if (foreign or unknown) and functions.things and (not name.isupper()):
        at.run_unasked(functions, node)
