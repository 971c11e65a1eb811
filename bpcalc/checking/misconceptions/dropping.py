"""Mistakes with dropout, on the way forward and on the way back, where the mask is the same."""

from collections.abc import Callable, Iterator

from bpcalc.checking.line_context import LineContext
from bpcalc.checking.misconceptions.deltas import own_coming, own_slope, with_factors
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, Tier, of
from bpcalc.locale import later
from bpcalc.maths.expr import Expr, Minus, Product, Quotient, Ref, Sum, expr

Slip = Callable[[Expr], Iterator[Expr]]
"""From what is dropped as it should be, signal·mask/keep, to what is made of it."""


def not_scaled(right: Expr) -> Iterator[Expr]:
    """Put the mask on, and leave the signal as large as it is."""
    if isinstance(right, Quotient):
        yield right.dividend


def scaled_down(right: Expr) -> Iterator[Expr]:
    """Multiply by the probability to keep a unit."""
    if isinstance(right, Quotient):
        yield Product((right.dividend, right.divisor))


def not_masked(right: Expr) -> Iterator[Expr]:
    """Leave the mask out, with or without the factor."""
    masked = right.dividend if isinstance(right, Quotient) else right
    if isinstance(masked, Product):
        bare = masked.factors[0]
        yield bare
        if isinstance(right, Quotient):
            yield Quotient(bare, right.divisor)


def turned_round(right: Expr) -> Iterator[Expr]:
    """Drop the units that are kept, and keep those that are dropped."""
    if isinstance(right, Quotient):
        yield from (Quotient(other, right.divisor) for other in turned_round(right.dividend))
    elif isinstance(right, Product):
        yield Product((*right.factors[:-1], Sum((expr(1), Minus(right.factors[-1])))))


def keep_for_drop(right: Expr) -> Iterator[Expr]:
    """Take the probability to keep a unit for that to drop it."""
    if isinstance(right, Quotient):
        left = Sum((expr(1), Minus(right.divisor)))
        yield from (Quotient(right.dividend, left), Product((right.dividend, left)))


def _forward(slip: Slip) -> Callable[[LineContext], Iterator[Expr]]:
    return lambda here: slip(here.formula)


def _back(slip: Slip) -> Callable[[LineContext], Iterator[Expr]]:
    """Return the same slip in what comes back to a hidden unit."""

    def wrong(here: LineContext) -> Iterator[Expr]:
        coming, dropout = own_coming(here), here.exercise.dropout
        if here.is_output or coming is None or not dropout or dropout[here.layer - 1] is None:
            return
        whole = here.scheme.formulas.get(coming.key, coming) if isinstance(coming, Ref) else coming
        for other in slip(whole):
            yield from with_factors(here, other, own_slope(here))

    return wrong


def _both_ways(
    name: str, slip: Slip, says: tuple[str, str], tier: Tier, examples: tuple[str, str, str]
) -> tuple[Misconception, Misconception]:
    """Return the mistake on the way forward, and the same one on the way back.

    Args:
        name: of both.
        slip: what is made.
        says: to the student, there and here.
        tier: how often it is met.
        examples: an exercise, and the numbers of out_h1 under the mask and of delta_h1.
    """
    of_exercise, out, delta = examples
    unit = "h2" if name == "dropout_not_masked" else "h1"
    back = "h1" if name not in ("dropout_not_masked", "mask_turned_round") else "h2"
    return (
        Misconception(
            name,
            of("dropped"),
            _forward(slip),
            says[0],
            COMMON,
            tier,
            (of_exercise, f"out_{unit}_drop", out),
        ),
        Misconception(
            name,
            of("delta", "error_slope"),
            _back(slip),
            says[1],
            COMMON,
            tier,
            (of_exercise, f"delta_{back}", delta),
        ),
    )


DROPOUT_RULES = (
    *_both_ways(
        "dropout_not_scaled",
        not_scaled,
        (
            later(
                "The output has been left as it is; under dropout it is divided by the "
                "probability to keep a unit."
            ),
            later(
                "Dropout divides the error on the way back as well, by the probability to keep a "
                "unit."
            ),
        ),
        "B",
        ("dropout", "0.593270", "0.00867294"),
    ),
    *_both_ways(
        "dropout_scaled_down",
        scaled_down,
        (
            later(
                "The output has been multiplied by the probability to keep a unit; it is divided "
                "by it."
            ),
            later(
                "On the way back the error has been multiplied by the probability to keep a unit; "
                "it is divided by it."
            ),
        ),
        "B",
        ("dropout", "0.296635", "0.00433647"),
    ),
    *_both_ways(
        "dropout_not_masked",
        not_masked,
        (
            later("The mask has been left out: a unit that is dropped gives 0."),
            later(
                "Dropout has been forgotten on the way back: no error comes back to a unit that is "
                "dropped."
            ),
        ),
        "A",
        ("dropout", "1.19377", "0.0196977"),
    ),
    *_both_ways(
        "mask_turned_round",
        turned_round,
        (
            later("The mask has been read the other way round: 1 keeps a unit, and 0 drops it."),
            later(
                "On the way back the mask has been read the other way round: no error comes back "
                "to the unit that is dropped."
            ),
        ),
        "B",
        ("dropout", "0", "0.0196977"),
    ),
    *_both_ways(
        "keep_for_drop",
        keep_for_drop,
        (
            later("This is the probability to drop a unit; here the one to keep it is given."),
            later(
                "On the way back the probability to drop a unit has been taken; here the one to "
                "keep it is given."
            ),
        ),
        "A",
        ("keeping", "2.96635", "0.0377273"),
    ),
)
