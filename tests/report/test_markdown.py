"""Markdown: tables that hold, formulas with the right numbers, names that do nothing."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bpcalc.exercise.sources import built_in
from bpcalc.report.escaping import markdown as escaped
from tests.helpers import naughty
from tests.helpers.reports import numbers, report, worked_lines

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HEADERS = ["Symbol", "Formula", "Substitution"]
OURS = ("<span>", "</span>")


def rows_of(text: str) -> list[list[list[str]]]:
    """Return the tables of a text as a Markdown reader sees them: rows of cells, with markup."""
    tables: list[list[list[str]]] = []
    tokens = READER.parse(text)
    for token, following in pairwise(tokens):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type in ("th_open", "td_open"):
            tables[-1][-1].append(following.content)
    return tables


def inline_tokens(text: str) -> list[Token]:
    """Return everything that a Markdown reader finds within paragraphs, headings and cells."""
    return [child for token in READER.parse(text) for child in token.children or ()]


def shown_text(text: str) -> str:
    """Return what a reader sees."""
    return "".join(token.content for token in inline_tokens(text) if token.type == "text")


@pytest.mark.parametrize("name", sorted(built_in()))
def test_every_row_has_the_numbers_of_json(name: str) -> None:
    """Every table row of a line has the line's numbers put in, and its value, as JSON has them."""
    tables = [table for table in rows_of(report(name, "markdown")) if table[0][:3] == HEADERS]
    rows = [row for table in tables for row in table[1:]]

    found = [(sorted(set(numbers(row[2]))), numbers(row[-1])) for row in rows]

    assert sorted(found) == sorted(
        (sorted(set(numbers(line["substitution"]))), [line["shown"]]) for line in worked_lines(name)
    )


@pytest.mark.parametrize("name", sorted(built_in()))
def test_formulas_survive_markdown(name: str) -> None:
    """A Markdown reader finds nothing of its own in a formula: each comes through unchanged."""
    text = report(name, "markdown")
    written = re.findall(r"\$[^$]+\$", text)

    seen = re.findall(r"\$[^$]+\$", shown_text(text))

    assert seen == written
    assert {token.type for token in inline_tokens(text)} <= {
        *("text", "softbreak", "strong_open", "strong_close"),
        *("link_open", "link_close", "text_special"),
    }


def test_the_formulas_are_those_of_a_book() -> None:
    """Fractions, exponents, indices and products are set as in a book."""
    text = report("mazur", "markdown")

    assert r"| $\frac{1}{1 + e^{-\mathrm{net}_ {h_1}}}$ |" in text
    assert r"$w_5 - \eta \cdot \frac{\partial E}{\partial w_5}$" in text
    assert r"$(-0.217072) \cdot 0.175510$" in text


def test_old_gradient_and_new_stand_side_by_side() -> None:
    """The table of an update has the old value, the gradient and the new value."""
    tables = rows_of(report("mazur", "markdown"))
    update = next(table for table in tables if "Old value" in table[0])

    assert update[1][3:] == ["$0.40$", "$0.0821670$", r"$\approx 0.358916$"]


@pytest.mark.sampled(8)
@pytest.mark.parametrize("name", naughty.NAMES)
def test_a_name_breaks_no_table(name: str, tmp_path: Path) -> None:
    """Whatever a unit is called, every row has the cells of its heading, and nothing is markup."""
    text = report(naughty.exercise(tmp_path, name, "title"), "markdown")

    lengths = [{len(row) for row in table} for table in rows_of(text)]
    raw = [row for row in text.splitlines() if row.startswith("|")]
    tokens = inline_tokens(text)

    assert all(len(found) == 1 for found in lengths)
    assert sum(len(table) for table in rows_of(text)) + len(lengths) == len(raw)
    assert not {token.type for token in tokens} & {"em_open", "s_open", "link_open", "code_inline"}
    assert {token.content for token in tokens if token.type == "html_inline"} <= set(OURS)


@pytest.mark.parametrize("title", naughty.TITLES)
def test_a_title_is_shown_as_it_is(title: str, tmp_path: Path) -> None:
    """A reader sees the title as it was written: no heading, list, link, picture or formula."""
    text = report(naughty.exercise(tmp_path, "x1", title), "markdown")
    first, second = (READER.parse(part) for part in text.split("\n\n")[:2])

    assert [token.type for token in first] == ["heading_open", "inline", "heading_close"]
    assert [token.type for token in second] == ["paragraph_open", "inline", "paragraph_close"]
    assert "image" not in {token.type for token in inline_tokens(text)}
    assert title in "".join(
        token.content for token in first[1].children or () if token.type.startswith("text")
    )


def test_dollars_and_mentions_are_split_from_their_text() -> None:
    """GitHub reads $ and @ after Markdown is gone, so each stands in an element of its own."""
    assert escaped("$1 @x") == "<span>$</span>1 <span>@</span>x"
