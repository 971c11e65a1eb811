"""What a number of an exercise may be: the bounds that the reader of the file holds it to.

A page on which the numbers can be changed holds them to the same bounds, so that what it saves can
be read again.
"""

from typing import NamedTuple

from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import RATES


class Domain(NamedTuple):
    """The numbers that a given quantity may be: 0 or more, with other bounds if it has them.

    Attributes:
        above: whether it has to be more than 0.
        most: what it may be at most; "" for no bound.
        below: whether it has to be less than that.
    """

    above: bool = False
    most: str = ""
    below: bool = False

    def __str__(self) -> str:
        """Say what is expected, as the reader does."""
        if not self.most:
            return say("a number above 0") if self.above else say("a number of 0 or more")
        if self.below:
            return say("a number from 0 up to, not including, {most}", most=self.most)
        return say("a number from 0 to {most}", most=self.most)


_POSITIVE: frozenset[Kind] = frozenset({"clip_norm", "clip_value", "max_norm", "rate_factor"})


def domain(exercise: Exercise, kind: Kind) -> Domain | None:
    """Return what a given quantity of a kind may be; None if it may be any number."""
    if kind == "target":
        return Domain(most="1") if exercise.loss.unit_interval else None
    if kind not in RATES:
        return None
    for rate in exercise.optimiser.form.entry.rates:
        if rate.kind == kind:
            return Domain(most=rate.below, below=bool(rate.below))
    if kind == "momentum":
        return Domain(most="1", below=True)
    return Domain(above=kind in _POSITIVE)
