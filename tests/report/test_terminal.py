"""The terminal format: whole numbers at any width, colour that only repeats."""

import re

import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.exercise.sources import built_in
from bpcalc.report.cells import terminal_width
from bpcalc.report.document import Document
from bpcalc.report.formats import Page, terminal
from bpcalc.report.layout import of_solution
from bpcalc.report.selection import Selection

NUMBER = re.compile(r"(?<![\w.⁺])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.])")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module", params=sorted(built_in()))
def document(request: pytest.FixtureRequest) -> Document:
    """The report of a built-in exercise."""
    return of_solution(bpcalc.solve(request.param, inputs=True))


def numbers_of(text: str) -> set[str]:
    """Return the numbers of a text."""
    return set(NUMBER.findall(text))


@pytest.mark.sampled(25)
@pytest.mark.parametrize("width", [*range(20, 60, 3), 64, 72, 80, 100, 120, 160, 200])
def test_no_number_is_ever_cut(document: Document, width: int) -> None:
    """Every number that a very wide page shows stands whole on a page of any width."""
    wide = numbers_of(terminal.FORMAT.write(document, Page(10_000)))

    narrow = numbers_of(terminal.FORMAT.write(document, Page(width)))

    assert wide <= narrow


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_lines_keep_within_the_page(document: Document, width: int) -> None:
    """From 40 cells on, no line of a built-in exercise is wider than the page."""
    lines = terminal.FORMAT.write(document, Page(width)).splitlines()

    assert [line for line in lines if terminal_width(line) > width and "://" not in line] == []


@pytest.mark.parametrize("width", [20, 80])
def test_colour_only_repeats(document: Document, width: int) -> None:
    """Without its colour codes, a coloured page is the plain page."""
    plain = terminal.FORMAT.write(document, Page(width))

    coloured = terminal.FORMAT.write(document, Page(width, colour=True))

    assert "\x1b[" in coloured
    assert plain == re.sub(r" +$", "", ANSI.sub("", coloured), flags=re.MULTILINE)


def test_a_long_formula_breaks_at_equals_signs_then_before_plus() -> None:
    """On a narrow page a line is stacked: symbol, formula, numbers and value below each other."""
    document = of_solution(bpcalc.solve("mazur"))

    text = terminal.FORMAT.write(document, Page(30))

    assert (
        "net_h1\n  = w1·i1 + w2·i2 + b1\n  = 0.15·0.05 + 0.20·0.10\n    + 0.35\n  = 0.3775\n"
    ) in text


def test_update_table_has_old_gradient_and_new_side_by_side() -> None:
    """The update table shows old value, gradient and new value in one row."""
    text = terminal.FORMAT.write(of_solution(bpcalc.solve("mazur")), Page(100))

    assert re.search(r"^Symbol +Formula +Substitution +Old value +Gradient +New value$", text, re.M)
    assert re.search(r"^w5⁺ .* 0\.40 +0\.0821670 +≈0\.358916$", text, re.M)


def test_first_comes_the_picture_last_the_error() -> None:
    """Title, picture and givens come first; last come the new weights and the error."""
    lines = terminal.FORMAT.write(of_solution(bpcalc.solve("two-three-two")), Page(80)).splitlines()

    picture = lines.index("Inputs (2)       Hidden layer (3)       Output layer (2)")
    assert picture < lines.index("Given") < lines.index("Forward pass")
    assert lines[-1] == "E_total = 0.391829 → 0.377362   The error has decreased."
    assert "w1⁺ = 0.0938661" in "".join(lines[-24:])


def test_a_two_three_two_is_not_long() -> None:
    """The whole page has 150 lines at most at 80 columns, the brief one 40."""
    solution = bpcalc.solve("two-three-two")
    whole = str(terminal.FORMAT.write(of_solution(solution), Page(80)))
    brief = str(terminal.FORMAT.write(of_solution(solution, Selection(brief=True)), Page(80)))

    assert whole.count("\n") <= 150
    assert brief.count("\n") <= 40


@pytest.mark.parametrize("width", [60, 72, 80])
def test_no_table_is_wider_than_its_lines(width: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Where formulas are broken, the columns are as wide as the longest line that is left."""
    assert run(["step", "two-three-two", "--width", str(width)]) == 0

    blocks = capsys.readouterr().out.split("\n\n")
    tables = [block.splitlines() for block in blocks if "\nnet_o1" in f"\n{block}"]
    assert tables
    for table in tables:
        rules = [len(line) for line in table if set(line) == {"─"} or line.endswith("──")]
        assert max(rules, default=0) <= max(len(line) for line in table if "─" not in line)
