"""Two processes that publish the same at the same time."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clouds import Cloud, new_account

pytestmark = pytest.mark.e2e

TOML = """
[layers.data]
source = "data/"
targets = ["python3.12/x86_64"]
bytecode = "off"
[environments.prod]
regions = ["eu-west-1", "us-east-1"]
state_store = "prod.db"
"""


def test_one_waits_for_the_other_and_one_version_is_published(cloud: Cloud, tmp_path: Path) -> None:
    account = new_account()
    module = tmp_path / "data" / "python" / "data.py"
    module.parent.mkdir(parents=True)
    module.write_text("A = 1\n")
    (tmp_path / "lamella.toml").write_text(TOML)
    with ThreadPoolExecutor(2) as two:
        running = [
            two.submit(cloud.lamella, account, tmp_path, "publish", "--env", "prod", "--skip-tests", "--apply")
            for _ in range(2)
        ]
        for each in running:
            done = each.result()
            assert done.code == 0, done.out + done.err
    for region in ("eu-west-1", "us-east-1"):
        found = cloud.client("lambda", account, region).list_layer_versions(LayerName="data")["LayerVersions"]
        assert [version["Version"] for version in found] == [1]
