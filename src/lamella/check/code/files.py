"""Files that a module opens, reads and writes."""

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Final

from lamella.check.code.evaluator import Evaluator
from lamella.check.code.known import MAKES, PRIVATE_PATH, READERS, STARTS_LATER
from lamella.check.code.value import HOLE, NO_TAINTS, UNKNOWN, Label, Value
from lamella.check.finding import Severity
from lamella.check.rule import Rule

_PRIVATE: Final = frozenset({Label.AWS_SECRET, Label.SECRET, Label.ENVIRONMENT, Label.PRIVATE_FILE, Label.CAPTURED})
_OPENERS: Final = frozenset(
    {"builtins.open", "os.open", "aiofiles.open", "pathlib.Path().open", "os.fdopen", "tarfile.open", "zipfile.ZipFile"}
)
_WRITERS: Final = frozenset({"pathlib.Path().write_text", "pathlib.Path().write_bytes"})
_COPIERS: Final = frozenset(
    {"shutil.copyfileobj", "shutil.copy", "shutil.copyfile", "shutil.move", "os.rename", "os.replace", "shutil.copy2"}
)


def file_call(  # noqa: C901, PLR0911, PLR0912 - one case a kind of call
    at: Evaluator, name: str, function: Value, positional: Sequence[Value], keywords: Mapping[str, Value], node: ast.AST
) -> Value | None:
    """Return what a call of a file's function returns; `None` for any other function."""
    path = positional[0] if positional else keywords.get("file", keywords.get("path", UNKNOWN))
    receiver = (function.items or {}).get("0", UNKNOWN)
    match name:
        case _ if name in _OPENERS:
            if name == "pathlib.Path().open":
                path, mode = receiver, positional[0].text if positional else ""
            else:
                mode = (positional[1] if len(positional) > 1 else keywords.get("mode", UNKNOWN)).text
            opened = _identified(path, node)
            value = Value(names=(MAKES.get(name, f"{name}()"),), items={"0": opened}, taints=path.taints)
            if "w" in mode or "a" in mode or "x" in mode:
                _written_to(at, opened.text, node)
                return value
            return _private(at, value.with_taints(at.module.stored.get(opened.text, NO_TAINTS)), path.text, node)
        case _ if name in READERS:
            path = receiver if name.startswith("pathlib.") else path
            return _private(at, Value(taints=path.taints), path.text, node)
        case _ if name in _WRITERS:
            _written_to(at, receiver.text, node)
            _dropped(at, receiver.text, positional, node)
            return UNKNOWN
        case "file().write" | "file().writelines":
            _dropped(at, receiver.text, positional, node)
            return UNKNOWN
        case (
            "zipfile.ZipFile().extractall"
            | "tarfile.TarFile().extractall"
            | "zipfile.ZipFile().extract"
            | "shutil.unpack_archive"
        ):
            if receiver.has(Label.DOWNLOADED) or function.has(Label.DOWNLOADED) or _is_dropped(at, receiver):
                at.module.dropped.setdefault(path.text or "<extracted>", (at.module.step(node),))
            return UNKNOWN
        case "tarfile.TarFile().add" | "zipfile.ZipFile().write" | "shutil.make_archive" if at.module.networked:
            packed = " ".join(each.text for each in positional)
            hit = PRIVATE_PATH.search(packed)
            if hit is not None:
                message = f"a file with credentials ({hit[0]}) is packed in a module that reaches the network"
                at.module.report(Rule.PRIVATE_FILE_SENT, node, message, ())
            return UNKNOWN
        case "urllib.request.urlretrieve" | "wget.download" if (
            len(positional) > 1 or "filename" in keywords or "out" in keywords
        ):
            to = positional[1] if len(positional) > 1 else keywords.get("filename", keywords.get("out", UNKNOWN))
            key = _identified(to, node, 1).text
            at.module.dropped.setdefault(key, (at.module.step(node),))
            return None
        case _ if name in _COPIERS and len(positional) > 1:
            source, to = positional[0], positional[1]
            target = (to.items or {}).get("0", to)
            if source.has(Label.DOWNLOADED) or _is_dropped(at, source):
                at.module.dropped.setdefault(_identified(target, node, 1).text, (at.module.step(node),))
            _written_to(at, target.text, node)
            return Value(text=source.text, taints=source.taints)
    return None


def dropped_in(at: Evaluator, values: Sequence[Value], node: ast.AST) -> str | None:
    """Return a file among arguments that downloaded data was written to."""
    if not at.module.dropped:
        return None
    texts = [value.text for value in values if value.text]
    for key in at.module.dropped:
        if key.startswith(f"{HOLE}<"):
            if key in texts and "mkstemp" in key:
                return "a temporary file"
            continue
        if key and any(key == text or key in text for text in texts):
            return key
    arguments = [*node.args, *(keyword.value for keyword in node.keywords)] if isinstance(node, ast.Call) else []
    for inner in (inner for argument in arguments for inner in ast.walk(argument)):
        if isinstance(inner, ast.Name | ast.Attribute) and f"{HOLE}<{ast.unparse(inner)}>" in at.module.dropped:
            return ast.unparse(inner)
    if any(value.has(Label.DROPPED) for value in values):
        return "a file"
    return None


def _identified(path: Value, node: ast.AST, position: int = 0) -> Value:
    """Return a path with a text that tells it apart, the variable's name where nothing else is known."""
    if path.text.strip(HOLE + "/"):
        return path
    arguments = node.args if isinstance(node, ast.Call) else []
    if isinstance(node, ast.Call) and len(arguments) > position:
        return Value(text=f"{HOLE}<{ast.unparse(arguments[position])[:80]}>", taints=path.taints)
    return Value(text=f"{HOLE}<file>", taints=path.taints)


def _is_dropped(at: Evaluator, value: Value) -> bool:
    return bool(value.text) and value.text in at.module.dropped


def _private(at: Evaluator, value: Value, path: str, node: ast.AST) -> Value:
    hit = PRIVATE_PATH.search(path)
    if hit is None:
        return value
    step = at.module.step(node)
    if "environ" in hit[0]:
        return value.with_taint(Label.ENVIRONMENT, hit[0], step)
    label = Label.AWS_SECRET if ".aws" in hit[0] else Label.PRIVATE_FILE
    return value.with_taint(label, hit[0], step)


def _dropped(at: Evaluator, path: str, contents: Sequence[Value], node: ast.AST) -> None:
    private = {taint: trace for each in contents for taint, trace in each.taints.items() if taint[0] in _PRIVATE}
    if private and path:
        at.module.stored[path] = {**at.module.stored.get(path, {}), **private}
    for content in contents:
        for (label, _), trace in content.taints.items():
            if label in {Label.DOWNLOADED, Label.DECODED}:
                at.module.dropped.setdefault(path or f"{HOLE}<file>", (*trace, at.module.step(node)))


# No library has a reason to write these, whoever calls it.
_GRAVE: Final = re.compile(r"authorized_keys|ld\.so\.preload|sudoers|(?:user|site)customize\.py|/opt/extensions/")


def _written_to(at: Evaluator, path: str, node: ast.AST) -> None:
    hit = STARTS_LATER.search(path) if path and not path.startswith(f"{HOLE}<") else None
    if hit is not None and at.module.own.isdisjoint({"pip", "setuptools", "virtualenv", "_virtualenv", "distutils"}):
        at.module.report(
            Rule.PERSISTENCE,
            node,
            f"a file that others run at their start is written: {path.replace(HOLE, '...')}",
            (),
            Severity.MEDIUM if at.module.alone and not _GRAVE.search(path) else None,
        )
