"""How a gate's alpha is spent over waves, functions and looks, so that it bounds a whole rollout."""

from dataclasses import dataclass

from lamella.change.rollout.gates import Reading, Verdict

_GROWTH = 4
_LAST_GROWTH = 1.2


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks that a gate takes at one function.

    Attributes:
        alpha: Of all of them together: see `share_of_function`.
        previous: The newest reading; `None` before the first.
        last: The stage's bake has ended.
    """

    alpha: float
    previous: Reading | None = None
    last: bool = False

    @property
    def made(self) -> int:
        """How many there were."""
        return self.previous.looks if self.previous else 0

    @property
    def level(self) -> float:
        """The level of the next one: 1/2, 1/6, 1/12, ... of alpha; all of them sum up to alpha."""
        return self.alpha / ((self.made + 1) * (self.made + 2))

    def due(self, n: int) -> bool:
        """Whether there is enough that is new since the last look.

        That is four times as much, or at the bake's end a fifth more: each look makes those after it less sensitive.
        """
        if not self.previous or not self.made or self.previous.verdict is Verdict.NOT_ENOUGH_DATA:
            return True
        grown = n / max(1, self.previous.n)
        return grown >= (_LAST_GROWTH if self.last else _GROWTH)


def share_of_function(alpha: float, wave: int, functions: int) -> float:
    """Return what of a gate's alpha is spent on each function of a wave.

    Wave 1 gets 1/2, wave 2 1/6, wave k 1/(k(k+1)): they sum up to 1 however many there are, so the first waves, which
    meet a bad version first, have the most sensitive gates. Its functions share it evenly (Bonferroni).

    Args:
        alpha: The gate's.
        wave: From 1.
        functions: How many the wave has.
    """
    return alpha / (wave * (wave + 1)) / max(1, functions)
