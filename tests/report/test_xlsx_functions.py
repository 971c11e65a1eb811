"""Every function, activation and loss in a spreadsheet: LibreOffice finds our values."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from xlsxwriter.worksheet import Worksheet

from bpcalc.cli import run
from bpcalc.maths.activations import ACTIVATIONS, WITH_PARAMETER, WITH_SWITCHES
from bpcalc.maths.expr import Apply, Expr, Ref
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key
from bpcalc.maths.losses import LOSSES
from bpcalc.report.workbook.book import Book, Formula, SheetColumn, Text
from bpcalc.report.workbook.formulas import FormulaWriter
from tests.helpers.libreoffice import named, needs_libreoffice, opened, recalculated
from tests.helpers.values import value_of

NETS = ("-30", "-9", "-2.5", "-0.75", "-0.00001", "0", "0.3", "1", "3", "8", "25")
CHANCES = ("0.001", "0.3", "0.75", "0.999")
TARGETS = ("0", "0.25", "1")
A, B = Ref(Key("net", 1, 1)), Ref(Key("net", 1, 2))
OUT, TARGET = Ref(Key("out", 1, 1)), Ref(Key("target", 1, 1))


class Case(NamedTuple):
    """A formula over some numbers, and what it is."""

    what: str
    formula: Expr
    numbers: dict[Key, Decimal]


def cases() -> Iterator[Case]:
    """Yield every function, and the value and slope of every activation and loss."""
    for name, net in product(FUNCTIONS, NETS):
        if name not in ("ln", "sqrt") or Decimal(net) > 0:
            operands = (A, B)[: FUNCTIONS[name].operands]
            yield Case(f"{name}({net})", Apply(name, *operands), numbers_at(net))
    entries = [
        *ACTIVATIONS.values(),
        *(make("0.8") for make in WITH_PARAMETER.values()),
        WITH_SWITCHES["sign"].make(at_zero="-1"),
    ]
    for entry, net in product(entries, NETS):
        numbers = numbers_at(net)
        value = entry.value([A, B] if entry.whole_layer else [A], 0)
        numbers[OUT.key] = value_of(value, numbers)
        yield Case(f"{entry.in_file} at {net}", value, numbers)
        yield Case(f"slope of {entry.in_file} at {net}", entry.slope(A, OUT), numbers)
    for loss, chance, target in product(LOSSES.values(), CHANCES, TARGETS):
        numbers = {OUT.key: Decimal(chance), TARGET.key: Decimal(target)}
        what = f"{loss.name} of {chance} for {target}"
        yield Case(what, loss.error(TARGET, OUT), numbers)
        yield Case(f"slope of {what}", loss.slope(TARGET, OUT, 3), numbers)


def numbers_at(net: str) -> dict[Key, Decimal]:
    """Return a net input, and another one."""
    return {A.key: Decimal(net), B.key: Decimal("0.5")}


def book(all_cases: list[Case]) -> bytes:
    """Return a workbook with every formula over cells of its own, and nothing as its value."""
    written = Book("functions")
    page = written.page("functions", [SheetColumn("", 9, 9)] * 2)
    for place, case in enumerate(all_cases):
        cells = {}
        for key in set(case.formula.refs()):
            row = page.add(Text(""), Formula(str(case.numbers[key]), 0.0))
            cells[key] = page.reference(1, row)
        writer = FormulaWriter(cells.__getitem__)
        row = page.add(Text(""), Formula(writer.write(case.formula), 0.0))
        written.name(f"case_{place}", page.reference(1, row))
    return written.finished()


@needs_libreoffice
def test_libreoffice_agrees(tmp_path: Path) -> None:
    """Values are right to eleven digits, as far as spreadsheets can have them.

    Where a formula has the output in it, as in 1 - out, what a binary number has lost of that
    counts: 10^-16.
    """
    all_cases = list(cases())
    found = named(recalculated({"functions": book(all_cases)}, tmp_path)["functions"])
    off = {}
    for place, case in enumerate(all_cases):
        true = value_of(case.formula, case.numbers)
        value = found[f"case_{place}"].value
        lost = Decimal("1e-15") * (OUT.key in case.formula.refs())
        allowed = max(Decimal("1e-300"), abs(true) * Decimal("1e-11"), lost)
        if not isinstance(value, int | float) or abs(Decimal(value) - true) > allowed:
            off[case.what] = (value, f"{true:.15g}")

    assert off == {}


def test_cases_are_many() -> None:
    """Every entry of the tables is among the cases."""
    told = " ".join(case.what for case in cases())

    assert all(name in told for name in (*FUNCTIONS, *ACTIVATIONS, *LOSSES))


def test_no_formula_has_a_function_newer_than_the_format(tmp_path: Path) -> None:
    """XlsxWriter would write a prefix before those; it is not asked, and would have none to write.

    All entries, a sheet that marks itself, a calculation and a run.
    """
    path = tmp_path / "book.xlsx"
    pages = [*opened(book(list(cases())))]
    for call in ("step mazur", "sheet softmax", "train xor --epochs 2"):
        run([*call.split(), "--force", "-o", str(path)])
        pages += opened(path.read_bytes())
    formulas = [str(c.value) for page in pages for row in page.iter_rows() for c in row if c.value]
    found = [text for text in formulas if text.startswith("=")]

    assert len(found) > 1000
    assert [text for text in found if Worksheet()._prepare_formula(text) != text[1:]] == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_operands_may_be_any_formula(name: str) -> None:
    """A function of a difference, or of a negative, is not torn apart by what is written for it."""
    operands = (A - B, -A)[: FUNCTIONS[name].operands]
    text = FormulaWriter(lambda key: f"x{key.unit}").write(Apply(name, *operands))

    assert text.count("(") == text.count(")")
    for sign in ("*", "/", "^"):
        assert f"x2{sign}" not in text
        assert f"{sign}x1 - x2" not in text
