"""Right is right: numbers of programs, rounding on the way, exact decimals, all ways of writing."""

from decimal import Decimal, localcontext
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bpcalc
from benchmarks.sheets import honest
from bpcalc.checking.answers_reader import read_file, read_words
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.on_the_way import rounded_twice
from bpcalc.checking.precision import prints_single, shows_single
from bpcalc.checking.verdicts import Options
from bpcalc.maths.float_bounds import DOUBLE, FloatBounds, Noisy
from bpcalc.maths.intervals import WORK, AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits, Rounding

FAULTS = Path(__file__).parent.parent / "faults"


def marked(exercise, *words, options=None):
    """Return the marking of words."""
    marker = Marker(bpcalc.load(exercise), 1, options)
    cells = read_words(words, marker.names).cells
    return marker.mark(cells, cells)


def verdicts(marking):
    """Return the verdicts, in order of working."""
    return [mark.verdict for mark in marking.marks]


@pytest.mark.parametrize("precision", ["single", "double"])
def test_the_printout_of_a_program_earns_full_marks(precision):
    """What NumPy prints in either precision is right, and it is said what it was worked in."""
    bits = {"single": 32, "double": 64}[precision]
    marker = Marker(bpcalc.load("mazur"))
    cells = read_file(FAULTS / f"float{bits}.answers.yaml", marker.names).cells

    marking = marker.mark(cells, cells)

    assert len(cells) >= 29
    assert set(verdicts(marking)) == {"right"}
    assert marking.precision == precision


def test_a_wrong_number_in_single_precision_is_wrong():
    """The leeway of single precision does not hide a wrong sixth digit."""
    marker = Marker(bpcalc.load("mazur"))
    cells = read_file(FAULTS / "float32.answers.yaml", marker.names).cells
    key = marker.names.find("w5_new")

    marking = marker.mark({**cells, key: read_cell("0.3589765")}, cells)

    assert [mark.key for mark in marking.marks if mark.verdict != "right"] == [key]


def test_three_long_numbers_show_what_they_were_worked_in():
    """Two floats of 32 bits, or many doubles, do not speak of single precision."""
    single = [read_cell(text) for text in ("0.75136507", "0.13849856", "0.082167044")]
    double = [read_cell(text) for text in ("0.7513650695523157", "0.13849856162855698")]

    assert shows_single(single)
    assert not shows_single(single[:2])
    assert not shows_single([*single, *double])


@given(st.floats(-1e6, 1e6, width=32).filter(lambda x: abs(x) > 1e-6))
def test_every_float_of_32_bits_is_recognised(number):
    """As NumPy prints it, and as a double."""
    assert prints_single(read_cell(str(np.float32(number))))
    assert prints_single(read_cell(repr(float(number))))


@given(st.lists(st.floats(-3, 3), min_size=2, max_size=6))
@settings(max_examples=300)
def test_the_bound_of_a_sum_of_products_holds(numbers):
    """The error of a sum of products, against the exact one in rationals."""
    from fractions import Fraction

    from bpcalc.maths.expr import Product, Ref, add

    keys = [Key("out", 1, unit) for unit in range(len(numbers))]
    values = dict(zip(keys, numbers, strict=True))
    formula = add([Product((Ref(a), Ref(b))) for a, b in zip(keys, reversed(keys), strict=True)])

    bound = formula.fold(FloatBounds(lambda key: Noisy(values[key], 0.0)))
    program = sum(values[a] * values[b] for a, b in zip(keys, reversed(keys), strict=True))
    exact = sum(
        Fraction(values[a]) * Fraction(values[b]) for a, b in zip(keys, reversed(keys), strict=True)
    )

    assert abs(Fraction(program) - exact) <= Fraction(bound.error * DOUBLE) + Fraction(1, 10**300)


def test_what_the_printed_page_gives_on_a_pocket_calculator_is_no_mistake():
    """σ(1.10591) is 0.751366, where the true output is 0.751365."""
    marking = marked("mazur", "out_o1=0.751366")

    assert verdicts(marking) == ["form"]
    assert marking.marks[0].notes == ("last_place",)
    assert marking.score == 1
    assert marking.first_error is None


@pytest.mark.parametrize("number", ["0.751368", "0.751363", "0.751379"])
def test_rounding_on_the_way_is_no_blanket(number):
    """Numbers that no rounding gives are wrong, however close."""
    assert verdicts(marked("mazur", f"out_o1={number}"))[0] not in ("right", "form")


def test_rounding_on_the_way_needs_something_to_round():
    """Where everything before a number is exact, the last digit is wrong."""
    assert verdicts(marked("mazur", "net_h1=0.3776")) == ["slip"]
    assert verdicts(marked("mazur", "net_h1=0.3774")) == ["slip"]


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("exact-half", ["net_h1=0", "out_h1=0.5", "net_o1=0.34"], [True, True, False]),
        ("exact-half", ["net_h1=0", "out_h1=0.5", "net_o1=0.35"], [True, True, True]),
        ("exact-relu", ["out_h2=0.7", "delta_o1=-4.6", "dE/dw6=-3.25"], [True, True, False]),
        ("exact-relu", ["out_h2=0.7", "delta_o1=-4.6", "dE/dw6=-3.22"], [True, True, True]),
    ],
)
def test_exact_decimals_are_exact(name, words, expected):
    """0.5 is a half where it follows from the givens, and then 0.34 is not 0.35."""
    found = verdicts(marked(FAULTS / f"{name}.yaml", *words))

    assert expected == [verdict == "right" for verdict in found]


def test_a_rounded_number_keeps_its_half_unit():
    """A number that is the exact one in its digits only may stand for what was rounded."""
    assert verdicts(marked("mazur", "out_h1=0.593", "out_h2=0.597", "net_o1=1.106"))[-1] == "right"


def test_exactness_is_decided_on_the_exact_calculation():
    """Where rounded numbers are carried, a value that is exact only after rounding is not."""
    from dataclasses import replace

    exercise = bpcalc.load("mazur")
    rounded = replace(exercise, rounding=Rounding(Digits(2), carry="rounded"))
    marker = Marker(rounded)
    with localcontext(WORK):
        assert marker.scheme.exact(marker.names.find("net_h2")) == Decimal("0.3925")


@pytest.mark.parametrize(
    ("written", "verdict", "note"),
    [
        ("net_h2=0.392", "right", "half_even"),
        ("net_h2=0.393", "right", None),
        ("out_h1=0.5932", "form", "cut"),
        ("out_o1=0.8", "form", "few"),
        ("out_h1=0.59", "right", None),
    ],
)
def test_ways_of_rounding_are_named(written, verdict, note):
    """A half to the even digit is right; cut off, or few digits, is a matter of form."""
    mark = marked("mazur", written).marks[0]

    assert mark.verdict == verdict
    assert mark.notes == ((note,) if note else ())


def test_rounded_twice():
    """0.15496 to 0.155 first, and then to 0.16; 0.15 is what it is rounded to at once."""
    value = AffineNumber(Decimal("0.15496"))

    assert rounded_twice(read_cell("0.16"), value)
    assert not rounded_twice(read_cell("0.17"), value)


@pytest.mark.parametrize("seed", range(3))
def test_honest_sheets_have_nothing_wrong(seed):
    """A small version of the benchmark: hands and programs, with all ways of rounding."""
    wrong, seen, _ = honest(Random(100 + seed), 60)

    assert not wrong
    assert seen["right"] > 1000


def test_fewer_digits_than_asked_cost_nothing_unless_they_are_to():
    """They are a matter of form, and what follows from them is right."""
    options = Options(Rounding(Digits(4)))
    marking = marked("mazur", "out_h1=0.59", "out_h2=0.60", "net_o1=1.11", options=options)

    assert verdicts(marking)[0] == "form"
    assert marking.flawless


SMALL_NET = """\
layers: [2, 1]
inputs: [0.74, 0.04]
targets: [0.3]
weights: [[[0.87, 0.30]]]
biases: [-0.64]
learning_rate: 0.5
"""


def test_single_precision_in_the_last_decimal_of_a_small_number(tmp_path):
    """`%.7f` of a net input that is 0.0158 prints 0.0158001 where floats of 32 bits add it up."""
    f = np.float32
    x, w = [f("0.74"), f("0.04")], [f("0.87"), f("0.30")]
    net = w[0] * x[0] + w[1] * x[1] + f("-0.64")
    out = f(1) / (f(1) + np.exp(-net))
    delta = (out - f("0.3")) * out * (f(1) - out)
    new = [w[0] - f("0.5") * delta * x[0], w[1] - f("0.5") * delta * x[1]]
    path = tmp_path / "small.yaml"
    path.write_text(SMALL_NET, encoding="utf-8")
    marker = Marker(bpcalc.load(path))
    written = {"net_o1": net, "out_o1": out, "delta_o1": delta, "w1_new": new[0], "w2_new": new[1]}
    cells = {marker.names.find(n): read_cell(f"{value:.7f}") for n, value in written.items()}

    assert f"{net:.7f}" == "0.0158001"
    assert set(verdicts(marker.mark(cells, cells))) == {"right"}

    wrong = {**cells, marker.names.find("net_o1"): read_cell("0.0158101")}
    marking = marker.mark(wrong, wrong)
    assert verdicts(marking) == ["unexplained", "jump", "right", "right", "right"]
