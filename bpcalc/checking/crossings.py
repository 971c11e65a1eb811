"""What an output, or a net input, must have been for a formula that holds it more than once.

The error of an output and its delta hold the output two or three times, and an output of a softmax
holds a net input twice, so they cannot be turned round like a product. So the formula is worked out
along the numbers that these can be, in floats, and the places are taken where it comes to what was
written.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from math import isfinite

from bpcalc.maths.expr import Expr
from bpcalc.maths.floats import Floats
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key

LOW, HIGH, STEPS = -2.0, 3.0, 200
"""Where outputs are looked for, wrong ones included, and at how many places."""

FARTHER, GROWTH = 36, 1.17
"""Places beyond, to either side, and how much farther out each one lies than the one before."""

HALVINGS = 40
"""Times that the interval is halved in which one lies."""

WIDEST = 0.05
"""How far an output may reach that is read so, of large ones as a share of them; near a turning
point it says nothing."""

Function = Callable[[float], float]


def _places() -> list[float]:
    width = (HIGH - LOW) / STEPS
    # Off the round numbers, of which some are targets.
    near = [LOW + width * (number + 0.4321) for number in range(STEPS)]
    far = [GROWTH**number for number in range(1, FARTHER + 1)]
    return [*(near[0] * x for x in reversed(far)), *near, *(near[-1] * x for x in far)]


PLACES = _places()
"""In rising order."""


def at_places(formula: Expr, key: Key, number: Callable[[Key], float]) -> list[float]:
    """Return what a formula comes to where its output is looked for."""
    return list(map(_of_output(formula, key, number), PLACES))


def _of_output(formula: Expr, key: Key, number: Callable[[Key], float]) -> Function:
    return lambda x: formula.fold(Floats(lambda leaf: x if leaf == key else number(leaf)))


def crossings(
    formula: Expr,
    key: Key,
    target: AffineNumber,
    number: Callable[[Key], float],
    places: Sequence[float] = (),
) -> Iterator[AffineNumber]:
    """Yield the outputs for which a formula comes to a value.

    Args:
        formula: it holds the output any number of times.
        key: the output.
        target: what the formula comes to.
        number: what the other quantities are.
        places: what `at_places` has returned for them, if that is known.

    >>> from bpcalc.maths.expr import Ref
    >>> out = Ref(Key("out", 1, 1))
    >>> found = crossings(out * out, out.key, AffineNumber(Decimal("0.25")), lambda key: 0.0)
    >>> [str(round(box.centre, 6)) for box in found]
    ['-0.500000', '0.500000']
    """
    middle, room = float(target.centre), float(target.radius)

    comes_to = _of_output(formula, key, number)

    def away(x: float) -> float:
        return comes_to(x) - middle

    for x in _zeros(away, [value - middle for value in places or map(comes_to, PLACES)]):
        step = 1e-6
        slope = abs(away(x + step) - away(x - step)) / (2 * step)
        if slope * WIDEST * max(1.0, abs(x)) > room:
            radius = room / slope + 1e-12
            yield AffineNumber(Decimal(repr(x)), {}, Decimal(repr(radius)))


def _zeros(function: Function, values: Sequence[float]) -> Iterator[float]:
    for at, (left, right) in enumerate(pairwise(values)):
        if isfinite(left) and isfinite(right) and left * right < 0:
            yield _halved(function, PLACES[at], PLACES[at + 1], left)


def _halved(function: Function, low: float, high: float, left: float) -> float:
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        value = function(middle)
        if value * left > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
