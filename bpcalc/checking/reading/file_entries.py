"""The names and values that a file holds, told by its content: a workbook, JSON, a table, lines."""

import json
from collections.abc import Mapping
from itertools import chain

from bpcalc.checking.reading.bare_numbers import told_bare
from bpcalc.checking.reading.batch_headings import counted_updates, with_updates
from bpcalc.checking.reading.cell_names import single_quantities
from bpcalc.checking.reading.contents import clean, decoded, is_open_document, is_word, is_workbook
from bpcalc.checking.reading.documents import docx_text, html_text, is_html, notebook_text
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.epoch_headings import EpochHeadings
from bpcalc.checking.reading.german_words import text_in_english
from bpcalc.checking.reading.grids import grid_entries, is_table, rows_of
from bpcalc.checking.reading.hints_taken import hint_entries
from bpcalc.checking.reading.lines_above import below_headings, heading_entries, of_headings
from bpcalc.checking.reading.listed import with_all_names
from bpcalc.checking.reading.matrix_elements import without_commas
from bpcalc.checking.reading.own_files import own_entries
from bpcalc.checking.reading.own_pages import own_page
from bpcalc.checking.reading.pasted import plain_lines
from bpcalc.checking.reading.piped_tables import with_bars
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.ragged_rows import ragged
from bpcalc.checking.reading.rows_by_input import by_samples, with_samples
from bpcalc.checking.reading.samples_by_input import given_of_samples
from bpcalc.checking.reading.saved_pages import is_practice_page, out_of_mail, page_entries
from bpcalc.checking.reading.sheet_labels import cut_names
from bpcalc.checking.reading.statements import statements
from bpcalc.checking.reading.strange_units import with_strange_units
from bpcalc.checking.reading.structures import (
    MAX_NESTED_BRACKETS,
    Pairs,
    Value,
    WrittenArray,
    structure,
)
from bpcalc.checking.reading.times_in_words import with_plain_times
from bpcalc.checking.reading.total_headings import with_totals
from bpcalc.checking.reading.unit_columns import rows_with_units, with_units
from bpcalc.checking.reading.units_from_0 import units_counted_from_1
from bpcalc.checking.reading.workbooks import read_workbook, signed_by
from bpcalc.errors import AnswersError, NotAQuantity
from bpcalc.locale import say
from bpcalc.patterns import pattern

OBJECTS = ("{", "[", "OrderedDict(", "dict(")
"""What an object of names and values begins with."""

MAX_OBJECTS = 200
"""So many objects may stand one after another."""

MAX_HEADING = 200
"""Characters at the start of a text in which an epoch is looked for."""

_BRACKET = pattern(r"[\[\](){}]")


def entries_of(content: bytes, index: QuantityIndex, left: int = 0) -> list[WrittenEntry]:
    """Return the names and values of a file, told by its content.

    Args:
        content: what it holds.
        index: the quantities.
        left: how many headings of batches are taken for something else; see `with_updates`.

    Raises:
        AnswersError: there are none, or nothing in it can be read.
    """
    if is_workbook(content):
        return _workbook_entries(content, index)
    if is_word(content):
        return text_entries(docx_text(content), index, left)
    if is_open_document(content):
        from bpcalc.checking.reading.open_documents import open_document_text  # few papers are

        return text_entries(open_document_text(content), index, left)
    text = decoded(out_of_mail(content))
    if is_practice_page(text):
        return page_entries(text)
    if (shown := notebook_text(text)) is not None:
        return text_entries(shown, index, left)
    return text_entries(html_text(text) if is_html(text) else text, index, left)


def text_entries(text: str, index: QuantityIndex, left: int = 0) -> list[WrittenEntry]:
    """Return the names and values of a text; see `entries_of`."""
    if "ω" in text and not index.own.writes("ω"):
        text = text.replace("ω", "w")
    stripped = text.strip().strip("\ufeff").strip()
    if not stripped:
        raise AnswersError(say("the file is empty"))
    if entries := own_entries(stripped, index):
        return entries
    if page := own_page(stripped, index):
        stripped = text = page
    return [*_found(stripped, text, index, left), *hint_entries(text)]


def _found(stripped: str, text: str, index: QuantityIndex, left: int) -> list[WrittenEntry]:
    """Return the names and values of objects, a table or lines.

    Args:
        stripped: the text.
        text: the same with blanks and tabs around it, which may be empty cells.
        index: the quantities.
        left: how many headings of batches are taken for something else.
    """
    before: list[WrittenEntry] = []
    above = ""
    for _ in range(MAX_OBJECTS):  # an object, and more below it
        end = object_end(stripped)
        found = _object_entries(stripped[:end], index) if _is_object(stripped[:end]) else None
        below = stripped[end:].strip(" \t\r\n,;")
        if found is None or not below:
            break
        before += found
        stripped = below
    entries = _object_entries(stripped, index)
    plain = stripped
    if entries is None:
        plain = with_bars(_empty_corner(text) + stripped)
        plain = with_units(plain, index.layout, index.own.name)
        plain = with_plain_times(plain, given_of_samples(index))
        plain = counted_updates(plain, index.exercise)
        plain = text_in_english(plain, chain.from_iterable(index.layout.units))
        plain = with_all_names(without_commas(plain_lines(plain)))
        plain, says = units_counted_from_1(with_samples(plain, index), index.layout)
        before += [WrittenEntry(NOTE, says)] if says else []
        plain = with_strange_units(plain, index)
        plain = with_totals(plain, index.exercise)
        plain = with_updates(plain, index.exercise, index.updates, left)
        above, plain = below_headings(plain, index.knows)
        before += heading_entries(above, index.knows)
    single = single_quantities(index)
    if entries is None and is_table(plain, index.knows):
        rows = list(rows_of(plain))
        told = of_headings(above, grid_entries(rows, index.knows, single), index.knows)
        entries = [*ragged(rows, index.knows), *told]
    if entries is None:
        entries = list(statements(plain, index.knows, index.is_given, single))
        if entries and (says := told_bare(plain, entries)):
            entries.append(WrittenEntry(NOTE, says))
        entries += cut_names(plain)
    if not before and not entries:
        raise AnswersError(say("expected lines `name: value`, a table, or JSON"))
    return [*before, *entries]


def _empty_corner(text: str) -> str:
    r"""Return the tabs with which a table begins whose first columns have no headings.

    >>> _empty_corner("\tnet\tout\nh1\t0.3775\t0.5933"), _empty_corner("\tnet_h1 = 0.3775")
    ('\t', '')
    """
    begun = text.lstrip("\ufeff\r\n ")
    first = begun.lstrip("\t")
    return begun[: len(begun) - len(first)] if "\t" in first.partition("\n")[0] else ""


def _object_entries(text: str, index: QuantityIndex) -> list[WrittenEntry] | None:
    """Return what an object of JSON, Python or JavaScript holds; None if the text is none."""
    if not text.startswith(OBJECTS):
        return None
    try:
        value: Value = _value(json.loads(text, object_pairs_hook=_JsonObject, **_AS_TEXT))
    except (ValueError, RecursionError):
        value = structure(text) if text.count("{") + text.count("(") else ""
    if isinstance(value, WrittenArray) and value.items:
        records = [item for item in value.items if isinstance(item, Pairs)]
        if len(records) == len(value.items):
            return _record_entries(records, index)
    if not isinstance(value, Pairs):
        heading = EpochHeadings().take(text[:MAX_HEADING].partition("\n")[0])
        words = text.split(None, 5)[:5]
        if text.startswith("[") and heading is None and not any(map(index.knows, words)):
            raise AnswersError(say("expected an object of names and values"))
        return None
    return [WrittenEntry(name, shown_value(item), item) for name, item in value.pairs]


def _is_object(text: str) -> bool:
    """Return whether a text between brackets holds names with values."""
    return len(text) > 2 and (text[0] != "[" or any(mark in text for mark in "\"'({"))


def object_end(text: str) -> int:
    r"""Return where the object ends that a text begins with; 0 if it begins with none.

    >>> object_end("{'E': 0.29}\\nnet_h1 = 0.3"), object_end("net_h1 = 0.3")
    (11, 0)
    """
    if not text.startswith(OBJECTS):
        return 0
    depth = 0
    for match in _BRACKET.finditer(text):
        depth += 1 if match[0] in "[({" else -1
        if depth == 0:
            return match.end()
    return 0


class _JsonObject(tuple[tuple[str, object], ...]):
    """The pairs of a JSON object, those of the same name as well."""

    __slots__ = ()


_AS_TEXT: Mapping[str, type] = {"parse_float": str, "parse_int": str, "parse_constant": str}


def _value(content: object, left: int = MAX_NESTED_BRACKETS) -> Value:
    """Return what JSON has told apart as a value.

    Raises:
        ValueError: it is nested deeper than anything that is read.
    """
    if not left:
        raise ValueError(content)
    if isinstance(content, _JsonObject):
        return Pairs(tuple((clean(str(name)), _value(item, left - 1)) for name, item in content))
    if isinstance(content, list):
        return WrittenArray(tuple(_value(item, left - 1) for item in content))
    return "" if content is None else clean(str(content))


def _record_entries(records: list[Pairs], index: QuantityIndex) -> list[WrittenEntry]:
    """Return the rows of a list of objects: `[{"name": "net_h1", "value": 0.3775}, …]`."""
    heads = list(dict.fromkeys(name for record in records for name, _ in record.pairs))
    rows = [[shown_value(dict(record.pairs).get(head, "")) for head in heads] for record in records]
    table = rows_with_units([heads, *rows], index.layout, index.own.name)
    return list(grid_entries(table, index.knows, single_quantities(index)))


def shown_value(value: Value) -> str:
    """Return a value as a text for a sentence."""
    if isinstance(value, str):
        return value
    return say("(a list)") if isinstance(value, WrittenArray) else say("(a table)")


def _workbook_entries(content: bytes, index: QuantityIndex) -> list[WrittenEntry]:
    """Return the cells of a workbook: by their names, or else as tables."""
    book = read_workbook(content)
    named = [
        WrittenEntry(name, text, typed=True)
        for name, text in book.named.items()
        if _answerable(name, index)
    ]
    if len(named) > 1:
        who = signed_by(book)
        return [WrittenEntry("student", who), *named] if who else named
    entries: list[WrittenEntry] = []
    for sheet in book.sheets:
        for rows in by_samples(sheet.rows, index):
            rows = rows_with_units(rows, index.layout, index.own.name)
            entries += grid_entries(rows, index.knows, single_quantities(index))
    if not entries:
        raise AnswersError(say("the workbook has no table of names and values"))
    return [entry._replace(typed=True) for entry in entries]


def _answerable(name: str, index: QuantityIndex) -> bool:
    try:
        return index.meaning(name).plain
    except NotAQuantity:
        return False
