"""Whether arrays such as `dW2` are gradients or changes, where none of their numbers is right.

Programs call a gradient dW, and books a change. Another array of the sheet that is right tells what
its letters stand for; else the numbers themselves tell: a mean instead of the sum is the gradients
divided by one number, and a change of which the momentum was left out is -η times the gradients.
"""

from collections.abc import Iterator, Sequence
from math import isfinite

from bpcalc.checking.cells import Cell
from bpcalc.checking.nearness import as_float
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import BELONGS_TO, CHANGE_KINDS, GRADIENT_KINDS, INFO, KindRole, fellow

ONE_FACTOR = 0.01
"""So far, relatively, the factors of an array's numbers may lie apart."""


def is_open(kinds: Sequence[Kind]) -> bool:
    """Return whether a name may be that of gradients and of changes, and of nothing else.

    >>> is_open(("weight_gradient", "weight_change")), is_open(("weight_gradient",))
    (True, False)
    """
    both = not CHANGE_KINDS.isdisjoint(kinds) and not GRADIENT_KINDS.isdisjoint(kinds)
    return both and (CHANGE_KINDS | GRADIENT_KINDS).issuperset(kinds)


def role_of(kind: Kind) -> KindRole:
    """Return what kinds of weights and of biases have in common.

    >>> role_of("weight_gradient") == role_of("bias_gradient")
    True
    """
    return INFO[kind].role


def how_wrong(
    keys: Sequence[Key | None], cells: Sequence[Cell], index: QuantityIndex
) -> tuple[int, float]:
    """Return how badly numbers go with quantities: whether by one factor, and how far they lie.

    Args:
        keys: one for every number, None for one that there is not.
        cells: the numbers.
        index: the quantities.
    """
    pairs = [(key, as_float(cell.value)) for key, cell in with_numbers(keys, cells) if cell.value]
    values = [(_value(key, index), number) for key, number in pairs]
    apart = sum(abs(number - value) for value, number in values)
    size = sum(abs(number) + abs(value) for value, number in values)
    distance = apart / size if size else 1.0
    usual = list(_usual_factors(index))
    if any(key.kind in CHANGE_KINDS for key, _ in pairs):
        rate = index.exercise.learning_rate
        steps = [(_value(_gradient(key), index), number) for key, number in pairs]
        of_steps = [as_float(rate.value) * factor for factor in (1.0, *usual)] if rate else []
        if _is_one_of(_factor(steps), of_steps):
            return 0, distance
    factor = _factor(values)
    return (2 if factor is None else 1 - _is_one_of(factor, usual)), distance


def with_numbers(keys: Sequence[Key | None], cells: Sequence[Cell]) -> Iterator[tuple[Key, Cell]]:
    """Yield quantities with their numbers, and nothing of what there is not."""
    return ((key, cell) for key, cell in zip(keys, cells, strict=True) if key is not None)


def _value(key: Key, index: QuantityIndex) -> float:
    value = index.values.get(key)
    return as_float(value) if value is not None else 0.0


def _gradient(key: Key) -> Key:
    """Return the gradient that belongs to a change."""
    return key._replace(kind=fellow(BELONGS_TO[key.kind], "gradient"))


def _usual_factors(index: QuantityIndex) -> Iterator[float]:
    """Yield by what gradients and changes are often wrong: the sign, a mean and a sum."""
    samples = len(index.exercise.samples)
    for number in (samples, 1 / samples):
        yield from (number, -number)
    yield -1.0


def _factor(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return the one factor between values and numbers; None if there are several, or no two."""
    factors = [number / value for value, number in pairs if value]
    if len(factors) < 2 or not all(map(isfinite, factors)):
        return None
    mean = sum(factors) / len(factors)
    alike = all(abs(each - mean) <= ONE_FACTOR * abs(mean) for each in factors)
    return mean if alike else None


def _is_one_of(factor: float | None, usual: Sequence[float]) -> bool:
    return factor is not None and any(
        abs(factor - each) <= ONE_FACTOR * abs(each) for each in usual
    )
