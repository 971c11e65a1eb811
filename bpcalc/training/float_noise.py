"""What floats make of the error of one state: its value, and how far it may lie off.

The lines are those that an engine runs, read with the error that every rounding may bring in. Two
numbers that are nearly equal, such as an output and its target, leave a difference of which few
digits are known; and of its square no more.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bpcalc.calc.plan import PlannedLine
from bpcalc.maths.activation import Activation
from bpcalc.maths.expr import Apply, Expr, Ref
from bpcalc.maths.float_bounds import DOUBLE, LEAST, FloatBounds, Noisy
from bpcalc.maths.keys import Key
from bpcalc.training.engine import State
from bpcalc.training.epoch_lines import Steps, variable
from bpcalc.training.problem import Problem

UNDERFLOW = LEAST / DOUBLE
"""The smallest float, in units of the roundoff."""

MOST_WHOLE = 1 / DOUBLE
"""Up to here every whole number is a float."""

HELD_OUT = 1e-300
"""An output below it may be any: exponentials are held, so that none overflows."""

VANISHING = frozenset({"exp", "normal_cdf", "softplus", "half_one_plus_tanh"})
"""Functions that are nowhere 0, but in floats: below a net input of some -745."""


class Noise(NamedTuple):
    """How far floats may be off in one state, to first order and beyond it.

    Attributes:
        total: in the error over all samples.
        outs: in the outputs of every sample.
    """

    total: float
    outs: list[list[float]]


class _Differences(FloatBounds):
    """Takes into account what counts near 0: that both factors are off, and underflow.

    Whole numbers that are exact, such as the output of a step function and its target, have an
    exact sum.
    """

    def sum(self, terms: list[Noisy]) -> Noisy:
        """Return the sum; that of whole numbers is exact."""
        result = super().sum(terms)
        exact = all(not term.error and term.value.is_integer() for term in terms)
        return Noisy(result.value, 0.0) if exact and abs(result.value) < MOST_WHOLE else result

    def product(self, factors: list[Noisy]) -> Noisy:
        """Return the product; if no factor is certainly 0, it is not either."""
        result = factors[0]
        for factor in factors[1:]:
            plain = super().product([result, factor])
            error = plain.error + DOUBLE * result.error * factor.error
            if not (error or plain.value) and _may_be(result) and _may_be(factor):
                error = UNDERFLOW
            result = Noisy(plain.value, error)
        return result


def _may_be(number: Noisy) -> bool:
    """Return whether a number may be another one than 0."""
    return bool(number.value or number.error)


class FloatNoise:
    """Reads the lines of the error of one exercise."""

    def __init__(self, problem: Problem) -> None:
        """Write down the lines of an error."""
        self._problem = problem
        # The error is that of all samples, whose batches go through the layers together at the end.
        self._steps = Steps(problem.shape._replace(batches=()), held=True)
        activations = enumerate(problem.shape.activations, start=1)
        self._vanishing = {layer for layer, each in activations if _vanishes(each)}

    def of(self, state: State) -> Noise:
        """Return how far the error and the outputs in a state may lie off."""
        known = {name: _rounded(value) for name, value in self._constants(state)}
        return self._abreast(known) if self._steps.abreast else self._one_by_one(known)

    def _work(
        self, known: dict[str, Noisy], lines: Iterable[PlannedLine], *, samples: bool
    ) -> None:
        """Work out lines over what is known, and add them to it."""
        algebra = _Differences(lambda key: known[variable(key, samples)])
        for key, formula in lines:
            if formula is None:
                continue
            found = formula.fold(algebra)
            if key.kind == "out" and key.layer in self._vanishing and abs(found.value) < HELD_OUT:
                net = known[variable(key._replace(kind="net"), samples)]
                found = Noisy(found.value, HELD_OUT / DOUBLE) if net.value else found
            known[variable(key, samples)] = found

    def _constants(self, state: State) -> Iterable[tuple[str, float]]:
        yield from zip(self._steps.rates, self._problem.rates.values(), strict=True)
        yield from zip(self._steps.state, map(float, state), strict=False)

    def _abreast(self, known: dict[str, Noisy]) -> Noise:
        names = [name for each in self._steps.samples for name in each]
        values = [value for each in self._problem.samples for value in each]
        known |= {name: _rounded(value) for name, value in zip(names, values, strict=True)}
        self._work(known, self._steps.error_lines(), samples=True)
        total = known[variable(Key("total_error"), samples=True)]
        numbers = range(1, self._problem.shape.samples + 1)
        outs = [[_off(known[name]) for name in self._steps.outs_of(n)] for n in numbers]
        return Noise(_off(total), outs)

    def _one_by_one(self, known: dict[str, Noisy]) -> Noise:
        steps, total = self._steps, 0.0
        sizes, outs, found = 0.0, list[list[float]](), dict[str, Noisy]()
        for values in self._problem.samples:
            given = {name: _rounded(v) for name, v in zip(steps.given(), values, strict=True)}
            found = known | given
            self._work(found, steps.single_lines(), samples=False)
            error = found[variable(Key("total_error"), samples=False)]
            total, sizes = total + error.error, sizes + abs(error.value)
            outs.append([_off(found[name]) for name in steps.outs])
        count = len(outs)
        total += (count - 1) * sizes
        if self._problem.shape.update == "batch_mean":
            total = total / count + sizes / count
        self._work(found, steps.penalty_lines(), samples=False)
        penalty = found.get(variable(Key("penalty"), samples=False))
        if penalty is not None:
            total += penalty.error + abs(penalty.value) + sizes
        return Noise(DOUBLE * total, outs)


def _vanishes(activation: Activation) -> bool:
    net = Ref(Key("net", 1, 1))
    return any(
        isinstance(part, Apply) and part.function in VANISHING
        for part in _inside(activation.value([net], 0))
    )


def _inside(formula: Expr) -> Iterator[Expr]:
    yield formula
    for part in formula.parts():
        yield from _inside(part)


def _rounded(value: float) -> Noisy:
    """Return a number that stands for another one next to it; a whole one is itself."""
    return Noisy(value, 0.0 if value.is_integer() else abs(value))


def _off(number: Noisy) -> float:
    return DOUBLE * number.error
