"""XLSX: LibreOffice works every formula out and finds what we found; no name becomes a formula.

"Agrees" means to 1e-12 of a value, or of 1 where a value is smaller: a spreadsheet calculates in
binary numbers of 15 to 16 digits.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook

import bpcalc
from bpcalc import locale
from bpcalc.cli import run
from bpcalc.errors import OutputError
from bpcalc.exercise.sources import built_in
from bpcalc.exercise.spec import Exercise, Layer
from bpcalc.maths.activations import ACTIVATIONS, SIGMOID
from bpcalc.maths.expr import Choice, Expr, Minus, Number, Ref, Sum, multiply
from bpcalc.maths.function_calls import exp, ln, max0, tanh
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.rounding import Digits, Rounding, Ties
from bpcalc.report.formats import Page
from bpcalc.report.formats.xlsx import FORMAT
from bpcalc.report.layout import of_solution
from bpcalc.report.workbook.book import Book, Formula, SheetColumn, Text
from bpcalc.report.workbook.formulas import FormulaWriter
from bpcalc.report.workbook.names import cell_names, legal
from bpcalc.report.workbook.rounding import given_format, value_format
from bpcalc.solution import Solution
from tests.helpers import naughty
from tests.helpers.exercises import exercise, layer, numbers, random_exercise, sample
from tests.helpers.libreoffice import (
    cached,
    changed,
    displayed,
    named,
    needs_libreoffice,
    opened,
    printed,
    recalculated,
    wiped,
)
from tests.helpers.pdf import needs_pdftotext
from tests.helpers.ranges import LONG, few
from tests.helpers.reports import lines_of
from tests.helpers.values import value_of

BUILT_IN = sorted(built_in())
RANDOM = few(1, 4)
EXAMPLES = BUILT_IN if LONG else BUILT_IN[::7]
CHANGED = ("mazur", "batch-momentum", "softmax", "tanh", "thresholds")[: few(3, 5)]
NETS = (1000, -1000, 710, -710, 37, 0)
"""Net inputs at which something overflows, or saturates."""


def book_of(solution: Solution) -> bytes:
    """Return the workbook of a solution."""
    return FORMAT.write(of_solution(solution), Page())


def names_of(solution: Solution) -> dict[Key, str]:
    """Return the names of the cells of a solution's lines."""
    return cell_names(solution.spelling.full, (line.key for line in solution))


def off(found: object, value: Decimal) -> float:
    """Return how far a cell is off, relative to the value or to 1 if that is more."""
    assert isinstance(found, float | int), found
    return abs(found - float(value)) / max(1.0, abs(float(value)))


def disagreeing(book: Workbook, solution: Solution) -> list[str]:
    """Return the names of the lines whose cell holds something else."""
    cells, names = named(book), names_of(solution)
    return [
        names[line.key]
        for line in solution
        if not off(cells[names[line.key]].value, line.value) <= 1e-12
    ]


# Exercises ------------------------------------------------------------------------------------


def otherwise(name: str) -> tuple[bytes, Exercise]:
    """Return a workbook in which somebody has typed another weight and rate, and that exercise."""
    solution = bpcalc.solve(name, 2)
    names, given = names_of(solution), solution.stages[0].lines
    weight = next(line.key for line in given if line.key.kind == "weight")
    book = changed(book_of(solution), {names[weight]: -0.7, names[Key("learning_rate")]: 1.25})
    first, *others = solution.exercise.layers
    row, *rows = first.weights
    weights = ((Number("-0.7"), *row[1:]), *rows)
    rate = Number("1.25")
    layers = (replace(first, weights=weights), *others)
    return book, replace(solution.exercise, layers=layers, learning_rate=rate)


def saturated(activation: str, loss: str) -> Exercise:
    """Return a network whose outputs saturate, with a sample for each net input."""
    chosen = ACTIVATIONS[activation]
    return exercise(
        [layer([["1", "0"], ["-1", "0.5"], ["0.25", "0.5"]], chosen)],
        [sample([str(net), "1"], ["0", "1", "0"] if net < 0 else ["1", "0", "0"]) for net in NETS],
        loss=LOSSES[loss],
    )


SATURATED = {
    f"{activation}_{loss}": saturated(activation, loss)
    for activation, loss in (
        ("sigmoid", "half_squared_error"),
        ("bipolar_sigmoid", "half_squared_error"),
        ("tanh", "mean_squared_error"),
        ("softmax", "half_squared_error"),
        ("softmax", "cross_entropy"),
    )
}

TIES_OF: tuple[Ties, ...] = ("half_up", "half_even", "down")
ROUNDINGS = [
    Rounding(digits, carry="rounded", ties=ties)
    for digits in (Digits(4), Digits(3, significant=True))
    for ties in TIES_OF
] + [Rounding(by_kind={"delta": Digits(3), "out": Digits(4)}, carry="rounded")]


def random_solutions() -> Iterator[tuple[str, Solution]]:
    """Yield worked random exercises: as many with exact values as with each way of rounding."""
    for place, rounding in enumerate([*ROUNDINGS, *[Rounding()] * RANDOM]):
        drawn = random_exercise(Random(place), rounding=rounding, loss=LOSSES["squared_error"])
        yield f"random{place}", bpcalc.solve(drawn, drawn.epochs or 1, inputs=True)


TIES = exercise(  # every net input is a tie in two decimals or digits, and no binary number
    [layer([["0.25", "0.30"], ["-0.25", "-0.30"], ["0.05", "0.30"]], ACTIVATIONS["identity"])],
    [sample(["0.05", "0.11"]), sample(["0.15", "0.15"]), sample(["0.1", "0.4"])],
)


def ties() -> Iterator[tuple[str, Solution]]:
    """Yield exercises full of ties, rounded in each way."""
    for digits in (Digits(2), Digits(2, significant=True)):
        for way in TIES_OF:
            spec = replace(TIES, rounding=Rounding(digits, carry="rounded", ties=way))
            yield f"ties_{way}_{digits.significant}", bpcalc.solve(spec)


NAUGHTY = [*naughty.NAMES, "＝1", "+1+1", "TRUE", "R1C1", "A1", "a1", "Print_Area", "PI", "𝛼"]


def all_naughty(folder: Path) -> Solution:
    """Return the solution of an exercise with every naughty name and title at once."""
    spec = naughty.exercise(folder, "x1", "=1+1")
    inputs = numbers(*["0.1"] * len(NAUGHTY))
    weights = tuple(numbers(*["0.01"] * len(NAUGHTY)) for _ in range(2))
    first = Layer(weights, SIGMOID, numbers("0.1", "0.2"))
    one = replace(spec.samples[0], inputs=inputs)
    units = (tuple(NAUGHTY), *spec.units[1:])
    title = '=HYPERLINK("https://example.org","x")'
    return bpcalc.solve(
        replace(
            *(spec,),
            layers=(first, *spec.layers[1:]),
            samples=(one,),
            units=units,
            title=title,
            source="@SUM(1)",
        )
    )


# LibreOffice ----------------------------------------------------------------------------------


class Recalculated:
    """All workbooks of this module, worked out by LibreOffice in one run."""

    def __init__(self, folder: Path) -> None:
        self.solutions = {f"built_in_{name}": bpcalc.solve(name, 2) for name in EXAMPLES}
        books = {name: wiped(book_of(each)) for name, each in self.solutions.items()}
        for name in CHANGED:
            book, spec = otherwise(name)
            books[f"changed_{name}"] = book
            self.solutions[f"changed_{name}"] = bpcalc.solve(spec, 2)
        others = {name: bpcalc.solve(each) for name, each in SATURATED.items()}
        others |= dict((*random_solutions(), *ties()))
        others["naughty"] = all_naughty(folder)
        self.solutions |= others
        books |= {name: wiped(book_of(each)) for name, each in others.items()}
        books["trees"] = wiped(trees_book())
        self.books = recalculated(books, folder / "libreoffice")

    def disagreeing(self, start: str) -> dict[str, list[str]]:
        """Return what disagrees in the workbooks whose names begin so; those without are left out.

        It is an error if there is no such workbook.
        """
        names = [name for name in self.solutions if name.startswith(start)]
        assert names
        found = {name: disagreeing(self.books[name], self.solutions[name]) for name in names}
        return {name: lines for name, lines in found.items() if lines}


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Recalculated:
    """Have LibreOffice work everything out, once."""
    return Recalculated(tmp_path_factory.mktemp("books"))


@needs_libreoffice
@pytest.mark.parametrize(
    "start", ["built_in_", "changed_", "random", "ties", "naughty"], ids=lambda start: start
)
def test_libreoffice_finds_what_we_found(libreoffice: Recalculated, start: str) -> None:
    """Every line of every exercise agrees with JSON, though no cached value was left in the file.

    That holds for the built-in exercises; for some of them with another weight and learning rate
    typed in, against the other exercise solved; for random ones in each way of rounding; for ties.
    """
    assert libreoffice.disagreeing(start) == {}


@needs_libreoffice
@pytest.mark.parametrize("start", ["sigmoid", "bipolar_sigmoid", "tanh", "softmax"])
def test_nothing_overflows(libreoffice: Recalculated, start: str) -> None:
    """Outputs, errors and slopes are right at net inputs of ±1000 and at the brink of overflow."""
    assert libreoffice.disagreeing(start) == {}


@needs_libreoffice
def test_the_error_after_the_update_follows_on_the_first_sheet(libreoffice: Recalculated) -> None:
    """Beside the givens stand the errors before and after, and what has become of them."""
    solution = libreoffice.solutions["changed_mazur"]
    before, after = (solution.line("E_total", epoch=epoch).value for epoch in (1, 3))
    sheet = libreoffice.books["changed_mazur"].worksheets[0]

    found = [[cell.value for cell in row] for row in sheet["A4:C6"]]

    assert [row[:2] for row in found] == [
        ["E_total", "before the update"],
        ["E_total", "after the update"],
        [None, "The error has decreased."],
    ]
    assert max(off(found[0][2], before), off(found[1][2], after)) <= 1e-12


# Formulas -------------------------------------------------------------------------------------

X, Y, Z = (Ref(Key("net", 1, unit)) for unit in (1, 2, 3))
VALUES = {X.key: Decimal("0.75"), Y.key: Decimal("-1.25"), Z.key: Decimal(2)}


def leaf(key: Key) -> str:
    """Return a short name."""
    return "xyz"[(key.unit or 0) - 1]


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        (1 / (1 + exp(-X)), "IF(x>=0,1/(1 + EXP(-x)),EXP(x)/(EXP(x) + 1))"),
        (1 / (1 + exp(-(X - Y))), "IF(x - y>=0,1/(1 + EXP(-(x - y))),EXP(x - y)/(EXP(x - y) + 1))"),
        (
            (1 - exp(-X)) / (1 + exp(-X)),
            "IF(x>=0,(1 - EXP(-x))/(1 + EXP(-x)),(EXP(x) - 1)/(EXP(x) + 1))",
        ),
        (
            exp(X) / Sum((exp(X), exp(Y))),
            "EXP(x-MAX(x,y))/(EXP(x-MAX(x,y)) + EXP(y-MAX(x,y)))",
        ),
        (-(X**2), "-(x^2)"),
        ((-X) ** 2, "SUMSQ(-x)"),
        ((-X) ** 3, "(-x)^3"),
        (Number("1") / 2 * (X - Y) ** 2, "1/2*SUMSQ(x - y)"),
        (1 - X**2, "1 - x^2"),
        (-(X * Y), "-(x*y)"),
        (X * (-Y), "x*(-y)"),
        (X - (Y - Z), "x - (y - z)"),
        (X / (Y / Z), "x/(y/z)"),
        (X + Number("-0.30"), "x + (-0.3)"),
        (X * Number("1e-9"), "x*1E-09"),
        (Minus(X * ln(Y)), "-IF(x=0,0,x*LN(y))"),
        ((1 - X) * ln(1 - Y), "IF(1 - x=0,0,(1 - x)*LN(1 - y))"),
        (tanh(X), "TANH(x)"),
        (max0(X), "MAX(0,x)"),
        (Choice(X, Y, Number("0.1") * Z), "IF(x>0,y,0.1*z)"),
    ],
)
def test_formulas(formula: Expr, written: str) -> None:
    """A formula is that of the page, but for what spreadsheets read differently."""
    assert FormulaWriter(leaf).write(formula) == written


def random_tree(random: Random, depth: int) -> Expr:
    """Return a random formula over x, y and z."""
    if depth == 0:
        return random.choice([X, Y, Z, Number("-0.5"), Number("3"), Number("1e-2")])
    one, other = (random_tree(random, depth - random.randint(1, depth)) for _ in range(2))
    return random.choice(
        [
            *(one + other, one - other, one * other, one * other, multiply(one, other, X)),
            *(one / (other * other + 1), -one, -(one**2), (-one) ** 2, one**3),
            *(1 / (1 + exp(-one)), exp(one) / Sum((exp(one), exp(other), exp(X)))),
            *((1 - exp(one)) / (1 + exp(one)), 2 / (exp(one) + exp(other) + 1)),
            *(tanh(one), max0(one), Choice(one, other, X), one * ln(1 + other * other)),
        ]
    )


def trees() -> list[Expr]:
    """Return random formulas."""
    return [random_tree(Random(seed), 4) for seed in range(few(150, 400))]


def trees_book() -> bytes:
    """Return a workbook with these formulas below one another, and nothing as their value."""
    book = Book("trees")
    page = book.page("trees", [SheetColumn("", 9, 9)] * 2)
    for key, value in VALUES.items():
        row = page.add(Text(leaf(key)), Formula(str(value), 0.0))
        book.name(f"{leaf(key)}_", page.reference(1, row))
    writer = FormulaWriter(lambda key: f"{leaf(key)}_")
    for place, tree in enumerate(trees()):
        row = page.add(Text(""), Formula(writer.write(tree), 0.0))
        book.name(f"tree_{place}", page.reference(1, row))
    return book.finished()


@needs_libreoffice
def test_every_formula_is_read_as_it_is_meant(libreoffice: Recalculated) -> None:
    """Of random formulas, none has a bracket too few: LibreOffice finds the value of the tree."""
    cells = named(libreoffice.books["trees"])

    for place, tree in enumerate(trees()):
        value = value_of(tree, VALUES)
        if abs(value) < 1e9:  # beyond, what binary numbers lose in a cubed cube shows
            assert off(cells[f"tree_{place}"].value, value) <= 1e-12, tree


# What is in the file --------------------------------------------------------------------------


@pytest.mark.parametrize("name", BUILT_IN)
def test_what_is_in_the_file_is_what_json_has(name: str) -> None:
    """A program that works nothing out finds the values of JSON, as near as binary numbers come."""
    solution = bpcalc.solve(name, 2)
    cells, names = named(cached(book_of(solution))), names_of(solution)

    found = [cells[names[line.key]].value for line in solution]

    assert found == [float(line["value"]) for line in lines_of(name, 2)]


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_line_is_one_formula(name: str) -> None:
    """There are as many formulas as lines to work out, and three for the errors on the first sheet.

    A second one to a line rounds it, where rounded values are carried.
    """
    solution = bpcalc.solve(replace(bpcalc.load(name), rounding=Rounding()), 2)
    given = len(solution.stages[0].lines)

    assert len(formulas_in(opened(book_of(solution)))) == len(solution) - given + 3


def formulas_in(book: Workbook) -> list[str]:
    """Return all formulas of a workbook."""
    return [
        str(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


ADDRESS = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*(C[0-9]*)?|C[0-9]*|TRUE|FALSE", re.IGNORECASE)
NAME = re.compile(r"[^\W\d]\w*")


@pytest.mark.parametrize("notation", ["mazur", "z-a", "han-kamber", "zhou", "hanliqun"])
def test_names_of_cells_are_legal(notation: str, tmp_path: Path) -> None:
    """No name is an address or a constant; no two differ in nothing but the case of a letter."""
    solution = all_naughty(tmp_path)
    found = list(named(opened(book_of(solved_in(solution.exercise, notation)))))

    assert [name for name in found if not NAME.fullmatch(name) or ADDRESS.fullmatch(name)] == []
    assert len({name.casefold() for name in found}) == len(found) == len(solution)


def solved_in(spec: Exercise, notation: str) -> Solution:
    """Return the solution in the symbols of a notation, lines as they are."""
    return bpcalc.solve(replace(spec, notation=notation))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("w1", "w1_"),
        ("eta", "eta_"),
        ("C", "C_"),
        ("net_h1", "net_h1"),
        ("net_h1@s2e3", "net_h1_s2e3"),
        ("dE/dw5@all", "dE_dw5_all"),
        ("-dE/dout_o1", "minus_dE_dout_o1"),
        ("净", "净_"),
        ("1", "_1"),
        ("TRUE", "TRUE_"),
        ("=1+1", "_1_1"),
        ("x²", "x_"),
        ("𝛼", "_"),
    ],
)
def test_the_rule_of_names(name: str, expected: str) -> None:
    """A name is the quantity's own, as far as a spreadsheet takes it."""
    assert legal(name) == expected


def test_no_name_or_title_is_a_formula(tmp_path: Path) -> None:
    """All texts are there as they were written, and all formulas are ours; there is no link."""
    solution = all_naughty(tmp_path)
    book = opened(book_of(solution))

    texts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}

    given = len(solution.stages[0].lines)
    assert len(formulas_in(book)) == len(solution) - given + 3
    assert {solution.exercise.title, *NAUGHTY} <= texts
    assert [sheet.title for sheet in book if sheet._hyperlinks] == []


@pytest.mark.sampled(10)
@pytest.mark.parametrize("title", [*naughty.TITLES, "a\x00\x1b\ud800b"])
def test_a_title_stays_what_it_is(title: str, tmp_path: Path) -> None:
    """The first cell is the title, without what a workbook cannot hold."""
    spec = replace(bpcalc.load("single-neuron"), title=title, source=title)

    book = opened(book_of(bpcalc.solve(spec)))

    kept = title.replace("\x00\x1b\ud800", "")
    assert (book.worksheets[0]["A1"].value, book.properties.title) == (kept, kept)


# What is to be seen ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "digits", "expected"),
    [
        ("0.5000", Digits(4), "0.0000"),
        ("-12.35", Digits(2), "0.00"),
        ("3", Digits(0), "0"),
        ("0.00877", Digits(3, significant=True), "0.00000"),
        ("1.20e-9", Digits(3, significant=True), "0.00E+00"),
        ("0.593270", None, "0.000000"),
        ("0.3775", None, "0.0000##"),
        ("2", None, "General"),
        (f"0.{'1' * 40}", Digits(40), f"0.{'0' * 15}"),
    ],
)
def test_formats_of_values(shown: str, digits: Digits | None, expected: str) -> None:
    """A number is printed in the digits in which the report shows it."""
    assert value_format(shown, digits) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.20", "0.00##########"), ("-3", "General"), ("1e-3", "General"), ("0.5", "0.0###########")],
)
def test_formats_of_givens(text: str, expected: str) -> None:
    """A given number keeps its zeros, and has room for more digits to be typed."""
    assert given_format(text) == expected


CHANGES = {
    "large": ("regression", {"eta_": 1000}),
    "small": ("mazur", {"w1_": 60, "w3_": -60, "i1_": 1}),
}
"""Numbers typed into a workbook, after which others are many powers of ten larger or smaller."""


@needs_libreoffice
@needs_pdftotext
@pytest.mark.parametrize("name", CHANGES)
def test_numbers_that_were_changed_can_still_be_read(name: str, tmp_path: Path) -> None:
    """No cell is full of signs for a number that has no room, and only what is 0 looks like it."""
    exercise, typed = CHANGES[name]
    book = changed(book_of(bpcalc.solve(exercise)), typed)

    text = printed(book, tmp_path / "printed")
    values = named(recalculated({name: book}, tmp_path / "values")[name]).values()

    assert "###" not in text
    zeros = re.findall(r"(?<![\d.])-?0\.0+(?![\d#])", text)
    assert len(zeros) <= sum(cell.value == 0 for cell in values)
    assert "E+" in text or "E-" in text


ON_PAPER = {
    "two digits": ("mazur", Rounding(Digits(2, significant=True))),  # 0.009954 is 0.010
    "one digit": ("softmax", Rounding(Digits(1, significant=True))),
    "twelve digits": ("mazur", Rounding(Digits(12, significant=True))),
    "twenty decimals": ("tanh", Rounding(Digits(20))),
}


@pytest.mark.sampled(2)
@needs_libreoffice
@needs_pdftotext
@pytest.mark.parametrize("name", ON_PAPER)
def test_what_is_printed_is_what_is_shown(name: str, tmp_path: Path) -> None:
    """No value has a power of ten or signs of a lack of room before anything is changed."""
    exercise, rounding = ON_PAPER[name]
    solution = bpcalc.solve(replace(bpcalc.load(exercise), rounding=rounding))

    text = printed(book_of(solution), tmp_path)

    assert "###" not in text
    assert "E-" not in text
    if name != "twenty decimals":  # binary numbers have no more than 15 digits
        worked = [line for stage in solution.stages[1:] for line in stage.lines]
        assert {solution.shown(line) for line in worked} <= set(re.findall(r"-?\d+\.?\d*", text))


@needs_libreoffice
@needs_pdftotext
def test_a_given_number_has_room(tmp_path: Path) -> None:
    """Of eighteen digits, as many are to be seen as a spreadsheet has."""
    spec = bpcalc.load("mazur")
    first = spec.layers[0]
    row = (Number("123456789.123456789"), *first.weights[0][1:])
    layers = (replace(first, weights=(row, *first.weights[1:])), *spec.layers[1:])

    assert "123456789.12345" in printed(
        book_of(bpcalc.solve(replace(spec, layers=layers))), tmp_path
    )


SHOWN = {
    "mazur": bpcalc.load("mazur"),
    "regression": replace(bpcalc.load("regression"), rounding=Rounding(ties="down")),
    "softmax": replace(bpcalc.load("softmax"), rounding=Rounding(Digits(4))),
    "xor": replace(bpcalc.load("xor"), rounding=Rounding(Digits(3), carry="rounded", ties="down")),
    "tanh": replace(bpcalc.load("tanh"), rounding=Rounding(Digits(3), ties="half_even")),
    "thresholds": replace(
        bpcalc.load("thresholds"), rounding=Rounding(Digits(4, significant=True))
    ),
    # 0.1625, a tie that is none in binary numbers
    "distinct-numbers": replace(bpcalc.load("two-three-two"), rounding=Rounding(Digits(3))),
}


@needs_libreoffice
def test_what_is_displayed_is_what_is_shown(tmp_path: Path) -> None:
    """On its screen LibreOffice has the very digits that the report prints, line by line."""
    solutions = {name: bpcalc.solve(spec) for name, spec in SHOWN.items()}

    screens = displayed({name: book_of(each) for name, each in solutions.items()}, tmp_path)

    for name, solution in solutions.items():
        names = names_of(solution)
        rows = {row[-1]: row[-2] for row in screens[name] if len(row) > 3}
        missing = [
            (names[line.key], solution.shown(line), rows[names[line.key]])
            for line in solution
            if rows[names[line.key]] != solution.shown(line)
        ]
        assert missing == [], name


def test_a_narrowed_report_has_what_its_formulas_need(tmp_path: Path) -> None:
    """Lines that were not asked for are there if a formula refers to them, and no others."""
    path = tmp_path / "deltas.xlsx"

    assert run(["step", "mazur", "--only", "delta", "--unit", "o1", "-o", str(path)]) == 0

    book = opened(path.read_bytes())
    names = named(book)
    used = {
        word for formula in formulas_in(book) for word in re.findall(r"[a-zA-Z]\w*_\w*", formula)
    }
    assert {"delta_o1", "out_o1", "w5_", "i1_"} <= set(names)
    assert used <= set(names)
    assert {"delta_o2", "delta_h1", "eta_", "w5_new", "target_o2"}.isdisjoint(names)


def test_sheets_and_their_headings_stay_in_view() -> None:
    """One sheet for the givens and one for each stage, with a heading that does not scroll away."""
    book = opened(book_of(bpcalc.solve("mazur")))

    assert book.sheetnames == [
        *("Given", "Forward pass", "Backward pass", "Update", "After the update")
    ]
    assert [sheet.freeze_panes for sheet in book] == ["A8", "A2", "A2", "A2", "A2"]
    assert {sheet.page_setup.paperSize for sheet in book} == {9}
    assert {(sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) for sheet in book} == {
        (None, 0)
    }


def test_sheets_have_chinese_names() -> None:
    """In Chinese the sheets are called as the stages are, and the formulas still find them."""
    locale.use("zh")

    book = opened(book_of(bpcalc.solve("mazur")))

    assert book.sheetnames[:2] == ["已知条件", "前向传播"]
    assert named(book)["net_h1"].value == "=w1_*i1_ + w2_*i2_ + b1_"


# What a spreadsheet cannot hold ---------------------------------------------------------------


def wide(number: str, units: int) -> Exercise:
    """Return a unit with so many inputs."""
    row = numbers(*[number] * units)
    return exercise([Layer((row,), SIGMOID)], [sample(["0.5"] * units, ["0.5"])])


def test_a_formula_too_long_is_refused() -> None:
    """A spreadsheet would call the file damaged; one sentence says which formula it is."""
    with pytest.raises(OutputError, match=r"net_o1 has 1\d,\d{3} characters"):
        book_of(bpcalc.solve(wide("0.1", 800)))


def test_a_given_number_too_large_is_refused() -> None:
    """1e309 is no number to a spreadsheet."""
    with pytest.raises(OutputError, match="w1 is too large"):
        book_of(bpcalc.solve(wide("1e309", 1)))


def test_a_value_too_large_is_an_error_in_its_cell() -> None:
    """A value that binary numbers cannot hold is marked as such, and not as 0."""
    layers = [layer([["1e200"]], ACTIVATIONS["identity"])] * 2
    solution = bpcalc.solve(exercise(layers, [sample(["1"])]))

    cells = named(cached(book_of(solution)))

    assert (cells["out_h1"].value, cells["net_o1"].value) == (1e200, "#NUM!")


@pytest.mark.parametrize(
    "command",
    ["check mazur net_h1=0.3775", "audit mazur"],
)
def test_other_reports_are_no_workbooks(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What has no lines to put formulas to says so, and writes nothing."""
    path = tmp_path / "report.xlsx"

    assert run([*command.split(), "-o", str(path)]) == 2

    assert not path.exists()
    assert capsys.readouterr().err.strip()
