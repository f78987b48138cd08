import json
from pathlib import Path

import pytest

from lamella.errors import BuildError
from lamella.run.publishing.archives import licences_beside


def test_licences_come_from_the_bill_of_materials_beside_the_archive(tmp_path: Path) -> None:
    bill = {
        "components": [
            {"name": "a", "licenses": [{"license": {"name": "MIT"}}]},
            {"name": "b"},
            {"name": "c", "licenses": [{"license": {"name": "Apache-2.0"}}, {"license": {"name": "MIT"}}]},
        ]
    }
    (tmp_path / "data-python3.12-x86_64.cdx.json").write_text(json.dumps(bill))
    assert licences_beside(tmp_path / "data-python3.12-x86_64.zip") == ("MIT", "Apache-2.0", "MIT")


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"components": [{"licenses": [{}]}]}', '{"components": 1}'])
def test_without_a_bill_of_materials_nothing_is_published(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "x.cdx.json").write_text(text)
    with pytest.raises(BuildError) as caught:
        licences_beside(tmp_path / "x.zip")
    assert "x.cdx.json" in caught.value.what
    assert caught.value.hint
