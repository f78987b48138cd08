from collections.abc import Sequence

import pytest

from lamella.build.proof.whole import Whole, differ, ended, failure, may_come_from_slimming
from lamella.model.ports import ProofFailure
from lamella.model.target import Target
from lamella.model.tested import Answered, Check, Failed, Kind, NotRun, Outcome, Passed, Tested

TARGET = Target.parse("python3.12/x86_64")
OWNER = {"python/a/x.py": "a==1", "python/b/x.py": "b==1"}


def answered(*payloads: str) -> tuple[Answered, ...]:
    return tuple(Answered("f", position, payload, failed=False) for position, payload in enumerate(payloads))


def run(*payloads: str, broken: Sequence[Check]) -> Tested:
    return Tested("data", str(TARGET), tuple(broken), answers=answered(*payloads))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [('{"a": 1, "b": 2}', '{"b": 2, "a": 1}', True), ("1", "2", False), ("text", "text", True), ("text", "tex", False)],
)
def test_payloads_are_compared_by_value_or_as_texts(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert (differ(*answered(one, other)) is None) is same


def test_what_two_runs_answer_differently_or_once_only_is_unstable() -> None:
    broken = Check("b", Kind.MODULE, Failed("needs x"))
    whole = Whole.of(OWNER, OWNER, run("1", "2", "3", broken=[]), run("1", "0", broken=[broken]))
    assert whole.unstable == {("f", 1), ("f", 2)}
    assert whole.faults == {(Kind.MODULE, "b")}


def test_what_a_slimmed_layer_lost_leaves_bytecode_out() -> None:
    whole = Whole.of([*OWNER, "python/b/__pycache__/x.cpython-312.pyc"], OWNER, run(broken=[]), run(broken=[]))
    assert set(whole.lost(["python/a/x.py"], TARGET).why) == {"python/b/x.py"}


@pytest.mark.parametrize(
    ("kind", "name", "known", "expected"),
    [
        (Kind.MODULE, "b", True, False),
        (Kind.MODULE, "c", True, True),
        (Kind.MODULE, "b", False, False),
        (Kind.FUNCTION, "b", True, True),
        (Kind.IMPORT, "b", False, True),
    ],
)
def test_faults_of_the_whole_layer_do_not_count(kind: Kind, name: str, known: bool, expected: bool) -> None:  # noqa: FBT001
    broken = (Check("b", Kind.MODULE, Failed("needs x")), Check("b", Kind.FUNCTION, Failed("needs x")))
    whole = Whole.of(OWNER, OWNER, run(broken=[]), run(broken=broken)) if known else None
    assert may_come_from_slimming(Check(name, kind, Failed("needs x")), whole) is expected


@pytest.mark.parametrize(
    ("outcome", "points_to"),
    [
        (Failed("no", blamed=("python/a/x.py",)), ("python/a/x.py",)),
        (
            Failed("no", details='File "/opt/python/a/x.py", line 1\nFile "/opt/python/b/x.py", line 2'),
            ("b==1", "a==1"),
        ),
        (Failed("no", details='File "/opt/python/none.py", line 1'), ()),
    ],
)
def test_failures_point_to_what_they_name_or_to_the_packages_of_their_frames(
    outcome: Failed, points_to: tuple[str, ...]
) -> None:
    assert failure(Check("f", Kind.FUNCTION, outcome), OWNER) == ProofFailure(f"{Kind.FUNCTION} f: no", points_to)


@pytest.mark.parametrize(
    ("outcome", "words"), [(Failed("no"), f"{Kind.IMPORT} a: no"), (NotRun("slow"), "slow"), (Passed(), "")]
)
def test_ends_in_words(outcome: Outcome, words: str) -> None:
    assert ended(Check("a", Kind.IMPORT, outcome)) == words
