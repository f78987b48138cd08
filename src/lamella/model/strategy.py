"""How a rollout goes forward: which share of the functions joins in each wave, and how an alias's weight climbs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """So many functions: `1 function`, `5 functions`."""

    functions: int


@dataclass(frozen=True, slots=True)
class Percent:
    """A share of all the functions of a rollout, 0 < percent <= 100."""

    percent: float


WaveSize = Count | Percent


@dataclass(frozen=True, slots=True)
class Strategy:
    """A strategy, as the user wrote it and as what it means.

    A rollout has stages, with a bake after each. In stage k wave k joins with the first weight, and the functions of
    earlier waves climb to their next weight; a function without alias has only one weight, the whole. So a fleet goes
    wave by wave and weight by weight at once: `len(waves) + len(weights) - 1` stages at most.

    Attributes:
        text: As written: `canary:10%/5m`.
        waves: Cumulative, in order; the last is 100 percent.
        weights: Of an alias, 0 < weight <= 1, in order; the last is 1.0.
        bake_s: What the strategy itself says of the time after each stage; `None` where `--bake` says it.
    """

    text: str
    waves: tuple[WaveSize, ...]
    weights: tuple[float, ...]
    bake_s: float | None = None


def parse_strategy(text: str) -> Strategy:
    """Read `all-at-once`, `canary:10%/5m`, `linear:10%/1m`, `waves:1 function,5%,25%,100%`, or a name of CodeDeploy.

    Names of CodeDeploy: `AllAtOnce`, `CanaryNPercentMMinutes`, `LinearNPercentEveryMMinute(s)`, also with the prefix
    `CodeDeployDefault.Lambda`.

    Raises:
        UsageError: It is none of these; the message says which part is wrong.
    """
    raise NotImplementedError
