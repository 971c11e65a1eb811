"""Data and a template are compiled to a PDF, without the network and without a clock."""

import json
from pathlib import Path
from typing import Any, Final

from bpcalc.errors import OutputError
from bpcalc.locale import language
from bpcalc.report.typeset import fonts

TEMPLATES_FOLDER = Path(__file__).parent

STANDARDS: Final = ("a-2a", "ua-1")
"""One forbids signs without a glyph, scripts and anything from outside the file; both ask for a
structure that can be read aloud: a language, headings without gaps, words for every picture and
every formula."""

DOTS = 300.0
"""Pixels to the inch."""

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


def compile_png(template: str, data: dict[str, Any]) -> bytes:
    """Return the picture in pixels that a template makes of data.

    Raises:
        OutputError: no font on this machine has some of the characters.
    """
    text = json.dumps(data, ensure_ascii=False)
    compile_pdf(template, data)  # which says what characters are missing
    compiler = _compiler(template, data, fonts.typefaces(text))
    return _bytes(compiler.compile(format="png", ppi=DOTS))


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
