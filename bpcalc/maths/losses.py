"""The error functions. One entry in `LOSSES` adds one, everywhere."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from functools import cache, lru_cache
from types import MappingProxyType

from bpcalc.locale import later
from bpcalc.maths.activation import Activation, OwnFormula
from bpcalc.maths.entries import complete, enter
from bpcalc.maths.expr import Choice, Expr, Minus, Number, Product, Quotient, expr, multiply
from bpcalc.maths.function_calls import absolute, ln, ln_cosh, max0, maximum, minimum, sign, tanh
from bpcalc.maths.precision import EXACT
from bpcalc.records import record


@complete
@record
class Loss:
    """An error function, summed or averaged over the output units.

    Attributes:
        name: as in the exercise file.
        family: what it is a kind of; losses that differ by a factor have the same.
        error: (target, out) -> formula of the error of one output unit.
        slope: (target, out, number of outputs) -> formula of ∂E_total/∂out of that unit.
        descent: the same with the other sign, -∂E_total/∂out, as the books print it that
            define delta with `target - out`.
        source: where the formula is printed.
        halved: whether the error has the factor ½ that other losses of the family lack.
        averaged: whether the total error is the mean over the outputs, not the sum.
        unit_interval: whether it needs outputs strictly between 0 and 1.
        above_zero: whether it needs outputs above 0.
        shortcut: names of the output activations with which the delta of an output unit is
            simply out - target (for softmax only if the targets add up to 1).
        kink: where the slope jumps, with `out` and `target` for their letters; it counts as 0
            there; "" if it does nowhere.
        parameter: the literal text of the parameter, for a loss that has one.
        written: as an exercise file has it, with its parameter; "" if that is its name.
        own: for a formula of the exercise's own, the formula and its derivative.
        gradient_factor: what `slope` and `descent` are times the derivative, as in some books.
        labels: whether its targets are labels of 0 and 1 that stand for -1 and 1.
    """

    name: str
    family: str
    error: Callable[[Expr, Expr], Expr]
    slope: Callable[[Expr, Expr, int], Expr]
    descent: Callable[[Expr, Expr, int], Expr]
    source: str
    halved: bool = False
    averaged: bool = False
    unit_interval: bool = False
    above_zero: bool = False
    shortcut: frozenset[str] = field(default_factory=frozenset)
    kink: str = ""
    parameter: str | None = None
    written: str = ""
    own: OwnFormula | None = None
    gradient_factor: str = "1"
    labels: bool = False

    def cancels(self, activation: Activation) -> bool:
        """Return whether the slope of an output activation cancels: delta is out - target."""
        return activation.parameter is None and activation.name in self.shortcut

    @property
    def in_file(self) -> str:
        """As an exercise file has it."""
        return self.written or self.name


LOSSES: dict[str, Loss] = {}
"""The losses by name; those that take a parameter with the usual one."""


LOSS_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "categorical_cross_entropy": "cross_entropy",
        "negative_log_likelihood": "cross_entropy",
        "nll": "cross_entropy",
        "log_loss": "binary_cross_entropy",
        "logistic": "binary_cross_entropy",
        "kld": "kl_divergence",
        "kl_div": "kl_divergence",
        "kullback_leibler": "kl_divergence",
    }
)
"""Other names of losses. An `mse` is none: books divide it by n or by 2·n, so it is asked back."""

LOSS_WITH_PARAMETER: dict[str, Callable[[str], Loss]] = {}
"""The losses that take a parameter, `{huber: 2}` in the exercise file."""


def _entry(loss: Loss) -> Loss:
    """Enter a loss into the table."""
    return enter("loss", LOSSES, loss.name, loss)


def _with_parameter(make: Callable[..., Loss]) -> Callable[..., Loss]:
    """Enter a loss that takes a parameter above 0; the same one is made once, so it is equal."""
    plain = _entry(make())
    others = cache(make)

    def made(parameter: str | None = plain.parameter) -> Loss:
        return plain if parameter == plain.parameter else others(parameter)

    LOSS_WITH_PARAMETER[plain.name] = made
    return made


HALF_SQUARED_ERROR = _entry(
    Loss(
        name="half_squared_error",
        family="squared",
        halved=True,
        error=lambda target, out: (expr(1) / 2) * (target - out) ** 2,
        slope=lambda target, out, n: out - target,
        descent=lambda target, out, n: target - out,
        source="Rumelhart, Hinton & Williams (1986), Nature 323, eq. 3",
    )
)

SQUARED_ERROR = _entry(
    Loss(
        name="squared_error",
        family="squared",
        error=lambda target, out: (target - out) ** 2,
        slope=lambda target, out, n: 2 * (out - target),
        descent=lambda target, out, n: 2 * (target - out),
        source="Hastie, Tibshirani & Friedman (2009), Elements of Statistical Learning, eq. 11.9",
    )
)


def _share(formula: Expr, outputs: int) -> Expr:
    """Return the part of a derivative that one of so many outputs has in the mean over them."""
    return formula if outputs == 1 else formula / outputs


MEAN_SQUARED_ERROR = _entry(
    Loss(
        name="mean_squared_error",
        family="squared",
        averaged=True,
        error=lambda target, out: (target - out) ** 2,
        slope=lambda target, out, n: _share(2 * (out - target), n),
        descent=lambda target, out, n: _share(2 * (target - out), n),
        source="Goodfellow, Bengio & Courville (2016), Deep Learning, section 5.1.4",
    )
)

HALF_MEAN_SQUARED_ERROR = _entry(
    Loss(
        name="half_mean_squared_error",
        family="squared",
        halved=True,
        averaged=True,
        error=lambda target, out: (expr(1) / 2) * (target - out) ** 2,
        slope=lambda target, out, n: _share(out - target, n),
        descent=lambda target, out, n: _share(target - out, n),
        source="Nielsen (2015), Neural Networks and Deep Learning, chapter 1, eq. 6",
    )
)

BINARY_CROSS_ENTROPY = _entry(
    Loss(
        name="binary_cross_entropy",
        family="binary_cross_entropy",
        error=lambda target, out: Minus(target * ln(out) + (1 - target) * ln(1 - out)),
        slope=lambda target, out, n: (out - target) / (out * (1 - out)),
        descent=lambda target, out, n: (target - out) / (out * (1 - out)),
        unit_interval=True,
        shortcut=frozenset({"sigmoid"}),
        source="Bishop (2006), Pattern Recognition and Machine Learning, eq. 5.23",
    )
)

CROSS_ENTROPY = _entry(
    Loss(
        name="cross_entropy",
        family="cross_entropy",
        error=lambda target, out: -(target * ln(out)),
        slope=lambda target, out, n: -(target / out),
        descent=lambda target, out, n: target / out,
        unit_interval=True,
        shortcut=frozenset({"softmax"}),
        source="Bishop (2006), Pattern Recognition and Machine Learning, eq. 5.24",
    )
)


def _times(factor: Number, formula: Expr) -> Expr:
    """Return the product; a factor of 1 is not written."""
    return formula if factor.value == 1 else factor * formula


@_with_parameter
def huber(parameter: str = "1") -> Loss:
    """Return Huber's loss: half the square of a miss, beyond the parameter a straight line."""
    edge = Number(parameter)
    return Loss(
        name="huber",
        family="huber",
        error=lambda target, out: Choice(
            absolute(target - out) - edge,
            _times(edge, absolute(target - out) - edge / 2),
            (expr(1) / 2) * (target - out) ** 2,
        ),
        slope=lambda target, out, n: minimum(maximum(out - target, -edge), edge),
        descent=lambda target, out, n: minimum(maximum(target - out, -edge), edge),
        parameter=parameter,
        written="" if parameter == "1" else f"{{huber: {parameter}}}",
        source="Huber (1964), Robust estimation of a location parameter, section 3",
    )


ABSOLUTE_ERROR = _entry(
    Loss(
        name="absolute_error",
        family="absolute",
        error=lambda target, out: absolute(target - out),
        slope=lambda target, out, n: sign(out - target),
        descent=lambda target, out, n: sign(target - out),
        kink=later("{out} = {target}"),
        source="Hastie, Tibshirani & Friedman (2009), Elements of Statistical Learning, eq. 10.22",
    )
)

LOG_COSH = _entry(
    Loss(
        name="log_cosh",
        family="log_cosh",
        error=lambda target, out: ln_cosh(out - target),
        slope=lambda target, out, n: tanh(out - target),
        descent=lambda target, out, n: tanh(target - out),
        source="Keras 3 documentation, keras.losses.LogCosh; the logarithm is the natural one",
    )
)

HINGE = _entry(
    Loss(
        name="hinge",
        family="hinge",
        error=lambda target, out: max0(1 - target * out),
        slope=lambda target, out, n: Choice(1 - target * out, Minus(target), expr(0)),
        descent=lambda target, out, n: Choice(1 - target * out, target, expr(0)),
        kink=later("{target}·{out} = 1"),
        source="Hastie, Tibshirani & Friedman (2009), Elements of Statistical Learning, eq. 12.25",
    )
)


def _bipolar(target: Expr) -> Expr:
    """Return 2t - 1: -1 for a label of 0."""
    return 2 * target - 1


HINGE_OF_BINARY = replace(
    HINGE,
    error=lambda target, out: HINGE.error(_bipolar(target), out),
    slope=lambda target, out, n: HINGE.slope(_bipolar(target), out, n),
    descent=lambda target, out, n: HINGE.descent(_bipolar(target), out, n),
    kink=later("(2·{target} - 1)·{out} = 1"),
    labels=True,
)
"""The hinge loss of an exercise whose targets are 0 and 1."""

KL_DIVERGENCE = _entry(
    Loss(
        name="kl_divergence",
        family="kl_divergence",
        error=lambda target, out: target * ln(target / out),
        slope=lambda target, out, n: -(target / out),
        descent=lambda target, out, n: target / out,
        unit_interval=True,
        shortcut=frozenset({"softmax"}),
        source="Goodfellow, Bengio & Courville (2016), Deep Learning, eq. 3.50",
    )
)

POISSON = _entry(
    Loss(
        name="poisson",
        family="poisson",
        error=lambda target, out: out - target * ln(out),
        slope=lambda target, out, n: 1 - target / out,
        descent=lambda target, out, n: target / out - 1,
        above_zero=True,
        shortcut=frozenset({"softmax"}),
        source="Keras 3 documentation, keras.losses.Poisson, before the mean is taken",
    )
)


def _averaged(loss: Loss) -> Loss:
    """Enter the mean of a loss over the outputs, beside the sum."""
    return _entry(
        replace(
            loss,
            name=f"mean_{loss.name}",
            slope=lambda target, out, n: _share(loss.slope(target, out, n), n),
            descent=lambda target, out, n: _share(loss.descent(target, out, n), n),
            averaged=True,
            shortcut=frozenset(),
        )
    )


MEAN_ABSOLUTE_ERROR = _averaged(ABSOLUTE_ERROR)
MEAN_HINGE = _averaged(HINGE)
MEAN_HINGE_OF_BINARY = replace(
    HINGE_OF_BINARY,
    name="mean_hinge",
    slope=lambda target, out, n: _share(HINGE_OF_BINARY.slope(target, out, n), n),
    descent=lambda target, out, n: _share(HINGE_OF_BINARY.descent(target, out, n), n),
    averaged=True,
)
for _summed in (LOG_COSH, BINARY_CROSS_ENTROPY, KL_DIVERGENCE, POISSON):
    _averaged(_summed)


@_with_parameter
def mean_huber(parameter: str = "1") -> Loss:
    """Return the mean of Huber's loss over the outputs."""
    summed = huber(parameter)
    return replace(
        summed,
        name="mean_huber",
        slope=lambda target, out, n: _share(summed.slope(target, out, n), n),
        descent=lambda target, out, n: _share(summed.descent(target, out, n), n),
        averaged=True,
        written="" if parameter == "1" else f"{{mean_huber: {parameter}}}",
    )


def of_targets(loss: Loss, targets: Iterable[Number]) -> Loss:
    """Return a loss as it is for these targets: a hinge loss takes labels of 0 and 1 as well."""
    binary = {HINGE.name: HINGE_OF_BINARY, MEAN_HINGE.name: MEAN_HINGE_OF_BINARY}
    numbers = {target.value for target in targets}
    if loss.name not in binary or 0 not in numbers or not numbers <= {0, 1}:
        return loss
    found = binary[loss.name]
    if loss.gradient_factor != "1":
        return with_gradient_factor(found, loss.gradient_factor)
    return found


def has_labels(loss: Loss) -> bool:
    """Return whether a loss has a form of its own for labels of 0 and 1."""
    return loss.name in {HINGE.name, MEAN_HINGE.name}


@cache
def without_shortcut(loss: Loss) -> Loss:
    """Return a loss whose chain rule is always written out, even where its slopes cancel."""
    return replace(loss, shortcut=frozenset())


@lru_cache(maxsize=256)
def with_gradient_factor(loss: Loss, factor: str) -> Loss:
    """Return a loss whose gradient is a multiple of the derivative, as a book has it."""
    number = Number(factor)
    return replace(
        loss,
        slope=lambda target, out, n: _multiple(number, loss.slope(target, out, n)),
        descent=lambda target, out, n: _multiple(number, loss.descent(target, out, n)),
        shortcut=frozenset(),
        gradient_factor=factor,
    )


def _multiple(factor: Number, formula: Expr) -> Expr:
    """Return a multiple of a formula; a number in front of it is multiplied: ½·2·(o - t) is o - t.

    >>> from bpcalc.maths.expr import Ref
    >>> from bpcalc.maths.keys import Key
    >>> _multiple(Number("0.5"), 2 * Ref(Key("out")))
    Ref('out')
    """
    if isinstance(formula, Quotient):
        return Quotient(_multiple(factor, formula.dividend), formula.divisor)
    if isinstance(formula, Product) and isinstance(formula.factors[0], Number):
        first, *others = formula.factors
        assert isinstance(first, Number)
        whole = EXACT.normalize(EXACT.multiply(factor.value, first.value))
        rest = others[0] if len(others) == 1 else multiply(*others)
        return rest if whole == 1 else Number(format(whole, "f")) * rest
    return factor * formula
