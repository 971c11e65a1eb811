"""A page of HTML that needs nothing else: no script, no font, no picture from anywhere.

What a browser may do with it is written on it: apply the one style sheet that is known by its
hash, and nothing else. So a text that slipped through could still not run.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2.environment import TemplateModule
from markupsafe import Markup

from bpcalc.locale import language
from bpcalc.report.document import Document, Section, without_hints
from bpcalc.report.stage_pictures import MAX_STAGE_PICTURES
from bpcalc.report.web.templating import templates_of
from bpcalc.report.web.writer import Writer

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""What browsers call the languages; it decides which shapes Chinese characters have."""

_COMMENTS, _BLANKS = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s+")

PHONE = "@container (max-width: 43.99em)"
"""A page so narrow that tables turn into lists."""


def page(documents: Sequence[Document], heading: int = 1, own: str = "") -> str:
    """Return a page of one or more reports.

    Args:
        documents: the reports.
        heading: the level of their titles, 0 for none.
        own: a style sheet of the reader's, which comes last.
    """
    style = f"\n{style_sheet()}\n{own}\n" if own else f"\n{style_sheet()}\n"
    return (
        templates_of("web")
        .get_template("page.html")
        .render(
            language=LANGUAGES[language()],
            title=_title(documents),
            style=Markup(style),
            style_hash=b64encode(sha256(style.encode()).digest()).decode(),
            reports=[
                _report(document, MAX_STAGE_PICTURES // len(documents), heading)
                for document in documents
            ],
        )
    )


def fragment(
    document: Document, heading: int = 1, own: str = "", most: int = MAX_STAGE_PICTURES
) -> str:
    """Return a report to be put into another page, such as a notebook; it is dark where that is.

    Args:
        document: the report.
        heading: the level of its title, 0 for none.
        own: a style sheet of the reader's, which comes last.
        most: how many stages have a picture.
    """
    themes = '[data-jp-theme-light="false"] .bpcalc, .vscode-dark .bpcalc'
    style = f"\n{_report_sheet()}\n{themes} {{\n{_sheet('dark')}}}\n{own}"
    return (
        templates_of("web")
        .get_template("fragment.html")
        .render(
            language=LANGUAGES[language()],
            style=Markup(_BLANKS.sub(" ", _COMMENTS.sub("", style))),  # each cell has its own
            report=_report(replace(document, blocks=without_hints(document.blocks)), most, heading),
        )
    )


def style_sheet() -> str:
    """Return the style of a page of its own, light and dark."""
    dark = f"@media screen and (prefers-color-scheme: dark) {{ .bpcalc {{\n{_sheet('dark')}}} }}"
    return f"{_report_sheet()}\n{_sheet('page')}\n{dark}"


def template_module(name: str) -> TemplateModule:
    """Return the macros of a template of this package."""
    return templates_of("web").get_template(name).module


def _title(documents: Sequence[Document]) -> str:
    """Return what the last report is about, which sums up those before it."""
    sections = (block for block in documents[-1].blocks if isinstance(block, Section))
    return next((block.title for block in sections), "bpcalc")


def _report(document: Document, most: int, heading: int) -> Markup:
    return Writer(document, template_module("blocks.html"), most, heading).write()


def _report_sheet() -> str:
    """Return the style of a report; a table that is always a list has the rules of a phone."""
    lists = _sheet("lists")
    return f"{_sheet('report')}\n{lists}\n{PHONE} {{\n{lists.replace('.flows', '.folds')}}}"


@cache
def _sheet(name: str) -> str:
    """Return a style sheet of this package."""
    return files("bpcalc.report.web").joinpath("styles", f"{name}.css").read_text("utf-8")
