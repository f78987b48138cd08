"""The rollback of 200 functions on the embedded cloud, behind a quota of 15 changes a second as AWS has it.

The command is the real one, in a process of its own; only that it takes the endpoint for AWS, whose rate it keeps.
Writes the part "Rollback, measured" of docs/benchmarks-rollout.md.
"""

import io
import json
import re
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from aws_page import Cloud, cloud, environ
from lamella.limits import limits
from tools import ROOT, machine

sys.path.insert(0, str(ROOT / "tests"))
from throttling_proxy import Quota, throttling_proxy

PAGE = ROOT / "docs" / "benchmarks-rollout.md"
REGION, FUNCTIONS = "eu-west-1", 200
# The embedded cloud has no quota, so the command would not pace itself for it.
AS_AWS = """
import sys
from lamella.aws.access import Access
Access.to_aws = property(lambda self: True)
from lamella.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def main() -> int:
    """Measure both kinds of function, print and write."""
    with cloud() as running:
        rows = [measured(running, "111122220021", ""), measured(running, "111122220022", "live")]
    head = "| 200 functions | traffic back after | all restored after | calls | at 15 a second | ratio | 429s |"
    table = "\n".join([head, "| --- | --- | --- | --- | --- | --- | --- |", *rows])
    print(table)
    text = (
        f"\n## Rollback, measured\n\n`python bench/rollback.py` on {machine()}, n = 1 each: `lamella rollout rollback` on the "
        "embedded cloud\n(updates take 0.5 s) through a proxy that refuses more than 15 changes a second. From the command to "
        f"the last function, by the\nrollout's history.\n\n{table}\n"
    )
    known = PAGE.read_text() if PAGE.exists() else "# Benchmarks of rollouts\n"
    PAGE.write_text(re.sub(r"\n## Rollback, measured\n.*", "", known, flags=re.DOTALL).rstrip("\n") + "\n" + text)
    return 0


def measured(running: Cloud, account: str, alias: str) -> str:
    """Return the row of one kind of function."""
    client = running.client("lambda", account, REGION)
    old = layer(client, "VERSION = 1\n")
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: function(client, account, f"f{number}", old, alias), range(FUNCTIONS)))
    layer(client, "VERSION = 2\n")
    folder = running.folder / account
    folder.mkdir()
    (folder / "as_aws.py").write_text(AS_AWS)
    with throttling_proxy(running.endpoint) as quota:
        command = Command(running, quota, account, folder)
        how = ("--bake", "60s", "--no-gates", "--strategy", "all-at-once", "--force", "--apply")
        id_ = command("rollout", "start", "data", *how, "--output", "json")["id"]
        command("rollout", "advance", id_, "--output", "json")
        quota.answered.clear()
        quota.refused = 0
        command("rollout", "rollback", id_, "--output", "json")
        refused = quota.refused
        calls = sum(count for action, count in quota.answered.items() if action != "lambda:UntagResource")
        history = command("rollout", "history", id_, "--output", "json")
    begun = at(next(entry for entry in history if entry["text"].startswith("rolling back")))
    restored_s = (at([entry for entry in history if entry["text"].startswith("restored")][-1]) - begun).total_seconds()
    shifted = [entry for entry in history if "gives 0 %" in entry["text"]]
    traffic_s = (at(shifted[-1]) - begun).total_seconds() if shifted else restored_s
    allowed_s = calls / limits().lambda_calls_per_s
    kind = "aliased" if alias else "in place"
    ratio = restored_s / allowed_s
    return (
        f"| {kind} | {traffic_s:.1f} s | {restored_s:.1f} s | {calls} | {allowed_s:.1f} s | {ratio:.2f} | {refused} |"
    )


class Command:
    """The command line behind the quota, its results as JSON."""

    def __init__(self, running: Cloud, quota: Quota, account: str, folder: Path) -> None:
        self._environ = {**environ(running, account), "AWS_REGION": REGION, "LAMELLA_STATE": str(folder / "state")}
        self._url, self._folder = quota.url, folder

    def __call__(self, *arguments: str) -> Any:  # noqa: ANN401 - any JSON value
        """Run a command and return its result."""
        command = [sys.executable, "as_aws.py", *arguments, "--endpoint-url", self._url]
        done = subprocess.run(
            command, cwd=self._folder, env=self._environ, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return json.loads(done.stdout)


def at(entry: dict[str, str]) -> datetime:
    return datetime.fromisoformat(entry["at"])


def layer(client: Any, text: str) -> str:  # noqa: ANN401 - boto3 makes its clients at run time
    arn: str = client.publish_layer_version(
        LayerName="data", Content={"ZipFile": zipped("python/data.py", text)}, CompatibleRuntimes=["python3.12"]
    )["LayerVersionArn"]
    return arn


def function(client: Any, account: str, name: str, version: str, alias: str) -> None:  # noqa: ANN401
    client.create_function(
        FunctionName=name,
        Runtime="python3.12",
        Handler="app.handler",
        Role=f"arn:aws:iam::{account}:role/any",
        Code={"ZipFile": zipped("app.py", "def handler(event, context): return 1\n")},
        Layers=[version],
    )
    while client.get_function_configuration(FunctionName=name)["State"] != "Active":
        time.sleep(0.1)
    if alias:
        published = client.publish_version(FunctionName=name)["Version"]
        client.create_alias(FunctionName=name, Name=alias, FunctionVersion=published)


def zipped(name: str, text: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o644 << 16
        archive.writestr(entry, text)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
