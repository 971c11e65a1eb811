"""What is written with `=` before its value is true: an independent reader works it out again."""

import csv
import json
import re
from collections import Counter
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext

import pytest

import bpcalc
from bpcalc.cli import run
from bpcalc.exercise.sources import built_in
from bpcalc.maths.kinds import FACTOR_KINDS
from bpcalc.maths.rounding import DEFAULT_DIGITS, Digits, Rounding
from bpcalc.report import formats
from bpcalc.report.layout import of_solution
from bpcalc.report.selection import Selection
from bpcalc.solution import Solution
from tests.helpers.pdf import needs_pdftotext, text
from tests.helpers.reading import Exactly, parse, value

TIES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
WIDE = Context(prec=90)


def worked_again(text: str) -> Decimal:
    """Return what a printed substitution comes to on a calculator that never rounds."""
    with localcontext(WIDE):
        return Decimal(value(parse(text), lambda leaf: Decimal(leaf[1]), Exactly))


def rounded(number: Decimal, digits: Digits, ties: str) -> Decimal:
    """Return a number rounded once."""
    if digits.significant:
        return Context(prec=digits.count, rounding=TIES[ties]).plus(number)
    with localcontext(WIDE):
        return number.quantize(Decimal((0, (1,), -digits.count)), rounding=TIES[ties])


ROUNDINGS = [
    Rounding(),
    Rounding(Digits(4)),
    Rounding(Digits(3)),
    Rounding(Digits(4, significant=True), ties="half_even"),
    Rounding(Digits(3), ties="down"),
    Rounding(Digits(4), carry="rounded"),
]


@pytest.mark.parametrize("name", sorted(built_in()))
def test_the_sign_before_a_value_is_true(name: str) -> None:
    """`=` if the printed numbers give the printed value, `≈` if they do not, in all modes."""
    for rounding in ROUNDINGS:
        exercise = replace(bpcalc.load(name), rounding=rounding)
        solution = bpcalc.solve(exercise)
        for line in solution:
            digits = solution.exercise.rounding.asked(line.key.kind) or DEFAULT_DIGITS
            text = solution.substitution(line)
            if line in solution.stages[0].lines:
                assert solution.relation(line) == "="
                continue
            again = rounded(worked_again(text), digits, rounding.ties)
            true = again == Decimal(solution.shown(line))
            assert solution.relation(line) == ("=" if true else "≈"), (text, solution.shown(line))


@pytest.mark.parametrize("name", sorted(built_in()))
def test_on_paper_every_equation_is_true(name: str) -> None:
    """Where printed numbers are carried, every line that is worked out from them is true.

    Factors are carried as they are: nobody is asked for them.
    """
    exercise = replace(bpcalc.load(name), rounding=Rounding(Digits(4), carry="rounded"))
    solution = bpcalc.solve(exercise)
    from_printed = [
        line
        for line in solution
        if not any(key.kind in FACTOR_KINDS for key in line.formula.refs())
    ]

    assert len(from_printed) > 0.6 * len([*solution])
    assert {solution.relation(line) for line in from_printed} == {"="}


SIGNS = {
    "terminal": "≈",
    "markdown": r"\approx",
    "latex": r"\approx",
    "html": 'class="nearly"',
}


@pytest.mark.parametrize("name", SIGNS)
@pytest.mark.parametrize("exercise", ["mazur", "two-three-two", "tanh"])
def test_every_format_writes_the_sign(name: str, exercise: str) -> None:
    """As many values have it in each format as lines have it."""
    solution = bpcalc.solve(exercise)
    document = of_solution(solution)
    shown = [line for block in document.blocks for line in getattr(block, "lines", ())]
    expected = sum(solution.relation(line) == "≈" for line in shown)

    written = formats.find(name).write(document, formats.Page(200))
    text = written.decode() if isinstance(written, bytes) else written
    body = text.partition("</style>")[2] or text

    assert expected > 5
    assert body.count(SIGNS[name]) - notes(body, name) == expected


@needs_pdftotext
@pytest.mark.parametrize("exercise", ["mazur", "two-three-two", "tanh"])
def test_paper_has_the_sign(exercise: str) -> None:
    """In a PDF ≈ stands before every value that has it, and before no other one."""
    solution = bpcalc.solve(exercise)
    document = of_solution(solution)
    shown = [line for block in document.blocks for line in getattr(block, "lines", ())]
    worked = [line for line in shown if line not in solution.stages[0].lines]

    written = formats.find("pdf").write(document, formats.Page(100))
    assert isinstance(written, bytes)
    page = re.sub(r"−\s?", "-", text(written))

    found = Counter(re.findall(r"([=≈])\s*(-?\d[\d.]*\d|\d)(?![\d.])", page))
    nearly = Counter(solution.shown(line) for line in worked if solution.relation(line) == "≈")
    assert len(nearly) > 3
    beside = Counter({value: count for (sign, value), count in found.items() if sign == "≈"})
    assert beside <= nearly
    assert beside.total() > 0.9 * nearly.total()  # a column of signs may be read before its numbers
    assert page.count("≈") - 1 == nearly.total()  # once it is explained


def notes(text: str, name: str) -> int:
    """Return how often the sign is explained."""
    explained = re.findall(r"printed\s+numbers\s+are\s+rounded", text)
    return len(explained) if name in ("terminal", "latex") else 0


def test_json_and_csv_have_the_relation(capsys: pytest.CaptureFixture[str]) -> None:
    """A program need not work it out."""
    solution = bpcalc.solve("mazur")
    assert run(["step", "mazur", "--format", "json"]) == 0
    lines = json.loads(capsys.readouterr().out)["lines"]

    assert [line["relation"] for line in lines] == [solution.relation(line) for line in solution]
    assert run(["step", "mazur", "--format", "csv"]) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [row["relation"] for row in rows] == [line["relation"] for line in lines]


def test_matrices_have_the_sign() -> None:
    """An equation of matrices is nearly true if one of its entries is."""
    solution = bpcalc.solve("mazur")
    written = formats.find("terminal").write(
        of_solution(solution, Selection(matrices=True)), formats.Page(100)
    )

    assert "≈ ⎡0.751365⎤" in str(written)
    assert "= ⎡0.593270⎤" in str(written)


def test_a_divisor_that_is_printed_as_zero() -> None:
    """Where the printed numbers give nothing at all, no equation is claimed."""
    exercise = replace(bpcalc.load("softmax"), rounding=Rounding(Digits(0)))
    solution: Solution = bpcalc.solve(exercise)

    assert {solution.relation(line) for line in solution} == {"=", "≈"}
