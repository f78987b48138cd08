"""How a rollout goes forward: which share of the functions joins in each wave, and how an alias's weight climbs."""

import math
import re
from dataclasses import dataclass
from itertools import pairwise

from lamella.errors import UsageError
from lamella.model.durations import parse_duration

_WHOLE = 100.0
_EXAMPLE = "waves:1 function,5%,25%,100%"
_CODEDEPLOY_AT_ONCE = re.compile(r"(CodeDeployDefault\.Lambda)?AllAtOnce")
_CODEDEPLOY = re.compile(
    r"(CodeDeployDefault\.Lambda)?(?P<kind>Canary|Linear)(?P<percent>[1-9][0-9]?)Percent"
    r"(?P<every>Every)?(?P<minutes>[1-9][0-9]{0,3})Minutes?"
)
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?) ?%")
_COUNT = re.compile(r"([1-9][0-9]{0,5}) functions?")


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

    Weights are the strategy's percentages: `waves:1 function,5%,25%,100%` gives an alias 5, 25, then 100 percent.

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
    written = text.strip()
    if written == "all-at-once" or _CODEDEPLOY_AT_ONCE.fullmatch(written):
        return Strategy(written, (Percent(100.0),), (1.0,))
    if found := _CODEDEPLOY.fullmatch(written):
        canary, percent = found["kind"] == "Canary", float(found["percent"])
        if canary is bool(found["every"]):
            raise _no_strategy(written, "CodeDeploy writes Canary10Percent5Minutes, Linear10PercentEvery1Minute", "")
        percents = _canary(percent) if canary else _linear(written, percent)
        return _even(written, percents, 60.0 * int(found["minutes"]))
    kind, _, rest = written.partition(":")
    match kind:
        case "canary" | "linear":
            share, slash, bake = rest.partition("/")
            if not slash:
                raise _no_strategy(written, f"`{rest}` has no interval", f"{kind}:{share or '10%'}/5m")
            percent = _percent(written, share)
            percents = _canary(percent) if kind == "canary" else _linear(written, percent)
            return _even(written, percents, parse_duration(bake.strip()))
        case "waves":
            return _of_waves(written, [_wave(written, part.strip()) for part in rest.split(",")])
        case _:
            raise _no_strategy(written, f"`{kind}` is none of all-at-once, canary, linear, waves", "")


def _canary(percent: float) -> tuple[float, ...]:
    return (percent, 100.0) if percent < _WHOLE else (100.0,)


def _linear(written: str, percent: float) -> tuple[float, ...]:
    if percent < 1:
        raise _no_strategy(written, "a linear strategy has steps of at least 1 %", "linear:10%/1m")
    steps = math.ceil(_WHOLE / percent - 1e-9)
    return tuple(min(_WHOLE, round(percent * step, 6)) for step in range(1, steps + 1))


def _even(written: str, percents: tuple[float, ...], bake_s: float) -> Strategy:
    return Strategy(
        written,
        tuple(Percent(percent) for percent in percents),
        tuple(round(percent / _WHOLE, 6) for percent in percents),
        bake_s,
    )


def _of_waves(written: str, waves: list[WaveSize]) -> Strategy:
    percents = [wave.percent for wave in waves if isinstance(wave, Percent)]
    counts = [wave.functions for wave in waves if isinstance(wave, Count)]
    if any(isinstance(wave, Count) for wave in waves[len(counts) :]):
        raise _no_strategy(written, "numbers of functions stand before percentages", _EXAMPLE)
    for sizes in (counts, percents):
        if any(later <= earlier for earlier, later in pairwise(sizes)):
            raise _no_strategy(written, "each wave holds all earlier ones, so sizes must grow", _EXAMPLE)
    if not percents or percents[-1] != _WHOLE:
        raise _no_strategy(written, "the last wave must be 100%", f"{written},100%")
    return Strategy(written, tuple(waves), tuple(round(percent / _WHOLE, 6) for percent in percents))


def _wave(written: str, part: str) -> WaveSize:
    if found := _COUNT.fullmatch(part):
        return Count(int(found[1]))
    return Percent(_percent(written, part))


def _percent(written: str, part: str) -> float:
    found = _PERCENT.fullmatch(part.strip())
    percent = float(found[1]) if found else 0.0
    if not 0 < percent <= _WHOLE:
        raise _no_strategy(written, f"`{part}` is no percentage above 0% and at most 100%", "")
    return percent


def _no_strategy(written: str, why: str, instead: str) -> UsageError:
    known = "all-at-once, canary:10%/5m, linear:10%/1m, waves:1 function,5%,25%,100%, Canary10Percent5Minutes"
    return UsageError(
        f"`{written}` is not a strategy",
        why=why,
        hint=f"did you mean `{instead}`?" if instead else f"for example {known}",
    )
