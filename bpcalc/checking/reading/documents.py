"""The text of files that people write in a word processor or type into a platform's page."""

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

from bpcalc.checking.reading.contents import check_archive, clean
from bpcalc.checking.reading.decorations import STRUCK
from bpcalc.checking.reading.document_trees import too_deep, tree_of
from bpcalc.checking.reading.equations import EQUATION, latex_of
from bpcalc.checking.reading.markup import tame
from bpcalc.errors import AnswersError
from bpcalc.patterns import pattern

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NESTED = frozenset({f"{_WORD}p", f"{_WORD}tr"})

MAX_NESTED = 30
"""Rows and paragraphs, as in text boxes, that stand in each other."""

_BREAKS = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "pre", "table", "ul"})
_RAISED, _LOWERED = "\ue000", "\ue001"
"""Stand around what is raised until its runs have been joined."""

_EXPONENT = pattern(f"{_RAISED}([^{_LOWERED}]*){_LOWERED}")
_STRUCK_OUT = frozenset({"s", "strike", "del"})
_HTML = pattern(r"\s*(?:<!doctype html|<html|<p\b|<div|<table|<span|<h[1-6]\b)", re.IGNORECASE)


def docx_text(content: bytes) -> str:
    """Return the text of a DOCX file: a line a paragraph, the cells of a table apart by tabs.

    Raises:
        AnswersError: it is damaged, or unpacks to too much.
    """
    check_archive(content)
    root = tree_of(content, "word/document.xml", MAX_NESTED, _NESTED)
    try:
        return clean("\n".join(_paragraphs(root)))
    except RecursionError:  # of equations
        raise AnswersError(too_deep()) from None


def _paragraphs(root: ET.Element) -> Iterator[str]:
    in_rows: set[ET.Element] = set()
    for row in root.iter(f"{_WORD}tr"):
        in_rows.update(row.iter(f"{_WORD}p"))
    for element in root.iter():
        if element.tag == f"{_WORD}tr":
            cells = element.findall(f"{_WORD}tc")
            yield "\t".join(" ".join(map(_text, cell.iter(f"{_WORD}p"))) for cell in cells)
        elif element.tag == f"{_WORD}p" and element not in in_rows:
            yield _text(element)


def _text(paragraph: ET.Element) -> str:
    parts = []
    run = "{}"
    for element in paragraph.iter():
        if element.tag == EQUATION:
            equation = latex_of(element)
            # What follows an equation is another statement, though the paragraph goes on.
            parts.append(f"${equation}$" + "\n" * any(sign in equation for sign in "=≈"))
        elif element.tag == f"{_WORD}r":
            run = _set(element)
        elif element.tag == f"{_WORD}t":
            parts.append(run.format(element.text) if element.text else "")
        elif element.tag in (f"{_WORD}tab", f"{_WORD}br"):
            parts.append("\t" if element.tag.endswith("tab") else "\n")
    text = "".join(parts).replace(f"{STRUCK}{STRUCK}", "").replace(f"{_LOWERED}{_RAISED}", "")
    return _EXPONENT.sub(_raised, text)


def _raised(match: re.Match[str]) -> str:
    """Return what is raised as an exponent; the end of `2nd`, which Word raises, stays as it is."""
    sign = "^" if match[1][:1] in "0123456789+-−(['′*" and match[1].strip() else ""
    return f"{sign}{match[1]}"


def _set(run: ET.Element) -> str:
    """Return how the text of a run is written: raised, struck out, or as it is."""
    told = {
        child.tag.removeprefix(_WORD): child.get(f"{_WORD}val", "true")
        for properties in run.findall(f"{_WORD}rPr")
        for child in properties
    }
    if told.get("vertAlign") == "superscript":
        return f"{_RAISED}{{}}{_LOWERED}"
    struck = {told.get("strike", "0"), told.get("dstrike", "0")}
    return "{}" if struck <= {"0", "false", "off"} else f"{STRUCK}{{}}{STRUCK}"


def notebook_text(text: str) -> str | None:
    """Return what a Jupyter notebook shows: its texts and what was printed; None if it is none."""
    if '"cells"' not in text or not text.lstrip().startswith("{"):
        return None
    try:
        cells = json.loads(text).get("cells")
        return "\n".join(part for cell in cells for part in _shown_in(cell))
    except (ValueError, AttributeError, TypeError, RecursionError):
        return None


def _shown_in(cell: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts of a cell of a notebook."""
    if cell.get("cell_type") == "markdown":
        yield "".join(cell.get("source") or "")
    for output in cell.get("outputs") or ():
        told = output.get("text") or (output.get("data") or {}).get("text/plain") or ""
        yield "".join(told)


def is_html(text: str) -> bool:
    """Return whether a text is a page, as platforms keep what was typed into them."""
    return bool(_HTML.match(text[:400]))


def html_text(text: str) -> str:
    r"""Return the text of a page.

    >>> html_text("<p>net_h1: 0.3775</p><table><tr><td>out_h1</td><td>0.59</td></tr></table>")
    'net_h1: 0.3775\n\n\nout_h1\t0.59'
    """
    page = _Page()
    page.feed(tame(text))
    page.close()
    return "".join(page.parts).strip()


class _Page(HTMLParser):
    """Takes the texts out of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = False
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a cell, or an exponent."""
        if tag in ("script", "style"):
            self._hidden = True
        elif tag in _BREAKS:
            self.parts.append("\n" if self.parts else "")
            self._cells = 0
        elif tag in ("td", "th"):
            self.parts.append("\t" if self._cells else "")
            self._cells += 1
        elif tag == "sup":
            self.parts.append("^")
        elif tag in _STRUCK_OUT:
            self.parts.append(STRUCK)

    def handle_endtag(self, tag: str) -> None:
        """End what is not shown, and a paragraph."""
        if tag in ("script", "style"):
            self._hidden = False
        elif tag in ("p", "div", "li"):
            self.parts.append("\n")
        elif tag in _STRUCK_OUT:
            self.parts.append(STRUCK)

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if not self._hidden:
            self.parts.append(data)
