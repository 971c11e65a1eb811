"""Mistakes in the error of an output, and in the total."""

from collections.abc import Iterator

from bpcalc.checking.line_context import MAX_NEIGHBOURS, LineContext
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.checking.substitution import rebuilt
from bpcalc.locale import later
from bpcalc.maths.expr import Expr, Minus, Number, Product, Quotient, Ref, add, expr
from bpcalc.maths.function_calls import ln, sqrt
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import LOSSES


def _is_squared(here: LineContext) -> bool:
    return here.exercise.loss.family == "squared"


def no_half(here: LineContext) -> Iterator[Expr]:
    """Leave the ½ of the error out."""
    if here.exercise.loss.halved:
        yield 2 * here.formula


def half_kept(here: LineContext) -> Iterator[Expr]:
    """Put a ½ into an error that has none."""
    if _is_squared(here) and not here.exercise.loss.halved:
        yield Quotient(here.formula, expr(2))


def miss(here: LineContext) -> tuple[Expr, Expr] | None:
    """Return target and output of the unit, None if it has no target."""
    target = here.ref(Key("target", here.layer, here.unit, None, here.key.sample))
    out = here.other("out", here.layer, here.unit)
    return (target, out) if target and out else None


def not_squared(here: LineContext) -> Iterator[Expr]:
    """Forget to square the difference."""
    if _is_squared(here) and (pair := miss(here)):
        target, out = pair
        difference = target - out
        yield from (difference, out - target, Quotient(difference, expr(2)))


def squares_apart(here: LineContext) -> Iterator[Expr]:
    """Square target and output apart: t² - o² for (t - o)²."""
    if _is_squared(here) and (pair := miss(here)):
        target, out = pair
        apart = target**2 - out**2
        yield from (apart, -apart, Quotient(apart, expr(2)), Quotient(-apart, expr(2)))


def half_squared(here: LineContext) -> Iterator[Expr]:
    """Square the ½ as well."""
    if _is_squared(here) and (pair := miss(here)):
        target, out = pair
        yield Quotient((target - out) ** 2, expr(4))


def other_output(here: LineContext) -> Iterator[Expr]:
    """Take the output of another unit."""
    out = here.other("out", here.layer, here.unit)
    for unit in here.neighbours(here.layer, here.unit) if out else ():
        yield from here.replaced({out.key: here.other("out", here.layer, unit)})  # type: ignore[union-attr]


def logarithm_to_ten(here: LineContext) -> Iterator[Expr]:
    """Take the logarithm to the base 10."""
    if here.exercise.loss.unit_interval:
        yield Quotient(here.formula, ln(Number("10")))


def target_exchanged(here: LineContext) -> Iterator[Expr]:
    """Exchange target and output in the error."""
    if "entropy" in here.exercise.loss.name and (pair := miss(here)):
        target, out = pair
        swap = {target.key: out, out.key: target}  # type: ignore[attr-defined]
        yield rebuilt(here.formula, swap.get)


def error_minus(here: LineContext) -> Iterator[Expr]:
    """Lose or add a minus in front of the error."""
    if here.exercise.loss.unit_interval:
        yield Minus(here.formula)


def other_loss(here: LineContext) -> Iterator[Expr]:
    """Take the error by another function: a square for a cross-entropy, or the reverse."""
    own, pair = here.exercise.loss, miss(here)
    entropies = ("cross_entropy", "binary_cross_entropy")
    if pair is None or own.family not in ("squared", *entropies):
        return
    target, out = pair
    if own.family != "squared":
        yield from ((target - out) ** 2, Quotient((target - out) ** 2, expr(2)))
    if here.exercise.layers[-1].activation.outputs == (0, 1):
        for name in entropies:
            if LOSSES[name].family != own.family:
                yield LOSSES[name].error(target, out)


def one_error(here: LineContext) -> Iterator[Expr]:
    """Take one error only for the total."""
    parts = [Ref(key) for key in here.formula.refs()]
    if len(parts) > 1:
        yield from parts[:MAX_NEIGHBOURS]


def mean_or_sum(here: LineContext) -> Iterator[Expr]:
    """Take a mean for a sum, or a sum for a mean."""
    parts: list[Expr] = [Ref(key) for key in here.formula.refs()]
    if len(parts) > 1:
        total = add(parts)
        yield total if isinstance(here.formula, Quotient) else Quotient(total, expr(len(parts)))


def root_taken(here: LineContext) -> Iterator[Expr]:
    """Take the root of the error, as for a root mean square."""
    if _is_squared(here):
        yield sqrt(here.formula)


def half_again(here: LineContext) -> Iterator[Expr]:
    """Take the half of the total once more, or twice of it."""
    if not _is_squared(here):
        return
    # Of two outputs, the half of the sum is the mean, and twice the mean the sum: see above.
    two, mean = len(list(here.formula.refs())) == 2, isinstance(here.formula, Quotient)
    if mean or not two:
        yield Quotient(here.formula, expr(2))
    if not (mean and two):
        yield 2 * here.formula


def errors_multiplied(here: LineContext) -> Iterator[Expr]:
    """Multiply the errors instead of adding them up."""
    parts = [Ref(key) for key in here.formula.refs() if key.kind == "error"]
    if 1 < len(parts) <= MAX_NEIGHBOURS:
        yield Product(tuple(parts))


def misses_summed(here: LineContext) -> Iterator[Expr]:
    """Add up the differences before squaring."""
    if not _is_squared(here):
        return
    misses = []
    for key in here.formula.refs():
        target = here.ref(key._replace(kind="target", epoch=None))
        out = here.ref(key._replace(kind="out"))
        if key.kind != "error" or target is None or out is None:
            return
        misses.append(target - out)
    if len(misses) > 1:
        square = add(misses) ** 2
        yield Quotient(square, expr(2)) if here.exercise.loss.halved else square


ERROR_RULES = (
    Misconception(
        "half_squared",
        of("error"),
        half_squared,
        later("The ½ has been squared as well; it stands before the square."),
        COMMON,
        "B",
        ("mazur", "E_o1", "0.137406"),
    ),
    Misconception(
        "other_output",
        of("error"),
        other_output,
        later("The output of another unit has been compared with this target."),
        COMMON,
        "B",
        ("mazur", "E_o1", "0.291030"),
    ),
    Misconception(
        "errors_multiplied",
        of("total_error"),
        errors_multiplied,
        later("The errors have been multiplied; they are added up."),
        COMMON,
        "C",
        ("mazur", "E_total", "0.00647456"),
    ),
    Misconception(
        "misses_summed",
        of("total_error"),
        misses_summed,
        later("The differences have been added up before squaring; each one is squared first."),
        COMMON,
        "C",
        ("mazur", "E_total", "0.137442"),
    ),
    Misconception(
        "no_half",
        of("error"),
        no_half,
        later("The factor ½ of the error has been left out."),
        "losses with ½, 1/n or no factor stand side by side in books",
        "A",
        ("mazur", "E_o1", "0.549622"),
    ),
    Misconception(
        "half_kept",
        of("error"),
        half_kept,
        later("There is no factor ½ in this error."),
        "losses with ½, 1/n or no factor stand side by side in books",
        "A",
        ("squared", "E_o1", "0.274811"),
    ),
    Misconception(
        "not_squared",
        of("error"),
        not_squared,
        later("The difference of target and output has not been squared."),
        COMMON,
        "B",
        ("mazur", "E_o1", "-0.741365"),
    ),
    Misconception(
        "squares_apart",
        of("error"),
        squares_apart,
        later("Take the difference first, then square it: (t - o)² is not t² - o²."),
        "ninjakx/Neural_network_solver, `mse`",
        "B",
        ("mazur", "E_o1", "-0.282225"),
    ),
    Misconception(
        "logarithm_to_ten",
        of("error"),
        logarithm_to_ten,
        later("The logarithm of a cross-entropy is the natural logarithm ln, not log base 10."),
        COMMON,
        "B",
        ("softmax", "E_o2", "0.579746"),
    ),
    Misconception(
        "target_exchanged",
        of("error"),
        target_exchanged,
        later("Target and output have changed places in the error."),
        COMMON,
        "C",
        ("cross", "E_o1", "3.462663"),
    ),
    Misconception(
        "error_minus",
        of("error"),
        error_minus,
        later(
            "The sign of the error is wrong: a logarithm of a number below 1 is negative, and the "
            "minus in front makes the error positive."
        ),
        COMMON,
        "B",
        ("softmax", "E_o2", "-1.334915"),
    ),
    Misconception(
        "other_loss",
        of("error"),
        other_loss,
        later(
            "The error has been taken by another function: a squared error and a cross-entropy "
            "are not the same."
        ),
        COMMON,
        "B",
        ("softmax", "E_o2", "0.271451"),
    ),
    Misconception(
        "root_taken",
        of("total_error"),
        root_taken,
        later("The root has been taken; this error is the sum of the squares itself."),
        "programs that report the root mean square error",
        "C",
        ("mazur", "E_total", "0.546234"),
    ),
    Misconception(
        "one_error",
        of("total_error"),
        one_error,
        later("The total is the sum over all outputs; this is the error of one of them."),
        COMMON,
        "B",
        ("mazur", "E_total", "0.274811"),
    ),
    Misconception(
        "mean_or_sum",
        of("total_error"),
        mean_or_sum,
        later(
            "The errors are to be added up, not averaged; or averaged, where only the sum "
            "was taken."
        ),
        "losses with ½, 1/n or no factor stand side by side in books",
        "A",
        ("mazur", "E_total", "0.149186"),
    ),
    Misconception(
        "half_again",
        of("total_error"),
        half_again,
        later("The factor ½ belongs in the error exactly once: neither left out nor taken twice."),
        COMMON,
        "B",
        ("mazur", "E_total", "0.596742"),
    ),
)
