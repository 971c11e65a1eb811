"""Identities of functions: they are recognised as such, and so come to exactly 0."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

from bpcalc.maths.expr import Apply, Expr, Quotient, Ref, expr
from bpcalc.maths.fingerprints import Fingerprints, _square_root
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT, ZERO
from bpcalc.maths.residues import PRIME, drawn_at, exp_residue, residue

X, Y = Ref(Key("net", 1, 1)), Ref(Key("net", 1, 2))


def of(name: str, *operands: Expr) -> Expr:
    """Return the value of a function."""
    return Apply(name, *operands)


def e(power: Expr) -> Expr:
    """Return e to a power."""
    return of("exp", power)


IDENTITIES = {
    "e^x·e^-x = 1": e(X) * e(0 - X) - 1,
    "e^0 = 1": e(X - X) - 1,
    "tanh x, by powers of e": of("tanh", X) * (e(2 * X) + 1) - (e(2 * X) - 1),
    "tanh is odd": of("tanh", X) + of("tanh", 0 - X),
    "(1 + tanh x)/2": 2 * of("half_one_plus_tanh", X) - 1 - of("tanh", X),
    "cosh x, by powers of e": 2 * of("cosh", X) - e(X) - e(0 - X),
    "ln cosh x": of("ln_cosh", X) - of("ln", of("cosh", X)),
    "softplus x": of("softplus", X) - of("ln", 1 + e(X)),
    "e^x - 1": of("exp_minus_1", X) - e(X) + 1,
    "erf is odd": of("erf", X) + of("erf", 0 - X),
    "Φ(x) + Φ(-x) = 1": of("normal_cdf", X) + of("normal_cdf", 0 - X) - 1,
    "ln x + ln 1/x = 0": of("ln", e(X)) + of("ln", 1 / e(X)),
    "|x| of a negative": of("abs", e(X) - e(Y)) - (e(Y) - e(X)),
    "max + min = sum": of("max", e(X), e(Y)) + of("min", e(X), e(Y)) - e(X) - e(Y),
    "max(0, x) - max(0, -x) = x": of("max0", e(X) - 1) - of("max0", 1 - e(X)) - e(X) + 1,
    "sign·|x| = x": of("sign", e(X) - e(Y)) * of("abs", e(X) - e(Y)) - e(X) + e(Y),
    "step(x) + step(-x) = 1": of("step", e(X) - e(Y)) + of("step", e(Y) - e(X)) - 1,
    "√(y²) = y": of("sqrt", Y**2) - Y,
    "√(9·y²) = 3·y": of("sqrt", 9 * Y**2) - 3 * Y,
    "softmax adds up to 1": Quotient(e(X), e(X) + e(Y)) + Quotient(e(Y), e(X) + e(Y)) - 1,
}


@pytest.mark.parametrize("x", ["0.3", "-1.7", "12"])
@pytest.mark.parametrize("name", IDENTITIES)
def test_an_identity_is_seen_without_digits(name: str, x: str) -> None:
    """By its fingerprint, which is that of 0; what is nearly one has another."""
    numbers = {X.key: Decimal(x), Y.key: Decimal("13.5")}
    prints = Fingerprints(
        lambda key: ((numbers[key], ZERO), residue(numbers[key])), lambda: iter(numbers)
    )
    with localcontext(EXACT):
        _, mark = IDENTITIES[name].fold(prints)
        _, beside = (IDENTITIES[name] + expr(1) / 10**20).fold(prints)

    assert mark == 0
    assert beside == residue(Decimal("1e-20"))


@pytest.mark.parametrize("mark", [1, 2, 10**30, PRIME // 2, PRIME // 2 + 1, PRIME - 1])
def test_a_power_and_its_negative_are_inverse(mark: int) -> None:
    """In both halves of the residues, and where they meet."""
    assert exp_residue(mark) * exp_residue(PRIME - mark) % PRIME == 1


@pytest.mark.parametrize("above", [1, 3, 10**8])
@pytest.mark.parametrize("below", [1, 7, 10**9 + 7])
def test_only_squares_have_roots(above: int, below: int) -> None:
    """The root of a square is that of its fraction; its negative has none, nor has its double."""
    square = above**2 * pow(below, -2, PRIME) % PRIME

    assert _square_root(square) == Fraction(above, below)
    assert _square_root(PRIME - square) is None
    assert _square_root(2 * square % PRIME) is None


@pytest.mark.parametrize("source", [((Decimal(3), ZERO), None), ((ZERO, ZERO), 0)])
def test_a_root_is_drawn_where_a_source_has_no_residue(source) -> None:
    """It is no multiple of a number of which nothing is known, nor of 0."""
    prints = Fingerprints(lambda key: source, lambda: iter([X.key]))

    assert prints.root_of(((Decimal(9), ZERO), 9), 9) == drawn_at("sqrt", 9)
