"""The life of a layer on the embedded cloud: published, used, shared, replaced, cleaned up and brought back.

Called by `make demo`; on its own: `python examples/life.py`. Nothing here reaches AWS: the cloud runs on this machine,
and each function that is invoked runs with its real layer in lamella's sandbox.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "demo-out" / "life"
CODE = ROOT / "tests" / "workloads" / "markdown"
ACCOUNT = "111122223333"
CONSUMER = "444455556666"
REGIONS = ("eu-west-1", "us-east-1")
TARGET = "python3.12/x86_64"


def main(then: Callable[[str], int] = lambda _: 0) -> int:
    """Run it, and something more on the same cloud; return how many commands ended otherwise than they should."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    wrong = lamella("local", "up")
    try:
        endpoint = json.loads(captured("local", "status", "--output", "json"))["endpoint"]
        wrong += life(endpoint) + then(endpoint)
    finally:
        wrong += lamella("local", "down")
    return wrong


def life(endpoint: str) -> int:
    """Return how many commands ended otherwise than they should."""
    write_config(requirements())
    say("Plan: two Regions, nothing changes yet: lamella publish")
    wrong = local("publish", *regions())
    say("Performed: tests first, then Region by Region, journalled: lamella publish --apply")
    wrong += local("publish", *regions(), "--apply")
    say("The same again: there is nothing to do")
    wrong += local("publish", *regions(), "--apply")
    for region in REGIONS:
        wrong += use(endpoint, region)
    say("Another account is to use it: lamella share, as a plan and performed")
    write_config(requirements(), shared=True)
    wrong += local("share", *regions()) + local("share", *regions(), "--apply")
    wrong += local("grants", "audit", *regions())
    say("A second version, with one package more; functions still have the first")
    write_config([*requirements(), "html5lib==1.1"], shared=True)
    wrong += local("publish", *regions(), "--apply")
    say("In eu-west-1 the function moves on; then clean-up: what stays and why")
    attach(endpoint, REGIONS[0], resolved(REGIONS[0]))
    wrong += local("clean", *regions(), "--keep", "1")
    say("The other account says that it does not use it: one version may go, the one in use stays")
    unused = ("clean", *regions(), "--keep", "1", "--assume-unused-by", CONSUMER)
    wrong += local(*unused)
    say("One of two versions is over the threshold: refused without --force")
    wrong += local(*unused, "--apply", expected=3)
    wrong += local(*unused, "--apply", "--force")
    say("It was needed after all: lamella restore publishes the same bytes again")
    gone = f"arn:aws:lambda:{REGIONS[0]}:{ACCOUNT}:layer:markdown:1"
    return wrong + local("restore", gone, "--apply")


def requirements() -> list[str]:
    lines = (CODE / "requirements.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def write_config(source: list[str], *, shared: bool = False) -> None:
    share = f'[layers.markdown.share]\naccounts = ["{CONSUMER}"]\n' if shared else ""
    (OUT / "lamella.toml").write_text(
        f"[layers.markdown]\nsource = {json.dumps(source)}\ntargets = {json.dumps([TARGET])}\n"
        f"[[layers.markdown.test.functions]]\n"
        f'code = "{CODE}"\nhandler = "app.handler"\nevents = "{CODE}/events.json"\n{share}'
    )


def use(endpoint: str, region: str) -> int:
    """Create a function with the layer's stable version, and invoke it."""
    layer = resolved(region)
    say(f"A function in {region} with {layer}, invoked on the embedded cloud")
    client(endpoint, region).create_function(
        FunctionName="report",
        Runtime=TARGET.partition("/")[0],
        Handler="app.handler",
        Role=f"arn:aws:iam::{ACCOUNT}:role/report",
        Code={"ZipFile": zipped(CODE)},
        Layers=[layer],
        Timeout=30,
        MemorySize=512,
    )
    client(endpoint, region).get_waiter("function_active_v2").wait(FunctionName="report")
    event = json.loads((CODE / "events.json").read_text())[0]
    answer = client(endpoint, region).invoke(FunctionName="report", Payload=json.dumps(event), LogType="Tail")
    print(answer["Payload"].read().decode()[:200])
    print(b64decode(answer["LogResult"]).decode().strip().splitlines()[-1])
    return int("FunctionError" in answer)


def attach(endpoint: str, region: str, layer: str) -> None:
    client(endpoint, region).update_function_configuration(FunctionName="report", Layers=[layer])
    client(endpoint, region).get_waiter("function_updated_v2").wait(FunctionName="report")


def resolved(region: str) -> str:
    return captured("--local", "resolve", "markdown@stable", "--region", region).strip()


def client(endpoint: str, region: str) -> Any:  # noqa: ANN401 - boto3 makes its clients at run time
    return boto3.client(
        "lambda",
        region_name=region,
        endpoint_url=endpoint,
        aws_access_key_id=ACCOUNT,
        aws_secret_access_key="local",  # noqa: S106 - the embedded cloud asks for none
    )


def zipped(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in sorted(folder.glob("*.py")):
            archive.write(file, file.name)
    return buffer.getvalue()


def zipped_texts(texts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in texts.items():
            entry = zipfile.ZipInfo(name)
            # Without a mode the function's user could not read the file, on Lambda as here.
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)
    return buffer.getvalue()


def regions() -> tuple[str, ...]:
    return tuple(word for region in REGIONS for word in ("--region", region))


def local(*arguments: str, expected: int = 0) -> int:
    return lamella("--local", *arguments, expected=expected)


def lamella(*arguments: str, expected: int = 0) -> int:
    """Run the command line; return 1 when its exit code is not the expected one."""
    print(f"$ lamella {' '.join(arguments)}", flush=True)
    code = subprocess.run(command(arguments), cwd=OUT, env=environ(), check=False).returncode
    if code != expected:
        print(f"  exit code {code}, expected {expected}", file=sys.stderr, flush=True)
    return int(code != expected)


def captured(*arguments: str) -> str:
    return subprocess.run(command(arguments), cwd=OUT, env=environ(), check=True, capture_output=True, text=True).stdout


def command(arguments: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "lamella", *arguments]


def environ() -> dict[str, str]:
    """Return the process's, with the cache of `make demo`, a state folder of its own, and the caller's account."""
    return {
        **os.environ,
        "LAMELLA_STATE": str(OUT / "state"),
        "LAMELLA_CACHE": str(OUT.parent / "cache"),
        "AWS_ACCESS_KEY_ID": ACCOUNT,
    }


def say(text: str) -> None:
    print(f"\n{text}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
