"""Which packages to give back to a slimmed layer that fails its tests."""

from collections.abc import Collection, Mapping

from lamella.model.ports import Verdict


def packages_that_help(
    verdict: Verdict, origins: Mapping[str, str], kept: Collection[str], given_back: Collection[str]
) -> frozenset[str]:
    """Return packages to give back: those that failures name, else half of those that lost something.

    Args:
        verdict: The failures; what they name are paths or packages.
        origins: The package, `name==version`, of each path of the whole layer.
        kept: Paths that stayed.
        given_back: Packages that are whole already.
    """
    lost: dict[str, int] = {}
    for path, origin in origins.items():
        if path not in kept and origin not in given_back:
            lost[origin] = lost.get(origin, 0) + 1
    named = {origins.get(each, each) for failure in verdict.failures for each in failure.give_back}
    if named & lost.keys():
        return frozenset(named & lost.keys())
    by_loss = sorted(lost, key=lambda origin: (-lost[origin], origin))
    return frozenset(by_loss[: (len(by_loss) + 1) // 2])
