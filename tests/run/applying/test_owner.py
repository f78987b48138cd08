import subprocess
import sys

import pytest

from lamella.run.applying.owner import has_ended, owner_text


def test_two_appliers_of_one_process_have_two_names() -> None:
    assert owner_text("ada") != owner_text("ada")
    assert not has_ended(owner_text("ada"))


def test_a_process_that_ended_is_known_to_have() -> None:
    code = "from lamella.run.applying.owner import owner_text; print(owner_text('a (b) process 1 on c'))"
    owner = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert has_ended(owner) is sys.platform.startswith("linux")


@pytest.mark.parametrize(
    "owner",
    [
        "",
        "ada",
        "ada, process 4194304000000000000000 on host (0123456789abcdef-00)",
        "ada, process 1 on another (0123456789abcdef-00)",
        "ada, process 999999 on mac (-00)",
    ],
)
def test_of_others_nothing_is_known(owner: str) -> None:
    assert not has_ended(owner)
