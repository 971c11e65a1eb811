"""Derivatives by our own rules agree with those of mpmath."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp, mpf

from bpcalc.exercise.formulas import FormulaError, parsed
from bpcalc.maths.derivative import derivative
from bpcalc.maths.own_functions import NET
from bpcalc.maths.precision import EXACT
from bpcalc.notation.writing import UNICODE, Writer
from tests.helpers.reading import Exactly, parse, value

NAMES = {"net": NET}


def written(formula):
    """Return a formula as text, with net for its leaf."""
    return Writer(lambda key: "net", UNICODE).write(formula)


def at(formula, place):
    """Return the value of what is written for a formula, read back, at a net input."""
    tree = parse(written(formula), ["net"])
    with localcontext(EXACT):
        found = value(tree, lambda leaf: Decimal(place if leaf[0] == "name" else leaf[1]), Exactly)
    return mpf(str(found))


FORMULAS = [
    ("max(net, 1)", "1 if (net - 1) > 0 else 0"),
    ("net^2", "2·net"),
    ("net³", "3·net²"),
    ("3*net + 1", "3"),
    ("net/(1 + |net|)", None),
    ("1/(1 + e^(-net))", None),
    ("exp(-net^2)", None),
    ("net*tanh(ln(1 + e^net))", None),
    ("sqrt(net^2 + 1) - 1", None),
    ("2^net", None),
    ("net/2 - 1/net", None),
    ("min(max(net, -1), 2)*net", None),
    ("net if net >= 0 else 0.1*(e^net - 1)", None),
    ("erf(net)*pi", None),
    ("sin(net)", "cos(net)"),
    ("cos(net)", "-sin(net)"),
    ("net*sin(2*net)", None),
    ("cosh(net) + sinh(net)", None),
    ("(net - 1)^-2", None),
    ("(net^2 + 1)^0.5", None),
    ("7", "0"),
]


@pytest.mark.parametrize(("text", "expected"), FORMULAS, ids=[text for text, _ in FORMULAS])
def test_derivatives(text, expected):
    """A derivative is the limit of difference quotients, and short where a person's is."""
    formula = parsed(text, NAMES)
    steep = derivative(formula, NET.key)

    assert expected is None or written(steep) == expected
    with mp.workdps(60):
        for place in ("-2.3", "-0.4", "0.7", "1.9", "3.2"):
            step = mpf(10) ** -18
            ends = [at(formula, str(mpf(place) + sign * step)) for sign in (1, -1)]
            rise = (ends[0] - ends[1]) / (2 * step)
            assert abs(at(steep, place) - rise) < mpf(10) ** -25 * (1 + abs(rise)), place


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("１．５×（net）＾２", "1.5*(net)^2"),
        ("max（net，１）", "max(net, 1)"),
        ("ｎｅｔ＋１／２", "net + 1/2"),
        ("f(net) = max(net, 1)", "max(net, 1)"),
        ("y = 1/(1 + math.exp(-net))", "1/(1 + exp(-net))"),
        ("φ（net）＝np.tanh(net)", "tanh(net)"),
        ("σ'(net) = 2*net", "2*net"),
        ("１ if net ＞ ０ else －１", "1 if net > 0 else -1"),
    ],
)
def test_other_ways_of_writing(wide, narrow):
    """As keyboards for Chinese, books and programs write them."""
    assert parsed(wide, NAMES) == parsed(narrow, NAMES)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("", 0, "nothing stands here"),
        ("max(net, 1", 3, "never closed"),
        ("net +", 4, "no arithmetic"),
        ("net # twice", 4, "`#` has no meaning"),
        ("√foo", 1, "`foo` is not known"),
        ("foo(net)", 0, "`foo` is no function here"),
        ("net + y", 6, "`y` is not known; known are net"),
        ("__import__('os')", 0, "no function here"),
        ("__import__('os').system('ls')", 0, "`__import__('os').system` is no function here"),
        ("max(net)", 0, "in brackets, two or more"),
        ("net.real", 0, "only arithmetic"),
        ("net[0]", 0, "only arithmetic"),
        ("lambda: 1", 0, "only arithmetic"),
        ("'a'", 0, "is no number"),
        ("1j*net", 1, "`j` is not known"),
        ("0x10", 1, "`x10` is not known"),
        ("1/2net", 3, "brackets around what is divided by"),
        ("1/(1 + net)net", 11, "brackets around what is divided by"),
        ("net + 1)", 7, "closes none"),
        ("1/(1 + exp(-net)", 2, "never closed"),
        ("if(net > 0, 1, 0)", 0, "1 if net > 0 else 0"),
        ("True", 0, "is no number"),
        ("tanh(net, 2)", 0, "takes one number"),
        ("max(net)", 0, "needs its numbers"),
        ("max(net, key=1)", 0, "needs its numbers"),
        ("net^net", 4, "an exponent is a whole number"),
        ("net^100", 4, "an exponent is a whole number"),
        ("net // 2", 0, "only + - * /"),
        ("1 if net else 2", 5, "write a comparison"),
        ("1 if 0 < net == 1 else 2", 5, "write a comparison"),
        ("net ☃", 4, "has no meaning here"),
        ("f(x) = max(net, foo)", 16, "`foo` is not known"),
        ("|net| + foo", 8, "`foo` is not known"),
        ("|net|*|net - 1| + √(net) + foo", 27, "`foo` is not known"),
        ("1/(1 + math.exp(-net)", 2, "never closed"),
        ("net = = 1", 6, "no arithmetic"),
        ("(" * 300 + "net" + ")" * 300, 500, "more than 500 characters"),
        ("-" * 200 + "net", 51, "nested more than 50 deep"),
    ],
)
def test_what_is_no_formula(text, place, says):
    """Whatever else stands there is a sentence with the place, and nothing is run."""
    with pytest.raises(FormulaError) as caught:
        parsed(text, NAMES)

    assert says in caught.value.says
    assert caught.value.at == place


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2net", "2*net"),
        ("0.5(1 + tanh(net))", "0.5*(1 + tanh(net))"),
        ("net(1 - net)^2", "net*(1 - net)^2"),
        ("(1 + net)(1 - net)", "(1 + net)*(1 - net)"),
        ("1/(2net)", "1/(2*net)"),
        ("1/2 + 2net", "1/2 + 2*net"),
        ("2e^net", "2*e^net"),
        ("2e3 net", "2e3*net"),
        ("ReLU(net) + TanH(net)", "relu(net) + tanh(net)"),
        ("σ(net)", "sigmoid(net)"),
        ("1 if 0 < net <= 2 else 3", "(1 if net <= 2 else 3) if 0 < net else 3"),
        ("1 if net > 2 or net < 0 else 3", "1 if net > 2 else 1 if net < 0 else 3"),
        ("1 if net > 0 and net < 2 else 3", "(1 if net < 2 else 3) if net > 0 else 3"),
    ],
)
def test_what_people_write(text, same):
    """A `*` may be left out, names have capitals, and a comparison two ends."""
    assert parsed(text, NAMES) == parsed(same, NAMES)


def test_a_root_without_brackets():
    """A number or a name may stand behind a √; what is called there keeps its brackets."""
    assert parsed("√2·net", NAMES) == parsed("sqrt(2)*net", NAMES)
    assert parsed("1/√net", NAMES) == parsed("1/sqrt(net)", NAMES)
    assert parsed("√(net)", NAMES) == parsed("sqrt(net)", NAMES)


def fault(text):
    """Return what is wrong with a text, None if it is a formula over net."""
    try:
        found = parsed(text, NAMES)
    except FormulaError as error:
        return error
    return None if set(found.refs()) <= {NET.key} else found


@given(st.text(max_size=40))
def test_any_text_is_a_formula_or_a_sentence(text):
    """No text at all ends in anything but a formula or a sentence with a place in it."""
    found = fault(text)

    assert found is None or (found.says and 0 <= found.at <= max(len(text), 1))


def test_many_brackets_do_no_harm():
    """Brackets around a name mean nothing, and too many of them are a sentence."""
    assert fault("(" * 40 + "net" + ")" * 40) is None
    found = fault("(" * 220 + "net" + ")" * 220)
    assert found is None or "no arithmetic" in found.says
