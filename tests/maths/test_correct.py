"""Values that are right however they are rounded, against fractions and mpmath."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from mpmath import mp, mpf

from bpcalc.maths.correct import CorrectValues, _Wanted
from bpcalc.maths.expr import Apply, Choice, Number, Ref, Sum, expr
from bpcalc.maths.function_calls import cos, exp, ln, max0, pi, sqrt, tanh
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT
from bpcalc.maths.rationals import Rationals
from bpcalc.maths.rounding import TIES, Digits

A, B, C = (Key("net", 1, unit) for unit in (1, 2, 3))
OUT = Key("out", 1, 1)
THIRD = expr(1) / 3


def value(formula, digits=34, **rest):
    """Return the value of a formula without quantities."""
    with localcontext(EXACT):
        return CorrectValues(digits).value(formula, **rest)


def worked(*lines, places=None):
    """Return the value of the last one of some lines."""
    values = CorrectValues(34)
    with localcontext(EXACT):
        for key, formula in lines:
            values.work(key, formula, places)
    return values.values[lines[-1][0]]


@pytest.mark.parametrize(
    ("formula", "short"),
    [
        (THIRD * 3, "1"),
        (THIRD * Number("0.1875"), "0.0625"),
        (10 / expr(3) * Number("0.3") - 1, "0"),
        (sqrt(expr(2)) ** 2 - 2, "0"),
        (sqrt(Number("0.0144")), "0.12"),
        (1 / (1 + exp(THIRD)) + 1 / (1 + exp(-THIRD)), "1"),
        (tanh(THIRD) - (1 - exp(-(THIRD * 2))) / (1 + exp(-(THIRD * 2))), "0"),
        (ln(expr(3)) + ln(THIRD), "0"),
        (exp(expr(0)) + Number("0.25"), "1.25"),
        (sqrt(exp(THIRD) ** 2) * exp(-THIRD), "1"),
        (Apply("erf", THIRD) + Apply("erf", -THIRD), "0"),
        (Apply("normal_cdf", THIRD) + Apply("normal_cdf", -THIRD), "1"),
        (Apply("half_one_plus_tanh", THIRD) + Apply("half_one_plus_tanh", -THIRD), "1"),
        (Apply("exp_minus_1", THIRD) + 1 - exp(THIRD), "0"),
        (Apply("ln_cosh", THIRD) - ln((exp(THIRD) + exp(-THIRD)) / 2), "0"),
    ],
    ids=repr,
)
def test_a_short_value_is_exact(formula, short):
    """What is a short decimal is that decimal, whatever the formula goes through."""
    assert value(formula) == Decimal(short)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("squares", "root"),
    [
        (Ref(A) * Ref(A), 1),
        (Number("0.01") * Ref(A) ** 2, Number("0.1")),
        ((3 * Ref(A)) ** 2 + Ref(A) * Ref(A) * 16, 5),
        (Ref(A) ** 2 / 49, expr(1) / 7),
    ],
)
def test_the_root_of_a_square_is_known(squares, root, sign, monkeypatch):
    """√(w²) is w or -w, whichever is not negative, without any digits."""
    monkeypatch.setattr(_Wanted, "tries", lambda self: pytest.fail("it was not recognised"))
    weight = exp(THIRD) * sign
    lines = [(A, weight), (B, sqrt(squares))]

    assert worked(*lines, (C, Ref(A) * root * Number("0.7") / Ref(B))) == sign * Decimal("0.7")
    both = worked(*lines, (C, Ref(B) + root * Ref(A)))
    assert (both == 0) == (sign < 0)


def test_the_root_of_what_was_squared_is_known(monkeypatch):
    """√((w + 1)²) is w + 1, and so is the root of a square that is a sum itself."""
    monkeypatch.setattr(_Wanted, "tries", lambda self: pytest.fail("it was not recognised"))
    more = Ref(A) + 1

    assert worked((A, exp(THIRD)), (B, sqrt(more**2)), (C, Ref(B) - more)) == 0


def test_a_tie_is_seen_lines_later():
    """A third, carried through lines, is still a third where it makes a tie."""
    tie = worked((A, 10 / expr(3)), (B, Ref(A) * Number("0.6") - 3), (C, Ref(B) / -1 + Ref(B)))

    assert tie == 0
    assert worked((A, 10 / expr(3)), (B, Ref(A) * Number("0.01875"))) == Decimal("0.0625")


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("rest", ["1e-40", "1e-200", "1e-900"])
def test_what_is_next_to_a_tie_is_not_one(rest, sign):
    """However close to a tie, a value lies on its side of it; ties to even and down show which."""
    beside = worked((A, THIRD * 3), (B, Number("0.0625") * Ref(A) + sign * Number(rest) * THIRD))
    rounded = [Digits(3).round(beside, mode) for mode in TIES.values()]

    if sign > 0:
        assert [Digits(3).round(beside, mode) for mode in TIES.values()] == [
            Decimal(text) for text in ("0.063", "0.063", "0.062")
        ]
    else:
        assert set(rounded) == {Decimal("0.062")}


@pytest.mark.parametrize("power", range(6, 14))
def test_a_large_number_is_below_a_tie_of_its_last_decimals(power):
    """Of 20 decimals, with up to 13 digits before the point: the 21st is no 5, however close."""
    tie = Number(f"1e{power}") + Number("5e-21")

    found = value(tie - exp(Number("-150")), digits=40, places=20)

    assert f"{found:f}".partition(".")[2][:25] == "0000000000000000000049999"


@pytest.mark.parametrize("digits", [40, 300, 3000])
def test_irrational_next_to_a_tie(digits):
    """e^x, rounded to many digits and taken away, leaves what is right in 28 digits."""
    with mp.workdps(digits + 60):
        near = mp.nstr(mp.exp(1), digits)
        rest = mp.exp(1) - mpf(near)
        expected = Decimal(mp.nstr(rest, 28, min_fixed=1, max_fixed=0))
    found = value(exp(expr(1)) - Number(near))

    assert abs(found - expected) <= abs(expected) * Decimal("1e-27")


def test_what_is_undecided_in_the_end_is_a_tie():
    """√2·√3 - √6 is 0, which no law here says and no digits show."""
    assert value(sqrt(expr(2)) * sqrt(expr(3)) - sqrt(expr(6))) == 0


def test_large_numbers_have_the_digits_that_are_printed():
    """No digit is invented: of a large number so many are worked out as its decimals need."""
    cubed = (Number("789123456789.123456789123456789") / 7) ** 3
    exact = Fraction("789123456789.123456789123456789") ** 3 / 343
    found = value(cubed, places=4)

    assert Digits(4).round(found) == Decimal(round(exact * 10**4)).scaleb(-4, EXACT)
    assert len(str(value(cubed)).replace(".", "")) == 34


def test_long_rationals():
    """What is rational but too long is worked out in decimals, and right all the same."""
    lines, key = [(A, expr(1) / 7)], A
    for number in range(2, 9):
        lines.append((Key("net", number, 1), Ref(key) * Ref(key) * Ref(key) * 2 + THIRD))
        key = lines[-1][0]
    exact = Fraction(1, 7)
    for _ in range(7):
        exact = exact**3 * 2 + Fraction(1, 3)
    lines.append((B, Ref(key) - Number(str(Digits(30).round(worked(*lines))))))
    small = exact - Fraction(str(Digits(30).round(worked(*lines[:-1]))))

    assert exact.denominator > 10**1000
    assert abs(Fraction(worked(*lines)) / small - 1) < Fraction(1, 10**27)


def test_a_kink_is_decided():
    """Whether a net input is above zero is decided by as many digits as that takes."""
    net = THIRD * 3 - 1
    beside = net + Number("1e-60") * THIRD

    assert value(max0(net)) == value(Choice(net, expr(1), expr(0))) == 0
    assert value(Choice(beside, expr(1), expr(0))) == 1
    assert value(Choice(Sum((exp(THIRD), -exp(THIRD))), expr(1), expr(0))) == 0


def test_saturated_outputs():
    """1 - 1/(1 + e^-1000/3) is right in 28 digits, and at 10^6 an output counts as 1."""
    net = 1000 / expr(3)
    with mp.workdps(250):
        expected = Decimal(mp.nstr(1 / (1 + mp.exp(mpf(1000) / 3)), 28, min_fixed=1, max_fixed=0))
    found = worked((OUT, 1 / (1 + exp(-net))), (B, 1 - Ref(OUT)))

    assert abs(found - expected) <= expected * Decimal("1e-27")
    assert worked((OUT, 1 / (1 + exp(Number("-3e6") * THIRD)))) == 1


def test_division_by_what_is_zero():
    """What is divided by zero has no value, even where only many digits show the zero."""
    assert not value(1 / (THIRD * 3 - 1)).is_finite()
    assert not value(ln(exp(THIRD) - exp(THIRD))).is_finite()
    assert value(expr(0) * ln(expr(0))) == 0


@pytest.mark.parametrize("parts", range(1, 13))
def test_the_cosines_that_are_fractions(parts):
    """Those and no others are told from the numbers close to them without a try: Niven's theorem.

    Where a schedule passes its middle, cos(π/2) is 0, which no number of digits shows.
    """
    rationals = Rationals({}.__getitem__)
    for count in range(-2 * parts, 4 * parts + 1):
        formula = cos(pi() * expr(count) / parts)
        found = rationals.value(formula)
        with mp.workdps(60):
            right = mp.cos(mp.pi * count / parts)
            near = min(
                (Fraction(n, 2) for n in range(-2, 3)),
                key=lambda f: abs(mpf(f.numerator) / f.denominator - right),
            )
            is_one = abs(mpf(near.numerator) / near.denominator - right) < mpf(10) ** -50
        assert found == (near if is_one else None)
        if is_one:
            assert value(formula) == Decimal(near.numerator) / near.denominator


def test_what_no_digits_would_tell_is_not_worked_out_again():
    """1 and 1 more at the 43,430th digit are 1: more digits, up to the limit, would not help."""
    values = CorrectValues(34)
    with localcontext(EXACT):
        found = values.value(1 + exp(expr(-100_000)))

    assert found == 1
    assert not values._tries
