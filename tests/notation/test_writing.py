"""Every printed formula and substitution, read back by a reader of its own."""

# ruff: noqa: D102 - the methods of an arithmetic are named after the nodes of a formula

import re
from collections import defaultdict
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bpcalc.errors import CalculationError, NotAQuantity
from bpcalc.maths.activations import SIGMOID
from bpcalc.maths.derivation_style import CHAIN, DerivationStyle
from bpcalc.maths.expr import Apply, Choice, Minus, Number, Power, Product, Quotient, Ref, Sum, expr
from bpcalc.maths.function_calls import exp, max0
from bpcalc.maths.function_entry import Spelling
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import FACTOR_KINDS
from bpcalc.maths.losses import MEAN_SQUARED_ERROR
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.writing import ASCII, UNICODE, Writer
from bpcalc.solution import Solution
from tests.helpers.exercises import (
    EXERCISES,
    exercise,
    exercises,
    layer,
    random_exercise,
    sample,
    worked,
)
from tests.helpers.ranges import few
from tests.helpers.reading import Between, Exactly, NotAFormulaError, leaves, parse, value

CHARACTER_SETS = st.sampled_from([UNICODE, ASCII])
SNAPPED = Context(prec=100)  # of 120 digits that are worked with, so that a tie is one again
MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
DIGITS = st.builds(Digits, st.integers(1, 8), st.booleans())
ROUNDINGS = st.builds(
    Rounding,
    digits=DIGITS,
    by_kind=st.dictionaries(
        st.sampled_from(["net", "out", "delta", "weight_gradient", "weight", "new_weight"]), DIGITS
    ),
    ties=st.sampled_from(list(MODES)),
)


def rounded(exact, digits, ties):
    """Return a value rounded by the book, independently of `Digits.round`."""
    if digits.significant:
        return Context(prec=digits.count, rounding=MODES[ties]).plus(exact)
    unit = Decimal(1).scaleb(-digits.count)
    return exact.quantize(unit, rounding=MODES[ties], context=Context(prec=2000))


def is_worked(line):
    """Whether a line has more to it than a number."""
    return not isinstance(line.formula, Number)


def written_number(leaf):
    """Return the value of a printed number."""
    kind, text = leaf
    assert kind == "number"
    return Decimal(text)


@settings(max_examples=few(12, 60))
@given(exercises(working=CHAIN), ROUNDINGS, CHARACTER_SETS)
def test_rounded_substitutions_are_exact(exercise, rounding, characters):
    """On paper, with rounded numbers carried, every substitution gives its value exactly.

    Factors that nobody is asked for are carried as they are, and left out here.
    """
    exercise = replace(exercise, rounding=replace(rounding, carry="rounded"))
    try:
        solution = Solution(worked(exercise), characters)
    except CalculationError:
        assume(False)
    asked = solution.exercise.rounding
    for line in filter(is_worked, solution):
        if any(key.kind in FACTOR_KINDS - {*rounding.by_kind} for key in line.formula.refs()):
            continue
        exact = SNAPPED.plus(value(parse(solution.substitution(line)), written_number, Exactly))
        digits = asked.by_kind.get(line.key.kind, asked.digits)
        assert Decimal(solution.shown(line)) == rounded(exact, digits, rounding.ties), line


def test_rounded_substitution_of_a_quotient_within_a_line():
    """2·(0.8 - 0.30)/3·0.30·(1 - 0.30) is 0.07 exactly, also where halves are cut off."""
    outputs = layer([["1"]] * 3, SIGMOID)
    third = exercise(
        [outputs],
        [sample(["-0.84"], ["0.8"] * 3)],
        loss=MEAN_SQUARED_ERROR,
        delta="t-o",
        working=DerivationStyle("direct"),
        rounding=Rounding(Digits(2), carry="rounded", ties="down"),
    )
    solution = Solution(worked(third))
    delta = solution["delta_o1"]

    assert solution.substitution(delta) == "2·(0.8 - 0.30)/3·0.30·(1 - 0.30)"
    assert solution.shown(delta) == "0.07"


def allowed(text, digits, ties):
    """Return the interval of values that are printed so."""
    number = Decimal(text)
    last = number.adjusted() - digits.count + 1 if digits.significant else -digits.count
    slack = Decimal((0, (1,), last)) * (1 if ties == "down" else Decimal("0.5"))
    return number - slack, number + slack


@settings(max_examples=few(12, 60))
@given(EXERCISES, ROUNDINGS, CHARACTER_SETS)
def test_exact_substitutions_are_as_close_as_shown(exercise, rounding, characters):
    """With exact values carried, a substitution gives its value as far as its digits go."""
    solution = Solution(worked(replace(exercise, rounding=rounding)), characters)
    lines, shown = solution.calculation.by_key, solution.exercise.rounding
    for line in filter(is_worked, solution):
        names = {solution.spell(key, line.key): key for key in line.formula.refs()}
        symbols = leaves(parse(solution.formula(line), names))
        tree = parse(solution.substitution(line))
        bounds = iter(
            [
                within(names.get(name), text, lines, shown)
                for (_, name), (_, text) in zip(symbols, leaves(tree), strict=True)
            ]
        )
        low, high = value(tree, lambda leaf, bounds=bounds: next(bounds), Between)
        slack = Decimal("1e-30") * max(1, abs(line.value))
        assert Exactly.sum(low, -slack) <= line.value <= Exactly.sum(high, slack), (line, low, high)


def within(key, text, lines, rounding):
    """Return what a printed number may stand for: itself, if it is given or part of a formula."""
    if key is None or not is_worked(lines[key]):
        return Decimal(text), Decimal(text)
    digits = rounding.by_kind.get(key.kind, rounding.digits)
    return allowed(text, digits, rounding.ties)


def value_of_name(values, names):
    """Return a reader of leaves for which names stand for carried values."""
    return lambda leaf: Decimal(leaf[1]) if leaf[0] == "number" else values[names[leaf[1]]]


@settings(max_examples=few(12, 60))
@given(EXERCISES, CHARACTER_SETS)
def test_formulas_give_their_values(exercise, characters):
    """Every formula, its symbols replaced by the values carried, gives the value of its line."""
    solution = Solution(worked(exercise), characters)
    values = solution.calculation.values
    for line in filter(is_worked, solution):
        names = {solution.spell(key, line.key): key for key in line.formula.refs()}
        exact = value(parse(solution.formula(line), names), value_of_name(values, names), Exactly)
        assert abs(exact - line.value) <= Decimal("1e-28") * abs(line.value) + Decimal("1e-33"), (
            line
        )


@given(EXERCISES, CHARACTER_SETS)
def test_symbols_within_a_line(exercise, characters):
    """Within a line, different quantities have different symbols."""
    solution = Solution(worked(exercise), characters)
    for line in filter(is_worked, solution):
        keys = {*line.formula.refs(), line.key}
        assert len({solution.spell(key, line.key) for key in keys}) == len(keys), line


@given(EXERCISES, CHARACTER_SETS)
def test_symbols_within_a_sample(exercise, characters):
    """What belongs to one sample in one epoch has one name and one symbol, and no other has."""
    solution = Solution(worked(exercise), characters)
    spelt = defaultdict(list)
    for key in solution.calculation.values:
        spelt[solution.spell(key), key.sample, key.epoch].append(key)

    assert [keys for keys in spelt.values() if len(keys) > 1] == []


@given(exercises(epochs=1), st.sampled_from(list(NOTATIONS)))
def test_names_are_read_back(exercise, notation):
    """In one epoch of one sample, every name and every symbol leads back to its quantity."""
    alone = replace(exercise, samples=exercise.samples[:1], notation=notation)
    solution = Solution(worked(alone))
    keys = [key for key in solution.calculation.values if key.epoch in (None, 1)]
    for key in keys:
        assert solution.spelling.read(solution.spelling.name(key), keys) == key
        assert solution.spelling.read(solution.spelling.symbol(key), keys) == key


@settings(max_examples=few(10, 40))
@given(EXERCISES)
def test_full_names_are_read_back(exercise):
    """With sample and epoch behind it, a name leads back to its quantity among all others."""
    solution = Solution(worked(exercise))
    keys = list(solution.calculation.values)
    for key in keys:
        assert solution.spelling.read(solution.spelling.full(key), keys) == key


@given(EXERCISES)
def test_names_are_ascii(exercise):
    """A name can be typed on any keyboard, without blanks."""
    solution = Solution(worked(exercise), ASCII)
    for line in solution:
        name = solution.name(line)
        assert name.isascii()
        assert not re.search(r"\s", name)
        assert solution.formula(line).isascii()
        assert solution.substitution(line).isascii()


@given(EXERCISES, CHARACTER_SETS)
def test_negative_numbers_stand_in_brackets(exercise, characters):
    """No sign of operation stands directly before a minus."""
    solution = Solution(worked(exercise), characters)
    for line in solution:
        assert not re.search(r"[-+*/·]\s*-", solution.substitution(line)), line


def test_unknown_name():
    """A name that no quantity has is answered with the nearest one that there is."""
    solution = Solution(worked(random_exercise(Random(1), notation="mazur")))
    with pytest.raises(NotAQuantity, match="did you mean"):
        solution.spelling.read("E_totl", solution.calculation.values)


A, B, C = (Ref(Key("input", 0, unit)) for unit in (1, 2, 3))


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (A * (B + C), "a·(b + c)"),
        (A - (B - C), "a - (b - c)"),
        (A - (B + C) + A, "a - (b + c) + a"),
        (A / (B * C), "a/(b·c)"),
        (A / B / C, "(a/b)/c"),
        (A / (B / C), "a/(b/c)"),
        (A * (B / C), "a·(b/c)"),
        (-(A + B), "-(a + b)"),
        (-(A * B), "-a·b"),
        (-A * B, "(-a)·b"),
        (A - -B, "a - (-b)"),
        ((-A) ** 2, "(-a)²"),
        (-(A**2), "-a²"),
        ((A**2) ** 3, "(a²)³"),
        ((A / B) ** 2, "(a/b)²"),
        (exp(-A), "e^(-a)"),
        (exp(A) ** 2, "e^(a)²"),
        (1 / (1 + exp(-A)), "1/(1 + e^(-a))"),
        (Choice(A, expr(1), Number("-0.1")), "1 if a > 0 else (-0.1)"),
        (Choice(A, A, Number("0.1") * A) * B, "(a if a > 0 else 0.1·a)·b"),
        (Number("-0.3") * Number("-0.4"), "(-0.3)·(-0.4)"),
        (Number("-0.3") + Number("-0.4"), "-0.3 + (-0.4)"),
        (Number("0.1") - Number("-0.4"), "0.1 - (-0.4)"),
        (Number("1e-9") ** 2, "(1e-9)²"),
    ],
)
def test_brackets(formula, text):
    """Brackets stand where the order of working needs them, and around negative numbers."""
    letters = {A.key: "a", B.key: "b", C.key: "c"}

    assert Writer(letters.__getitem__).write(formula) == text
    plain = text.replace("·", "*").replace("²", "^2").replace("³", "^3")
    assert Writer(letters.__getitem__, ASCII).write(formula) == plain


@pytest.mark.parametrize("text", ["0.4·-0.3", "1 + -2", "2/-3", "--1", "(1", "1)", "1 2", "a", "²"])
def test_the_reader_is_strict(text):
    """What is no formula is not read as one."""
    with pytest.raises(NotAFormulaError):
        parse(text)


def trees():
    """Return a strategy for formulas of any shape."""
    leaf = st.one_of(
        st.sampled_from([A, B, C]),
        st.sampled_from(["0", "2", "0.5", "-0.3", "1e-9", "-1e-9", ".5"]).map(Number),
    )

    def grown(part):
        several = st.lists(part, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            several.map(Sum),
            several.map(Product),
            st.builds(Quotient, part, part),
            st.builds(Power, part, st.sampled_from([2, 3])),
            st.builds(Minus, part),
            *(
                st.builds(Apply, st.just(name), *[part] * function.operands)
                for name, function in FUNCTIONS.items()
                if isinstance(function.spelling, Spelling)
            ),
            st.builds(max0, part),
            st.builds(Choice, part, part, part),
        )

    return st.recursive(leaf, grown, max_leaves=12)


class Skeleton:
    """Turns a formula into the tree that its text should be read as."""

    def ref(self, key):
        return "name", "abc"[key.unit - 1]

    def number(self, number):
        text = number.text
        return ("minus", ("number", text[1:])) if text.startswith("-") else ("number", text)

    def sum(self, terms):
        return "sum", *terms

    def product(self, factors):
        first, *others = factors  # a·b·c is one row, however it came about
        return (*first, *others) if first[0] == "product" else ("product", first, *others)

    def quotient(self, dividend, divisor):
        return "quotient", dividend, divisor

    def power(self, base, exponent):
        return "power", base, exponent

    def minus(self, operand):
        return "minus", operand

    def apply(self, function, *operands):
        if function == "max0":  # written max(0, x)
            return "max", ("number", "0"), *operands
        return function, *operands

    def choice(self, tested, above, otherwise):
        return "choice", tested, above, otherwise


@given(trees(), CHARACTER_SETS)
def test_any_formula_is_read_back(formula, characters):
    """The text of any formula at all is read back as the same tree."""
    text = Writer(lambda key: "abc"[key.unit - 1], characters).write(formula)

    assert parse(text, "abc") == formula.fold(Skeleton())


@pytest.mark.parametrize("exponent", [2, 9, 10, 11, 120])
def test_any_power_can_be_written(exponent: int) -> None:
    """A schedule comes to its tenth power at the eleventh epoch."""
    formula = Power(expr(Decimal("0.9")), exponent)
    raised = "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(exponent))
    assert Writer(str, UNICODE).write(formula) == f"0.9{raised}"
    assert Writer(str, ASCII).write(formula) == f"0.9^{exponent}"
