"""Formulas folded over arrays: what has no hand-written array form is read from its tree.

A quantity is an array with an entry for every unit, or a row for every unit and a column for every
sample. So a formula about one unit is worked out for all of them at once.
"""

import math
from collections.abc import Callable, Iterable
from typing import cast

import numpy as np

from bpcalc.calc.lines import Heading, StageName
from bpcalc.calc.plan import PlannedLine, PlannedStage
from bpcalc.calc.planner import build_plan
from bpcalc.calc.shape import Shape
from bpcalc.maths.activations import Activation
from bpcalc.maths.derivation_style import CHAIN
from bpcalc.maths.entries import demand
from bpcalc.maths.expr import Expr, Number, Ref
from bpcalc.maths.float_forms import CALLS, CallName
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.graph import Graph
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.losses import Loss
from bpcalc.maths.normalising import NormalisingForm
from bpcalc.maths.penalties import PenaltyForm
from bpcalc.training.array_functions import Array, ArrayActivation, ArrayLoss, Targets, Units
from bpcalc.training.stable_forms import Divisors, StableForms

_ERF, _ERFC = (np.frompyfunc(call, 1, 1) for call in (math.erf, math.erfc))  # NumPy has none

ARRAY_CALLS: dict[CallName, Callable[[Array], Array]] = {
    "exp": np.exp,
    "log": np.log,
    "log1p": np.log1p,
    "expm1": np.expm1,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "erf": lambda operand: np.asarray(_ERF(operand), dtype=np.float64),
    "erfc": lambda operand: np.asarray(_ERFC(operand), dtype=np.float64),
    "sqrt": np.sqrt,
    "fabs": np.fabs,
    "cos": np.cos,
    "sin": np.sin,
}
"""The functions of the C library, for arrays."""

demand("function of the C library", CALLS, ARRAY_CALLS, "form for arrays")


class ArrayAlgebra:
    """Evaluates formulas over arrays; a `FloatAlgebra[Array]`.

    Attributes:
        values: the arrays by the keys that stand for them; it may grow.
    """

    def __init__(self, values: dict[Key, Array]) -> None:
        """Evaluate over these arrays."""
        self.values = values

    def work(self, lines: Iterable[PlannedLine]) -> None:
        """Work out lines, each from the values before it."""
        for key, formula in lines:
            if formula is not None:
                self.values[key] = formula.fold(self)

    def ref(self, key: Key) -> Array:
        """Return the quantity."""
        return self.values[key]

    def number(self, number: Number) -> Array:
        """Return the number."""
        return np.array(float(number.value))

    def sum(self, terms: list[Array]) -> Array:
        """Return the sum, from left to right."""
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total

    def product(self, factors: list[Array]) -> Array:
        """Return the product, from left to right."""
        result = factors[0]
        for factor in factors[1:]:
            result = result * factor
        return result

    def quotient(self, dividend: Array, divisor: Array) -> Array:
        """Return the quotient."""
        return np.asarray(np.divide(dividend, divisor))

    def power(self, base: Array, exponent: int) -> Array:
        """Return repeated multiplication."""
        return self.product([base] * exponent)

    def minus(self, operand: Array) -> Array:
        """Return the negative."""
        return -operand

    def apply(self, function: str, *operands: Array) -> Array:
        """Return the value of a function."""
        return cast(Array, FUNCTIONS[function].floats(self, *operands))

    def call(self, name: CallName, operand: Array) -> Array:
        """Return what a function of the C library makes of the operand."""
        return ARRAY_CALLS[name](operand)

    def once(self, value: Array) -> Array:
        """Return the value."""
        return value

    def choice(self, tested: Array, above: Array, otherwise: Array) -> Array:
        """Return one of two values, entry by entry."""
        return np.where(tested > 0, above, otherwise)

    def rarely(self, tested: Array, above: Array, otherwise: Callable[[], Array]) -> Array:
        """Return one of two values, the second one worked out only if some entry needs it."""
        usual = np.asarray(tested > 0)
        return above if usual.all() else np.where(usual, above, otherwise())


NET_KEY = Key("net", 1, 1)
OUT_KEY = Key("out", 1, 1)
TARGET_KEY = Key("target", 1, 1)
SLOPE = Key("slope", 1, 1)
ERROR = Key("error", 1, 1)
ERROR_SLOPE = Key("error_slope", 1, 1)


class _Forms:
    """The stable lines of a unit with this activation; its keys stand for all units."""

    def __init__(self, activation: Activation, divisors: Divisors = frozenset()) -> None:
        self._forms = StableForms(held=True, divisors=divisors)
        self.value = self.lines("out", OUT_KEY, activation.value([Ref(NET_KEY)], 0))

    def lines(self, stage: StageName, key: Key, formula: Expr) -> list[PlannedLine]:
        return self._forms.stage(PlannedStage(Heading(stage), [PlannedLine(key, formula)])).entries


def folded_activation(activation: Activation) -> ArrayActivation:
    """Return the array form of an activation that depends on the net input of its unit alone."""
    forms = _Forms(activation)
    slope_lines = forms.lines("delta", SLOPE, activation.slope(Ref(NET_KEY), Ref(OUT_KEY)))

    def value(units: Units) -> None:
        algebra = ArrayAlgebra({NET_KEY: units.net})
        algebra.work(forms.value)
        np.copyto(units.out, algebra.values[OUT_KEY])
        units.worked = algebra.values

    def slope(units: Units) -> None:
        algebra = ArrayAlgebra({**units.worked, NET_KEY: units.net, OUT_KEY: units.out})
        algebra.work(slope_lines)
        np.multiply(units.delta, algebra.values[SLOPE], units.delta)

    return ArrayActivation(value, slope)


def folded_loss(loss: Loss, activation: Activation, outputs: int, divisors: Divisors) -> ArrayLoss:
    """Return the array form of a loss over outputs with this activation.

    Its factor is that of the error alone; `slope` sets delta to ∂E/∂out.
    """
    forms = _Forms(activation, divisors)
    errors = forms.lines("error", ERROR, loss.error(Ref(TARGET_KEY), Ref(OUT_KEY)))
    slopes = forms.lines("delta", ERROR_SLOPE, loss.slope(Ref(TARGET_KEY), Ref(OUT_KEY), outputs))

    def worked(units: Units, targets: Targets, lines: list[PlannedLine]) -> ArrayAlgebra:
        algebra = ArrayAlgebra({NET_KEY: units.net, TARGET_KEY: targets.numbers})
        algebra.work(forms.value)  # once more, since what they need in between is not kept
        algebra.values[OUT_KEY] = units.out
        algebra.work(lines)
        return algebra

    def error(units: Units, targets: Targets, function: ArrayActivation) -> Array:
        found = worked(units, targets, errors).values[ERROR]
        return np.broadcast_to(found, units.out.shape)

    def slope(units: Units, targets: Targets, function: ArrayActivation) -> None:
        np.copyto(units.delta, worked(units, targets, slopes).values[ERROR_SLOPE])

    return ArrayLoss(error, lambda count: 1.0 / count if loss.averaged else 1.0, slope)


class FoldedLayer:
    """The array form of an output layer whose units depend on one another.

    The lines of the hand calculation are worked one after the other, with a row of the arrays for
    every unit: n units have n² of them.
    """

    def __init__(self, shape: Shape, divisors: Divisors) -> None:
        """Write down the lines of the output layer of this shape."""
        outputs = shape.sizes[-1]
        alone = shape._replace(
            graph=Graph((1, outputs), ((),)),
            activations=shape.activations[-1:],
            whole=(all(shape.whole),),
            samples=1,
            update="online",
            delta="o-t",
            updates=False,
            epochs=1,
            inputs=False,
            working=CHAIN,
            norms=(),
            dropout=(),
            rule=None,
            penalty=PenaltyForm(),
            normalise=NormalisingForm(),
            measures=(),
        )
        forms = StableForms(held=True, divisors=divisors)
        lines: dict[str, list[PlannedLine]] = {"out": [], "error": [], "delta": []}
        for stage in build_plan(alone).stages:
            if stage.heading.name in lines:
                lines[stage.heading.name] += forms.stage(stage).entries
        self._lines = lines
        self._units = range(1, outputs + 1)
        self._averaged = shape.loss.averaged

    def function(self) -> ArrayActivation:
        """Return the activation; its slopes are in the deltas of the loss."""
        return ArrayActivation(self._value, lambda units: None)

    def measure(self) -> ArrayLoss:
        """Return the loss, whose `slope` sets delta to ∂E/∂net."""
        return ArrayLoss(
            self._errors, lambda count: 1.0 / count if self._averaged else 1.0, self._deltas
        )

    def _value(self, units: Units) -> None:
        algebra = ArrayAlgebra(self._rows("net", units.net))
        algebra.work(self._lines["out"])
        units.worked = algebra.values
        self._set("out", algebra, units.out)

    def _errors(self, units: Units, targets: Targets, function: ArrayActivation) -> Array:
        return self._set("error", self._worked(units, targets, "error"), units.spare)

    def _deltas(self, units: Units, targets: Targets, function: ArrayActivation) -> None:
        self._set("delta", self._worked(units, targets, "delta"), units.delta)

    def _worked(self, units: Units, targets: Targets, stage: str) -> ArrayAlgebra:
        algebra = ArrayAlgebra({**units.worked, **self._rows("target", targets.numbers)})
        algebra.work(self._lines[stage])
        return algebra

    def _rows(self, kind: Kind, array: Array) -> dict[Key, Array]:
        return {key: array[key.unit - 1] for key in self._keys(kind) if key.unit}

    def _set(self, kind: Kind, algebra: ArrayAlgebra, array: Array) -> Array:
        for key in self._keys(kind):
            assert key.unit is not None  # every one of them has
            array[key.unit - 1] = algebra.values[key]
        return array

    def _keys(self, kind: Kind) -> list[Key]:
        epoch = None if kind == "target" else 1
        return [Key(kind, 1, unit, None, 1, epoch) for unit in self._units]
