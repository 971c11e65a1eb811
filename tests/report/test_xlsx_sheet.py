"""A blank sheet as a workbook: as LibreOffice sees it, it marks itself as a fair teacher would."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, localcontext
from pathlib import Path
from random import Random
from typing import Literal, get_args

import pytest
from openpyxl import Workbook

import bpcalc
from bpcalc import locale
from bpcalc.calc.calculate import calculate
from bpcalc.calc.derivation import derivation
from bpcalc.calc.lines import Calculation
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import asked_keys, asking, digits_compared
from bpcalc.checking.rejudging import judged_sheet
from bpcalc.checking.verdicts import Options
from bpcalc.cli import run
from bpcalc.exercise.sources import built_in
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Number
from bpcalc.maths.intervals import WORK
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import SHEET_KINDS
from bpcalc.maths.losses import LOSSES
from bpcalc.maths.rounding import TIES, Digits, Rounding
from bpcalc.report.sheet import Sheet
from bpcalc.report.sheets.xlsx import FORMAT
from bpcalc.report.workbook.names import legal
from tests.helpers import naughty
from tests.helpers.libreoffice import (
    cached,
    changed,
    named,
    needs_libreoffice,
    opened,
    recalculated,
)
from tests.helpers.ranges import LONG, few
from tests.helpers.values import value_of

BUILT_IN = sorted(built_in())
HONEST = BUILT_IN if LONG else BUILT_IN[::7]
SLIPPING = BUILT_IN if LONG else BUILT_IN[1::7]
"""Exercises of which papers are right throughout, and those with one slip at the start."""
RIGHT, SHORT, CUT_OFF, FOLLOWS, WRONG, NO_NUMBER, BLANK = (
    *("right", "right, too few digits", "right, but digits are cut off", "follows from yours"),
    *("wrong", "not a number", None),
)
COUNTS = re.compile(r"right: (\d+) of (\d+); follow from yours: (\d+); wrong: (\d+)")


def sheet_of(spec: Exercise | str, *, epochs: int = 1, filled: bool = False) -> Sheet:
    """Return the sheet that `bpcalc sheet` asks for."""
    loaded = spec if isinstance(spec, Exercise) else bpcalc.load(spec)
    calculation = calculate(asking(loaded, told=False), epochs)
    formulas = {line.key: line.formula for line in calculation}
    return Sheet(calculation, asked_keys(formulas, SHEET_KINDS, calculation.epochs), filled)


Habit = Literal["written", "in one go", "exact"]
"""What a student goes on with: the numbers written, rounding what is not asked for as the exercise
says; the same without rounding what is not asked for; or all digits of the calculator."""


def paper(
    sheet: Sheet, slips: Mapping[str, str] | None = None, habit: Habit = "written"
) -> dict[Key, Decimal]:
    """Return the answers of a student who writes rounded numbers.

    Args:
        sheet: what is asked for.
        slips: what is written instead for some quantities, by their full names.
        habit: what the student goes on with.
    """
    slips = slips or {}
    calculation = sheet.solution.calculation
    rounding = calculation.exercise.rounding
    used = dict.fromkeys(calculation.values, Decimal(0))
    used |= {line.key: line.value for line in calculation.stages[0].lines}
    answers: dict[Key, Decimal] = {}
    for stage in calculation.stages[1:]:
        for line in stage.lines:
            value = value_of(line.formula, used)
            carried = rounding.carried(line.key.kind, value)
            used[line.key] = carried if habit == "written" else value
            if line.key in sheet.keys:
                digits = digits_compared(rounding, line.key.kind, line.value)
                slip = slips.get(sheet.name(line.key))
                answers[line.key] = (
                    Decimal(slip) if slip else digits.round(value, TIES[rounding.ties])
                )
                if slip or habit != "exact":
                    used[line.key] = answers[line.key]
    return answers


def expected(sheet: Sheet, answers: Mapping[Key, Decimal], slip: str) -> dict[str, str]:
    """Return the fair marks of such a paper: only the slip is wrong, the rest is right or follows.

    What is no slip, and differs from the key, is right if the slip is not among its reasons.
    """
    calculation = sheet.solution.calculation
    marks = {}
    for key, answer in answers.items():
        reasons = {sheet.name(line.key) for line in derivation(calculation, key)}
        off = abs(answer - calculation.values[key])
        right = off <= unit(calculation, key) / 2 or slip not in reasons
        marks[sheet.name(key)] = RIGHT if right else FOLLOWS
    return {**marks, slip: WRONG}


def unit(calculation: Calculation, key: Key) -> Decimal:
    """Return one in the last digit asked for."""
    digits = digits_compared(calculation.exercise.rounding, key.kind, calculation.values[key])
    value = calculation.values[key]
    size = value.adjusted() + 1 if digits.significant and value else int(digits.significant)
    return Decimal(1).scaleb(size - digits.count)


def filled_in(sheet: Sheet, answers: Mapping[str, object]) -> bytes:
    """Return the workbook with these answers, by their full names."""
    return changed(FORMAT.write(sheet), {legal(name): answer for name, answer in answers.items()})


def by_name(sheet: Sheet, answers: Mapping[Key, Decimal]) -> dict[str, object]:
    """Return answers as a student types them, by their full names."""
    return {sheet.name(key): float(answer) for key, answer in answers.items()}


def marks_in(book: Workbook, sheet: Sheet) -> dict[str, object]:
    """Return the words beside the answers, by the quantities' full names."""
    cells = named(book)
    page = book.worksheets[0]
    return {
        name: page.cell(cells[legal(name)].row, cells[legal(name)].column + 1).value or BLANK
        for name in map(sheet.name, sheet.keys)
    }


def counts_in(book: Workbook) -> tuple[int, ...]:
    """Return how many are right, asked for, follow and are wrong, as the sheet says."""
    texts = [str(row[0].value) for row in book.worksheets[0].iter_rows(max_row=8, max_col=1)]
    (match,) = filter(None, map(COUNTS.search, texts))
    return tuple(map(int, match.groups()))


# Papers ---------------------------------------------------------------------------------------

MAZUR = sheet_of("mazur")
SLIPS = {
    "mazur": {"net_h1": "0.3875"},
    "softmax": {"out_o2": "0.3212"},
    "thresholds": {"alpha_1": "0.51"},
    "two-hidden-layers": {"delta_o1": "0.05"},
}
ROUNDED = replace(bpcalc.load("tanh"), rounding=Rounding(Digits(3), carry="rounded"))
CARRIED = replace(bpcalc.load("distinct-numbers"), rounding=Rounding(Digits(4), carry="rounded"))
CUT = replace(bpcalc.load("distinct-numbers"), rounding=Rounding(Digits(4), ties="down"))

KEYS = {"mazur": "mazur", "softmax": "softmax", "carried": CARRIED, "cut": CUT}
SLIP = Decimal("0.05")

ZEROS = {"delta_h2": 0.0004, "dE/dw3": 0, "dE/dw4": -1e-9}
"""Of a unit that is shut off, so that all three are 0."""

TWO = replace(bpcalc.load("mazur"), rounding=Rounding(Digits(2)))
ENTROPY = replace(bpcalc.load("mazur"), loss=LOSSES["binary_cross_entropy"])
HIDDEN = {"net_h1": 0.3775, "net_h2": 0.3925, "out_h1": 0.5933, "out_h2": 0.5969}
STRANGE = {
    # 1 is no rounding of 0.59 to fewer digits: not one of its digits is right.
    "no digit": (TWO, {"net_h1": 0.38, "out_h1": 1, "out_o1": 1}, [RIGHT, WRONG, WRONG]),
    # What follows from 0.59 may lie off by what 0.59 leaves open, and no more.
    "short": (
        "mazur",
        {"net_h1": 0.4775, "out_h1": 0.59, "out_h2": 0.5969, "net_o1": 1.1146},
        [WRONG, SHORT, RIGHT, WRONG],
    ),
    # The output is 0.99998, written as 1.0000; the delta of 1 is 0, and the student's is not.
    "next to zero": (
        "mazur",
        {**HIDDEN, "net_o1": 11.059, "out_o1": 1.0, "delta_o1": 1.559e-5, "dE/dw5": 9.247e-6},
        [RIGHT] * 4 + [WRONG] + [FOLLOWS] * 3,
    ),
    # ln(1 - out) of 0.9999 may be that of anything between 0.99985 and 0.99995.
    "next to a pole": (
        ENTROPY,
        {**HIDDEN, "net_o1": 9.88, "out_o1": 0.9999, "E_o1": 9.7813},
        [RIGHT] * 4 + [WRONG] + [FOLLOWS] * 2,
    ),
    # ln(1 - 1) has no value, of which nobody can say that it does not follow.
    "at a pole": (
        ENTROPY,
        {**HIDDEN, "net_o1": 11.059, "out_o1": 1.0, "E_o1": 10.9484},
        [RIGHT] * 4 + [WRONG] + [FOLLOWS] * 2,
    ),
    # ∂E/∂out_h1 as 0.0364 and the slope as 0.2413, neither of which is asked for.
    "rounded on the way": ("mazur", {"delta_h1": 0.008783}, [RIGHT]),
}
"""Papers that have been marked unfairly: what is written, and what is to be said of it."""

MIXED = {
    "net_h1": 0.3775,
    "net_h2": 0.4925,  # wrong
    "out_h1": 0.593269992,  # more digits than asked for
    "out_h2": "0,6207",  # text: what follows from 0.4925 is used in its place
    "net_o1": 1.1166,  # 0.40·0.5933 + 0.45·0.6207 + 0.60
    "net_o2": 1.2249,  # right, though it does not follow
    "out_o1": 0.7534,
    "out_o2": 0.773,  # too few digits
    "E_o2": "0.0236 ",
    "delta_o2": -0.0381,  # the key has -0.03810
    "dE/dw5": 0.0824,  # a digit short of four, and beside 0.7434·0.7534·0.2466·0.5933 = 0.08194
    "w5_new": 10,
}
MIXED_MARKS = {
    "net_h1": RIGHT,
    "net_h2": WRONG,
    "out_h1": RIGHT,
    "out_h2": NO_NUMBER,
    "net_o1": FOLLOWS,
    "net_o2": RIGHT,
    "out_o1": FOLLOWS,
    "out_o2": SHORT,
    "E_o2": NO_NUMBER,
    "delta_o2": RIGHT,
    "dE/dw5": WRONG,
    "w5_new": WRONG,
}


FORMS = ["mazur", "two-three-two", "softmax", "xor"]
"""Exercises of which papers are filled in carelessly."""
PAPERS = few(1, 3)
"""Of each of them."""


def careless(sheet: Sheet, seed: int) -> dict[Key, float]:
    """Return a paper in every form: fewer digits, more, digits cut off, and numbers that are wrong.

    All digits of the calculator are carried, behind a wrong number, too.
    """
    random = Random(seed)
    calculation = sheet.solution.calculation
    rounding = calculation.exercise.rounding
    used = dict.fromkeys(calculation.values, Decimal(0))
    used |= {line.key: line.value for line in calculation.stages[0].lines}
    answers: dict[Key, float] = {}
    for stage in calculation.stages[1:]:
        for line in stage.lines:
            used[line.key] = value_of(line.formula, used)
            if line.key not in sheet.keys:
                continue
            if random.random() < 0.06:
                used[line.key] += SLIP
            digits = digits_compared(rounding, line.key.kind, line.value)
            count = max(1, digits.count + random.choice([-3, -2, -1, 0, 0, 0, 0, 1, 4]))
            mode = random.choice([TIES["half_up"]] * 3 + [TIES["down"]])
            written = replace(digits, count=count).round(used[line.key], mode)
            answers[line.key] = float(written)
    return answers


def by_check(sheet: Sheet, answers: Mapping[Key, float]) -> dict[str, str]:
    """Return the words that `bpcalc check` would have for the verdicts on a paper."""
    exercise = sheet.solution.exercise
    cells = {key: read_cell(plain(answer)) for key, answer in answers.items()}
    words = {"right": RIGHT, "jump": RIGHT, "follow": FOLLOWS, "trivial": FOLLOWS}
    with localcontext(WORK):
        judged = judged_sheet(Marker(exercise).scheme, cells, Options(exercise.rounding)).judged
    found = {}
    for key in sheet.keys:
        verdict, _, notes = judged[key]
        form = {"few": SHORT, "cut": CUT_OFF}.get(notes[-1] if notes else "", RIGHT)
        found[sheet.name(key)] = form if verdict == "form" else words.get(verdict, WRONG)
    return found


def plain(answer: float) -> str:
    """Return a number as it stands in a cell, without an exponent."""
    return format(Decimal(repr(answer)), "f").removesuffix(".0")


def other_weight() -> tuple[bytes, bytes, Sheet]:
    """Return a sheet with the key of another exercise, before and after that one's weight is typed.

    The teacher changes a given number; the key follows.
    """
    spec = bpcalc.load("mazur")
    first = spec.layers[0]
    row = (Number("0.9"), *first.weights[0][1:])
    layers = (replace(first, weights=(row, *first.weights[1:])), *spec.layers[1:])
    other = sheet_of(replace(spec, layers=layers))
    answers = by_name(other, paper(other))
    return filled_in(MAZUR, answers), filled_in(MAZUR, {**answers, "w1": 0.9}), other


class Marked:
    """All papers of this module, marked by LibreOffice in one run."""

    def __init__(self, folder: Path) -> None:
        self.sheets = {f"honest_{name}": sheet_of(name) for name in HONEST}
        self.sheets["honest_rounded"] = sheet_of(ROUNDED)
        self.sheets["honest_epochs"] = sheet_of("batch-momentum", epochs=2)
        papers = {name: paper(sheet) for name, sheet in self.sheets.items()}
        for spec, start in ((CARRIED, "carried"), (CUT, "cut"), ("distinct-numbers", "plain")):
            for habit in get_args(Habit):
                name = f"honest_{start}_{habit}"
                sheet = self.sheets[name] = sheet_of(spec)
                papers[name] = paper(sheet, habit=habit)
        books = {
            name: filled_in(self.sheets[name], by_name(self.sheets[name], answers))
            for name, answers in papers.items()
        }
        for name, slips in SLIPS.items():
            sheet = self.sheets[f"slip_{name}"] = sheet_of(name)
            books[f"slip_{name}"] = filled_in(sheet, by_name(sheet, paper(sheet, slips)))
        self._exact_slips(books)
        for name in FORMS:
            for seed in range(PAPERS):
                sheet = self.sheets[f"careless_{name}_{seed}"] = sheet_of(name)
                answers = {sheet.name(key): each for key, each in careless(sheet, seed).items()}
                books[f"careless_{name}_{seed}"] = filled_in(sheet, answers)
        self.sheets |= dict.fromkeys(("mixed", "blank", "before", "after"), MAZUR)
        for name, (spec, answers, _) in STRANGE.items():
            self.sheets[name] = sheet_of(spec)
            books[name] = filled_in(self.sheets[name], answers)
        self.sheets["zero"] = sheet_of("regression")
        books["zero"] = filled_in(self.sheets["zero"], ZEROS)
        books["mixed"] = filled_in(MAZUR, MIXED)
        books["blank"] = filled_in(MAZUR, {})
        books["before"], books["after"], _ = other_weight()
        for name, spec in KEYS.items():
            self.sheets[f"key_{name}"] = sheet_of(spec, filled=True)
            books[f"key_{name}"] = filled_in(self.sheets[f"key_{name}"], {})
        self.books = recalculated(books, folder / "libreoffice")

    def _exact_slips(self, books: dict[str, bytes]) -> None:
        """Add papers with one slip at the start, after which all digits are carried."""
        for name in SLIPPING:
            sheet = sheet_of(name)
            first = next(line for line in sheet.solution if line.key.kind == "out")
            slip = {sheet.name(first.key): str(first.value.quantize(Decimal("0.0001")) + SLIP)}
            self.sheets[f"exact_{name}"] = sheet
            answers = paper(sheet, slip, "exact")
            books[f"exact_{name}"] = filled_in(sheet, by_name(sheet, answers))

    def marks(self, name: str) -> dict[str, object]:
        """Return the words beside the answers of a paper."""
        return marks_in(self.books[name], self.sheets[name])

    def starting(self, start: str) -> Iterator[str]:
        """Yield the names of papers that begin so."""
        return (name for name in self.books if name.startswith(start))


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Marked:
    """Have LibreOffice mark all papers, once."""
    return Marked(tmp_path_factory.mktemp("papers"))


@needs_libreoffice
def test_honest_papers_are_right(marked: Marked) -> None:
    """Who rounds every number, and goes on with the rounded ones, has everything right."""
    wrong = {
        name: [cell for cell, mark in marked.marks(name).items() if mark != RIGHT]
        for name in marked.starting("honest_")
    }

    assert len(wrong) == len(HONEST) + 2 + 3 * len(get_args(Habit))
    assert {name: cells for name, cells in wrong.items() if cells} == {}


@needs_libreoffice
@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_wrong_and_the_rest_follows(marked: Marked, name: str) -> None:
    """One number is wrong; all that comes of it follows, and all that does not is right."""
    (slip,) = SLIPS[name]
    sheet = marked.sheets[f"slip_{name}"]

    marks = marked.marks(f"slip_{name}")

    assert marks == expected(sheet, paper(sheet, SLIPS[name]), slip)
    assert FOLLOWS in marks.values()


@needs_libreoffice
@pytest.mark.parametrize("name", SLIPPING)
def test_after_a_slip_nothing_else_is_wrong(marked: Marked, name: str) -> None:
    """Whoever slips once and then carries all digits of the calculator has one number wrong."""
    marks = list(marked.marks(f"exact_{name}").values())

    assert marks.count(WRONG) == 1
    assert set(marks) <= {WRONG, FOLLOWS, RIGHT}


@needs_libreoffice
@pytest.mark.parametrize("name", STRANGE)
def test_a_strange_paper_is_marked_fairly(marked: Marked, name: str) -> None:
    """What a number leaves open is neither more nor less than its digits say."""
    _, answers, expected = STRANGE[name]
    marks = marked.marks(name)

    assert [marks[quantity] for quantity in answers] == expected


@needs_libreoffice
def test_zero_is_not_a_small_number(marked: Marked) -> None:
    """Where the key is 0, nothing else is right, however small: no digit of it would be."""
    marks = marked.marks("zero")

    assert {name: marks[name] for name in ZEROS} == {
        "delta_h2": WRONG,
        "dE/dw3": RIGHT,
        "dE/dw4": WRONG,
    }


@needs_libreoffice
def test_check_agrees(marked: Marked) -> None:
    """`bpcalc check` finds the same of the same paper."""
    marker = Marker(MAZUR.solution.exercise, options=Options(MAZUR.solution.exercise.rounding))
    answers = {key: read_cell(str(answer)) for key, answer in paper(MAZUR, SLIPS["mazur"]).items()}
    words = {"right": RIGHT, "follow": FOLLOWS}

    marking = marker.mark(answers, list(answers))

    assert marked.marks("slip_mazur") == {
        MAZUR.name(mark.key): words.get(mark.verdict, WRONG) for mark in marking.marks
    }


@needs_libreoffice
@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("seed", range(PAPERS))
def test_the_workbook_and_check_have_one_rule(marked: Marked, name: str, seed: int) -> None:
    """Of a paper in every form, each answer gets the same mark from both.

    A workbook takes every leaf of a formula apart, so that its leeway may be wider behind a
    mistake; a number that follows there only just may be wrong to `check`, and never vice versa.
    """
    paper = f"careless_{name}_{seed}"
    sheet = marked.sheets[paper]
    found = marked.marks(paper)

    wanted = by_check(sheet, careless(sheet, seed))

    other = {name: (found[name], wanted[name]) for name in wanted if found[name] != wanted[name]}
    assert set(other.values()) <= {(FOLLOWS, WRONG)}
    assert len(other) * 20 <= len(wanted)


@needs_libreoffice
def test_a_mixed_paper(marked: Marked) -> None:
    """Right, wrong, too few digits, text, and cells left blank: each has its word."""
    marks = marked.marks("mixed")

    assert {name: marks[name] for name in MIXED} == MIXED_MARKS
    assert {mark for name, mark in marks.items() if name not in MIXED} == {BLANK}
    assert counts_in(marked.books["mixed"]) == (5, len(MAZUR.keys), 2, 5)


@needs_libreoffice
def test_a_blank_sheet_says_nothing(marked: Marked) -> None:
    """Nothing is marked before it is written."""
    assert set(marked.marks("blank").values()) == {BLANK}
    assert counts_in(marked.books["blank"]) == (0, len(MAZUR.keys), 0, 0)


@needs_libreoffice
def test_the_key_follows_the_givens(marked: Marked) -> None:
    """With another weight typed in, another paper is right; before, most of it was wrong."""
    before = list(marked.marks("before").values())

    assert before.count(RIGHT) < len(before) / 2
    assert set(marked.marks("after").values()) == {RIGHT}


@needs_libreoffice
@pytest.mark.parametrize("name", KEYS)
def test_the_key_is_right(marked: Marked, name: str) -> None:
    """The filled sheet has the numbers of the key, as they are shown, and marks them right."""
    sheet = marked.sheets[f"key_{name}"]
    cells = named(marked.books[f"key_{name}"])

    assert set(marked.marks(f"key_{name}").values()) == {RIGHT}
    assert {sheet.name(key): cells[legal(sheet.name(key))].value for key in sheet.keys} == {
        sheet.name(key): float(sheet.value(key)) for key in sheet.keys
    }


# What is in the file --------------------------------------------------------------------------


def test_the_key_is_hidden_and_nothing_is_locked() -> None:
    """Students see what is asked and what is given; the key does not show in the list of sheets."""
    book = opened(FORMAT.write(MAZUR))

    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Answer sheet", "visible"),
        ("Given", "visible"),
        ("Key", "veryHidden"),
    ]
    assert [sheet.title for sheet in book if sheet.protection.sheet] == []


def test_answers_are_named_and_the_key_is_not() -> None:
    """A name such as `net_h1` is the student's own cell; none leads to the key."""
    book = opened(FORMAT.write(MAZUR))

    places = {name: cell.parent.title for name, cell in named(book).items()}

    assert {places[legal(MAZUR.name(key))] for key in MAZUR.keys} == {"Answer sheet"}
    assert set(places.values()) == {"Answer sheet", "Given"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_colours_go_with_the_words(language: str) -> None:
    """Each word has its rule, over all answers and their marks, and in its own colour."""
    locale.use(language)
    page = opened(FORMAT.write(MAZUR)).worksheets[0]
    ((area, rules),) = page.conditional_formatting._cf_rules.items()
    _, *words = re.findall(r'"([^"]*)"', str(page["D7"].value))

    tested = [re.fullmatch(r'\$D6="(.+)"', rule.formula[0]) for rule in rules]
    papers = [rule.dxf.fill.bgColor.rgb[2:] for rule in rules]

    assert str(area.sqref) == f"C6:D{page.max_row}"
    assert [match and match[1] for match in tested] == words
    assert papers == ["FFC7CE", "FFC7CE", "FFE08A", "FFE08A", "FFE08A", "C6EFCE"]


def test_what_is_in_the_file_is_what_a_reader_should_see() -> None:
    """A program that works nothing out shows the key as filled in, and a blank sheet as blank."""
    key = sheet_of("mazur", filled=True)
    shown, blank = cached(FORMAT.write(key)), cached(FORMAT.write(MAZUR))

    assert set(marks_in(shown, key).values()) == {RIGHT}
    assert set(marks_in(blank, MAZUR).values()) == {BLANK}
    assert counts_in(shown) == (len(key.keys), len(key.keys), 0, 0)
    assert counts_in(blank) == (0, len(key.keys), 0, 0)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("name", [*naughty.NAMES, "A1", "TRUE"])
def test_no_name_or_title_is_a_formula(name: str, tmp_path: Path) -> None:
    """Titles and symbols are texts, whatever they begin with; no formula is there but ours."""
    usual, odd = (
        opened(FORMAT.write(sheet_of(naughty.exercise(tmp_path, each, f"={each}"))))
        for each in ("a", name)
    )

    assert kinds(odd) == kinds(usual)
    assert odd.worksheets[0]["A1"].value == f"={name}"


def kinds(book: Workbook) -> list[list[str]]:
    """Return which cells hold formulas, row by row."""
    return [
        [cell.coordinate for cell in row if cell.data_type == "f"]
        for sheet in book
        for row in sheet.iter_rows()
    ]


def test_given_quantities_can_be_asked_for(tmp_path: Path) -> None:
    """A sheet that asks for a given number compares it with what is given."""
    path = tmp_path / "givens.xlsx"

    assert run(["sheet", "mazur", "--only", "weight,net", "-o", str(path)]) == 0

    book = opened(path.read_bytes())
    key = {row[0].value: row[1].value for row in book["Key"].iter_rows(min_row=2)}
    assert (key["w1"], key["net_h1"]) == ("=w1_", "=C2*i1_ + C3*i2_ + b1_")


def test_a_sheet_may_ask_for_nothing(tmp_path: Path) -> None:
    """Where the exercise has nothing of a kind, the sheet is empty, as in other formats."""
    path = tmp_path / "nothing.xlsx"

    assert run(["sheet", "mazur", "--only", "weight_change", "-o", str(path)]) == 0

    assert counts_in(cached(path.read_bytes())) == (0, 0, 0, 0)
