"""Plans that an environment gets the same bytes as another: `lamella promote`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lamella.change.action import ArchiveFile, Metadata
from lamella.change.names import published_name
from lamella.change.plan import PlanKind
from lamella.change.promote import Promoted, promoted
from lamella.change.publish import Source
from lamella.change.share import wanted_grants
from lamella.change.wanted import Wanted
from lamella.config.project import Project
from lamella.fleet.fleet import LayerVersion
from lamella.model.layer import Environment
from lamella.model.target import Target
from lamella.run.publish import Publication, publication, with_channel
from lamella.run.publishing.fetch import fetched
from lamella.run.scope import Scope


@dataclass(frozen=True, slots=True)
class Promotion:
    """What is promoted.

    Attributes:
        layers: Names of the configuration, also of layers that left the file; the published ones of the file when
            empty.
        targets: These alone; `None` for all.
        channel: Of the environment that gets it, instead of its own; empty for none.
        commit: Of the project's repository.
    """

    layers: Sequence[str] = ()
    targets: Collection[Target] | None = None
    channel: str | None = None
    commit: str | None = None


def promote(project: Project, source: Scope, to: Scope, asked: Promotion, now: datetime) -> Publication:
    """Plan that the newest versions of one environment become the newest of another, byte for byte.

    The zips are downloaded into lamella's cache and held against the digests in the records. Descriptions and
    licences are the source's; names and grants are the file's, for the environment that gets them.

    Args:
        project: Names grants and names.
        source: Where from.
        to: Where to.
        asked: See there.
        now: With a time zone.

    Raises:
        NotFoundError: Nothing was published there.
        RefusedError: The source's places differ.
        ChangedError: A version has other bytes than were published.
        AwsError, StateError: Something could not be read.
    """
    targets = None if asked.targets is None else {str(target) for target in asked.targets}
    name = source.environment.name
    # The store of the state folder serves all projects: another's environment may have the same name.
    records = [
        it
        for it in source.store.records(name)
        if it.arn.place in source.places and (asked.layers or it.layer in project.layers)
    ]
    chosen = promoted(records, name, asked.layers, targets)
    folder = project.settings.cache / "promoted"
    environment = with_channel(to.environment, asked.channel)
    found = [(each, fetched(source.clients, each, folder)) for each in chosen]
    wanted = [_wanted(project, environment, each, zipped, version) for each, (zipped, version) in found]
    notes = (f"the bytes of environment {name}", *_without_layer(project, chosen))
    return publication(to, environment, wanted, Source(PlanKind.PROMOTE, now, asked.commit, notes))


def _wanted(
    project: Project, environment: Environment, each: Promoted, archive: ArchiveFile, version: LayerVersion
) -> Wanted:
    target = Target.parse(each.target)
    layer = project.layers.get(each.layer)
    return Wanted(
        layer=each.layer,
        target=each.target,
        name=published_name(environment, each.layer, target),
        archive=archive,
        metadata=Metadata(version.description, version.runtimes, version.architectures, version.license_info),
        grants=wanted_grants(layer) if layer else (),
        label=each.sources[0].label,
    )


def _without_layer(project: Project, chosen: Sequence[Promoted]) -> tuple[str, ...]:
    layers: Mapping[str, None] = dict.fromkeys(each.layer for each in chosen if each.layer not in project.layers)
    return tuple(f"{layer} is no layer of the file any more: it gets no grants" for layer in layers)
