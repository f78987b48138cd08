"""What a profile of a function's cold start says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from lamella.profile.import_tree import Imported, ImportTree, PackageTime, by_package
from lamella.profile.packages import package_of
from lamella.profile.statistics import Ratio, Summary, ratio_of_medians, summarise
from lamella.profile.unused import Candidate, Usage, candidates
from lamella.sandbox.function import Function
from lamella.sandbox.measure import Measured, Pages
from lamella.sandbox.outcome import Report

_SEED = 20


class Metric(StrEnum):
    """What is measured of a cold start, by its name in JSON and CSV."""

    INIT_MS = "init_ms"
    INIT_CPU_MS = "init_cpu_ms"
    DURATION_MS = "duration_ms"
    MAX_MEMORY_MB = "max_memory_mb"

    def of(self, report: Report) -> float:
        """Return the figure; 0 where the system does not tell it."""
        match self:
            case Metric.INIT_MS:
                return report.init_ms or 0.0
            case Metric.INIT_CPU_MS:
                return report.init_cpu_ms or 0.0
            case Metric.DURATION_MS:
                return report.duration_ms
            case Metric.MAX_MEMORY_MB:
                return float(report.max_memory_mb)


@dataclass(frozen=True, slots=True)
class Traced:
    """The imports of one init, of the quickest of some runs that were traced.

    Attributes:
        tree: Everything that was imported, from the start of the interpreter on.
        handler: The import of the handler's module; `None` when its line could not be read.
        usage: What the events used.
        owners: Path relative to /opt -> distribution, of the layers.
        init_ms: Of the same run. Tracing slows it: it is not among the measured ones.
        failed: `errorType` of each event that was answered with an error while its use was watched.
    """

    tree: ImportTree
    handler: Imported | None
    usage: Usage
    owners: Mapping[str, str]
    init_ms: float
    failed: tuple[str, ...] = ()

    @property
    def package_of(self) -> Callable[[str], str]:
        """Module -> the name of its package."""
        return package_of(self.usage.files, self.owners)

    @property
    def packages(self) -> tuple[PackageTime, ...]:
        """The imports of each package, the slowest first."""
        return by_package(self.tree.roots, self.package_of)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Imports that no event used, the slowest first."""
        return candidates(self.handler, self.usage) if self.handler else ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a profile: its layers in order, the size of their zips in bytes, and the imports of its init."""

    layers: tuple[str, ...]
    zip_bytes: int
    traced: Traced

    @property
    def label(self) -> str:
        """The layers in a word or two."""
        return " + ".join(layer.rsplit("/", 1)[-1] for layer in self.layers) or "no layer"


@dataclass(frozen=True, slots=True)
class Profiled:
    """A profile.

    Attributes:
        function: What was started.
        sides: The layers asked about; then those that they are compared with, if any.
        measured: The cold starts; the variants are the sides.
        runs: Cold starts of each side and each kind of pages.
        pages: What was measured.
        events: How many events were run to see what is used.
    """

    function: Function
    sides: tuple[Side, ...]
    measured: Measured
    runs: int
    pages: tuple[Pages, ...]
    events: int

    def values(self, side: int, metric: Metric, pages: Pages) -> tuple[float, ...]:
        """Return one figure of every cold start of a side."""
        return tuple(metric.of(report) for report in self.measured.reports(side, pages))

    def summary(self, side: int, metric: Metric, pages: Pages) -> Summary:
        """Sum up one figure of a side."""
        return summarise(self.values(side, metric, pages))

    def ratio(self, metric: Metric, pages: Pages) -> Ratio | None:
        """Return the first side's median as a ratio to the second's; `None` with one side."""
        if len(self.sides) < 2:
            return None
        random = Random(_SEED)  # noqa: S311 - the same figures shall give the same interval
        return ratio_of_medians(self.values(0, metric, pages), self.values(1, metric, pages), random)
