from collections.abc import Collection

import pytest

from lamella.build.proof.giving_back import packages_that_help
from lamella.model.ports import ProofFailure, Verdict

ORIGINS = {"python/a/x.py": "a==1", "python/a/y.py": "a==1", "python/b/x.py": "b==1", "python/c/x.py": "c==1"}


@pytest.mark.parametrize(
    ("names", "kept", "given_back", "expected"),
    [
        (["python/b/x.py"], (), (), {"b==1"}),
        (["c==1", "unknown"], (), (), {"c==1"}),
        (["a==1"], ["python/a/x.py", "python/a/y.py"], (), {"b==1"}),
        (["a==1"], (), ["a==1"], {"b==1"}),
        ([], (), (), {"a==1", "b==1"}),
        ([], ORIGINS, (), set()),
    ],
)
def test_packages_that_failures_name_come_back_or_half_of_the_rest(
    names: Collection[str], kept: Collection[str], given_back: Collection[str], expected: set[str]
) -> None:
    verdict = Verdict((ProofFailure("function f", tuple(names)),))
    assert packages_that_help(verdict, ORIGINS, kept, given_back) == expected
