"""What the article's snippets do, written anew: a clean-up and a publisher that look at nothing.

`python bench/article.py clean ENDPOINT REGION KEEP LAYER...` and `python bench/article.py publish ENDPOINT ZIP=NAME...
-- REGION...`; credentials come from the environment.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import boto3

if TYPE_CHECKING:
    from types_boto3_lambda import LambdaClient


def clean(client: "LambdaClient", layer: str, keep: int) -> None:
    """Delete all but the first `keep` versions that one call lists: no pages, no look at functions."""
    listed = client.list_layer_versions(LayerName=layer)["LayerVersions"]
    for version in listed[keep:]:
        client.delete_layer_version(LayerName=layer, VersionNumber=version["Version"])


def publish(endpoint: str, zips: dict[str, Path], regions: list[str]) -> None:
    """Publish each zip in each Region, one after the other; the same content gets a new version each time."""
    for region in regions:
        client = boto3.client("lambda", region_name=region, endpoint_url=endpoint)
        for name, path in zips.items():
            client.publish_layer_version(
                LayerName=name, Content={"ZipFile": path.read_bytes()}, CompatibleRuntimes=["python3.12"]
            )


def main(arguments: list[str]) -> None:
    verb, endpoint, *rest = arguments
    if verb == "clean":
        region, keep, *layers = rest
        client = boto3.client("lambda", region_name=region, endpoint_url=endpoint)
        for layer in layers:
            clean(client, layer, int(keep))
    else:
        split = rest.index("--")
        named = (pair.partition("=") for pair in rest[:split])
        publish(endpoint, {name: Path(path) for path, _, name in named}, rest[split + 1 :])


if __name__ == "__main__":
    main(sys.argv[1:])
