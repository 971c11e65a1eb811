"""PDF: for documents of LaTeX and Word, in the size of the picture."""

from bpcalc.report.drawing.network import PlannedPicture
from bpcalc.report.drawing.paper import PaperSize
from bpcalc.report.folder import Extra
from bpcalc.report.ownership import Signed, in_pdf
from bpcalc.report.pictures import PictureFormat


def _write(picture: PlannedPicture, size: PaperSize) -> bytes:
    from bpcalc.report.typeset.compile import compile_pdf
    from bpcalc.report.typeset.pictures import picture_page

    return compile_pdf("picture.typ", picture_page(picture, size))


FORMAT = PictureFormat(
    suffixes=(".pdf",),
    ownership=Signed(in_pdf),
    binary=True,
    for_screen=False,
    needs=(Extra("typst", "pdf"),),
    write=_write,
)
