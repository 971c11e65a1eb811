"""Numbers that people mark as their result: bold, in a box, ticked off, before their formula."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker

NAMES = Marker(bpcalc.load("mazur")).names

DECORATED = [
    *("0.3589 ✓", "0.3589√", "0.3589 ✔️", "✓ 0.3589", "0.3589 ✅", "0.3589 ✗", r"0.3589 \checkmark"),
    *("**0.3589**", "__0.3589__", "*0.3589*", "_0.3589_", "**0.3589** ✓", "`0.3589`"),
    *(r"\boxed{0.3589}", r"$\boxed{0.3589}$", r"\mathbf{0.3589}", r"\textcolor{red}{0.3589}"),
    *(r"\boxed{\mathbf{0.3589}}", r"\boxed{3.589\times 10^{-1}}", r"$3.589 \cdot 10^{-1}$"),
    *("$0.3589$", "$$0.3589$$", "~0.3589", "**0.3589** (rounded)", "==0.3589=="),
    *("<b>0.3589</b>", "<u>0.3589</u><br>", '<span style="color: red">0.3589</span>'),
    *("0.3589 = w5 - 0.5*0.0822", "0.3589 = w5 - η·dE/dw5", "0.3589 = 0.40 - 0.0411"),
    *("0.40 - 0.5*0.0822 = **0.3589** ✓", r"0.40 - 0.5*0.0822 = \boxed{0.3589}"),
    *("0.40 - 0.0411 = 0.35891 = 0.3589", "0.4 -> **0.3589**", "0.3589 = w5 - 0.5*g = 0.4 - 0.04"),
]


@pytest.mark.parametrize("value", DECORATED)
@pytest.mark.parametrize("form", ["w5_new: {}", "w5_new = {}", "- w5_new = {}", "| w5_new | {} |"])
def test_a_number_that_is_marked_is_read(value, form):
    """Whatever is set around it, and wherever it stands."""
    if "|" in form:
        form = f"| quantity | value |\n|---|---|\n{form}"
    answers = read_text(form.format(value), NAMES)

    (cell,) = answers.cells.values()
    assert cell.value is not None, cell
    assert f"{cell.value:.4f}" == "0.3589"
    assert not answers.unknown


@pytest.mark.parametrize(
    "line",
    [
        *("**w5_new = 0.3589**", "__w5_new: 0.3589__", "- **w5_new: 0.3589**", "w5_new 0.3589 ✓"),
        *("<b>w5_new = 0.3589</b>", "<b>w5_new</b> = 0.3589<br>", r"$\boxed{w5_new = 0.3589}$"),
        *("① w5_new = 0.3589", "①w5_new: 0.3589", "⑴ w5_new：0.3589", "❶ w5_new 0.3589"),
        '{"① w5_new": "0.3589 ✓"}',
        "quantity,value\n① w5_new,**0.3589**\n",
    ],
)
def test_a_line_that_is_marked_is_read(line):
    """A whole line may be bold or in a box, and numbered in circles."""
    answers = read_text(line, NAMES)

    assert {NAMES.own.full(key): cell.raw for key, cell in answers.cells.items()} == {
        "w5_new": "0.3589"
    }
    assert not answers.unknown


def test_a_name_stays_to_the_letter():
    """Nothing is taken from it; a report shows its signs."""
    assert read_text("student: <b>王</b>\nnet_h1: 0.3775", NAMES).student == "<b>王</b>"
    assert read_text("Name：Ann ① **Lee**\nnet_h1: 0.3775", NAMES).student == "Ann ① **Lee**"


@pytest.mark.parametrize(
    "line",
    [
        *("1）net_h1=0.3775 2）net_h2=0.3925", "(1) net_h1 = 0.3775 (2) net_h2 = 0.3925"),
        *("net_h1 = 0.3775 hence net_h2 = 0.3925", "1) net_h1=0.3775, 2) net_h2=0.3925"),
        *("net_h1=0.3775 and then net_h2=0.3925", "①net_h1＝0.3775；②net_h2＝0.3925"),
        "net_h1 = 0.1 + 0.2775 = 0.3775 2) net_h2 = 0.3925",
        "\\begin{align}\nnet_{h1} &= 0.3 = 0.3775 \\\\\nnet_{h2} & = 0.3925 \\\\\n\\end{align}",
        "Therefore net_h1 = 0.3775\nthus net_h2 = 0.3925",
        "第1题 net_h1 = 0.3775\n所以 net_h2 = 0.3925",
    ],
)
def test_the_next_name_of_a_line_ends_a_value(line):
    """It may be numbered, or follow a word; its number is not that of the first name."""
    answers = read_text(line, NAMES)

    assert {NAMES.own.full(key): cell.raw for key, cell in answers.cells.items()} == {
        "net_h1": "0.3775",
        "net_h2": "0.3925",
    }


@pytest.mark.parametrize(
    "line",
    ["w5_new = 0.4 - 0.5 * dE/dw5 = 0.3589", "w_5^{t+1} = 0.3589", "w5^{(k+1)} = 0.3589"],
)
def test_a_name_within_a_formula_ends_no_value(line):
    """And the new weight is the one after the step."""
    answers = read_text(line, NAMES)

    assert {NAMES.own.full(key): cell.raw for key, cell in answers.cells.items()} == {
        "w5_new": "0.3589"
    }


def test_circles_part_the_answers_of_a_line():
    """Each of them has a name and a value."""
    answers = read_text("① net_h1 = 0.3775 ② net_h2 = 0.3925", NAMES)

    assert [cell.raw for cell in answers.cells.values()] == ["0.3775", "0.3925"]


def test_a_tick_is_said():
    """It is left out, as whatever stands beside a number."""
    assert read_text("w5_new: 0.3589 ✓", NAMES).notes == (
        "beside the number, `✓` is left out: w5_new",
    )


@pytest.mark.parametrize(
    "value",
    [
        *("~~0.3589~~", "<s>0.3589</s>", "<del>0.3589</del>"),
        *("√0.25", "w5 - 0.5*0.0822 = 0.40 - 0.0411", "0.3589*", "0.3589 or 0.36"),
        *("0.3589 = 0.36 V", "0.4 - 0.04 = 0.3589 = 0.36 m"),
    ],
)
def test_what_is_struck_out_or_a_formula_is_no_number(value):
    """Nothing is guessed; it is told as what cannot be read."""
    answers = read_text(f"net_h1: 0.3775\nw5_new: {value}\n", NAMES)

    assert [cell.value is None for cell in answers.cells.values()] == [False, True]


@pytest.mark.parametrize(
    "line",
    [
        *("net_h1 = $0.3775$ and net_h2 = $0.3925$", "net_h1 = **0.3775** net_h2 = **0.3925**"),
        *("net_h1: **0.3775** → net_h2: **0.3925**", "net_h1 = `0.3775` 所以 net_h2 = `0.3925`"),
        *("net_h1 = $0.3775$ net_h2 = $0.3925$", "net_h1 = ~0.3775 so net_h2 = ~0.3925"),
        *("net_h1 = 0.3775 / net_h2 = 0.3925", "net_h1 = 0.3775 - net_h2 = 0.3925"),
    ],
)
def test_a_marked_number_ends_where_the_next_name_begins(line):
    """The first name has not the number of the second."""
    answers = read_text(line, NAMES)

    assert [f"{cell.value:.4f}" for cell in answers.cells.values()] == ["0.3775", "0.3925"]
    assert not answers.unknown


@pytest.mark.parametrize(
    "value",
    [
        "$0.15 x_1 + 0.2 x_2 + b_1 = 0.3775$",
        "0.15 x_1 + 0.2 x_2 + b_1 = 0.3775",
        "0.1 + b1 = 0.3775",
    ],
)
def test_a_sum_with_names_in_it_is_one_value(value):
    """None of them is the next one that is answered."""
    answers = read_text(f"net_h1 = {value}", NAMES)

    assert [f"{cell.value:.4f}" for cell in answers.cells.values()] == ["0.3775"]


@pytest.mark.parametrize(
    ("line", "raw"),
    [
        ("net_h1 = ~~0.99~~ 0.3775", ["0.3775"]),
        ("net_h1 = 0.3775 ~~0.99~~", ["0.3775"]),
        ("1. net_h1 = ~~0.37~~", ["~~0.37~~"]),
        ("net_h1 = ~~0.3775~~, net_h2 = 0.3925", ["~~0.3775~~", "0.3925"]),
    ],
)
def test_what_is_struck_out_beside_another_number(line, raw):
    """It is left out only where its own statement has another one."""
    found = read_text(line, NAMES).cells

    assert [cell.raw for cell in found.values()][: len(raw)] == raw
