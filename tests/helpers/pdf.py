"""What stands on the pages of a PDF, as poppler's pdftotext reads it."""

import re
import shutil
import subprocess
from typing import NamedTuple

import pytest

PDFTOTEXT = shutil.which("pdftotext")

needs_pdftotext = pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext is not installed")

POINTS = 72 / 25.4
"""In a millimetre."""

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


class Word(NamedTuple):
    """A word on a page, and how far it reaches, in points from the left and from the top."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def pages(pdf: bytes) -> list[str]:
    """Return the text of every page."""
    *found, rest = _read(pdf).split("\f")
    assert rest == ""
    return found


def text(pdf: bytes) -> str:
    """Return the text of all pages, each sign once: as it was written, not as it is set."""
    return "\n".join(pages(pdf))


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, with signs and powers of ten as JSON has them."""
    text = re.sub(r"−\s?", "-", text)
    return set(NUMBER.findall(re.sub(r"\s×\s10", "e", text)))


def words(pdf: bytes) -> list[Word]:
    """Return all words, with their places."""
    word = re.compile(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</word>'
    )
    return [
        Word(text, *map(float, (left, top, right, bottom)))
        for left, top, right, bottom, text in word.findall(_read(pdf, "-bbox"))
    ]


def lowest(pdf: bytes) -> list[float]:
    """Return how far down every page is filled, as a part of its height, without its number."""
    found = []
    for page in re.findall(
        r'<page width="[^"]*" height="([^"]*)">(.*?)</page>', _read(pdf, "-bbox"), re.S
    ):
        height = float(page[0])
        bottoms = [float(bottom) for bottom in re.findall(r'yMax="([^"]*)"', page[1])]
        found.append(max(bottom / height for bottom in bottoms if bottom < 0.935 * height))
    return found


def _read(pdf: bytes, *options: str) -> str:
    done = subprocess.run(
        [str(PDFTOTEXT), *options, "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()
