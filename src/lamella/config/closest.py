"""Guesses what the user meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(found: str, choices: Iterable[str]) -> str:
    """Return "did you mean `x`?" for the closest choice, or an empty string when none is close."""
    by_folded = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(found.casefold(), by_folded, n=1)
    return f"did you mean `{by_folded[close[0]]}`?" if close else ""
