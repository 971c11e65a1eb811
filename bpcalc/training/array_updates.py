"""The update on arrays: the formulas of an optimiser, folded over all weights at once."""

from math import inf
from typing import NamedTuple

import numpy as np

from bpcalc.maths.expr import Expr, Minus, Product, Ref, Sum, add
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import KindRole, fellow
from bpcalc.maths.optimiser_entry import StateRole
from bpcalc.maths.optimisers import OptimiserForm
from bpcalc.maths.penalties import Clip, PenaltyForm
from bpcalc.training.array_algebra import ArrayAlgebra
from bpcalc.training.array_functions import Array
from bpcalc.training.stable_forms import with_steady_signs

OLD = Ref(Key("weight"))
GRADIENT_LEAF = Ref(Key("weight_gradient"))
RATE = Ref(Key("learning_rate"))


def _before(role: KindRole) -> Key:
    return Key(fellow("weight", role), epoch=0)


def _now(role: KindRole) -> Key:
    return Key(fellow("weight", role), epoch=1)


class _AllWeights:
    """All weights and biases at their update, as one; a `View` of `maths.optimisers`."""

    old: Expr = OLD
    gradient: Expr = GRADIENT_LEAF
    learning_rate: Expr = RATE
    downhill: Expr = Minus(Product((RATE, GRADIENT_LEAF)))

    def rate(self, kind: Kind) -> Expr:
        return Ref(Key(kind))

    def before(self, role: StateRole) -> Expr:
        return Ref(_before(role))

    def now(self, role: StateRole) -> Expr:
        return Ref(_now(role))

    def power(self, kind: Kind) -> Expr:
        return Ref(Key(kind))


class ParameterRows(NamedTuple):
    """All weights and biases in one row each.

    Attributes:
        parameters: their values.
        gradients: times the learning rate where the optimiser is plain.
        updated: whether each is updated at all.
        penalised: whether each has a penalty.
        counted: whether its penalty is part of the error; that of a shared bias is once.
        first: whether each is the only entry of its parameter, or the first one.
        weighty: whether each is a weight.
        matrices: the part of each layer, and the shape of its matrix.
    """

    parameters: Array
    gradients: Array
    updated: np.ndarray
    penalised: np.ndarray
    counted: np.ndarray
    first: np.ndarray
    weighty: np.ndarray
    matrices: list[tuple[slice, tuple[int, int]]]


class Limits(NamedTuple):
    """What gradients and weights are limited to.

    Attributes:
        clip: how gradients are clipped.
        gradient: to what.
        norm: the largest norm of the weights of a unit; None for none.
    """

    clip: Clip = ""
    gradient: float = inf
    norm: float | None = None


NO_LIMITS = Limits()


class ArrayUpdate:
    """The update of one problem.

    Attributes:
        kept: by role, what is handed on from one update to the next, in one row each.
        powers: by kind, the powers of the rates.
    """

    def __init__(
        self,
        form: OptimiserForm,
        penalty: PenaltyForm,
        rates: dict[Key, float],
        rows: ParameterRows,
        limits: Limits = NO_LIMITS,
    ) -> None:
        """Write down the formulas and make room for what is kept."""
        self._rows = rows
        self._limits = limits
        self._plain = form.plain and not penalty and limits == NO_LIMITS
        self._momentum = np.array(rates.get(Key("momentum"), 0.0)) if form.keeps_changes else None
        self.kept = {role: np.zeros(len(rows.parameters)) for role in form.kept}
        self.powers = {kind: np.array(1.0) for kind, _ in form.powers}
        self._growth = {kind: rates[Key(rate)] for kind, rate in form.powers}
        view = _AllWeights()
        self._lines = [(_now(role), formula) for role, formula in form.lines(view)]
        steps = form.steps(view)
        if form.keeps_changes:  # the change is handed on
            self._lines.append((_now("state"), add(steps)))
            steps = (view.now("state"),)
        self._new = Sum((OLD, *steps))
        ahead = form.entry.ahead
        self._ahead = Sum((OLD, ahead(view))) if ahead and form.looks_ahead else None
        self._before_ahead = rows.parameters
        self._rates = {key: np.array(value) for key, value in rates.items()}
        slopes = penalty.slopes(view.rate, OLD)
        self._pull = add(list(map(with_steady_signs, slopes))) if penalty else None
        self._penalty = penalty.error(view.rate, [OLD]) if penalty else None

    def set_rate(self, rate: float) -> None:
        """Go on at this learning rate."""
        self._rates[RATE.key] = np.array(rate)

    def set_rates(self, rates: Array) -> None:
        """Learn at a rate of its own for every weight and bias, in the order of the rows."""
        self._rates[RATE.key] = rates
        self._plain = False

    def penalty(self) -> float:
        """Return the penalty on the weights as they stand, each counted once."""
        if self._penalty is None:
            return 0.0
        algebra = ArrayAlgebra({**self._rates, OLD.key: self._rows.parameters})
        each = self._penalty.fold(algebra)
        return float(np.add.reduce(each, None, where=self._rows.counted))

    def begin(self) -> None:
        """Begin an update: the powers grow."""
        for kind, rate in self._growth.items():
            self.powers[kind] = self.powers[kind] * rate

    @property
    def looks_ahead(self) -> bool:
        """Whether gradients are taken elsewhere than at the weights."""
        return self._ahead is not None

    def look_ahead(self) -> None:
        """Put in the place of the weights those where the last step would lead on."""
        if self._ahead is not None:
            parameters = self._rows.parameters
            self._before_ahead = parameters.copy()
            values = {**self._rates, OLD.key: self._before_ahead}
            values |= {_before(role): row for role, row in self.kept.items()}
            ahead = self._ahead.fold(ArrayAlgebra(values))
            np.copyto(parameters, ahead, where=self._rows.updated)

    def update(self, part: slice) -> None:
        """Update the weights and biases of this part of the rows."""
        if self._ahead is not None:  # the penalty is that of where the gradient was taken
            pulled = self._gradients(part).copy()
            np.copyto(self._rows.parameters[part], self._before_ahead[part])
            self._fold(part, pulled)
            return
        parameters, gradients = self._rows.parameters[part], self._rows.gradients[part]
        if not self._plain:
            self._fold(part)
        elif self._momentum is None:
            np.subtract(parameters, gradients, parameters)
        else:
            changes = self.kept["state"][part]
            np.multiply(changes, self._momentum, changes)
            np.subtract(changes, gradients, changes)
            np.add(parameters, changes, parameters)

    def _gradients(self, part: slice) -> Array:
        """Return the gradients with the derivative of the penalty."""
        return self._clipped(self._pulled(part), part)

    def _clipped(self, gradients: Array, part: slice) -> Array:
        """Return gradients that are not too large."""
        clip, most, _ = self._limits
        if clip == "value":
            return np.clip(gradients, -most, most)
        if clip == "norm":
            counted = self._rows.first[part] & self._rows.updated[part]
            norm = np.sqrt(np.add.reduce(np.square(gradients), None, where=counted))
            return np.asarray(gradients / np.maximum(1.0, norm / most))
        return gradients

    def _shorten(self, part: slice) -> None:
        """Shorten the weights of every unit that are longer than allowed."""
        most = self._limits.norm
        for place, size in self._rows.matrices if most is not None else ():
            if part in (slice(None), place):
                matrix = slice(place.start, place.start + size[0] * size[1])
                weights = self._rows.parameters[matrix].reshape(size)
                weighty = self._rows.weighty[matrix].reshape(size)
                squares = np.add.reduce(np.square(weights), 1, where=weighty, keepdims=True)
                shorter = weights / np.maximum(1.0, np.sqrt(squares) / most)
                np.copyto(weights, shorter, where=weighty)

    def _pulled(self, part: slice) -> Array:
        gradients = self._rows.gradients[part]
        if self._pull is None:
            return gradients
        pull = self._pull.fold(ArrayAlgebra({**self._rates, OLD.key: self._rows.parameters[part]}))
        return np.where(self._rows.penalised[part], gradients + pull, gradients)

    def _fold(self, part: slice, pulled: Array | None = None) -> None:
        parameters = self._rows.parameters[part]
        values = dict(self._rates)
        if (rate := values[RATE.key]).ndim:  # a rate for every layer
            values[RATE.key] = rate[part]
        values[OLD.key] = parameters
        values[GRADIENT_LEAF.key] = self._gradients(part) if pulled is None else pulled
        values |= {_before(role): row[part] for role, row in self.kept.items()}
        values |= {Key(kind): power for kind, power in self.powers.items()}
        algebra = ArrayAlgebra(values)
        for key, formula in self._lines:
            algebra.values[key] = formula.fold(algebra)
        new = self._new.fold(algebra)
        np.copyto(parameters, new, where=self._rows.updated[part])
        for role, row in self.kept.items():
            row[part] = algebra.values[_now(role)]
        self._shorten(part)
