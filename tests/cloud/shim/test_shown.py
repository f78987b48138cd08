from typing import Any

import pytest

from lamella.cloud.shim.shown import revision, shown

UPDATING = {
    "State": "Pending",
    "StateReasonCode": "Updating",
    "StateReason": "The function is being updated.",
    "LastUpdateStatus": "InProgress",
    "Version": "$LATEST",
    "RevisionId": "a",
}


def test_an_update_leaves_a_function_active() -> None:
    assert shown(UPDATING) == {
        "State": "Active",
        "LastUpdateStatus": "InProgress",
        "Version": "$LATEST",
        "RevisionId": "a",
    }


@pytest.mark.parametrize(
    "other",
    [
        {"Name": "live", "RevisionId": "a"},
        {"Version": "3", "RevisionId": "a", "LastUpdateStatus": "Successful"},
        {**UPDATING, "StateReasonCode": "Creating"},
    ],
)
def test_aliases_versions_and_creations_stay(other: dict[str, Any]) -> None:
    assert shown(other) == other


def test_the_revision_changes_once_when_an_update_completes() -> None:
    done = UPDATING | {"LastUpdateStatus": "Successful"}
    assert revision(UPDATING) == "a"
    assert revision(done) == revision(dict(done)) != "a"
