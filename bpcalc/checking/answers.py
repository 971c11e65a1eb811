"""A sheet of answers, read from whatever it was written in; every cell stays the text it was.

What a file holds is told by its content: a workbook, JSON, a table, or lines of text. It becomes
names and values, the names become quantities, and the values cells. What cannot be understood is
listed, and is never a mistake.
"""

from collections.abc import Sequence
from dataclasses import field, replace

from bpcalc.checking.cells import Cell, DecimalSeparator, decimal_mark, read_cell
from bpcalc.checking.precision import told_single
from bpcalc.checking.reading.array_style import style_of
from bpcalc.checking.reading.entries import NOTATION, NOTE, WrittenEntry
from bpcalc.checking.reading.fellows import Fellows, OpenName, in_other_book
from bpcalc.checking.reading.file_entries import shown_value
from bpcalc.checking.reading.given_names import GivenData
from bpcalc.checking.reading.grids import WHO
from bpcalc.checking.reading.hints_taken import HINTED, hints_of, told_hints
from bpcalc.checking.reading.later_epochs import LaterEpochs
from bpcalc.checking.reading.layers import near, spread, spread_under
from bpcalc.checking.reading.listed import listed_names
from bpcalc.checking.reading.name_parts import Meaning
from bpcalc.checking.reading.old_values import OldValues, has_several_numbers
from bpcalc.checking.reading.other_errors import OtherErrors, measure_of
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import listed, quoted, said_as_read, unquoted
from bpcalc.checking.reading.sampled_names import behind_named, named_with_samples
from bpcalc.checking.reading.sheet_labels import ASIDE, without_labels
from bpcalc.checking.reading.structures import Value, WrittenArray
from bpcalc.checking.reading.unasked_changes import UnaskedChanges, said_of_changes
from bpcalc.checking.reading.unmeasured import UnmeasuredErrors
from bpcalc.checking.reading.values import Written, before_arrow, read_value, shape_of, single
from bpcalc.errors import AnswersError, NotAQuantity
from bpcalc.locale import say, say_many
from bpcalc.maths.keys import Key
from bpcalc.records import record

MAX_LISTED = 20
"""Names that mean nothing, of those that are listed one by one."""


@record
class Answers:
    """The answers of one student.

    Attributes:
        cells: by quantity, what was written.
        student: who wrote it, "" if the sheet does not say.
        unknown: sentences about names that mean nothing here.
        notes: sentences about how the sheet was read.
        hints: lines of which a practice has given hints, each with how far they went.
        notation: that of the book whose names are on it, "" for the exercise's or several.
    """

    cells: dict[Key, Cell]
    student: str = ""
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    hints: tuple[str, ...] = ()
    notation: str = ""


class AnswersCollector:
    """Turns entries into cells; in `read_as`, every name with what was taken under it."""

    def __init__(self, entries: list[WrittenEntry], index: QuantityIndex) -> None:
        self._index = index
        self._unmeasured = UnmeasuredErrors(index.exercise, index.own)
        self._others, self._old = OtherErrors(index), OldValues(index)
        self._changes, self._data = UnaskedChanges(index), GivenData(index)
        hints = [entry.raw for entry in entries if entry.name == HINTED]
        told = [entry.raw for entry in entries if entry.name == NOTE]
        self._notation = next((entry.raw for entry in entries if entry.name == NOTATION), "")
        entries = [entry for entry in entries if entry.name not in (HINTED, NOTE, NOTATION)]
        entries.sort(key=self._is_later)
        self._entries = [(entry, self._written(entry)) for entry in entries]
        raws = (w.value for _, w in self._entries if isinstance(w.value, str))
        self._separator: DecimalSeparator
        self._separator, remark = decimal_mark(raws)
        self._notes = [*told, remark] if remark else told
        self._notes += [says for raw in hints for says in told_hints(raw, index.knows)]
        self._hints = tuple(each for raw in hints for each in hints_of(raw, index.knows))
        self._cells: dict[Key, Cell] = {}
        self._open: list[OpenName] = []
        self.read_as: list[tuple[str, Key]] = []
        self._student = ""
        self._unknown: list[str] = []
        self._given = 0
        self._dropped: dict[str, list[str]] = {}
        self._later = LaterEpochs(index)
        self._sampled = named_with_samples((each.name for each, _ in self._entries), index)
        self._style = style_of(((each.name, w.value) for each, w in self._entries), index)

    def _is_later(self, entry: WrittenEntry) -> tuple[bool, bool]:
        """Return what stands behind others: errors need the outputs, and w5@s2 may be the old one.

        It is where its new one, w5_new@s2, is on the sheet.
        """
        found = self._index.found(entry.name) if "@" in entry.name else None
        of_sample = found is not None and found.given and any(key.sample for key in found.keys)
        return measure_of(entry.name) is not None, of_sample

    @staticmethod
    def _written(entry: WrittenEntry) -> Written:
        if entry.value is not None:
            alone = single(entry.value)
            return read_value(alone) if alone is not None else Written(entry.value)
        return read_value(entry.raw)

    def collect(self) -> Answers:
        """Return the answers."""
        self._changes.look((entry.name, written.value) for entry, written in self._entries)
        for entry, written in self._entries:
            self._take(entry, written)
        fellows = Fellows(self.read_as if self._open else ())
        for opened in self._open:
            self._take_open(opened, fellows)
        self._later.leave_out(self._cells, self.read_as)
        self._unknown += self._later.told()
        if not self._cells and not self._given:
            self._refuse()
        self._merge_renamed()
        self._notes += self._old.told(self._cells)
        for what, names in self._dropped.items():
            says = say(
                "beside the number, `{what}` is left out: {names}", what=what, names=listed(names)
            )
            self._notes.append(says)
        unknown = self._unknown[:MAX_LISTED]
        more = len(self._unknown) - MAX_LISTED
        if more > 0:
            says = say_many("{n} more name is not known", "{n} more names are not known", more)
            unknown.append(says)
        cells = told_single(self._cells, (entry.raw for entry, _ in self._entries))
        told = (self._student, tuple(unknown), tuple(self._notes), self._hints, self._notation)
        return Answers(cells, *told)

    def _refuse(self) -> None:
        if later := self._later.told():
            raise AnswersError(" ".join(later))
        names = [quoted(entry.name) for entry, _ in self._entries if not self._is_who(entry.name)]
        if not names:
            raise AnswersError(" ".join(self._notes) or say("the sheet names no quantity at all"))
        known = [quoted(entry.name) for entry, _ in self._entries if self._knows(entry.name)]
        if known:
            message = say("no value on this sheet can be read: {names}", names=listed(known))
            raise AnswersError(message)
        message = say(
            "none of the names on this sheet is a quantity of this exercise: {names}; is it the "
            "sheet of another exercise?",
            names=listed(names),
        )
        raise AnswersError(message)

    def _knows(self, name: str) -> bool:
        """Return whether a name is that of a quantity, or of a layer's."""
        try:
            self._index.find(name)
        except NotAQuantity:
            return self._index.label_and_when(name)[0] is not None
        return True

    @staticmethod
    def _is_who(name: str) -> bool:
        """Return whether a name asks for somebody's, behind a heading, too: `作业三 姓名`."""
        last = name.split()[-1:]
        return name.strip().casefold() in WHO or any(w in WHO and not w.isascii() for w in last)

    def _take(self, entry: WrittenEntry, written: Written) -> None:
        if self._is_who(entry.name):
            whose = without_labels(entry.raw.strip("\\_, ，;；\t\r\n"))
            self._student = self._student or unquoted(whose)
            return
        if isinstance(written.value, str):
            if not self._is_vector_of_one(entry, written.value):
                self._take_number(entry, written, written.value)
        else:
            self._take_array(entry, written.value)

    def _take_number(self, entry: WrittenEntry, written: Written, text: str) -> None:
        cell = read_cell(text, self._separator)
        if cell.value is None:
            cell = replace(cell, raw=entry.raw)
        elif entry.typed:
            cell = replace(cell, zeros_lost=True)
        if self._is_unasked(entry.name, cell):
            return
        meaning = self._meaning(entry, written, cell)
        if meaning is None:
            return
        key = self._chosen(entry.name, meaning, cell)
        if key is None:
            return
        if written.replaced and key.kind in ("error", "total_error"):
            cell = self._before_the_update(entry, key, cell)
        if written.dropped and cell.value is not None:
            self._dropped.setdefault(written.dropped, []).append(entry.name.strip())
        self._put(key, cell, entry.name)

    def _before_the_update(self, entry: WrittenEntry, key: Key, cell: Cell) -> Cell:
        """Return the error before the update, where an arrow leads to the one after it."""
        before = read_cell(before_arrow(entry.raw), self._separator)
        return cell if before.value is None or near(cell, self._index.values.get(key)) else before

    def _is_vector_of_one(self, entry: WrittenEntry, text: str) -> bool:
        """Take `Z2 = [[1.1]]`, an array of one number, by the name of its layer if that fits."""
        label, when = self._index.label_and_when(entry.name)
        if "[" not in entry.raw or label is None or label.units:
            return False
        found = spread(label, WrittenArray((text,)), self._index, when)
        cell = read_cell(text)
        keys = [key for part in found if not part.given for key in part.keys]
        if len(keys) != 1 or keys[0] is None:
            return False
        if not (near(cell, self._index.values.get(keys[0])) or self._is_open(entry.name)):
            return False
        return self._spread(entry, WrittenArray((text,)))

    def _meaning(self, entry: WrittenEntry, written: Written, cell: Cell) -> Meaning | None:
        """Return what a name may mean; None if nothing, which is then noted."""
        index, name = self._index, entry.name
        try:
            meaning = index.meaning(name)
        except NotAQuantity as error:
            problem = str(error)
        else:
            if not (meaning.given and self._old.are_old(meaning.keys, cell, self._cells)):
                return meaning
            self._given += 1
            self._old.add_at(name, meaning.keys, cell)
            return None
        renewed = index.parameter_updates(name)
        if renewed and (written.replaced or self._is_renewed(name, renewed, cell)):
            return in_other_book(name, cell, index) or Meaning(renewed, plain=written.replaced)
        if self._take_labelled(entry, cell):
            return None
        if index.is_given(name) or renewed:
            self._given += 1
            told = cell.value is not None or has_several_numbers(entry.raw)
            self._old.add(name, index.given_keys(name) if told else ())
        elif name.strip().casefold() not in ASIDE and not cell.blank:
            self._say_unknown(name, problem)
        return None

    def _say_unknown(self, name: str, problem: str) -> None:
        """Note that a name means nothing, or that its epoch is not asked for."""
        if not self._later.take(name):
            self._unknown.append(problem)

    def _is_unasked(self, name: str, cell: Cell) -> bool:
        """Return whether nobody asks for a number: a given or old one, or an error, as is said."""
        given = self._data.holds(name, cell)
        if given or self._old.is_named(name):
            self._given += 1
            self._notes += filter(None, [self._data.remark(name, cell) if given else ""])
            return True
        if name in self._unmeasured:
            says = say(
                "`{name}` is an error, which nobody asks for: delta comes from none here",
                name=quoted(name),
            )
        elif not (says := self._others.told(name, cell, self._cells)):
            return False
        self._given += 1
        self._notes += [] if cell.blank or says in self._notes[-1:] else [says]
        return True

    def _is_open(self, name: str) -> bool:
        """Return whether nothing but the number can say what a name means."""
        found = self._index.found(name)
        return found is not None and found.open

    def _is_renewed(self, name: str, renewed: tuple[Key, ...], cell: Cell) -> bool:
        """Return whether the number behind the name of a weight can only be its new value."""
        given = [self._index.values.get(key) for key in self._index.given_keys(name)]
        written = any(key in self._cells for key in renewed)
        return cell.value is not None and cell.value not in given and not written

    def _chosen(self, name: str, meaning: Meaning, cell: Cell) -> Key | None:
        """Return the quantity that is meant; say so where that is not plain."""
        keys = behind_named(meaning.keys, self._sampled)
        values = self._index.values
        fitting = [key for key in keys if near(cell, values.get(key))]
        kinds = {key.kind for key in keys} - {"total_error"}  # of `o1 E`, its own error comes first
        undecided = (meaning.open or len(kinds) > 1) and not fitting
        if undecided:
            self._open += [] if cell.blank else [OpenName(name, keys, cell)]
            return None
        free = [key for key in keys if meaning.total and key not in self._cells]
        key = [*fitting, *free, *keys][0]
        if self._are_changes(name, [key], [cell]):
            return None
        if (not meaning.plain or key != keys[0]) and not cell.blank:
            self._say_read(name, [key])
        return key

    def _are_changes(self, name: str, keys: Sequence[Key | None], cells: Sequence[Cell]) -> bool:
        """Return whether numbers are changes, which nobody asks for, and note that."""
        if not self._changes.are(name, keys, cells):
            return False
        self._given += 1
        self._notes.append(said_of_changes(name))
        return True

    def _take_open(self, opened: OpenName, fellows: Fellows) -> None:
        """Take what is like a name whose number tells what it means, or say that nothing tells."""
        key = fellows.meant(opened, self._cells)
        if key is not None:
            self._say_read(opened.name, [key])
            self._put(key, opened.cell, opened.name)
            return
        says = say(
            "`{name}` may mean several quantities; write {names}",
            name=quoted(opened.name),
            names=listed(map(self._index.own.full, opened.keys)),
        )
        self._unknown.append(says)

    def _take_labelled(self, entry: WrittenEntry, cell: Cell) -> bool:
        """Take a number under the name of a layer that has one unit only."""
        label, _ = self._index.label_and_when(entry.name)
        if label is None or cell.value is None:
            return False
        return self._spread(entry, cell.raw)

    def _take_array(self, entry: WrittenEntry, value: Value) -> None:
        names = listed_names(entry.name)
        if isinstance(value, WrittenArray) and len(names) == len(value.items) > 1:
            for name, item in zip(names, value.items, strict=True):  # net_h1, net_h2 = (…)
                each = WrittenEntry(name, shown_value(item), item)
                self._take(each, self._written(each))
            return
        if not self._spread(entry, value):
            shape = shape_of(value)
            says = say("`{name}` is an array that fits no quantities here", name=quoted(entry.name))
            if shape:
                sizes = "×".join(map(str, shape))
                says = say(
                    "`{name}` is an array of shape {shape}, which fits no quantities here",
                    name=quoted(entry.name),
                    shape=sizes,
                )
            if entry.name.strip().casefold() not in ASIDE:
                self._say_unknown(entry.name, says)

    def _spread(self, entry: WrittenEntry, value: Value) -> bool:
        """Take an array cell by cell; return whether there is a way."""
        found = spread_under(entry.name, value, self._index, self._style)
        for part in found:
            if part.given:
                self._given += 1
                self._old.add(entry.name, part.keys)
                continue
            if self._are_changes(entry.name, part.keys, [read_cell(text) for text in part.texts]):
                continue
            told = [key for key in part.keys if key is not None]
            self._say_read(entry.name, told)
            for key, text in zip(part.keys, part.texts, strict=True):
                if key is not None and key in self._index:
                    cell = read_cell(text)
                    self._put(key, replace(cell, zeros_lost=cell.value is not None), entry.name)
        return bool(found)

    def _say_read(self, name: str, keys: list[Key]) -> None:
        says = said_as_read(name, map(self._index.own.full, keys))
        if says not in self._notes:
            self._notes.append(says)

    def _put(self, key: Key, cell: Cell, name: str) -> None:
        self.read_as.append((name, key))
        before = self._cells.get(key)
        unread = before is not None and before.value is None and cell.value is not None
        if before is None or before.blank or unread:
            self._cells[key] = cell
        elif not cell.blank and cell.value != before.value:
            says = say("`{name}` is answered twice; the first answer counts", name=quoted(name))
            self._notes.append(says)

    def _merge_renamed(self) -> None:
        """Take the error of the only output for the total error, which is the same number."""
        for key, asked in self._index.renamed.items():
            cell = self._cells.pop(key, None)
            if cell is None:
                continue
            other = self._cells.get(asked)
            if other is None or other.blank:
                self._cells[asked] = cell
                continue
            value = self._index.values.get(asked)
            if cell.value is not None and cell.value != other.value:
                names = tuple(map(self._index.own.full, (key, asked)))
                says = say(
                    "{one} and {other} are the same here, and differ on this sheet",
                    one=names[0],
                    other=names[1],
                )
                self._notes.append(says)
                if near(cell, value) and not near(other, value):
                    self._cells[asked] = cell
