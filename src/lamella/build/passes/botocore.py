"""botocore's service models: only the services that are used, and none of their prose."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

import deflate
import msgspec

from lamella.build.globs import Globs
from lamella.build.passes.draft import Draft
from lamella.build.passes.models import compact
from lamella.errors import ConfigError
from lamella.model.layer import Slim, Slimming
from lamella.model.passes import PassResult
from lamella.model.ports import Contents
from lamella.model.tree import File, Tree

NAME = "botocore"
REASONS: Final[Mapping[str, str]] = {
    "service": "the model of an AWS service that `botocore_services` does not name",
    "examples": "examples of API calls; only botocore.docs, which writes reference pages, reads them",
    "prose": "the text of the API reference inside a service model, and white space; clients are made from the rest "
    "(help() on a client's method shows its parameters without the text)",
}
# Credentials and sign-in come through these, whatever the function itself calls.
_ALWAYS: Final = frozenset({"sts", "sso", "sso-oidc", "signin"})
_DATA: Final = re.compile(
    r"python/(?:lib/python3\.\d+/site-packages/)?botocore/data/(?:(?P<service>[^/]+)/(?:.*/)?)?(?P<name>[^/]+)"
)
# Between libdeflate's 6 and 9 for a sixth of the way in time: 3.07 MB of models against 3.12 and 3.06.
_LEVEL: Final = 7


def apply(tree: Tree, contents: Contents, slimming: Slimming) -> PassResult:
    """Take out models of services that are not named, examples, and prose.

    Without `botocore_services` every service stays. With `slim = "off"` models stay as they are. Older API versions
    of a service stay: `client(name, api_version=...)` can ask for them.

    Raises:
        ConfigError: `botocore_services` names a service that this botocore does not have.
    """
    draft = Draft(NAME, tree, REASONS)
    found = [(file, match) for file in tree.files if (match := _DATA.fullmatch(file.path))]
    wanted = _wanted(slimming, {match["service"] for _, match in found if match["service"]})
    keep = Globs(slimming.keep)
    for file, match in found:
        if keep.matches(file.path):
            continue
        if wanted is not None and match["service"] and match["service"] not in wanted:
            draft.remove(file, "service")
        elif slimming.slim is Slim.OFF:
            continue
        elif match["service"] and match["name"].startswith("examples-1.json"):
            draft.remove(file, "examples")
        else:
            _slim_model(file, contents, draft)
    return draft.result()


def _wanted(slimming: Slimming, services: set[str]) -> frozenset[str] | None:
    if slimming.botocore_services is None or not services:
        return None
    for name in slimming.botocore_services:
        if name not in services:
            close = get_close_matches(name, sorted(services), n=1)
            raise ConfigError(
                f"botocore_services names `{name}`, which this botocore does not have",
                why=f"it has models of {len(services)} services",
                hint=f"did you mean `{close[0]}`?" if close else "use the name that boto3.client() takes",
            )
    return _ALWAYS.union(slimming.botocore_services)


def _slim_model(file: File, contents: Contents, draft: Draft) -> None:
    zipped = file.name.endswith(".json.gz")
    if not zipped and not file.name.endswith(".json"):
        return
    content = contents.read(file)
    try:
        slimmed = compact(bytes(deflate.gzip_decompress(content)) if zipped else content)
    except (ValueError, deflate.DeflateError, msgspec.DecodeError):
        draft.note(f"{file.path} stays as it is: it is not JSON")
        return
    # libdeflate writes neither time nor name into the header, so the same model gives the same bytes.
    packed = bytes(deflate.gzip_compress(slimmed, _LEVEL)) if zipped else slimmed
    if len(packed) < len(content):
        draft.rewrite(file, packed, "prose")
