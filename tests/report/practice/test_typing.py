"""What is typed into a blank: numbers as `check` reads them, and arithmetic."""

import json
from pathlib import Path

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.exercise.sources import load
from tests.helpers.node import MISSING, answered, write_scripts

RUNNER = Path(__file__).with_name("typed.mjs")

NUMBERS = (
    *("0.5", "-0.50", "−0.5", "–0.5", "0,5", "０．５９", "５．９ｅ－１", "0。5", "+.5", "5.", ".5"),
    *("1.2×10⁻³", "1.2x10^-3", "1.2*10^-3", "1.2 × 10^(-3)", "1.2E-3", "10^-3", "10⁻³", "-10^-3"),
    *("50%", "50 %", "５０％", "≈0.5", "=0.5", "ー0.5", "0.593 3", "1 234.5", "1_000", "1'000"),
    *("1,234.5", "1.234,5", ",5", "1.2d-3", "1.2D-3", "1.2*^-3", "00.5", "-0", "1e+3", "1e400"),
)
"""Numbers that are taken down as they are written, in plain signs."""

NO_NUMBERS = (
    *(
        "nan",
        "inf",
        "--0.5",
        "0x10",
        "1:30",
        "0.5V",
        "abc",
        "0.5.6",
        "1e",
        "e",
    ),
    *(
        "2/0",
        "sqrt(-1)",
        "ln(0)",
        "exp(9999999)",
        "9^9^9^9^9",
        "(" * 300,
        "alert(1)",
        "w1(2)",
        "w2",
    ),
    *("1 234/1000", "3 17/3", "1 2 3/4"),
)

ARITHMETIC = {
    "0.15*0.05": "0.0075",
    "0.15·0.05 + 0.2×0.1": "0.0275",
    "1/(1+e^-0.3775)": "0.5933",
    "exp(1)": "2.7183",
    "tanh(0.5)": "0.4621",
    "1/3": "0.3333",
    "2^-0": "1.0000",
    "(0.6-0.01)^2": "0.3481",
    "w1*2": "0.3000",
    "-w1": "-0.1500",
    "0,15*0,05": "0.0075",
    "2 7/20": "2.3500",
    "−5 7 / 20": "-5.3500",
    "⅓": "0.3333",
    "2½": "2.5000",
    "3又17/20": "3.8500",
    "2²/₃": "2.6667",
    "3½+1": "4.5000",
    "3½*2": "7.0000",
    "1½*10^-3": "0.0015",
    "1/2*10^-3": "0.0005",
    "0.5*(2 1/2)": "1.2500",
    "0.15*0.05 + 1 1/2": "1.5075",
    "2 7/20.": "2.3500",
    "1 234.5/2": "617.2500",
    "-381/10 000": "-0.0381",
}


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_what_is_typed(tmp_path: Path) -> None:
    """Numbers have the value and the digits that `check` sees; arithmetic has the digits asked."""
    write_scripts(tmp_path)
    asked = [*NUMBERS, *NO_NUMBERS, *ARITHMETIC]
    found = dict(zip(asked, answered(RUNNER, tmp_path, asked), strict=True))

    for text in NUMBERS:
        told = read_cell(text, "comma" if "," in text else "point")
        taken = read_cell(found[text]["raw"])
        assert found[text]["readable"], text
        assert taken.value == told.value, text
        if not found[text]["worked"]:
            assert (taken.digits, taken.exponent) == (told.digits, told.exponent), text
    assert [text for text in NO_NUMBERS if found[text]["readable"]] == []
    assert {text: found[text]["raw"] for text in ARITHMETIC} == ARITHMETIC


AMONG_OTHERS = (
    *("0.3775.", "net=0.3775", "net_h1 = 0.3775", "0.3775,", "0.3775;", "0.3775；", "0.3775。"),
    *("net: 0.3775", "净输入：0.3775", "0.15*0.2=0.03", "= 0.03 = 0.04", "0.37752 ≈ 0.3775"),
    *("0.40 -> 0.3589", "0.4→0.35", "0.5±0.1", "0.5 (rounded)", "0.3589（保留四位）", "约0.5"),
    *("about 0.5", "approx. 0.5", "约 0.5。", "[0.5]", "`0.5`", "$0.5$", "tensor(0.5)"),
    *("**0.5**", "__0.50__", "$0.5$", "\\boxed{0.5}", "$\\boxed{0.50}$", "<b>0.5</b>", "~0.5"),
    *(
        "0.3589 ✓",
        "0.3589√",
        "0.3589 ✔️",
        "✓ 0.5",
        "**0.5** ✓",
        "\\mathbf{0.5} \\checkmark",
        "`0.5` ✅",
    ),
    *('<span style="color:red">0.5</span>', "<u>0.50</u><br>", "\\textcolor{red}{0.5}", "0.5**"),
    *("0.3589 = w5 - 0.5*0.0822", "0.3589 = w5 - η·g", "w5 = 0.3589 = 0.4 - 0.0411"),
    *("0.4 - 0.5*0.0822 = **0.3589** ✓", "0.4 - 0.0411 = 0.35891 = 0.3589", "**0.5** (rounded)"),
    *("0.3589 = 0.4 - 0.5 \\times 0.0822", "\\boxed{3.589\\times 10^{-1}}", "$5 \\cdot 10^{-1}$"),
    *("np.float64(0.50)", "0.5 =", "0,3775.", "net_h1=1.2e-3.", "0.3775 (4 d.p.)", "0.3775="),
)
"""Numbers with what stands beside them on a sheet."""

NOTHING_ALONE = (
    "0.5V.",
    "net=0.5V",
    "0.5 or 0.6",
    "0.5 0.6 m",
    "0.5?",
    "~~0.5~~",
    "0.5 = 0.6 V",
    "0.3 + 0.2 = 0.5 = 0.6 V",
    "<s>0.5</s>",
    "✓",
    "a=b",
    "= 0.5.6",
)
"""Texts in which `check` finds no number either."""


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_what_is_far_too_long_is_no_number(tmp_path: Path) -> None:
    """Nobody writes two thousand signs into a field, and no pattern goes over a million of them."""
    write_scripts(tmp_path)
    asked = ["0.5" + sign * 1_000_000 + "x" for sign in ("✓", " ", ",", "*", "<b>", "=", "e")]

    assert [each["readable"] for each in answered(RUNNER, tmp_path, asked)] == [False] * len(asked)


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_what_stands_beside_a_number(tmp_path: Path) -> None:
    """Where `check` finds a number in a text, the page finds the same one, and else none."""
    write_scripts(tmp_path)
    asked = [*AMONG_OTHERS, *NOTHING_ALONE]
    found = dict(zip(asked, answered(RUNNER, tmp_path, asked), strict=True))
    names = Marker(load("mazur")).names
    for text in asked:
        line = f"net_h1: {json.dumps(text, ensure_ascii=False)}\n"
        (cell,) = read_text(line, names).cells.values()
        taken = read_cell(found[text]["raw"])
        assert taken.value == cell.value, text
        assert found[text]["readable"] == (text in AMONG_OTHERS), text
        assert taken.digits == cell.digits, text
