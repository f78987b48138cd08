"""Why a file is there or not."""

from pathlib import Path

import pytest

from lamella.archive.member import Member, Method
from lamella.build.assembly import assemble
from lamella.build.cache import StoredPack
from lamella.build.explain import History, close_to, explain
from lamella.build.pack import Pack, Packed
from lamella.build.proof.closure import Reason
from lamella.build.proof.rules import Stays
from lamella.model.evidence import Evidence
from lamella.model.passes import Change, PassRecord, Removal
from lamella.model.tree import File

TAGGED = "python/p/__pycache__/a.cpython-312.pyc"
RECORDS = (
    PassRecord("prune", (Removal("python/p/tests/t.py", 1, "tests"),), reasons={"tests": "tests of the package"}),
    PassRecord("bytecode", changed=(Change(TAGGED, 0, 9, "compiled"),), reasons={"compiled": "valid bytecode"}),
    PassRecord(
        "traced",
        (Removal("python/p/b.py", 1, "unread"), Removal("python/p/__pycache__/b.cpython-312.pyc", 1, "unread")),
        reasons={"unread": "no test read it"},
    ),
    PassRecord("sourceless", (Removal("python/p/c.py", 1, "source"),), reasons={"source": "bytecode stands in"}),
)


def packed(path: str) -> Packed:
    return Packed(File(path, 1, path, 0o644, "p==1"), Member(path, 0o644, 1, 1, 0, Method.STORED), 0)


PACK = Pack("p==1", tuple(packed(path) for path in ("python/p/a.py", TAGGED, "python/p/c.pyc")), RECORDS, 1, 1)
ASSEMBLY = assemble([StoredPack(PACK, Path("x"), 0)])
REASONS = {"python/p/a.py": Reason(Stays.READ), TAGGED: Reason(Stays.ASKED, "p.c line 3")}
HISTORY = History(ASSEMBLY, REASONS, Evidence((), ("fn app.handler: 2 events",), "", ""))


@pytest.mark.parametrize(
    ("asked", "there", "because", "keep"),
    [
        ("python/p/a.py", True, "it stays (read): a test of the layer read it, in fn app.handler: 2 events", ""),
        ("/opt/python/p/a.py", True, "it stays (read): a test", ""),
        (TAGGED, True, "line 3", ""),
        ("python/p/tests/t.py", False, "the pass prune took it out (tests)", 'keep = ["python/p/tests/t.py"]'),
        ("python/p/b.py", False, "the pass traced took it out (unread)", 'keep = ["python/p/b.py"]'),
        ("python/p/__pycache__/b.cpython-312.pyc", False, "the pass traced took it out", ""),
        ("python/p/c.py", False, "the pass sourceless took it out (source): bytecode stands in", ""),
    ],
)
def test_a_path(asked: str, there: bool, because: str, keep: str) -> None:  # noqa: FBT001 - a table's column
    (found,) = explain(asked, HISTORY)
    assert (found.there, found.package, found.keep) == (there, "p==1", keep)
    assert any(because in sentence for sentence in found.because)


def test_a_module_means_all_its_files() -> None:
    assert [each.path for each in explain("p.a", HISTORY)] == [TAGGED, "python/p/a.py"]


def test_bytecode_is_made_here() -> None:
    assert explain(TAGGED, HISTORY)[0].because[0] == "made by lamella from a source of p==1"


def test_without_proof_the_rules_alone_decide() -> None:
    assert explain("python/p/a.py", History(ASSEMBLY))[0].because[-1] == "no rule of a pass takes it out"


def test_of_other_files_nothing_is_known() -> None:
    assert explain("python/q.py", HISTORY) == ()
    assert close_to("/opt/python/p/d.py", [HISTORY])[0] in {"python/p/a.py", "python/p/b.py", "python/p/c.py"}
