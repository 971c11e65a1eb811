"""The report of a marked sheet: its formulas, numbers and values belong together."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, localcontext
from random import Random

import bpcalc
from benchmarks.marking import FINE, filled_in, markers, slipped
from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.answers import Answers, read_words
from bpcalc.checking.cells import read_cell
from bpcalc.checking.conventions import CONVENTIONS, variants
from bpcalc.checking.marker import Marker
from bpcalc.maths.intervals import WORK
from bpcalc.report.marking import Report
from bpcalc.solution import Solution
from tests.helpers.reading import Between, parse, value

Interval = tuple[Decimal, Decimal]


def meant(text: str) -> Interval:
    """Return what a printed number may stand for."""
    number = Decimal(text)
    half = Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)
    return number - half, number + half


def schemes(marker: Marker) -> Iterator[AnswerKey]:
    """Yield the ways in which students work an exercise: as it says, or with other conventions."""
    yield marker.scheme
    for convention in CONVENTIONS:
        yield from list(variants(convention, marker.scheme, 1))[:1]


def report_of(marker: Marker, answers: Answers) -> Report:
    """Return the report of a sheet."""
    return Report(marker.mark(answers.cells), answers, marker.options, marker.names.own)


def test_what_is_put_in_gives_what_is_printed() -> None:
    """Of a sheet with a slip and blanks, under any convention, the first mistake's line is true.

    Its formula is the one by which the value was found, its numbers are those of the student.
    """
    random = Random(11)
    seen: Counter[str] = Counter()
    for marker in markers(random, 40, FINE):
        for scheme in schemes(marker):
            with localcontext(WORK):
                paper = filled_in(scheme, marker.asked, FINE)
            if paper is None:
                continue
            key = random.choice(marker.asked)
            kept = {k: cell for k, cell in paper.cells.items() if random.random() < 0.8}
            cells = {**kept, key: read_cell(slipped(random, paper.cells[key].raw))}
            report = report_of(marker, Answers(cells))
            document = report.document(Solution(marker.calculation))
            for line in document.lines:
                seen[line.key.kind] += 1
                numbers = parse(document.solution.substitution(line))
                low, high = value(numbers, lambda leaf: meant(leaf[1]), Between)
                least, most = meant(document.solution.shown(line))
                assert low <= most
                assert least <= high, (line, document.solution.substitution(line))

    assert len(seen) > 6
    assert seen.total() > 150


def test_the_numbers_are_what_the_student_wrote() -> None:
    """A number written down is put in as it is written, and no other one in its place."""
    marker = Marker(bpcalc.load("mazur"))
    words = ["out_h1=0.59", "net_o1=1.1", "out_o1=0.7503", "delta_o1=0.5"]
    report = report_of(marker, read_words(words, marker.names))

    document = report.document(Solution(marker.calculation))

    shown = {
        document.solution.symbol(line): document.solution.substitution(line)
        for line in document.lines
    }
    assert shown == {
        "∂E/∂out_o1": "0.7503 - 0.01",
        "∂out_o1/∂net_o1": "0.7503·(1 - 0.7503)",
        "δ_o1": "0.7403·0.187350",
    }
