"""The report of a marked sheet: its formulas, numbers and values belong together."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, localcontext
from random import Random

import pytest

import bpcalc
from benchmarks.marking import FINE, filled_in, markers, slipped
from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.answers import Answers
from bpcalc.checking.answers_reader import read_words
from bpcalc.checking.cells import read_cell
from bpcalc.checking.conventions import CONVENTIONS, variants
from bpcalc.checking.marker import Marker
from bpcalc.maths.intervals import WORK
from bpcalc.report import formats
from bpcalc.report.cell_text import in_parts, inline
from bpcalc.report.document import Document, Mention, Paragraph
from bpcalc.report.marking import Report
from bpcalc.report.typeset.blocks import report as typeset_report
from bpcalc.solution import Solution
from tests.helpers.ranges import few
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
    for marker in markers(random, few(8, 40), FINE):
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
    assert seen.total() > few(30, 150)


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


def a_marked_sheet() -> Document:
    """Return the report of a sheet with a mistake that has a name, and blanks."""
    marker = Marker(bpcalc.load("mazur"))
    words = ["out_o1=0.7514", "delta_o1=0.7414", "w5_new=0.1801"]
    report = report_of(marker, read_words(words, marker.names))
    return report.document(Solution(marker.calculation))


@pytest.mark.parametrize("name", ["pdf", "html"])
def test_a_report_to_look_at_has_the_network_and_mathematics(name: str) -> None:
    """The picture has the weights and no results; symbols are set as mathematics, not typed."""
    document = a_marked_sheet()
    written = formats.find(name).write(document)

    if name == "html":
        assert isinstance(written, bytes)
        page = written.decode()
        (drawn,) = re.findall(r"<figure class=\"network.*?</figure>", page, re.DOTALL)
        assert "0.40" in drawn
        assert "0.7514" not in drawn
        words = re.sub(r"<annotation.*?</annotation>|<svg.*?</svg>", "", page, flags=re.DOTALL)
        assert "You wrote <math" in words
        assert "Left blank: <math" in words
    else:
        blocks = typeset_report([document])["documents"][0]
        (drawn,) = [block["svg"] for block in blocks if block["is"] == "picture"]
        assert "0.40" in drawn
        assert "0.7514" not in drawn
        typed = [
            p[1] for b in blocks if b["is"] == "paragraph" for p in b["parts"] if p[0] == "text"
        ]
        assert not re.search("δ_o1|w5⁺|net_h1", " ".join(typed))
        (grid,) = [b for b in blocks if b["is"] == "grid" and b["tones"] == ["bad", "good"]]
        assert [[cell[0] for cell in row] for row in grid["rows"]] == [
            ["text", "math", "math", "numeral"]
        ] * 2


@pytest.mark.parametrize("name", ["terminal", "markdown", "latex"])
def test_a_report_to_read_has_no_empty_place_for_a_picture(name: str) -> None:
    """Where nothing can be drawn, nothing is said of the network."""
    written = formats.find(name).write(a_marked_sheet())
    text = written if isinstance(written, str) else written.decode()
    assert "Hidden layer" not in text
    assert "\n\n\n" not in text


def test_symbols_are_found_in_the_order_of_the_text() -> None:
    """A symbol that is part of another one is not taken for it."""
    solution = Solution(Marker(bpcalc.load("mazur")).calculation)
    names = ("∂E/∂w5", "w5_new", "E_total")
    items = tuple(Mention(solution[name], "symbol") for name in names)
    text = "Left blank: ∂E/∂w5, w5⁺, E_total."

    parts = list(in_parts(solution, Paragraph(text, items)))

    assert parts == ["Left blank: ", items[0], ", ", items[1], ", ", items[2], "."]
    assert "".join(inline(solution, part) for part in parts) == text
