"""Rollouts on the embedded cloud: one that succeeds, and one that a gate stops and undoes.

Called by `make demo` through `life.py`'s cloud; every function runs with its real layer in lamella's sandbox.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import life

REGION = life.REGIONS[0]
NAMES = ("orders", "invoices", "mail", "search", "reports", "audit")
ALIASED = NAMES[:3]
CODE = "import rates\ndef handler(event, context):\n    return {'rates': rates.VERSION}\n"
HOW = ("--region", REGION, "--bake", "2s", "--wait-for-data", "0s", "--smoke", '{"amount": 1}')


def main(endpoint: str) -> int:
    """Return how many commands ended otherwise than they should."""
    client = life.client(endpoint, REGION)
    first = layer(client, "VERSION = 1\n")
    life.say(f"Six functions use rates:1, three of them through an alias: {', '.join(NAMES)}")
    with ThreadPoolExecutor(len(NAMES)) as threads:
        list(threads.map(lambda name: function(client, name, first), NAMES))
    layer(client, "VERSION = 2\n")
    life.say("A second version: the plan says who moves when, and changes nothing: lamella rollout start")
    wrong: int = life.local("rollout", "start", "rates", *HOW)
    life.say("Started and run: one function first, then half, then all; aliases by weight: lamella rollout run")
    wrong += life.local("rollout", "run", started(), "--region", REGION)
    wrong += sum(int(answer(client, name) != {"rates": 2}) for name in NAMES)
    layer(client, "raise ImportError('no module named numpy')\n")
    life.say("A third version, which cannot be imported: the smoke event of the first function stops it, exit code 3")
    bad = started()
    wrong += life.local("rollout", "run", bad, "--region", REGION, expected=3)
    wrong += sum(int(answer(client, name) != {"rates": 2}) for name in NAMES)
    life.say("All answer as before. The page of what happened: lamella rollout report --html")
    wrong += life.local("rollout", "report", bad, "--region", REGION, "--html", "rollout.html")
    return wrong


def started() -> str:
    """Start a rollout of the newest version, and return its id."""
    told = life.captured("--local", "rollout", "start", "rates", *HOW, "--apply", "--output", "json")
    id_: str = json.loads(told)["id"]
    print(f"$ lamella --local rollout start rates {' '.join(HOW)} --apply\nstarted {id_}", flush=True)
    return id_


def layer(client: Any, text: str) -> str:  # noqa: ANN401 - boto3 makes its clients at run time
    arn: str = client.publish_layer_version(
        LayerName="rates", Content={"ZipFile": life.zipped_texts({"python/rates.py": text})}
    )["LayerVersionArn"]
    return arn


def function(client: Any, name: str, version: str) -> None:  # noqa: ANN401
    client.create_function(
        FunctionName=name,
        Runtime=life.TARGET.partition("/")[0],
        Handler="app.handler",
        Role=f"arn:aws:iam::{life.ACCOUNT}:role/{name}",
        Code={"ZipFile": life.zipped_texts({"app.py": CODE})},
        Layers=[version],
    )
    client.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
    if name in ALIASED:
        published = client.publish_version(FunctionName=name)["Version"]
        client.create_alias(FunctionName=name, Name="live", FunctionVersion=published)


def answer(client: Any, name: str) -> Any:  # noqa: ANN401
    qualifier = "live" if name in ALIASED else "$LATEST"
    time.sleep(0.1)
    return json.loads(client.invoke(FunctionName=name, Qualifier=qualifier, Payload=b"{}")["Payload"].read())
