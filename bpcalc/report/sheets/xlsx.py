"""XLSX: a sheet that marks itself as it is filled in."""

from bpcalc.report.folder import Extra
from bpcalc.report.ownership import Signed, in_zip
from bpcalc.report.sheet import Sheet
from bpcalc.report.sheets import SheetFormat


def _write(sheet: Sheet) -> bytes:
    """Return a sheet as the bytes of a workbook."""
    from bpcalc.report.workbook.answers import workbook

    return workbook(sheet)


FORMAT = SheetFormat(
    suffixes=(".xlsx",),
    ownership=Signed(in_zip),
    binary=True,
    for_screen=False,
    needs=(Extra("xlsxwriter", "xlsx"),),
    max_formula_numbers=30_000,
    write=_write,
    takes=frozenset({"digits", "ties"}),
)
