r"""Lines of text that name something and say what it is.

    net_h1 = 0.3775                     dW2 =
    net_h1: 0.3775, net_h2: 0.3925      [[0.0822 0.0827]
    0.3775   net_h1                      [-0.0226 -0.0227]]
    > net_h1                            Out[3]: 0.3775
    [1] 0.3775

A line is cut at its separators from left to right; a label waits for the values below it.
"""

from collections.abc import Iterator
from itertools import zip_longest

from bpcalc.checking.reading.decorations import undecorated
from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME, NOTE, Knows, WrittenEntry
from bpcalc.checking.reading.grids import WHO, grid_entries
from bpcalc.checking.reading.kinds_above import KindAbove, led_by_kind, parts_by_kind
from bpcalc.checking.reading.line_forms import (
    ASIDE,
    FRACTIONAL,
    HEADING_ONLY,
    PROMPT,
    RULED_LINE,
    SAMPLE_ALONE,
    SIMPLE,
    WHOSE,
    behind_formula,
    fields_of,
    is_calculation,
    moved,
    only_leads,
    said,
)
from bpcalc.checking.reading.listed import listed_numbers
from bpcalc.checking.reading.logical_lines import logical_lines
from bpcalc.checking.reading.name_parts import is_own_error, names_unit, of_same_layer, of_same_unit
from bpcalc.checking.reading.next_names import IsGiven, NextName, NextNames, cleaned, next_column
from bpcalc.checking.reading.number_pairs import paired
from bpcalc.checking.reading.sample_headings import titled
from bpcalc.checking.reading.sheet_labels import is_label
from bpcalc.checking.reading.spaced_tables import TableEntries, parted
from bpcalc.checking.reading.statement_parts import (
    NUMERIC,
    R_COLUMNS,
    SCALE,
    VALUE_START,
    StatementPart,
    behind_name,
    is_numeric,
    names_something,
    statement_parts,
    table_row,
    told_words,
    uncommented,
    value_block,
    value_first,
    without_breaks,
)
from bpcalc.checking.reading.times_above import WhenAbove

MAX_IN_LINE = 40
"""Names that may stand side by side in a line."""

MAX_SIMPLE = 200
"""Characters of a line that is looked at with one pattern."""


def statements(
    text: str, knows: Knows, given: IsGiven = lambda _: False, single: Knows = lambda _: 0
) -> Iterator[WrittenEntry]:
    r"""Yield what the lines of a text name, in their order.

    Args:
        text: the lines.
        knows: tells how well a name is known.
        given: tells whether it is that of a number which the exercise gives.
        single: tells how well the name of one quantity is known; without it, no table is read
            whose columns nothing but blanks separates.

    >>> known = {"net_h1", "net_h2", "dW2"}.__contains__
    >>> [entry[:2] for entry in statements("net_h1: 0.3775, net_h2: 0.3925", known)]
    [('net_h1', '0.3775'), ('net_h2', '0.3925')]
    >>> [entry[:2] for entry in statements("dW2 =\n[[1 2]\n [3 4]]", known)]
    [('dW2', '[[1 2]\n [3 4]]')]
    """
    reader = _Reader(knows, given, single)
    if "\\" in text:
        text = "\n".join(map(without_breaks, text.split("\n")))
    for part in parted(text.splitlines(), single):
        if isinstance(part, TableEntries):
            yield from reader.take_table(part)
            continue
        for line in logical_lines(part):
            yield from reader.take(line)
    yield from reader.flush()


class _Reader:
    """Takes lines one by one; keeps the label that waits for its values."""

    def __init__(self, knows: Knows, given: IsGiven, single: Knows) -> None:
        self._knows, self._single = knows, single
        self._kind_above = KindAbove(single)
        self._next_names = NextNames(knows, given)
        self._label = ""
        self._asked = False
        self._block: list[str] = []
        self._grid: list[list[str]] = []
        self._heads: list[str] = []
        self._names: list[str] = []
        self._when_above = WhenAbove(knows)

    def take(self, line: str) -> Iterator[WrittenEntry]:
        """Take a line; yield what is complete by then."""
        text = line.strip().strip("\ufeff")
        if text and (self._grid or self._heads) and RULED_LINE.fullmatch(text[:MAX_SIMPLE]):
            return  # between the heading of a table and its rows, or between these
        if text.startswith("|") and text.count("|") > 2:
            self._grid.append(table_row(text))
            return
        if self._is_row(text):
            return
        if self._grid:
            yield from self._end_grid()
        below = self._below_names(text)
        if below is not None:
            yield from self.flush()
            yield from below
            return
        at_once = self._at_once(text) if len(text) < MAX_SIMPLE else None
        yield from self._other(text) if at_once is None else at_once

    def take_table(self, table: TableEntries) -> Iterator[WrittenEntry]:
        """Take a table whose columns blanks separate; yield what is complete by then."""
        yield from self.flush()
        for entry in table.entries:
            told = entry.name == NOTE or entry.name == entry.raw
            yield entry if told else self._entry(entry.name, entry.raw)

    def _at_once(self, text: str) -> list[WrittenEntry] | None:
        """Take a short line of a plain form; return what it says, None for other lines."""
        if sample := SAMPLE_ALONE.fullmatch(text):
            before = list(self.flush())
            self._when_above.sample(sample[1] or sample[2])
            return before
        whose = WHOSE.fullmatch(text)
        if whose and whose[1].strip().casefold() in WHO:
            return [*self.flush(), WrittenEntry(whose[1].strip(), whose[2])]
        simple = SIMPLE.fullmatch(text)
        if not (simple and simple[2]) or text[0] != "'" == text[simple.end(1)]:
            return None  # w5' is the new one
        return [*self.flush(), self._entry(self._clean(simple[1]), simple[2])]

    def _below_names(self, text: str) -> list[WrittenEntry] | None:
        """Take names in a line, and the numbers in the next; return these, None for other lines."""
        names, self._names = self._names, []
        words = text.split(None, MAX_IN_LINE) if len(text) < MAX_SIMPLE else []
        if names and all(map(NUMERIC.match, words)):
            values = words[len(words) - len(names) :]
            row = words[: -len(names)]  # the number of the row
            if len(values) == len(names) and (not row or (len(row) == 1 and row[0].isdigit())):
                return [self._entry(*pair) for pair in zip(names, values, strict=True)]
        of_unit = self._kind_above.is_of_unit
        if len(words) > 1 and all(self._knows(word) > 1 or of_unit(word) for word in words):
            self._names = words
            return []
        return None

    def _is_row(self, text: str) -> bool:
        """Take a line of a table whose columns are set apart by spaces; return whether it is one.

        It is one if the line above has as many columns, and that line is a heading without numbers.
        """
        fields = fields_of(text) if "  " in text else []
        above, self._heads = self._heads, fields if len(fields) > 1 else []
        if len(fields) < 3 or not any(map(NUMERIC.match, fields)):
            return False
        if not self._grid and len(above) + 1 == len(fields):
            above = ["", *above]  # nothing stands above the names of the rows
        if not self._grid and (len(above) != len(fields) or any(map(NUMERIC.match, above))):
            return False
        if not self._grid:
            if not self._crosses(above, fields):
                return False
            self._grid.append(above)
        self._grid.append(fields)
        return len(fields) == len(self._grid[0])

    def _crosses(self, heads: list[str], row: list[str]) -> bool:
        """Return whether names come about where columns and rows cross: `net` and `h1`."""
        names = ((f"{row[0]}_{head}", f"{head}_{row[0]}") for head in heads[1:])
        return sum(any(map(self._knows, pair)) for pair in names) > 0

    def _other(self, text: str) -> Iterator[WrittenEntry]:
        text, comment = uncommented(text)
        if comment and not text:
            yield from self.flush()
            self._heading(comment)
            return
        prompt = PROMPT.match(text)
        if prompt and len(text) > prompt.end():
            text = text[prompt.end() :]
        ruled = RULED_LINE.fullmatch(text[:MAX_SIMPLE])
        if not text or ruled or HEADING_ONLY.fullmatch(text[:100]):
            return
        if self._belongs_below(text):
            self._block.append(text)
            return
        yield from self.flush()
        for part in parts_by_kind(text):
            yield from self._said(part)

    def _said(self, text: str) -> Iterator[WrittenEntry]:
        """Take what a line says of anything, or as a heading."""
        text, sample = titled(text)
        if sample:
            self._when_above.heading(sample)
        lead, text = led_by_kind(paired(moved(text), self._knows))
        if lead:
            self._kind_above.lead(lead)
            self._when_above.heading(lead)
        found = self._statement(said(text) if len(text) < MAX_SIMPLE else text)
        if found is None:
            yield from self._without_statement(text)
            return
        for name, raw in found:
            if raw:
                yield from map(self._entry, *zip(*self._with_aside(name, raw), strict=True))
            else:
                yield from self.flush()
                self._kind_above.heading(name)
                (self._when_above.moment if self._knows(name) else self._when_above.heading)(name)
                self._label, self._asked = name, True
        if lead:
            self._kind_above.heading("")  # it was about this line

    def _with_aside(self, name: str, raw: str) -> list[tuple[str, str]]:
        """Return a value, and those in parentheses behind it: `0.3775 (out_h1 = 0.5933)`."""
        aside = ASIDE.fullmatch(raw) if len(raw) < MAX_SIMPLE else None
        others = (self._statement(aside[2]) if aside else None) or []
        if aside is None or not all(raw and self._knows(name) > 1 for name, raw in others):
            return [(name, raw)]
        return [(name, aside[1]), *others] if others else [(name, raw)]

    def _without_statement(self, text: str) -> Iterator[WrittenEntry]:
        """Take a line as a heading; as not understood if it has a name and a number in it."""
        numbered = len(text) < MAX_SIMPLE and FRACTIONAL.search(text)
        words = [self._clean(word) for word in told_words(text)] if numbered else []
        if names_something(words, self._knows) or (numbered and only_leads(text)):
            yield WrittenEntry(text, text)
        else:
            self._heading(text)

    def _belongs_below(self, text: str) -> bool:
        """Return whether a line is a value for the label above it."""
        if not self._label:
            return False
        if R_COLUMNS.fullmatch(text[:MAX_SIMPLE]) or SCALE.fullmatch(text[:MAX_SIMPLE]):
            return True
        bare = text.removeprefix("- ")
        start = VALUE_START.match(bare)
        if not start or not (start[0][-1] in "[({<" or is_numeric(bare)):
            return False
        return value_first(text, self._knows) is None

    def _heading(self, text: str) -> None:
        """Keep what a line without any number says about the lines below."""
        text = text.strip(" #*:：=`$")
        if len(text) > MAX_QUANTITY_NAME:
            return
        self._kind_above.heading(text)
        self._when_above.heading(text)
        if self._knows(text):
            self._label, self._asked = text, False

    def _entry(self, name: str, raw: str) -> WrittenEntry:
        told = self._kind_above.name(name)
        full, other = self._when_above.names(told, moment=told == name)
        says, bare = listed_numbers(raw.strip()), name * (told != name)
        return WrittenEntry(full, says, bare=bare, otherwise=other)

    def flush(self) -> Iterator[WrittenEntry]:
        """Yield what the label above holds."""
        if self._grid:
            yield from self._end_grid()
        label, block, asked = self._label, self._block, self._asked
        self._label, self._block = "", []
        if label and block:
            yield self._entry(label, value_block(block))
        elif label and asked and self._knows(label):
            yield self._entry(label, "")

    def _end_grid(self) -> Iterator[WrittenEntry]:
        rows, self._grid = self._grid, []
        for entry in grid_entries(rows, self._knows, self._single):
            told = entry.name == NOTE or entry.name == entry.raw
            yield entry if told else self._entry(entry.name, entry.raw)

    def _statement(self, text: str) -> list[tuple[str, str]] | None:
        """Return the names and values of a line; None if it says nothing of any."""
        pieces = statement_parts(text)
        if len(pieces) > 1:
            pairs = self._pairs(pieces)
            return [(of, behind_formula(raw) if self._knows(of) else raw) for of, raw in pairs]
        turned = value_first(text, self._knows)
        return [turned] if turned else self._spaced(text)

    def _pairs(self, pieces: list[StatementPart]) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        name, value, about = self._clean(pieces[0].text), "", ""
        marks = [piece.mark for piece in pieces[2:]]
        for piece, mark in zip_longest(pieces[1:], marks):
            longer = f"{name} {self._clean(piece.text)}"
            if not value and self._is_about(name, piece, longer):
                about, name = name, longer
                continue
            split = self._split(name, piece.text, mark) if mark else None
            apart = " " if piece.mark == ":" and name.casefold() in WHO else ""
            joint = piece.mark + apart if value else ""
            if split is None and not value and self._better(name, piece.text):
                self._heading(name)
                name = self._clean(piece.text)
            elif split is None or self._within_name(name, split.name):
                value += joint + piece.text
            elif split.doubtful:
                name, value = f"{name} = {value}{piece.text}"[: MAX_QUANTITY_NAME + 1], ""
            else:
                found.append((name, value + joint + split.value))
                about_it = about or self._next_names.unit_before(found, split.name)
                name, value = self._next(name, split.name, about_it), ""
        if NUMERIC.match(name) and self._knows(self._clean(value)):
            name, value = self._clean(value), name  # 0.3775 = net_h1
        return [*found, (name, value.strip())]

    def _split(self, name: str, text: str, mark: str) -> NextName | None:
        """Return value and next name of what stands between two separators."""
        split = self._next_names.behind(text, name)
        if split is None and name.casefold() in WHO:
            return self._next_names.behind_person(text, mark)
        return split

    def _within_name(self, name: str, tail: str) -> bool:
        """Return whether a word before a colon is a part of what somebody is called."""
        return name.casefold() in WHO and not (is_label(tail) or self._knows(self._clean(tail)))

    def _better(self, name: str, other: str) -> bool:
        """Return whether what follows a first word is better known, and the word a heading."""
        if name.casefold() in WHO or NUMERIC.match(name):
            return False  # somebody may be called as a quantity is
        return self._knows(self._clean(other)) > self._knows(name)

    def _is_about(self, name: str, piece: StatementPart, longer: str) -> bool:
        """Return whether a line begins with what it is about: `Node h1: net = 0.3775`."""
        number = NUMERIC.match(piece.text.lstrip("$*_`[({ "))  # or an array of them
        if piece.mark not in ":：" or number or len(longer) > MAX_QUANTITY_NAME:
            return False
        known = self._knows(self._clean(piece.text)) > 1
        return self._knows(longer) > 0 and (not known or is_own_error(longer, self._knows))

    def _next(self, name: str, tail: str, about: str) -> str:
        """Return the name of a value behind another one; `new` means the new one of the same."""
        cleaned = self._clean(tail)
        if layered := of_same_layer(about or name, cleaned, self._knows):
            return layered
        if about and names_unit(cleaned, self._knows):
            return cleaned
        if full := self._next_names.of_unit(about, cleaned):
            return full
        if not about and (same := of_same_unit(name, cleaned, self._knows)):
            return same
        base = name.replace("old", "").replace("before", "").replace("旧", "").strip()
        renewed = f"{base} {cleaned}"
        return renewed if not self._knows(cleaned) and self._knows(renewed) else cleaned

    def _clean(self, name: str) -> str:
        return cleaned(name, self._knows)

    def _spaced(self, text: str) -> list[tuple[str, str]] | None:
        """Return the name and value of a line in which only space separates them."""
        columns = fields_of(text)
        if len(columns) > 2 and is_numeric(columns[-1]) and self._knows(self._clean(columns[0])):
            if at := next_column(columns, self._knows):
                parts = ("  ".join(columns[:at]), "  ".join(columns[at:]))
                return [pair for part in parts for pair in self._spaced(part) or [(part, part)]]
            if any(is_calculation(one) or not is_numeric(one) for one in columns[1:]):
                return [(self._clean(columns[0]), columns[-1])]  # symbol, formula, value
        words = text.split(None, 8)
        for count in range(1, min(len(words), 6)):
            if not VALUE_START.match(words[count]):
                continue
            name = self._clean(" ".join(words[:count]))
            value = behind_name(text, words[:count])
            if is_numeric(undecorated(value)[0]) and self._knows(name):
                several = self._next_names.is_one(name) and all(
                    map(NUMERIC.match, value.split()[:2])
                )
                return [(text, text) if several and " " in value else (name, value)]
        return None
