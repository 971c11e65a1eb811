"""Mistakes in net inputs that are normalised, on the way forward and on the way back."""

from collections.abc import Iterator

from bpcalc.checking.line_context import LineContext
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.locale import later
from bpcalc.maths.expr import Apply, Expr, Number, Product, Quotient, Sum, expr
from bpcalc.maths.function_calls import sqrt

CS231N = "Stanford CS231n, assignment 2, batch normalisation, and its forums"


def by_one_less(here: LineContext) -> Iterator[Expr]:
    """Divide the squares by n - 1."""
    if isinstance(here.formula, Quotient) and isinstance(here.formula.divisor, Number):
        fewer = here.formula.divisor.value - 1
        if fewer > 0:
            yield Quotient(here.formula.dividend, Number(str(fewer)))


def not_divided(here: LineContext) -> Iterator[Expr]:
    """Leave the sum as it is."""
    if isinstance(here.formula, Quotient) and isinstance(here.formula.divisor, Number):
        yield here.formula.dividend


def epsilon_outside(here: LineContext) -> Iterator[Expr]:
    """Add ε to the root."""
    inner = here.formula.operands[0] if isinstance(here.formula, Apply) else None
    if isinstance(inner, Sum):
        yield Sum((sqrt(inner.terms[0]), *inner.terms[1:]))


def no_epsilon(here: LineContext) -> Iterator[Expr]:
    """Leave ε out."""
    inner = here.formula.operands[0] if isinstance(here.formula, Apply) else None
    if isinstance(inner, Sum):
        yield sqrt(inner.terms[0])


def by_variance(here: LineContext) -> Iterator[Expr]:
    """Divide by the variance, and not by its root."""
    yield from here.swapped(
        lambda key: (
            here.ref(key._replace(kind="norm_variance")) if key.kind == "norm_root" else None
        )
    )


def not_centred(here: LineContext) -> Iterator[Expr]:
    """Leave the mean in."""
    yield from here.swapped(lambda key: expr(0) if key.kind == "norm_mean" else None)


def no_shift(here: LineContext) -> Iterator[Expr]:
    """Multiply by γ only."""
    if isinstance(here.formula, Sum):
        yield here.formula.terms[0]


def no_scale(here: LineContext) -> Iterator[Expr]:
    """Add β to the normalised net input itself."""
    if isinstance(here.formula, Sum) and isinstance(here.formula.terms[0], Product):
        yield Sum((here.formula.terms[0].factors[1], here.formula.terms[1]))


def before_normalising(here: LineContext) -> Iterator[Expr]:
    """Apply the activation to the net input, or to the normalised one."""
    yield from here.swapped(
        lambda key: here.ref(key._replace(kind="net")) if key.kind == "scaled" else None
    )
    yield from here.swapped(
        lambda key: here.ref(key._replace(kind="normalised")) if key.kind == "scaled" else None
    )


def statistics_held(here: LineContext) -> Iterator[Expr]:
    """Let the error come back as if mean and variance did not depend on the net inputs."""
    if here.layer in here.graph.normed and isinstance(here.formula, Sum):
        yield here.formula.terms[0]


def one_statistic_held(here: LineContext) -> Iterator[Expr]:
    """Leave out what comes back through the mean, or through the variance."""
    if here.layer in here.graph.normed and isinstance(here.formula, Sum):
        first, *others = here.formula.terms
        yield from (Sum((first, other)) for other in others)


def without_gamma(here: LineContext) -> Iterator[Expr]:
    """Leave γ out on the way back."""
    if isinstance(here.formula, Product):
        yield here.formula.factors[0]


def with_other_signal(here: LineContext) -> Iterator[Expr]:
    """Multiply by the net input, or by what becomes of it, and not by the normalised one."""
    for kind in ("net", "scaled", "out"):
        yield from here.swapped(
            lambda key, kind=kind: (  # type: ignore[misc]
                here.ref(key._replace(kind=kind)) if key.kind == "normalised" else None
            )
        )


def with_other_delta(here: LineContext) -> Iterator[Expr]:
    """Take the delta that the normalisation has let through."""
    yield from here.swapped(
        lambda key: here.ref(key._replace(kind="delta")) if key.kind == "scaled_delta" else None
    )


def without_slope(here: LineContext) -> Iterator[Expr]:
    """Leave the slope of the activation out."""
    if isinstance(here.formula, Product):
        yield Product(here.formula.factors[:-1])


def wrong_sign(here: LineContext) -> Iterator[Expr]:
    """Lose the minus that the derivative of a quotient has."""
    yield from here.formula.parts()


NET_NORM_RULES = (
    Misconception(
        "variance_by_n_minus_1",
        of("norm_variance"),
        by_one_less,
        later(
            "The squares have been divided by their number minus 1; a normalisation divides by "
            "their number."
        ),
        "a course note: 'N-1 is wrong for this exam'",
        "A",
        ("batch-norm", "var_h1", "0.009453125"),
    ),
    Misconception(
        "statistic_not_divided",
        of("norm_variance", "norm_mean"),
        not_divided,
        later("The sum has not been divided by the number of its terms."),
        COMMON,
        "B",
        ("batch-norm", "mu_h1", "0.1925"),
    ),
    Misconception(
        "norm_epsilon_outside",
        of("norm_root"),
        epsilon_outside,
        later("ε has been added to the root; it belongs to the variance, under the root."),
        COMMON,
        "B",
        ("batch-norm", "root_h1", "0.0787500"),
    ),
    Misconception(
        "norm_epsilon_left_out",
        of("norm_root"),
        no_epsilon,
        later("ε has been left out: it is added to the variance, under the root."),
        COMMON,
        "B",
        ("batch-norm", "root_h1", "0.06875"),
    ),
    Misconception(
        "divided_by_variance",
        of("normalised"),
        by_variance,
        later("This has been divided by the variance; it is divided by its root."),
        COMMON,
        "A",
        ("batch-norm", "xhat_h1", "-14.5455"),
    ),
    Misconception(
        "mean_left_in",
        of("normalised"),
        not_centred,
        later("The mean has not been subtracted."),
        COMMON,
        "B",
        ("batch-norm", "xhat_h1", "0.226612"),
    ),
    Misconception(
        "beta_left_out",
        of("scaled"),
        no_shift,
        later("β has been left out: the scaled net input is γ·x̂ + β."),
        COMMON,
        "B",
        ("batch-norm", "y_h1", "-0.849793"),
    ),
    Misconception(
        "gamma_left_out",
        of("scaled"),
        no_scale,
        later("γ has been left out: the scaled net input is γ·x̂ + β."),
        COMMON,
        "B",
        ("batch-norm", "y_h1", "-0.466529"),
    ),
    Misconception(
        "activation_before_normalisation",
        of("out"),
        before_normalising,
        later(
            "The activation has been applied to the net input, or to the normalised one; it is "
            "applied to γ·x̂ + β."
        ),
        COMMON,
        "B",
        ("batch-norm", "out_h1", "0.506875"),
    ),
    Misconception(
        "statistics_held",
        of("delta"),
        statistics_held,
        later(
            "Mean and variance have been taken for constants; they depend on every net input that "
            "they are taken over, so the error comes back through them as well."
        ),
        CS231N,
        "A",
        ("batch-norm", "delta_h1", "0.0846750"),
    ),
    Misconception(
        "one_statistic_held",
        of("delta"),
        one_statistic_held,
        later(
            "The error comes back through the mean and through the variance; one of the two terms "
            "is missing."
        ),
        CS231N,
        "B",
        ("batch-norm", "delta_h1", "-0.00656863"),
    ),
    Misconception(
        "gamma_not_on_the_way_back",
        of("normalised_slope"),
        without_gamma,
        later("γ has been left out: ∂E/∂x̂ is the delta times γ."),
        COMMON,
        "B",
        ("batch-norm", "dE/dxhat_h1", "0.00685038"),
    ),
    Misconception(
        "gamma_times_other_signal",
        of("gamma_gradient"),
        with_other_signal,
        later("The gradient of γ is the delta times the normalised net input x̂."),
        COMMON,
        "B",
        ("batch-norm", "dE/dgamma_h1", "0.000188385"),
    ),
    Misconception(
        "gain_of_other_delta",
        of("gamma_gradient", "beta_gradient"),
        with_other_delta,
        later(
            "The delta that has gone back through the normalisation has been taken; γ and β stand "
            "after it."
        ),
        COMMON,
        "B",
        ("batch-norm", "dE/dbeta_h1", "-0.00446039"),
    ),
    Misconception(
        "slope_forgotten_before_normalisation",
        of("scaled_delta"),
        without_slope,
        later("The derivative of the activation has been left out."),
        COMMON,
        "A",
        ("batch-norm", "delta_y_h1", "0.0314366"),
    ),
    Misconception(
        "minus_lost_at_variance",
        of("variance_slope"),
        wrong_sign,
        later("A minus has been lost: the variance stands in the divisor."),
        COMMON,
        "B",
        ("batch-norm", "dE/dvar_h1", "0.0306652"),
    ),
)
