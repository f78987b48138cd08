"""Unzipped sizes of layer versions, as far as manifests beside archives tell them."""

import json
from collections.abc import Mapping

from lamella.change.rollout.observed import NewVersion
from lamella.config.project import Project
from lamella.model.arn import LayerVersionArn
from lamella.run.rollouts.wanted import Wanted
from lamella.run.scope import Scope


def unzipped_sizes(scope: Scope, project: Project | None, wanted: Wanted) -> Mapping[LayerVersionArn, int]:
    """Return the unzipped bytes of versions that were built here: AWS itself tells zipped sizes only.

    A version is known by its CodeSha256: of the versions that may be wanted, and of those in the store's records.

    Raises:
        StateError, AwsError: The store cannot be read.
    """
    by_code = _built_here(project) if project else {}
    if not by_code:
        return {}
    codes = {it.arn: it.code_sha256 for it in scope.store.records(scope.environment.name)}
    codes |= {it.arn: it.code_sha256 for it in _all(wanted)}
    return {arn: by_code[code] for arn, code in codes.items() if code in by_code}


def _all(wanted: Wanted) -> tuple[NewVersion, ...]:
    return tuple(version for versions in wanted.versions.values() for version in versions)


def _built_here(project: Project) -> Mapping[str, int]:
    """Return unzipped bytes by CodeSha256; a manifest that cannot be read tells nothing."""
    found: dict[str, int] = {}
    for path in sorted(project.settings.out.glob("*.manifest.json")):
        try:
            archive = json.loads(path.read_bytes())["archive"]
            found[str(archive["code_sha256"])] = int(archive["unzipped_bytes"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found
