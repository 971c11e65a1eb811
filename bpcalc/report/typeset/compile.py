"""Data and a template are compiled to a PDF, without the network and without a clock."""

import json
from math import floor, sqrt
from pathlib import Path
from typing import Any, Final

from bpcalc.errors import OutputError
from bpcalc.locale import language, say
from bpcalc.report.typeset import fonts

TEMPLATES_FOLDER = Path(__file__).parent

STANDARDS: Final = ("a-2a", "ua-1")
"""One forbids signs without a glyph, scripts and anything from outside the file; both ask for a
structure that can be read aloud: a language, headings without gaps, words for every picture and
every formula."""

DOTS = 300.0
"""Pixels to the inch."""

MAX_PIXELS = 100_000_000
"""Pixels of a picture: 400 MB while it is drawn, and two thirds of a square metre of paper."""

POINTS = 72.0
"""Points to the inch."""

DATE = 0
"""In seconds since 1970. PDF/A wants a date, and the day of writing would differ every time."""

REGIONS = {"zh": "cn"}


def compile_pdf(template: str, data: dict[str, Any]) -> bytes:
    """Return the PDF that a template makes of data.

    Args:
        template: the name of a file in this folder.
        data: what it reads, ready for JSON.

    Raises:
        OutputError: no font on this machine has some of the characters.
    """
    text = json.dumps(data, ensure_ascii=False)
    if private := fonts.private(text):
        raise OutputError(fonts.advice(private))
    faces = fonts.typefaces(text)
    pdf = _compiled(template, data, faces)
    if isinstance(pdf, str) and not faces.installed:
        pdf = _compiled(template, data, faces._replace(installed=True))
    if isinstance(pdf, str):
        raise OutputError(fonts.advice(pdf))
    return pdf


def compile_png(template: str, data: dict[str, Any], *, coarser: bool = False) -> bytes:
    """Return the picture in pixels that a template makes of data.

    Args:
        template: the name of a file in this folder.
        data: what it reads, with `width` and `height` in points.
        coarser: whether a large picture has fewer pixels to the inch, and is not refused.

    Raises:
        OutputError: no font on this machine has some of the characters, or the picture would have
            too many pixels; this is told before anything is drawn.
    """
    share = _share(data)
    if share < 1 and not coarser:
        raise OutputError(_too_large(data["width"], share))
    text = json.dumps(data, ensure_ascii=False)
    compile_pdf(template, data)  # which says what characters are missing
    compiler = _compiler(template, data, fonts.typefaces(text))
    return _bytes(compiler.compile(format="png", ppi=DOTS * min(1.0, share)))


def _share(data: dict[str, Any]) -> float:
    """Return how many times as wide a picture may be as it is, to have as many pixels as may be."""
    across, down = (data[side] * DOTS / POINTS for side in ("width", "height"))
    return sqrt(MAX_PIXELS / across / down)


def _too_large(width: float, share: float) -> str:
    millimetres = floor(width * share * 25.4 / POINTS)
    return say(
        "as PNG the picture would have {pixels} million pixels, more than {most} million: write "
        "it as SVG or PDF, or at most {width}mm wide",
        pixels=f"{MAX_PIXELS / share**2 / 1e6:,.0f}",
        most=MAX_PIXELS // 1_000_000,
        width=millimetres,
    )


def _compiler(template: str, data: dict[str, Any], faces: fonts.Typefaces) -> Any:
    from typst import Compiler

    speech = {"lang": language(), "region": REGIONS.get(language()), "fonts": faces.families}
    return Compiler(
        str(TEMPLATES_FOLDER / template),
        root=str(TEMPLATES_FOLDER),
        font_paths=fonts.book(faces.installed),
        sys_inputs={"data": json.dumps({**data, **speech})},
    )


def _compiled(template: str, data: dict[str, Any], faces: fonts.Typefaces) -> bytes | str:
    """Return the PDF, or the characters that none of the fonts has."""
    from typst import TypstError

    compiler = _compiler(template, data, faces)
    try:
        return _bytes(compiler.compile(format="pdf", timestamp=DATE, pdf_standards=list(STANDARDS)))
    except TypstError as error:
        if signs := fonts.missing(error.diagnostic):
            return signs
        if not error.message.startswith("PDF/"):
            raise
    # All signs are there, but a font does not allow what the standard asks for.
    return _bytes(compiler.compile(format="pdf", timestamp=DATE))


def _bytes(pdf: object) -> bytes:
    assert isinstance(pdf, bytes), "one file was asked for"
    return pdf
