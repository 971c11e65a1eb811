"""Outputs that come close to 1, to -1 or to the end of their range, and formulas for how close.

The output of a unit is known by its formula. What is asked for besides - 1 - out, ln(out),
out - target - is written over the net input where little of it would be left in floats.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from bpcalc.maths.expr import (
    HALF,
    ONE,
    TWO,
    Algebra,
    Apply,
    Choice,
    Expr,
    Minus,
    Number,
    Power,
    Product,
    Quotient,
    Ref,
    Sum,
    add,
    expr,
)
from bpcalc.maths.float_forms import FloatAlgebra
from bpcalc.maths.function_calls import exp, ln, tanh
from bpcalc.maths.keys import Key, Kind
from bpcalc.training.output_patterns import (
    bipolar_argument,
    negative,
    sigmoid_argument,
    softmax_arguments,
)

if TYPE_CHECKING:  # which asks for the formulas
    from bpcalc.training.stable_forms import StableForms

Folded = TypeVar("Folded")

AuxiliaryKind = Literal[
    "exponential", "exponentials", "log1p", "log_sum", "square", "rest", "highest", "shift"
]
"""What float lines work out in between:

    exponential   e^-net of a unit; in a softmax, e^(net - shift)
    exponentials  their sum over a layer, or over the other units of it
    log1p         ln(1 + e^-|net|) of a unit
    log_sum       the logarithm of a sum of exponentials
    square        out² of a unit
    rest          1 - out of a unit
    highest       the highest net input up to a unit
    shift         what is taken from the net inputs of a softmax
"""

MAX_EXP_ARGUMENT = 709.782712893384
"""The largest number whose exponential is a float."""
MIN_EXP_ARGUMENT = -745.1332191019411
"""The smallest number whose exponential is not 0."""
HELD = Number("700")
"""Where the exponentials of a quotient are held: 1 + e^-HELD is 1, and e^HELD is a float."""

SAFE_SQUARE = Number("0.9")
"""A square of an output up to which 1 - out² has lost no digit to speak of."""


class Rare(Choice):
    """A choice whose second branch is seldom taken, and then worth a jump."""

    __slots__ = ()

    def fold(self, algebra: Algebra[Folded]) -> Folded:
        """Return the algebra's choice; the second branch is folded where the algebra wants it."""
        tested, above = self.tested.fold(algebra), self.above.fold(algebra)
        rarely = getattr(algebra, "rarely", None)
        if rarely is None:
            return algebra.choice(tested, above, self.otherwise.fold(algebra))
        chosen: Folded = rarely(tested, above, lambda: self.otherwise.fold(algebra))
        return chosen


class Log1p(Apply):
    """ln(1 + x), of which the C library has all digits where x is small."""

    __slots__ = ()

    def __init__(self, operand: Expr) -> None:
        """Take the logarithm of 1 and this operand."""
        super().__init__("log1p", operand)

    def fold(self, algebra: Algebra[Folded]) -> Folded:
        """Return what the C library makes of the operand."""
        return cast(FloatAlgebra[Folded], algebra).call("log1p", self.operands[0].fold(algebra))


class StableOutput:
    """An output that comes close to 1 or -1: formulas for how close; None where plain ones do."""

    def __init__(self, key: Key, net: Expr) -> None:
        self.key = key
        self.out = Ref(key)
        self.net = net

    def value(self, forms: "StableForms") -> Expr:
        """Return the output itself."""
        raise NotImplementedError

    def rest(self, forms: "StableForms") -> Expr:
        """Return 1 - out."""
        raise NotImplementedError

    def more(self, forms: "StableForms") -> Expr | None:
        """Return 1 + out."""
        return None

    def plus(self, forms: "StableForms", other: Expr) -> Expr | None:
        """Return out + other."""
        return None

    def product(self, forms: "StableForms") -> Expr | None:
        """Return 1 - out²."""
        return None

    def from_one(self, forms: "StableForms", factor: Expr) -> Expr | None:
        """Return 1 - factor·out."""
        return None

    def log(self, forms: "StableForms") -> Expr | None:
        """Return ln(out)."""
        return None

    def log_rest(self, forms: "StableForms") -> Expr | None:
        """Return ln(1 - out)."""
        return None

    def miss(self, forms: "StableForms", other: Expr, *, turned: bool) -> Expr:
        """Return out - other, or other - out if turned."""
        raise NotImplementedError


class _Sigmoid(StableOutput):
    """out = 1/(1 + x) with x = e^-net, so that 1 - out = x·out."""

    def value(self, forms: "StableForms") -> Expr:
        return Quotient(ONE, Sum((ONE, self._power(forms))))

    def rest(self, forms: "StableForms") -> Expr:
        return Product((self._power(forms), self.out))

    def log(self, forms: "StableForms") -> Expr:
        small = self._log1p(forms)
        return Choice(self.net, Minus(small), Sum((self.net, Minus(small))))

    def log_rest(self, forms: "StableForms") -> Expr:
        small = self._log1p(forms)
        return Choice(self.net, Minus(Sum((self.net, small))), Minus(small))

    def miss(self, forms: "StableForms", other: Expr, *, turned: bool) -> Expr:
        near = _over_rest(other, self.rest(forms), turned)
        return Choice(self.net, near, _minus(self.out, other, turned))

    def from_one(self, forms: "StableForms", factor: Expr) -> Expr:
        plain = Sum((ONE, Minus(Product((factor, self.out)))))
        return Choice(self.net, _from_one_near_one(factor, self.rest(forms)), plain)

    def _power(self, forms: "StableForms") -> Ref:
        return forms.need(auxiliary("exponential", self.key), forms.exp(Minus(self.net)))

    def _log1p(self, forms: "StableForms") -> Ref:
        power = self._power(forms)
        formula = Log1p(Choice(self.net, power, Quotient(ONE, power)))
        return forms.need(auxiliary("log1p", self.key), formula)


class _Tanh(StableOutput):
    """out = tanh(net), so that 1 - out = 2/(1 + e^2net)."""

    def value(self, forms: "StableForms") -> Expr:
        return tanh(self.net)

    def rest(self, forms: "StableForms") -> Expr:
        return Rare(self._plain(forms), Sum((ONE, Minus(self.out))), self._end(forms, 1))

    def more(self, forms: "StableForms") -> Expr:
        return Rare(self._plain(forms), Sum((ONE, self.out)), self._end(forms, -1))

    def product(self, forms: "StableForms") -> Expr:
        sum_ = Sum((forms.exp(self.net), forms.exp(Minus(self.net))))
        near = Power(Quotient(TWO, sum_), 2)
        return Rare(self._plain(forms), Sum((ONE, Minus(self._square(forms)))), near)

    def miss(self, forms: "StableForms", other: Expr, *, turned: bool) -> Expr:
        above = _over_rest(other, self._end(forms, 1), turned)
        below = _minus(self._end(forms, -1), Sum((ONE, other)), turned)
        plain = _minus(self.out, other, turned)
        return Rare(self._plain(forms), plain, Choice(self.net, above, below))

    def from_one(self, forms: "StableForms", factor: Expr) -> Expr:
        above = _from_one_near_one(factor, self._end(forms, 1))
        below = _from_one_near_one(Minus(factor), self._end(forms, -1))
        plain = Sum((ONE, Minus(Product((factor, self.out)))))
        return Rare(self._plain(forms), plain, Choice(self.net, above, below))

    def _square(self, forms: "StableForms") -> Ref:
        return forms.need(auxiliary("square", self.key), Product((self.out, self.out)))

    def _plain(self, forms: "StableForms") -> Expr:
        return Sum((SAFE_SQUARE, Minus(self._square(forms))))

    def _end(self, forms: "StableForms", sign: int) -> Expr:
        """Return the distance of the output from 1, or from -1."""
        double = Product((TWO, self.net))
        return Quotient(TWO, Sum((ONE, forms.exp(double if sign > 0 else Minus(double)))))


class _Exponential(StableOutput):
    """out = a·(e^net - 1) below 0, so that out + a = a·e^net there; above 0 it is not close to -a.

    What is added to the output, or taken from it, may be its end, as in the slope, or a target.
    """

    def __init__(self, key: Key, formula: Choice, end: Expr) -> None:
        super().__init__(key, formula.tested)
        self._formula = formula
        self._end = end

    def value(self, forms: "StableForms") -> Expr:
        return self._formula

    def rest(self, forms: "StableForms") -> Expr:
        return Sum((ONE, Minus(self.out)))

    def more(self, forms: "StableForms") -> Expr:
        return self.plus(forms, ONE)

    def plus(self, forms: "StableForms", other: Expr) -> Expr:
        return self._near_end(Sum((self.out, other)), self._above_end(other))

    def miss(self, forms: "StableForms", other: Expr, *, turned: bool) -> Expr:
        plain = _minus(self.out, other, turned)
        near = self._above_end(Minus(other))
        return self._near_end(plain, negative(near) if turned else near)

    def from_one(self, forms: "StableForms", factor: Expr) -> Expr:
        share = Product((factor, _multiple(self._end, exp(self.net))))
        near = Sum((Sum((ONE, Product((factor, self._end)))), Minus(share)))
        return self._near_end(Sum((ONE, Minus(Product((factor, self.out))))), near)

    def _above_end(self, other: Expr) -> Expr:
        """Return out + other, as a·e^net + (other - a)."""
        power = _multiple(self._end, exp(self.net))
        return power if other == self._end else Sum((power, _minus(other, self._end, turned=False)))

    def _near_end(self, plain: Expr, near: Expr) -> Expr:
        return Choice(Sum((self.net, ONE)), plain, near)


class _Softmax(StableOutput):
    """out_k = x_k/Σx with x = e^(net - shift), so that 1 - out_k is the share of all others."""

    def __init__(self, key: Key, nets: Sequence[Expr]) -> None:
        assert key.unit is not None  # an output has a unit
        super().__init__(key, nets[key.unit - 1])
        self._nets = nets
        self._layer = key._replace(unit=None)
        self._others = [place for place in range(len(nets)) if place != key.unit - 1]

    def value(self, forms: "StableForms") -> Expr:
        assert self.key.unit is not None
        return Quotient(self._powers(forms)[self.key.unit - 1], self._sum(forms))

    def rest(self, forms: "StableForms") -> Expr:
        powers = self._powers(forms)
        return Quotient(add([powers[place] for place in self._others]), self._sum(forms))

    def log(self, forms: "StableForms") -> Expr:
        rest = forms.need(auxiliary("rest", self.key), self.rest(forms))
        far = Sum((self.net, *self._unshifted(forms), Minus(self._log_sum(forms))))
        return Choice(Sum((rest, Minus(HALF))), far, Log1p(Minus(rest)))

    def log_rest(self, forms: "StableForms") -> Expr:
        key, nets = self.key, [self._nets[place] for place in self._others]
        highest = self._highest(forms, nets, key)
        others = add([exp(Sum((net, Minus(highest)))) for net in nets])
        log = forms.need(auxiliary("log_sum", key), ln(others))
        near = Sum((highest, log, *self._unshifted(forms), Minus(self._log_sum(forms))))
        plain = Log1p(Minus(self.out))
        return Rare(Sum((HALF, Minus(self.out))), plain, near)

    def miss(self, forms: "StableForms", other: Expr, *, turned: bool) -> Expr:
        near = _over_rest(other, self.rest(forms), turned)
        return Rare(Sum((HALF, Minus(self.out))), _minus(self.out, other, turned), near)

    def from_one(self, forms: "StableForms", factor: Expr) -> Expr:
        plain = Sum((ONE, Minus(Product((factor, self.out)))))
        near = _from_one_near_one(factor, self.rest(forms))
        return Rare(Sum((HALF, Minus(self.out))), plain, near)

    def _powers(self, forms: "StableForms") -> list[Ref]:
        unshifted = self._unshifted(forms)
        spread = "rest" in forms.divisors and len(self._nets) > 2
        powers = []
        for unit, net in enumerate(self._nets, start=1):
            operand = Sum((net, *unshifted)) if unshifted else net
            formula = _exact_exp(operand) if spread else forms.exp(operand)
            key = auxiliary("exponential", self.key._replace(unit=unit))
            powers.append(forms.need(key, formula))
        return powers

    def _sum(self, forms: "StableForms") -> Ref:
        return forms.need(auxiliary("exponentials", self._layer), add(self._powers(forms)))

    def _log_sum(self, forms: "StableForms") -> Ref:
        return forms.need(auxiliary("log_sum", self._layer), ln(self._sum(forms)))

    def _unshifted(self, forms: "StableForms") -> list[Expr]:
        shift = self._shift(forms)
        return [] if shift is None else [Minus(shift)]

    def _shift(self, forms: "StableForms") -> Ref | None:
        """Return what is taken from the net inputs: nothing, where no exponential overflows."""
        if not forms.held:
            return None
        highest: Expr = self._highest(forms, self._nets, self._layer)
        if not forms.divisors:
            above = Sum((highest, Minus(Number(repr(MAX_EXP_ARGUMENT)))))
            below = Sum((Number(repr(MIN_EXP_ARGUMENT)), Minus(highest)))
            highest = Choice(above, highest, Choice(below, highest, expr(0)))
        return forms.need(auxiliary("shift", self._layer), highest)

    def _highest(self, forms: "StableForms", nets: Sequence[Expr], key: Key) -> Expr:
        """Return the highest of some net inputs, found one by one; a key of its own for each."""
        highest = nets[0]
        for place, net in enumerate(nets[1:], start=1):
            larger = Choice(Sum((net, Minus(highest))), net, highest)
            highest = forms.need(auxiliary("highest", key._replace(source=place)), larger)
        return highest


def auxiliary(kind: AuxiliaryKind, key: Key) -> Key:
    """Return the key of something worked out in between for the quantity with this key."""
    return key._replace(kind=cast(Kind, kind))


def _minus(first: Expr, second: Expr, turned: bool) -> Expr:
    return Sum((second, Minus(first))) if turned else Sum((first, Minus(second)))


def _from_one_near_one(factor: Expr, rest: Expr) -> Expr:
    """Return 1 - factor·out as (1 - factor) + factor·(1 - out)."""
    return Sum((Sum((ONE, Minus(factor))), Product((factor, rest))))


def _multiple(factor: Expr, formula: Expr) -> Expr:
    return formula if factor == ONE else Product((factor, formula))


def _bent_exponential(key: Key, formula: Choice) -> _Exponential | None:
    """Return an output that is a·(e^net - 1) where its net input is not above 0; None if not."""
    below = formula.otherwise
    end: Expr = ONE
    if isinstance(below, Product) and len(below.factors) == 2:
        end, below = below.factors
    bent = Apply("exp_minus_1", formula.tested)
    return _Exponential(key, formula, end) if below == bent else None


def _exact_exp(operand: Expr) -> Expr:
    """Return e^operand, for an operand of 0 or less; no number where it would have to be held."""
    return Choice(Sum((operand, HELD)), exp(operand), Number("NaN"))


def _over_rest(other: Expr, rest: Expr, turned: bool) -> Expr:
    """Return out - other as (1 - other) - (1 - out), or turned round."""
    return _minus(Sum((ONE, Minus(other))), rest, turned)


def stable_output(key: Key, formula: Expr) -> StableOutput | None:
    """Return what kind of output a formula gives; None for one without such ends."""
    if isinstance(formula, Apply) and formula.function == "tanh":
        return _Tanh(key, formula.operands[0])
    if isinstance(formula, Choice):
        return _bent_exponential(key, formula)
    if not isinstance(formula, Quotient):
        return None
    net = sigmoid_argument(formula)
    if net is not None:
        return _Sigmoid(key, net)
    net = bipolar_argument(formula)
    if net is not None:
        return _Tanh(key, Quotient(net, TWO))
    nets = softmax_arguments(formula)
    return _Softmax(key, nets) if nets else None
