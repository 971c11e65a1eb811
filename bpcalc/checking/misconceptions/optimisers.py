"""Mistakes in what an optimiser makes of a gradient."""

from collections.abc import Iterator

from bpcalc.checking.line_context import LineContext
from bpcalc.checking.misconceptions.entry import COMMON, Misconception
from bpcalc.checking.substitution import exchanged, with_calls
from bpcalc.locale import later
from bpcalc.maths.expr import Apply, Expr, Minus, Power, Product, Quotient, Ref, Sum, add, expr
from bpcalc.maths.function_calls import sqrt
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import CHANGE_KINDS, INFO, NEW_KINDS, fellow, kinds_for

STEP = NEW_KINDS | CHANGE_KINDS
MEANS = kinds_for("m", "v")
HATS = kinds_for("m_hat", "v_hat")
POWERS: dict[Kind, Kind] = {"beta1_power": "beta1", "beta2_power": "beta2"}
UNCORRECTED = {"m_hat": "m", "v_hat": "v"}


def _plain(key: Key, *roles: str) -> Expr | None:
    """Return the moment in the place of a corrected one of these roles."""
    info = INFO[key.kind]
    if info.role not in roles or info.of is None:
        return None
    return Ref(key._replace(kind=fellow(info.of, UNCORRECTED[info.role])))  # type: ignore[arg-type]  # a role


def uncorrected(here: LineContext) -> Iterator[Expr]:
    """Take the moments without their correction; in their own line, leave the correction out."""
    if here.key.kind in HATS:
        yield from (part for part in here.formula.parts()[:1])
    else:
        yield from here.swapped(lambda key: _plain(key, "m_hat", "v_hat"))


def one_corrected(here: LineContext) -> Iterator[Expr]:
    """Correct only one of the two moments."""
    yield from here.swapped(lambda key: _plain(key, "m_hat"))
    yield from here.swapped(lambda key: _plain(key, "v_hat"))


def from_zero(here: LineContext) -> Iterator[Expr]:
    """Count the steps from 0, so that each power has one factor less."""
    yield from here.swapped(
        lambda key: Quotient(Ref(key), Ref(Key(POWERS[key.kind]))) if key.kind in POWERS else None
    )


def bare_rate(here: LineContext) -> Iterator[Expr]:
    """Correct by 1 - β at every step."""
    yield from here.swapped(lambda key: Ref(Key(POWERS[key.kind])) if key.kind in POWERS else None)


def times_correction(here: LineContext) -> Iterator[Expr]:
    """Multiply by the correction instead of dividing by it."""
    if isinstance(here.formula, Quotient):
        yield Product((here.formula.dividend, here.formula.divisor))


def _is_epsilon(formula: Expr) -> bool:
    return isinstance(formula, Ref) and formula.key.kind == "epsilon"


def _moved(formula: Expr) -> Expr | None:
    """Return √(v + ε) for √v + ε, and the other way round."""
    if isinstance(formula, Sum) and len(formula.terms) == 2 and _is_epsilon(formula.terms[1]):
        root, epsilon = formula.terms
        if isinstance(root, Apply) and root.function == "sqrt":
            return sqrt(Sum((root.operands[0], epsilon)))
    if isinstance(formula, Apply) and formula.function == "sqrt":
        inner = formula.operands[0]
        if isinstance(inner, Sum) and len(inner.terms) == 2 and _is_epsilon(inner.terms[1]):
            return Sum((sqrt(inner.terms[0]), inner.terms[1]))
    return None


def epsilon_elsewhere(here: LineContext) -> Iterator[Expr]:
    """Put ε inside the root where it stands outside, or outside where it stands inside."""
    moved = exchanged(here.formula, _moved)
    if moved != here.formula:
        yield moved


def not_ahead(here: LineContext) -> Iterator[Expr]:
    """Go forward and back with the weights as they are, not where the last step leads on."""
    yield from here.swapped(
        lambda key: (
            Ref(key._replace(kind=INFO[key.kind].of or key.kind))
            if INFO[key.kind].role == "ahead"
            else None
        )
    )


def no_root(here: LineContext) -> Iterator[Expr]:
    """Divide by v itself, and not by its root."""
    bare = with_calls(
        here.formula,
        lambda function, *operands: (
            operands[0] if function == "sqrt" else Apply(function, *operands)
        ),
    )
    if bare != here.formula:
        yield bare


def not_squared(here: LineContext) -> Iterator[Expr]:
    """Take the gradient where its square belongs."""
    bare = exchanged(here.formula, lambda part: part.base if isinstance(part, Power) else None)
    if bare != here.formula:
        yield bare


def squared(here: LineContext) -> Iterator[Expr]:
    """Take the square of the gradient where the gradient belongs."""
    if INFO[here.key.kind].role == "m":
        gradients = kinds_for("gradient", "penalised", "clipped")
        yield from here.swapped(lambda key: Ref(key) ** 2 if key.kind in gradients else None)


def shares_of(here: LineContext) -> tuple[Expr, Expr, Expr] | None:
    """Return β, what it multiplies, and what 1 - β does; None where a line has no shares."""
    terms = here.formula.terms if isinstance(here.formula, Sum) else ()
    if len(terms) != 2 or not all(isinstance(term, Product) for term in terms):
        return None
    last, new = (term.factors for term in terms if isinstance(term, Product))
    if len(last) != 2 or len(new) != 2 or not isinstance(new[0], Sum):
        return None
    return last[0], last[1], new[1]


def no_rest(here: LineContext) -> Iterator[Expr]:
    """Add the whole new number, and not its share 1 - β."""
    shares = shares_of(here)
    if shares and Key("momentum") not in shares[0].refs():
        rate, last, new = shares
        yield Sum((Product((rate, last)), new))


def shares_swapped(here: LineContext) -> Iterator[Expr]:
    """Give the share β to the new number, and 1 - β to the last value."""
    if shares := shares_of(here):
        rate, last, new = shares
        yield Sum((Product((Sum((expr(1), Minus(rate))), last)), Product((rate, new))))


def other_beta(here: LineContext) -> Iterator[Expr]:
    """Take β₂ for β₁, or β₁ for β₂."""
    other: dict[Kind, Kind] = {"beta1": "beta2", "beta2": "beta1"}
    other |= {"beta1_power": "beta2_power", "beta2_power": "beta1_power"}
    yield from here.swapped(
        lambda key: Ref(key._replace(kind=other[key.kind])) if key.kind in other else None
    )


def plain_step(here: LineContext) -> Iterator[Expr]:
    """Go down the gradient itself, as without an optimiser."""
    if not any(INFO[key.kind].role in ("m", "m_hat", "v", "v_hat") for key in here.formula.refs()):
        return
    terms = here.formula.terms if isinstance(here.formula, Sum) else ()
    info = INFO[here.key.kind]
    if info.of is None:
        return
    gradient = here.key._replace(kind=fellow(info.of, "gradient"))
    step = Minus(Product((Ref(here.rate), Ref(gradient))))
    old = [term for term in terms if isinstance(term, Ref) and term.key.kind in ("weight", "bias")]
    yield add([*old, step]) if old else step


# Penalties ------------------------------------------------------------------------------------


OPTIMISER_RULES = (
    Misconception(
        "no_bias_correction",
        STEP,
        uncorrected,
        later(
            "The bias correction has been left out: m is divided by 1 - β₁ᵗ and v by 1 - β₂ᵗ "
            "before the step."
        ),
        "9 of 12 issue threads about optimisers",
        "A",
        ("adam", "w5_new", "-1.18113"),
    ),
    Misconception(
        "one_bias_correction",
        STEP,
        one_corrected,
        later("Only one of the two moments has been corrected; both are."),
        COMMON,
        "B",
        ("adam", "w5_new", "0.35"),
    ),
    Misconception(
        "no_bias_correction",
        kinds_for("m_hat"),
        uncorrected,
        later("m has been taken without its bias correction: it is divided by 1 - β₁ᵗ."),
        "9 of 12 issue threads about optimisers",
        "A",
        ("adam", "mhat_w5", "0.00821670"),
    ),
    Misconception(
        "no_bias_correction",
        kinds_for("v_hat"),
        uncorrected,
        later("v has been taken without its bias correction: it is divided by 1 - β₂ᵗ."),
        "9 of 12 issue threads about optimisers",
        "A",
        ("adam", "vhat_w5", "0.00000675142"),
    ),
    Misconception(
        "steps_from_zero",
        HATS,
        from_zero,
        later("The steps have been counted from 0; the first one has t = 1."),
        COMMON,
        "B",
        ("adam", "mhat_w5@e2", "0.156868"),
    ),
    Misconception(
        "correction_without_power",
        HATS,
        bare_rate,
        later("The correction divides by 1 - βᵗ; the power t has been left out."),
        COMMON,
        "B",
        ("adam", "mhat_w5@e3", "0.209312"),
    ),
    Misconception(
        "correction_multiplied",
        HATS,
        times_correction,
        later("The moment has been multiplied by 1 - βᵗ; it is divided by it."),
        COMMON,
        "C",
        ("adam", "mhat_w5", "0.00082167"),
    ),
    Misconception(
        "epsilon_elsewhere",
        STEP,
        epsilon_elsewhere,
        later(
            "ε stands at the other side of the root: it is √v + ε, unless the exercise says "
            "√(v + ε)."
        ),
        COMMON,
        "B",
        ("coarse-adam", "w5_new", "0.274258"),
    ),
    Misconception(
        "root_forgotten",
        STEP,
        no_root,
        later("The root has been forgotten: the step is divided by √v, not by v."),
        COMMON,
        "A",
        ("adam", "w5_new", "-5.68516"),
    ),
    Misconception(
        "gradient_not_squared",
        kinds_for("v"),
        not_squared,
        later("v is made of the squares of the gradients; here the gradient itself has been used."),
        COMMON,
        "B",
        ("adam", "v_w5", "0.0000821670"),
    ),
    Misconception(
        "gradient_squared",
        kinds_for("m"),
        squared,
        later("m is made of the gradients; here their squares have been used, which belong to v."),
        COMMON,
        "B",
        ("adam", "m_w5", "0.000675142"),
    ),
    Misconception(
        "share_forgotten",
        MEANS,
        no_rest,
        later("The new number has only the share 1 - β; here all of it has been added."),
        COMMON,
        "B",
        ("adam", "m_w5", "0.0821670"),
    ),
    Misconception(
        "shares_swapped",
        MEANS,
        shares_swapped,
        later("The shares are swapped: β belongs to the last value, 1 - β to the new number."),
        COMMON,
        "B",
        ("adam", "m_w5", "0.0739503"),
    ),
    Misconception(
        "other_beta",
        MEANS | HATS,
        other_beta,
        later("β₁ belongs to m and β₂ to v; here the other one has been used."),
        COMMON,
        "B",
        ("adam", "m_w5", "0.000082167"),
    ),
    Misconception(
        "not_ahead",
        frozenset({"net", "delta", "error_slope"}),
        not_ahead,
        later(
            "Nesterov's momentum takes the weights looked ahead here, where the last step leads "
            "on; the weights as they are have been used."
        ),
        COMMON,
        "B",
        ("nesterov", "net_h1@e2", "0.377445"),
    ),
    Misconception(
        "plain_step",
        STEP,
        plain_step,
        later("This is the step down the gradient itself; the optimiser has been left out."),
        COMMON,
        "B",
        ("adam", "w5_new", "0.358916"),
    ),
)
