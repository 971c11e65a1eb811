"""Laws for every elementary function: a new record is tested the day it is written."""

# ruff: noqa: D102 - the methods of an arithmetic are named after the nodes of a formula

import math
from dataclasses import MISSING, fields
from decimal import Decimal, localcontext
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from mpmath import mp, mpf

from bpcalc.maths import elementary, intervals, series
from bpcalc.maths.decimals import BoundedDecimals
from bpcalc.maths.expr import Apply, Number, Ref
from bpcalc.maths.float_forms import CALLS
from bpcalc.maths.function_entry import Function, Spelling
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.intervals import WORK, AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.precision import EXACT, shared_context
from bpcalc.notation.latex import latex
from bpcalc.notation.math_writer import MathWriter
from bpcalc.notation.writing import ASCII, UNICODE, Writer
from bpcalc.training.python_source import Python
from tests.helpers.reading import Exactly, parse, value

# Nothing in this table comes from bpcalc.
TRUE = {
    "exp": mp.exp,
    "ln": mp.log,
    "tanh": mp.tanh,
    "cosh": mp.cosh,
    "ln_cosh": lambda x: mp.log(mp.cosh(x)),
    "max0": lambda x: max(x, mpf(0)),
    "max": max,
    "min": min,
    "abs": abs,
    "sign": mp.sign,
    "step": lambda x: mpf(x >= 0),
    "sqrt": mp.sqrt,
    "softplus": lambda x: mp.log1p(mp.exp(x)),
    "erf": mp.erf,
    "exp_minus_1": mp.expm1,
    "normal_cdf": mp.ncdf,
    "half_one_plus_tanh": lambda x: 1 / (1 + mp.exp(-2 * x)),
    "cos": mp.cos,
    "sin": mp.sin,
    "pi": lambda: +mp.pi,
}
POSITIVE = {"ln", "sqrt"}
PLACES = ("-20.5", "-3.1", "-1", "-0.3", "-1e-9", "1e-25", "0.01", "0.5", "2.9", "3", "7")
FURTHEST = ("-700", "-100", "-37", "-1e-200", "0", "1e-12", "25", "60", "700")
SMOOTH = [name for name in FUNCTIONS if name not in ("pi", "sign", "step")]


def operands(name, places=PLACES):
    """Return what a function is tried with: as many numbers as it takes, where it is defined."""
    count = FUNCTIONS[name].operands
    if count == 0:
        return [()]
    if count == 2:
        return [(a, b) for a in places for b in places if a != b]
    return [(a,) for a in places if name not in POSITIVE or float(a) > 0]


def true(name, numbers, digits=60):
    """Return the value by mpmath, to 60 digits and as many more as the distance from ±1 needs."""
    with mp.workdps(digits + 250):
        return TRUE[name](*map(mpf, numbers))


def in_decimals(formula, digits=40):
    """Return the value of a formula without quantities."""
    with localcontext(EXACT):
        return formula.fold(BoundedDecimals({}.__getitem__, digits))[0]


def applied(name, numbers):
    """Return the function of these numbers, as a formula."""
    return Apply(name, *map(Number, numbers))


def test_no_member_can_be_left_out():
    """What is missing in a record is an error when the program starts."""
    optional = {field.name for field in fields(Function) if field.default is not MISSING}

    assert optional == {"operands", "exact", "saturates", "half_at_0"}
    assert all(name == function.name for name, function in FUNCTIONS.items())
    assert set(TRUE) == set(FUNCTIONS)


@pytest.mark.parametrize("digits", [6, 34, 120])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_decimals(name, digits):
    """The value is right in every digit, and close to ±1 in its distance from it."""
    for numbers in operands(name):
        found = in_decimals(applied(name, numbers), digits)
        with mp.workdps(digits + 250):
            expected = true(name, numbers)
            bound = mpf(10) ** (1 - digits)
            assert abs(mpf(str(found)) - expected) <= bound * abs(expected), numbers
            for end in (-1, 1):
                rest = expected - end
                if abs(rest) < 0.5 and name in ("tanh", "erf", "exp", "cosh"):
                    assert abs(mpf(str(found)) - end - rest) <= 5 * bound * abs(rest), numbers


@pytest.mark.parametrize("digits", [6, 34, 120])
@pytest.mark.parametrize("size", ["0.3", "0.01", "7.7e-5", "1e-33", "3e-900", "1e-4990"])
@pytest.mark.parametrize("name", ["normal_cdf", "half_one_plus_tanh"])
def test_close_to_one_half(name, size, digits):
    """A share of one half has the digits of its distance from ½, and says how far that is off."""
    for text in (size, f"-{size}"):
        with localcontext(EXACT):
            decimals = BoundedDecimals({}.__getitem__, digits)
            value, error = applied(name, [text]).fold(decimals)
            rest = value - Decimal("0.5")
        with mp.workdps(digits + 20):
            place = mpf(text)
            expected = (
                mp.erf(place / mp.sqrt(2)) / 2 if name == "normal_cdf" else mp.tanh(place) / 2
            )
            off = abs(mpf(str(shared_context(digits + 15).plus(rest))) - expected)
            assert off <= mpf(str(error)) * (1 + mpf(10) ** -9)
            assert mpf(str(error)) <= mpf(10) ** (3 - digits) * min(abs(expected) * 10, 1)


def test_so_close_to_one_half_that_nothing_is_seen():
    """What differs from ½ beyond all digits counts as ½, exactly."""
    for name in ("normal_cdf", "half_one_plus_tanh"):
        with localcontext(EXACT):
            decimals = BoundedDecimals({}.__getitem__, 34)
            assert applied(name, ["1e-30000"]).fold(decimals) == (Decimal("0.5"), 0)


@pytest.mark.parametrize("size", ["5", "7.3", "41.5", "555", "1e9", "1e300"])
def test_small_tails_end(size):
    """The continued fraction of 1 - erf ends, though its last change may stay beside 1."""
    for digits in range(10, 70):
        found = elementary.normal_cdf(Decimal(size).copy_negate(), digits)
        if Decimal(size) < 1000:
            with mp.workdps(digits + 20):
                expected = mp.ncdf(-mpf(size))
                assert abs(mpf(str(found)) - expected) <= mpf(10) ** (2 - digits) * expected


@pytest.mark.parametrize("text", ["3.0000001", "4.7", "16.15434866618083821", "31.3", "60"])
@pytest.mark.parametrize("digits", [44, 450, 1350])
def test_tails_of_the_normal_distribution(text, digits):
    """What is left of 1 far out is right in every digit: from the series, the fraction, the sum."""
    found = in_decimals(applied("normal_cdf", (f"-{text}",)), digits)
    with mp.workdps(digits + 40):
        expected = mp.erfc(mpf(text) / mp.sqrt(2)) / 2
        assert abs(mpf(str(found)) - expected) <= mpf(10) ** (1 - digits) * expected


def test_the_sum_of_the_tail_is_taken_where_it_comes_close_enough():
    """Its terms grow from the one numbered x² on: for as many digits as e^(-x²) has before them."""
    terms = [series.erfc_terms(Decimal(100), digits) for digits in (10, 43, 44, 1000)]

    assert 0 < terms[0] < terms[1] <= 100
    assert terms[2:] == [0, 0]


@pytest.mark.parametrize("text", ["700", "1e8", "1e30", "1e300"])
def test_tails_come_to_an_end(text):
    """However large an operand is, erf is worked out; beyond what a decimal can hold it is 1."""
    assert in_decimals(applied("erf", (text,))) <= 1
    assert 0 <= in_decimals(applied("normal_cdf", (f"-{text}",))) < Decimal("1e-100000")


@pytest.mark.parametrize("digits", [15, 34, 61, 150, 700])
@pytest.mark.parametrize("nines", [1, 7, 8, 9, 10, 20, 40, 300, 2000, 20_000])
def test_logarithms_close_to_1(nines, digits):
    """The logarithms of 0.999… and 1.000…1 have all digits, however close they are to 1."""
    for rest in (Decimal("-0.3"), Decimal("0.71")):
        with localcontext() as here, mp.workdps(digits + nines + 20):
            here.prec = nines + 10
            number = 1 + rest.scaleb(-nines)
            found, expected = series.ln_series(number, digits), mp.log(mpf(str(number)))
            assert abs(mpf(str(found)) - expected) <= mpf(10) ** (1 - digits) * abs(expected)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_nothing_is_raised(name):
    """What has no value is NaN or infinite, and what is made of NaN is no number."""
    for text in ("NaN", "Infinity", "-Infinity", "0", "-1"):
        numbers = (text,) * FUNCTIONS[name].operands
        found = in_decimals(applied(name, numbers))
        if text == "NaN" and numbers and name != "max0":
            assert found.is_nan()


@pytest.mark.parametrize("name", SMOOTH)
def test_slope_is_the_derivative(name):
    """Central differences confirm the slope of every operand, away from kinks."""
    for numbers in operands(name):
        slopes = FUNCTIONS[name].slope(*map(Number, numbers))
        assert len(slopes) == FUNCTIONS[name].operands
        for place, slope in enumerate(slopes):
            with mp.workdps(200):
                at = list(map(mpf, numbers))
                step = mpf(10) ** -60
                ahead, behind = list(at), list(at)
                ahead[place] += step
                behind[place] -= step
                rise = (TRUE[name](*ahead) - TRUE[name](*behind)) / (2 * step)
                found = mpf(str(in_decimals(slope, 60)))
                assert abs(found - rise) <= mpf(10) ** -30 * max(1, abs(rise)), (numbers, place)
                if FUNCTIONS[name].gentle:
                    assert abs(found) <= 1


@pytest.mark.parametrize("name", FUNCTIONS)
def test_slope_at_a_kink_is_zero(name):
    """Where two branches meet, the slope counts as 0."""
    if name in ("max0", "abs", "sign", "step"):
        assert in_decimals(FUNCTIONS[name].slope(Number("0"))[0]) == 0
    if name in ("max", "min"):
        assert {in_decimals(part) for part in FUNCTIONS[name].slope(Number("2"), Number("2"))} == {
            0
        }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_bounds_hold_every_value(name):
    """Whatever the operands are within their bounds, the value lies within its own."""
    random = Random(4)
    for numbers in operands(name, ("-7", "-1.5", "-0.01", "0", "0.4", "1", "6")):
        for half in ("0.3", "0.002", "1e-9"):
            keys = [Key("net", 1, unit) for unit in range(len(numbers))]
            with localcontext(WORK):
                parts = [
                    AffineNumber(Decimal(number), {key: Decimal(half)})
                    for number, key in zip(numbers, keys, strict=True)
                ]
                found = FUNCTIONS[name].bounds(*parts)
            if not found.known:
                assert name in POSITIVE
                continue
            for _ in range(5):
                moved = [
                    Decimal(number)
                    + Decimal(half) * Decimal(random.choice((-1, 1, random.uniform(-1, 1))))
                    for number in numbers
                ]
                reached = Decimal(mp.nstr(true(name, list(map(str, moved))), 50))
                slack = Decimal("1e-30") * (1 + reached.copy_abs())
                assert (reached - found.centre).copy_abs() <= found.radius + slack, (numbers, half)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_bounds_are_close_to_first_order(name):
    """A small error grows by no more than the slope, away from kinks."""
    for numbers in operands(name, ("-2.5", "0.7", "3.1")):
        parts = [
            AffineNumber(Decimal(number), {Key("net", 1, unit): Decimal("1e-12")})
            for unit, number in enumerate(numbers)
        ]
        with localcontext(WORK):
            radius = FUNCTIONS[name].bounds(*parts).radius
        slopes = [
            in_decimals(slope).copy_abs() for slope in FUNCTIONS[name].slope(*map(Number, numbers))
        ]
        assert radius <= Decimal("1.0001e-12") * sum(slopes) + Decimal("1e-22")


def test_root_of_zero():
    """The root of exactly 0 is 0; of what may be below 0, it is unknown."""
    assert intervals.sqrt_bounds(AffineNumber(Decimal(0))).centre == 0
    assert not intervals.sqrt_bounds(AffineNumber(Decimal(0), {}, Decimal("0.1"))).known


ERRORS = [Decimal(text) for text in ("0", "1e-30", "1e-6", "0.05", "0.4")]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_error_bounds(name):
    """Wherever the operands are within their errors, the value is within its own."""
    for numbers in operands(name, (*PLACES, "0", "-1e-3", "40")):
        for error in ERRORS:
            bounded = [(Decimal(number), error) for number in numbers]
            with localcontext(EXACT):
                value, off = BoundedDecimals({}.__getitem__, 30).apply(name, *bounded)
            if off.is_infinite():
                continue
            for side in (-1, -0.5, 0, 1):
                with mp.workdps(100):
                    moved = [mpf(number) + side * mpf(str(error)) for number in numbers]
                    lies = abs(TRUE[name](*moved) - mpf(str(value)))
                    assert lies <= mpf(str(off)) + mpf("1e-90"), (numbers, error, side)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_errors_are_no_larger_than_need_be(name):
    """An error of the operand grows with the slope, and with little else."""
    if FUNCTIONS[name].operands != 1:
        return
    for number in ("0.7", "2.5", "30"):
        with localcontext(EXACT):
            operand = Decimal(number), Decimal("1e-20")
            off = BoundedDecimals({}.__getitem__, 80).apply(name, operand)[1]
        steep = abs(in_decimals(FUNCTIONS[name].slope(Number(number))[0]))
        assert off <= 50 * steep * Decimal("1e-20") + Decimal("1e-38"), number


@pytest.mark.parametrize("name", FUNCTIONS)
def test_rational_values(name):
    """Where a value is said to be rational, that is its value; a root of 2/3 is not."""
    rational = FUNCTIONS[name].rational
    for numbers in operands(name, ("-2", "-1", "0", "0.25", "0.4", "1", "4", "2.25")):
        if name == "ln" and numbers == ("0",):
            continue
        found = rational(*map(Fraction, numbers))
        if found is not None:
            with mp.workdps(60):
                assert abs(mpf(found.numerator) / found.denominator - true(name, numbers)) < 1e-50
    places = {Fraction(n) for n in ("0", "1", "0.25", "4")}
    known = {place for place in places if name != "pi" and FUNCTIONS[name].operands == 1}
    known = {place for place in known if (name != "ln" or place) and rational(place) is not None}
    one_place = {key: {0} for key in ("exp", "tanh", "cosh", "ln_cosh", "erf")} | {"ln": {1}}
    one_place |= {"cos": {0}, "sin": {0}}
    one_place |= {key: {0} for key in ("exp_minus_1", "normal_cdf", "half_one_plus_tanh")}
    if FUNCTIONS[name].operands == 1:
        assert known == one_place.get(name, set() if name == "softplus" else places)


class Floats:
    """Works a float form out at once; an algebra that calls the C library."""

    def __init__(self, library=math):
        self.library = library
        self.called = set()

    def number(self, number):
        return float(number.value)

    def sum(self, terms):
        return sum(terms[1:], terms[0])

    def product(self, factors):
        return math.prod(factors)

    def quotient(self, dividend, divisor):
        return dividend / divisor

    def minus(self, operand):
        return -operand

    def choice(self, tested, above, otherwise):
        return above if tested > 0 else otherwise

    def call(self, name, operand):
        self.called.add(name)
        return getattr(math, name)(operand)

    def once(self, value):
        return value


@pytest.mark.parametrize("name", FUNCTIONS)
def test_float_forms(name):
    """In floats, the value is right to 14 digits, close to zero and at the far ends too.

    Far out, e^(-x²/2) turns an error of x into one x² times as large.
    """
    floats = Floats()
    for numbers in operands(name, (*PLACES, *FURTHEST)):
        found = FUNCTIONS[name].floats(floats, *map(float, numbers))
        expected = float(true(name, [str(Decimal(float(n))) for n in numbers]))
        rel = 1e-12 if name == "normal_cdf" and float(numbers[0]) < -20 else 3e-14
        assert found == pytest.approx(expected, rel=rel, abs=5e-324), numbers
    assert floats.called <= set(CALLS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_python_source(name):
    """Straight-line Python works out what the float form says."""
    python = Python()
    text = Apply(
        name, *(Ref(Key("net", 1, unit)) for unit in (1, 2)[: FUNCTIONS[name].operands])
    ).fold(python)
    for numbers in operands(name, (*PLACES, "-100", "0", "25")):
        names = {call: getattr(math, call) for call in CALLS}
        names |= {f"net1_{unit}": float(number) for unit, number in enumerate(numbers, 1)}
        exec("\n".join([*python.lines, f"found = {text}"]), names)

        assert names["found"] == FUNCTIONS[name].floats(Floats(), *map(float, numbers))


def test_the_c_library_has_all_calls():
    """Every call is a function of Python's math; NumPy has all but erf."""
    assert all(callable(getattr(math, name)) for name in CALLS)
    assert [name for name in CALLS if not hasattr(np, name)] == ["erf", "erfc"]


@pytest.mark.parametrize("characters", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_written_and_read_back(name, characters):
    """What is written for a function, read as a formula, has its value."""
    for numbers in operands(name, ("-2", "0.5", "3")):
        text = Writer(lambda key: "", characters).write(applied(name, numbers))
        found = value(parse(text), lambda leaf: Decimal(leaf[1]), Exactly)
        with mp.workdps(80):
            assert abs(mpf(str(found)) - true(name, numbers)) < mpf(10) ** -50, text


IN_LATEX = {"abs": r"\left|", "ln": r"\ln", "sign": r"\mathrm{sign}", "pi": r"\pi"}
"""What is to be seen of some functions; of the others, their names."""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_latex_is_spelt(name):
    """LaTeX has a name or a sign for every function, and its operands with it."""
    row = MathWriter(lambda key: ()).write(
        applied(name, ("0.25", "0.75")[: FUNCTIONS[name].operands])
    )
    spelling = FUNCTIONS[name].spelling
    written = latex(row)

    if isinstance(spelling, Spelling):
        assert IN_LATEX.get(name, spelling.ascii) in written
    assert FUNCTIONS[name].operands == 0 or "0.25" in written


@pytest.mark.parametrize("name", FUNCTIONS)
def test_errors_are_no_smaller_than_the_slope_makes_them(name):
    """An error of the operand grows at least with the slope, far out as well."""
    if FUNCTIONS[name].operands != 1:
        return
    for number in ("0.7", "-2.5", "30", "-30", "100"):
        if name in POSITIVE and Decimal(number) < 0:
            continue
        with localcontext(EXACT):
            operand = Decimal(number), Decimal("1e-20")
            off = BoundedDecimals({}.__getitem__, 80).apply(name, operand)[1]
        steep = abs(in_decimals(FUNCTIONS[name].slope(Number(number))[0], 80))
        assert off >= steep * Decimal("0.999999e-20"), number


@pytest.mark.parametrize("error", ["0.5", "0.55", "4"])
@pytest.mark.parametrize("name", sorted(POSITIVE))
def test_nothing_is_said_where_an_operand_may_be_none(name, error):
    """A root or a logarithm of what may be 0 or less can be anything."""
    with localcontext(EXACT):
        operand = Decimal("0.5"), Decimal(error)
        assert BoundedDecimals({}.__getitem__, 30).apply(name, operand)[1].is_infinite()


@pytest.mark.parametrize("operand", ["12.5", "700", "-98765.4321", "123456789.125", "3e17"])
@pytest.mark.parametrize("digits", [12, 30, 80])
def test_a_power_of_e_with_its_power_of_ten_apart(operand, digits):
    """All digits that are asked for are right, whatever the size."""
    tens, rest = series.exp_apart(Decimal(operand), digits)
    with mp.workdps(digits + 40):
        expected = mp.exp(mpf(operand))
        found = mpf(str(rest)) * mpf(10) ** tens
        assert abs(found / expected - 1) < mpf(10) ** (1 - digits)


@pytest.mark.parametrize("name", SMOOTH)
def test_gentle_functions_are_nowhere_steeper_than_1(name):
    """A function that is said not to be gentle is steeper somewhere."""
    places = operands(name, ("-2", "-0.7", "-0.1", "0.1", "0.3", "0.7", "2"))
    steepest = max(
        abs(in_decimals(slope))
        for numbers in places
        for slope in FUNCTIONS[name].slope(*map(Number, numbers))
    )

    assert (steepest <= 1) is FUNCTIONS[name].gentle
