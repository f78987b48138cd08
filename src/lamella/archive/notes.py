"""What the reader of an inspection should look at, each as one sentence with its figures."""

from collections.abc import Iterator, Sequence

from lamella.archive import native, python_path
from lamella.archive.bytecode import Bytecode
from lamella.archive.choice import Choice, Subject, roots_in_order, top_modules
from lamella.archive.inspection import Inspection, Note, NoteCode
from lamella.archive.merge import Merged
from lamella.archive.pyc import State
from lamella.limits import limits

# From python3.11 the runtime's boto3 lies beside its other packages; before, beside the bootstrap.
_SITE_PACKAGES_FROM = (3, 11)


def notes(found: Inspection) -> Iterator[Note]:
    """Yield what to look at, in the order in which it matters."""
    yield from _limits(found)
    yield from _places(found)
    yield from _boto3(found)
    yield from _copies(found.choices)
    yield from _clashes(found.merged)
    yield from _bytecode(found.bytecode)
    yield from _machines(found)
    yield from _minors(found)


def _limits(found: Inspection) -> Iterator[Note]:
    allowed = limits()
    if found.size_bytes > allowed.unzipped_bytes:
        yield Note(
            NoteCode.OVER_LIMIT,
            f"{found.size_bytes:,} bytes unzipped; AWS allows {allowed.unzipped_bytes:,} for a function "
            "and all its layers",
        )
    if len(found.layers) > allowed.layers_per_function:
        yield Note(
            NoteCode.TOO_MANY_LAYERS,
            f"{len(found.layers)} layers; AWS allows {allowed.layers_per_function} for a function",
        )


def _places(found: Inspection) -> Iterator[Note]:
    paths: dict[int, list[str]] = {}
    for each in found.merged.everything:
        paths.setdefault(each.layer, []).append(each.path)
    for number, of_layer in paths.items():
        roots = python_path.roots(of_layer)
        if "" in roots and any(path.endswith(".py") for path in of_layer):
            yield Note(
                NoteCode.NOT_ON_PATH,
                f"layer {number + 1} has Python files but no python/ folder: Lambda's Python will not find them",
            )
        elif found.python is not None:
            minor = found.python.minor
            for root in sorted(roots - {"", *python_path.search_path(minor)}):
                yield Note(
                    NoteCode.UNREAD_ROOT,
                    f"layer {number + 1} has {root}, where python{minor[0]}.{minor[1]} does not look",
                )


def _boto3(found: Inspection) -> Iterator[Note]:
    minor = found.python.minor if found.python else None
    modules = top_modules(found.merged.opt.values(), roots_in_order(found.merged.opt, minor), minor)
    place = "/var/runtime"
    if minor is None or minor >= _SITE_PACKAGES_FROM:
        name = "python3.X" if minor is None else f"python{minor[0]}.{minor[1]}"
        place = f"/var/lang/lib/{name}/site-packages"
    pairs = (
        (NoteCode.RUNTIME_BOTO3, "botocore", "boto3"),
        (NoteCode.RUNTIME_BOTOCORE, "boto3", "botocore"),
    )
    for code, carried, missing in pairs:
        if carried in modules and missing not in modules:
            yield Note(
                code,
                f"{carried} comes from a layer but {missing} from the runtime ({place}): two releases that were "
                f"not made for each other; carry both or neither",
            )


def _copies(choices: Sequence[Choice]) -> Iterator[Note]:
    for choice in choices:
        if choice.mixed_modules:
            yield Note(
                NoteCode.MIXED_MODULE,
                f"{choice.name} is a mixture: {_many(choice.mixed_modules, 'module')} of another layer still among "
                f"those of layer {choice.winner.layer + 1}",
            )
        if choice.ambiguous and choice.subject is Subject.DISTRIBUTION:
            yield Note(
                NoteCode.AMBIGUOUS_METADATA,
                f"{choice.name} has several dist-info folders in {choice.winner.root or 'one folder'}: which "
                "version importlib.metadata reports depends on the order of the folder",
            )


def _clashes(merged: Merged) -> Iterator[Note]:
    for clash in merged.clashes:
        yield Note(
            NoteCode.CLASH,
            f"{clash.path} of layer {clash.loser + 1} is a file where layer {clash.winner + 1} has a folder, or "
            "lies in one where it has a file: what AWS makes of it is not documented",
        )


def _bytecode(compiled: Bytecode) -> Iterator[Note]:
    strangers = [each for each in compiled.files if each.state is State.OTHER_LAYER]
    if strangers:
        yield Note(
            NoteCode.BYTECODE_OF_OTHER_LAYER,
            f"{_many(len(strangers), 'unchecked .pyc file')} from another layer than the source: Python runs the "
            f"bytecode, not the source, as for {strangers[0].path}",
        )


def _machines(found: Inspection) -> Iterator[Note]:
    architecture = found.target.architecture if found.target else None
    strangers = native.foreign(found.native, architecture)
    if strangers:
        machines = ", ".join(sorted({each.machine for each in strangers}))
        yield Note(
            NoteCode.FOREIGN_MACHINE,
            f"{_many(len(strangers), 'native file')} for {machines}: will not load "
            f"{f'on {architecture}' if architecture else 'beside the others'}, as {strangers[0].path}",
        )


def _minors(found: Inspection) -> Iterator[Note]:
    if found.python is None:
        return
    minor = found.python.minor
    extensions = [path for path in found.merged.opt if path.endswith(".so")]
    strangers = [path for path in extensions if python_path.tag_minor(path) not in {None, minor}]
    if strangers:
        yield Note(
            NoteCode.FOREIGN_MINOR,
            f"{_many(len(strangers), 'extension module')} for another Python than {minor[0]}.{minor[1]}: it cannot "
            f"import them, as {strangers[0]}",
        )


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
