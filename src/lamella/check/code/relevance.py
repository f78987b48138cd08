"""Which functions of a large module are worth running on their own: those with a word of a rule, and who names them."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lamella.check.code.known import DANGEROUS, SINKS, canonical
from lamella.check.code.prefilter import may_hide, words_of
from lamella.check.code.value import Value

_ALWAYS: Final = words_of(
    b"exec eval compile execfile __import__ import_module setattr globals locals __builtins__ builtins "
    b"modules marshal environ environb getenv putenv system popen startfile fork forkpty posix_spawn CDLL "
    b"ctypes mmap memmove dup2 memfd_create settrace setprofile meta_path path_hooks register finalize "
    b"signal spec_from_file_location SourceFileLoader run_path run_module CodeType FunctionType rmtree "
    b"subprocess Popen check_call check_output getoutput getstatusoutput create_subprocess_exec "
    b"create_subprocess_shell pexpect pty urlopen urlretrieve socket requests __globals__ __subclasses__ "
    b"Unpickler unsafe_load execv execve execvp execvpe execl execle execlp execlpe spawnv spawnve spawnvp "
    b"spawnvpe spawnl spawnle spawnlp spawnlpe timeit add_permission update_assume_role_policy "
    b"create_access_key compare_digest addaudithook excepthook __init_subclass__ __set_name__ "
)
_PICKLING: Final = words_of(b"load loads decode")
_INDIRECT: Final = words_of(b"getattr vars attrgetter methodcaller __dict__ __getattribute__")


def relevant(
    functions: Iterable[ast.AST], lines: Sequence[bytes], names: Mapping[str, Value], *, pickles: bool
) -> frozenset[ast.AST]:
    """Return the definitions that may do something that a rule is about.

    Args:
        functions: Definitions of functions and lambdas.
        lines: The module's source.
        names: What the module's names are, so that `run = exec` makes `run` a word.
        pickles: Whether the module unpickles.
    """
    wanted = set(_ALWAYS)
    wanted |= _PICKLING if pickles else set()
    wanted |= {name.encode() for name, value in names.items() if _is_dangerous(value)}
    texts = {each: b"\n".join(lines[_first(each) - 1 : getattr(each, "end_lineno", 0)]) for each in functions}
    words = {each: words_of(text) for each, text in texts.items()}
    # Indirect access matters where a text is put together as those do who hide a name.
    found = {each for each, its in words.items() if not _INDIRECT.isdisjoint(its) and may_hide(texts[each])}
    wanted |= {name.encode() for each in found if (name := getattr(each, "name", ""))}
    while True:
        more = {each for each, its in words.items() if each not in found and not wanted.isdisjoint(its)}
        if not more:
            return frozenset(found)
        found |= more
        wanted = {name.encode() for each in more if (name := getattr(each, "name", ""))}


def _first(node: ast.AST) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    line: int = getattr(node, "lineno", 1)
    return min([line, *(each.lineno for each in decorators)])


def _is_dangerous(value: Value) -> bool:
    return any(
        canonical(name) in SINKS or (canonical(name) in DANGEROUS and canonical(name) != "os") for name in value.names
    )
