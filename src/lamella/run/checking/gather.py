"""One pass over a target's bytes: digests, native code, texts, and every file that needs it to the workers."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from lamella.archive.entry import LayerFiles
from lamella.archive.inspect import inspect
from lamella.archive.native import machine_of
from lamella.archive.scan import Layer, Origin, Scanned, scan
from lamella.check.examine import Kind
from lamella.check.finding import Examined, Unexamined
from lamella.check.native.facts import NativeFacts, Unreadable, read_native
from lamella.check.subject import MOST_KEPT_BYTES, Subject
from lamella.check.wire import Question
from lamella.model.target import Target
from lamella.run.checking.kinds import archive_kind, kinds_of, own_packages

_MOST_EXAMINED_BYTES = 64 * 1024 * 1024
_MOST_KEPT_IN_ALL_BYTES = 64 * 1024 * 1024


class Asking(Protocol):
    """Examines files: the workers, with the cache before them."""

    def ask(self, digest: str, question: Question, content: bytes) -> Future[Examined] | Examined:
        """Return the result, or its promise."""
        ...


@dataclass
class Gathered:
    """What one pass over the bytes yields.

    Attributes:
        layers: In order.
        native, texts: As in `Subject`.
        examined: By layer and path.
        archives: Archives inside the layers, by layer and path, each in words.
        bytecode: Contents of .pyc files, by layer and path.
        sources: Contents of sources that have a .pyc are read again when they are compared.
    """

    layers: list[Layer] = field(default_factory=list)
    native: dict[tuple[int, str], NativeFacts | Unreadable] = field(default_factory=dict)
    texts: dict[tuple[int, str], bytes] = field(default_factory=dict)
    examined: dict[tuple[int, str], Future[Examined] | Examined] = field(default_factory=dict)
    archives: dict[tuple[int, str], str] = field(default_factory=dict)
    files: list[LayerFiles] = field(default_factory=list)
    unexamined: list[Unexamined] = field(default_factory=list)
    kept_bytes: int = 0

    def subject(self, label: str, target: Target | None) -> Subject:
        """Return it as what the rules take."""
        return Subject(label, target, inspect(self.layers, target), self.native, self.texts)


def gather(opened: Sequence[tuple[Origin, LayerFiles]], asking: Asking | None) -> Gathered:
    """Read every file of every layer once.

    Args:
        opened: The layers, in the order in which a function lists them.
        asking: Examines sources and the like; `None` where only cheap families run.

    Raises:
        HostileArchiveError: A file's data is damaged.
    """
    gathered = Gathered()
    for number, (origin, files) in enumerate(opened):
        gathered.files.append(files)

        def visit(file: Scanned, content: bytes, layer: int = number) -> None:
            _visit(gathered, layer, file, content, asking)

        layer = scan(origin, files, visit)
        gathered.layers.append(layer)
        gathered.texts.update({(number, path): content for path, content in layer.metadata.items()})
    return gathered


def _visit(gathered: Gathered, layer: int, file: Scanned, content: bytes, asking: Asking | None) -> None:
    place = layer, file.path
    if machine_of(file.head):
        gathered.native[place] = read_native(content)
    if _is_kept(file, content) and gathered.kept_bytes + len(content) <= _MOST_KEPT_IN_ALL_BYTES:
        gathered.texts[place] = content
        gathered.kept_bytes += len(content)
    kind = archive_kind(file)
    if kind:
        gathered.archives[place] = kind
    if asking is None:
        return
    kinds = kinds_of(file, content)
    if not kinds:
        return
    if len(content) > _MOST_EXAMINED_BYTES:
        gathered.unexamined.append(Unexamined(file.path, f"larger than {_MOST_EXAMINED_BYTES:,} bytes"))
        return
    name = file.entry.name if file.entry.name in {"setup.py", "package.json"} else ""
    own = own_packages(file.path) if Kind.PYTHON in kinds else ()
    gathered.examined[place] = asking.ask(file.sha256, Question(name, kinds, own), content)


def _is_kept(file: Scanned, content: bytes) -> bool:
    name = file.entry.name
    return len(content) <= MOST_KEPT_BYTES and (
        file.head.startswith(b"#!") or name.endswith((".pth", ".sh", ".bash")) or name == "package.json"
    )


def digest_of(origin: Origin) -> str:
    """Return the archive's sha256 in hex; empty for a folder."""
    return origin.zip_sha256.hex() if origin.zip_sha256 else ""


def rules_digest(modules: Sequence[bytes]) -> str:
    """Return the digest of the rules' own sources, under which results are kept."""
    made = sha256()
    for each in modules:
        made.update(sha256(each).digest())
    return made.hexdigest()
