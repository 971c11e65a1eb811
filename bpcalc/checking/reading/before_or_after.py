"""Weights at moments of a training, under their plain names: from before an update, or after it.

A table of training has columns `epoch, sample, w1, w2`. Its numbers tell whether a row shows what
its update leaves, or what the one before has left; and so for all of a sheet, since nobody changes
that from row to row. What is told so is read under the names of the new weights; a name that no
number tells anything of keeps both meanings.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from bpcalc.checking.cells import Cell, DecimalSeparator, read_cell
from bpcalc.checking.reading.arrangements import arrangements
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.labels import Label
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.name_parts import When
from bpcalc.checking.reading.old_values import is_new
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import listed, quoted, said_as_read
from bpcalc.checking.reading.structures import Value, WrittenArray
from bpcalc.checking.reading.values import number_texts, padded, read_value, shape_of, single
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BELONGS_TO, NEW_KINDS
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

_AT = pattern(r"([^@]{1,200})@((?:s[0-9]{1,9})?(?:e([0-9]{1,9}))?)")
_PLAIN = (("weight", "new_weight"), ("bias", "new_bias"))
_NEW = tuple((new,) for _, new in _PLAIN)
CLEARLY = 3
"""So many times as many numbers of one side make the few of the other slips."""

Side: TypeAlias = Literal["before", "after", ""]


class _Shown(NamedTuple):
    """What an entry shows of weights or biases at a moment.

    Attributes:
        keys: the new ones of that moment, None for what there is not.
        cells: the numbers.
        after: how many are those after the update.
        before: how many are those before it.
        first: whether all are those that the exercise gives.
        array: whether it is an array under the name of its layer.
    """

    keys: tuple[Key | None, ...]
    cells: tuple[Cell, ...]
    after: int
    before: int
    first: bool
    array: bool


def told_by_moments(
    entries: Sequence[WrittenEntry], index: QuantityIndex, separator: DecimalSeparator = "point"
) -> list[WrittenEntry]:
    """Return entries, weights at moments under the names of the new ones that they are.

    Args:
        entries: names with samples and epochs at their ends, and values.
        index: the quantities.
        separator: what separates the decimals on the sheet.
    """
    moments = _Moments(index, separator)
    shown = [moments.shown(entry) for entry in entries]
    if not any(shown):
        return list(entries)
    often = Counter(entry.name for entry, each in zip(entries, shown, strict=True) if each)
    once = [e for entry, e in zip(entries, shown, strict=True) if e and often[entry.name] == 1]
    side, new = _side(once), moments.named_new(entries)
    found: list[WrittenEntry] = []
    old: list[str] = []
    for entry, each in zip(entries, shown, strict=True):
        if each is None:
            found.append(entry)
            continue
        own = _side([each]) if not side or often[entry.name] > 1 else side
        keys = moments.meant(each, own, new)
        if keys is None:
            old.append(entry.name)
        else:
            found += moments.renamed(entry, each, keys)
    if old:
        says = say(
            "{names}: taken for what there was before the update",
            names=listed(f"`{quoted(name)}`" for name in old),
        )
        found.append(WrittenEntry(NOTE, says))
    return found


def _side(shown: Iterable[_Shown]) -> Side:
    """Return what the numbers of entries tell; "" if they tell nothing, or both."""
    apart = [each.after - each.before for each in shown]
    after, before = sum(n for n in apart if n > 0), sum(-n for n in apart if n < 0)
    if after >= CLEARLY * before and after:
        return "after"
    return "before" if before >= CLEARLY * after and before else ""


def _value(entry: WrittenEntry) -> Value:
    """Return what an entry holds, an array of one number as that number."""
    if entry.value is None:
        return read_value(entry.raw).value
    alone = single(entry.value)
    return entry.value if alone is None else alone


class _Moments:
    """Knows what weights and biases are at the moments of an exercise."""

    def __init__(self, index: QuantityIndex, separator: DecimalSeparator) -> None:
        self._index, self._separator = index, separator
        self._at: dict[Key, tuple[list[Key], dict[Key, int]]] = {}
        self._each = any(key.kind in NEW_KINDS and (key.sample or 1) > 1 for key in index.keys)

    def shown(self, entry: WrittenEntry) -> _Shown | None:
        """Return what an entry shows; None if it names no weights at a moment."""
        match = _AT.fullmatch(entry.name) if "@" in entry.name else None
        if match is None or not match[2] or (self._each and not match[2].startswith("s")):
            return None
        value = _value(entry)
        if isinstance(value, str) and (number := self._number(entry.name, match, value)):
            return number
        told = self._labelled(entry)
        if told is None or told[0].kinds not in _PLAIN:
            return None
        label, when, numbers = told
        new = label._replace(kinds=label.kinds[1:])
        cells = tuple(read_cell(text, self._separator) for text in padded(number_texts(numbers)))
        ways = [
            self._compared(way.keys, cells, not isinstance(value, str))
            for way in arrangements(new, shape_of(numbers) or (0,), self._index, when)
        ]
        return max(ways, key=lambda way: max(way.after, way.before), default=None)

    def _labelled(self, entry: WrittenEntry) -> tuple[Label, When | None, Value] | None:
        """Return what an array is about, or one number under the name of a layer with one unit."""
        value = _value(entry)
        if isinstance(value, str):
            found = self._index.found(entry.name)
            if read_cell(value, self._separator).value is None:
                return None
            if found and not (found.open and "[" in entry.raw):
                return None
            value = WrittenArray((value,))
        label, when = self._index.label_and_when(entry.name)
        return (label, when, value) if label else None

    def _number(self, name: str, match: re.Match[str], text: str) -> _Shown | None:
        found = self._index.found(name)
        if found is None or not found.given or found.open or not found.keys:
            return None
        key = found.keys[0]
        if key.kind not in NEW_KINDS or len({each.timeless for each in found.keys}) > 1:
            return None
        cell = read_cell(text, self._separator)
        if cell.value is None:
            return None
        return self._compared((key._replace(epoch=int(match[3] or 1)),), (cell,), False)

    def _compared(
        self, keys: tuple[Key | None, ...], cells: tuple[Cell, ...], array: bool
    ) -> _Shown:
        value = self._index.values.get
        pairs = [(key, cell) for key, cell in zip(keys, cells, strict=True) if key is not None]
        after = sum(is_new(cell, value(key), value(self._given(key))) for key, cell in pairs)
        before = sum(near(cell, value(self._left(key))) for key, cell in pairs)
        first = all(near(cell, value(self._given(key))) for key, cell in pairs)
        return _Shown(keys, cells, after, before, first, array)

    def _times(self, key: Key) -> tuple[list[Key], dict[Key, int]]:
        """Return what is new at the place of a key, in the order of the updates, with numbers."""
        place = key.timeless
        if place not in self._at:
            found = self._index.at_place(place.kind, place.layer, place.unit, place.source)
            ordered = sorted(found, key=lambda each: (each.epoch or 1, each.sample or 0))
            self._at[place] = ordered, {each: number for number, each in enumerate(ordered)}
        return self._at[place]

    def _earlier(self, key: Key) -> Key | None:
        """Return what the update before has left, None if there is none, or it is not known."""
        ordered, numbers = self._times(key)
        if key in numbers:
            return ordered[numbers[key] - 1] if numbers[key] else None
        last = ordered[-1] if ordered else None
        return last if last and not self._each and key.epoch == (last.epoch or 1) + 1 else None

    def _left(self, key: Key) -> Key:
        """Return what is there before an update: what the one before has left, or is given."""
        return self._earlier(key) or key._replace(kind=BELONGS_TO[key.kind])

    def _given(self, key: Key) -> Key:
        first = next(iter(self._times(key)[0]), key)
        return first._replace(kind=BELONGS_TO[key.kind])

    def named_new(self, entries: Iterable[WrittenEntry]) -> frozenset[Key]:
        """Return the new weights and biases that are on a sheet under names of their own."""
        found: set[Key] = set()
        for entry in entries:
            meaning = self._index.found(entry.name) if isinstance(_value(entry), str) else None
            if meaning and not meaning.given:
                found.update(key for key in meaning.keys[:1] if key.kind in NEW_KINDS)
            elif (told := self._labelled(entry)) and told[0].kinds in _NEW:
                label, when, numbers = told
                for way in arrangements(label, shape_of(numbers) or (0,), self._index, when):
                    found.update(key for key in way.keys if key is not None)
        return frozenset(found)

    def meant(
        self, shown: _Shown, side: Side, new: frozenset[Key]
    ) -> tuple[Key | None, ...] | None:
        """Return the new weights that an entry shows, () if it is to be read as it stands.

        None, if it shows old ones of which nobody needs to be told the new ones.

        Args:
            shown: what stands there.
            side: what the sheet shows.
            new: the new weights under names of their own on the sheet.
        """
        if not new.isdisjoint(key for key in shown.keys if key is not None):
            side = "before"
        elif shown.after > shown.before or (shown.after and side != "before"):
            side = "after"
        if side == "after":
            return () if shown.first and not shown.after else shown.keys
        if side != "before":
            later = not shown.before and not any(key in self._index for key in shown.keys)
            return shown.keys if later else ()
        earlier = tuple(None if key is None else self._earlier(key) for key in shown.keys)
        if not any(earlier):
            return None if shown.first and shown.after else ()
        if shown.first and shown.before < sum(key is not None for key in earlier):
            return None if shown.array else ()  # given ones, written once more
        if not new.isdisjoint(key for key in earlier if key is not None):
            return None
        return earlier

    def renamed(
        self, entry: WrittenEntry, shown: _Shown, keys: tuple[Key | None, ...]
    ) -> Iterator[WrittenEntry]:
        """Yield an entry under the names of the new weights that it shows."""
        known = [key for key in keys if key is not None and key in self._index]
        right = 2 * (shown.after if keys == shown.keys else shown.before) > len(keys)
        if not any(keys) or (shown.array and (keys == shown.keys or not known)):
            yield entry  # an array is taken for the new ones anyway
        elif known and (right or not shown.array):
            for key, cell in zip(keys, shown.cells, strict=True):
                if key is not None and key in self._index:
                    raw = cell.raw if shown.array else entry.raw
                    name, typed = self._index.told_name(key), entry.typed or shown.array
                    yield WrittenEntry(name, raw, typed=typed)
            yield WrittenEntry(NOTE, said_as_read(entry.name, map(self._index.own.full, known)))
        else:
            yield entry._replace(name=self._new_name(entry.name, next(filter(None, keys))))

    def _new_name(self, name: str, key: Key) -> str:
        """Return the name of an array, or of what is not asked for, as that of new ones."""
        if key not in self._index:
            return self._index.own.full(key)
        when = (f"s{key.sample}" if key.sample else "") + f"e{key.epoch or 1}"
        new = f"{name.partition('@')[0]}_new@{when}"
        label, _ = self._index.label_and_when(new)
        return new if label and NEW_KINDS.issuperset(label.kinds) else name
