"""XLSX: a workbook of live formulas, for people who want to change a weight and see.

The lines are those of JSON, and whatever they follow from; which columns are shown is of no
concern here.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bpcalc.locale import say
from bpcalc.report.folder import Extra
from bpcalc.report.formats import LINES, Page, ReportFormat
from bpcalc.report.ownership import Signed, in_zip

if TYPE_CHECKING:
    from bpcalc.report.document import Document


def _write(documents: Sequence["Document"], page: Page) -> bytes:
    """Return the report as the bytes of a workbook."""
    document = documents[-1]
    if document.training is not None or document.runs:
        from bpcalc.report.workbook.comparison_workbook import comparison_workbook
        from bpcalc.report.workbook.training_workbook import training_workbook

        if document.training is not None:
            return training_workbook(document.training)
        title = document.solution.exercise.title or say("Comparison")
        return comparison_workbook(title, list(document.runs))
    from bpcalc.report.workbook.solution_workbook import workbook

    return workbook(document)


def _note(documents: Sequence["Document"]) -> str:
    """Say which digits of a worked solution no workbook can hold."""
    from bpcalc.report.workbook.held_cells import HeldCells

    return HeldCells(documents[-1].solution).note()


FORMAT = ReportFormat(
    suffixes=(".xlsx",),
    ownership=Signed(in_zip),
    binary=True,
    for_screen=False,
    needs=(Extra("xlsxwriter", "xlsx"),),
    max_formula_numbers=30_000,
    writer=_write,
    note=_note,
    writes=LINES | {"training", "comparison"},
    takes=frozenset({"lines", "alone", "curve"}),
)
