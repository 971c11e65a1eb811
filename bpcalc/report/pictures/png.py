"""PNG: for programs that know nothing better, at 300 dots to the inch."""

from bpcalc.report.drawing.network import PlannedPicture
from bpcalc.report.drawing.paper import PaperSize
from bpcalc.report.folder import Extra
from bpcalc.report.ownership import Signed, behind
from bpcalc.report.pictures import PictureFormat


def _write(picture: PlannedPicture, size: PaperSize) -> bytes:
    from bpcalc.report.typeset.compile import compile_png
    from bpcalc.report.typeset.pictures import picture_page

    return compile_png("picture.typ", picture_page(picture, size))


FORMAT = PictureFormat(
    suffixes=(".png",),
    ownership=Signed(behind),
    binary=True,
    for_screen=False,
    needs=(Extra("typst", "pdf"),),
    write=_write,
)
