import pytest

from lamella.model.tested import Check, Failed, Kind, Listed, NotRun, Outcome, Passed, Tested, exit_code, not_run


def result(*outcomes: Outcome) -> Tested:
    return Tested("data", "python3.12/x86_64", tuple(Check("a", Kind.MODULE, outcome) for outcome in outcomes))


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ([], 5),
        ([result()], 5),
        ([result(Passed())], 0),
        ([result(Passed(), Listed("optional"))], 0),
        ([result(Listed("optional"))], 0),
        ([result(Passed(), NotRun("why"))], 5),
        ([result(Failed("why"), NotRun("why"))], 3),
        ([result(Passed()), not_run("data", "python3.12/arm64", "why")], 5),
        ([result(Failed("why")), not_run("data", "python3.12/arm64", "why")], 3),
    ],
)
def test_a_failure_wins_over_what_was_not_run_and_nothing_run_is_never_passed(results: list[Tested], code: int) -> None:
    assert exit_code(results) == code
    assert all(each.passed == (each.exit_code == 0) for each in results)
