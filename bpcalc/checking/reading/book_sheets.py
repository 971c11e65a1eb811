"""Sheets in the notation of another book than the exercise's, told by all of their names at once.

`z2_1` is a net input of the hidden layer in one book and of the output layer in the next, `beta_1`
is a delta here and a net input there. Name by name, only a number could tell. Where nearly all
names on a sheet are one book's, and more of its numbers are right under these, they are meant.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from bpcalc.checking.cells import Cell, DecimalSeparator, read_cell
from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME, NOTATION, NOTE, WrittenEntry
from bpcalc.checking.reading.grids import WHO
from bpcalc.checking.reading.hints_taken import HINTED
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.name_index import NameIndex, one_place
from bpcalc.checking.reading.name_parts import When, at_moment
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import quoted, said_as_read
from bpcalc.checking.reading.unasked_changes import said_of_changes
from bpcalc.checking.reading.values import read_value
from bpcalc.exercise.notation_choice import layout, with_notation
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import CHANGE_KINDS, DATA, FELLOWS, GRADIENT_KINDS, LEARNT_KINDS, KindRole
from bpcalc.named_tuples import NamedTuple
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import WHEN, Spelling

Collect: TypeAlias = Callable[[list[WrittenEntry]], tuple[Mapping[Key, Cell], int]]
"""Reads entries as they are; returns the numbers, and how many there were with those left out."""

FEWEST_ANSWERS = 4
"""So many numbers have to be on a sheet that is told by its notation."""

MOST_UNNAMED = 0.2
"""Such a part of a sheet may be what a book has no names for: a remark, a time, a rate."""

MAX_ANSWERS = 2_000
MAX_QUANTITIES = 20_000
"""Beyond these, names are those of a program, and no book's."""

GIVEN_KINDS = DATA | LEARNT_KINDS | {"learning_rate"}
"""What a sheet may state before its answers."""

_ROLES: tuple[KindRole, KindRole] = ("gradient", "state")
_NEW = {kind: parameter for (parameter, role), kind in FELLOWS.items() if role == "new"}


class _Named(NamedTuple):
    """An entry, and what a book calls so; `when` is what its name says of sample and epoch."""

    entry: WrittenEntry
    key: Key
    when: When | None


def in_own_notation(
    entries: list[WrittenEntry],
    index: QuantityIndex,
    collect: Collect,
    separator: DecimalSeparator = "point",
) -> list[WrittenEntry]:
    """Return entries, those of a sheet in the notation of another book under the exercise's names.

    Args:
        entries: what is written.
        index: the quantities.
        collect: reads entries as they are.
        separator: what separates the decimals on the sheet.
    """
    answers = [each for each in entries if _is_answer(each) and not _given(each, index, separator)]
    plain = not any(entry.bare for entry in answers)
    names_here = sum(_is_own(entry, index) for entry in answers)
    own = names_here == len(answers)
    many = len(answers) > MAX_ANSWERS or len(index.values) > MAX_QUANTITIES
    if many or len(answers) < FEWEST_ANSWERS or (own and plain):
        return entries
    found, best = entries, (-1, 0)
    foreign = 2 * names_here < len(answers)
    for told in [_as_bare(entries)] if own else _in_books(entries, answers, index, separator):
        if best[0] < 0:  # most sheets are no book's, and need no trial
            best = _score(*collect(entries), index)
        score = _score(*collect(told), index)
        if score > best or (score == best and best[0] and found is entries and foreign):
            found, best = told, score
    return found


def _is_own(entry: WrittenEntry, index: QuantityIndex) -> bool:
    """Return whether an entry has a name of the exercise, whatever sample and epoch it is of."""
    name = (entry.bare or entry.name).strip()
    match = WHEN.fullmatch(name)
    return index.is_own(match[1] if match else name)


def _as_bare(entries: Iterable[WrittenEntry]) -> list[WrittenEntry]:
    """Return entries under their names alone, whatever headings say of them."""
    return [entry._replace(name=entry.bare or entry.name, bare="") for entry in entries]


def _in_books(
    entries: Sequence[WrittenEntry],
    answers: Sequence[WrittenEntry],
    index: QuantityIndex,
    separator: DecimalSeparator,
) -> Iterator[list[WrittenEntry]]:
    """Yield entries as they are in each book that has nearly all of their names."""
    for notation, names, given in _books(index):
        stated = {id(entry) for entry in answers if _states(entry, names, given, index, separator)}
        asked = [entry for entry in answers if id(entry) not in stated]
        named = list(_known_by(asked, names))
        if named and len(asked) - len(named) <= MOST_UNNAMED * len(asked):
            others = [entry for entry in entries if id(entry) not in stated]
            yield list(_renamed(others, named, index, separator, notation))


def _states(
    entry: WrittenEntry,
    names: NameIndex,
    given: NameIndex,
    index: QuantityIndex,
    separator: DecimalSeparator,
) -> bool:
    """Return whether an entry only states what the exercise gives, as a book calls it."""
    name = (entry.bare or entry.name).strip()
    return not names.exactly(name) and _is_one_of(entry, given.exactly(name), index, separator)


def _given(entry: WrittenEntry, index: QuantityIndex, separator: DecimalSeparator) -> bool:
    """Return whether an entry only states what is given, as the exercise itself calls it."""
    name = (entry.bare or entry.name).strip()
    keys = index.given_keys(name) if len(name) <= MAX_QUANTITY_NAME else []
    return not index.is_own(name) and _is_one_of(entry, keys, index, separator)


def _is_one_of(
    entry: WrittenEntry, keys: Iterable[Key], index: QuantityIndex, separator: DecimalSeparator
) -> bool:
    """Return whether an entry has the number of one of these quantities."""
    value = entry.value if entry.value is not None else read_value(entry.raw).value
    cell = read_cell(value, separator) if isinstance(value, str) else None
    return cell is not None and any(near(cell, index.values[key]) for key in keys)


def _is_answer(entry: WrittenEntry) -> bool:
    """Return whether an entry is an answer, and not a blank, a note, or who wrote the sheet."""
    told = entry.name in (NOTE, HINTED) or entry.name.strip().casefold() in WHO
    return not told and bool(entry.raw.strip())


@lru_cache(maxsize=2)  # the papers of a class are read by one index
def _books(index: QuantityIndex) -> list[tuple[str, NameIndex, NameIndex]]:
    """Return the notations of other books, each with its names for answers and what is given."""
    keys = [*index.keys, *_unasked(index.keys)]
    given = [key for key in index.values if key.kind in GIVEN_KINDS and key.epoch in (None, 1)]
    found = []
    for name, notation in NOTATIONS.items():
        if notation is not index.own.notation:
            other = with_notation(index.exercise, notation)
            spelling = [Spelling(notation, layout(other))]
            found.append((name, NameIndex(spelling, keys), NameIndex(spelling, given)))
    return found


def _unasked(keys: Sequence[Key]) -> Iterator[Key]:
    """Yield the gradients and changes of which other books have lines, and this exercise has not.

    A book that works with changes of weights writes no gradients down, and the other way round.
    """
    here = {key.timeless for key in keys}
    for new in here:
        if parameter := _NEW.get(new.kind):
            for role in _ROLES:
                key = new._replace(kind=FELLOWS[parameter, role])
                if key not in here:
                    yield key


def _known_by(answers: Iterable[WrittenEntry], names: NameIndex) -> Iterator[_Named]:
    """Yield what a book calls so, for the answers that have names of it."""
    for entry in answers:
        key, when = _named(entry.bare or entry.name, names)
        if key is not None:
            yield _Named(entry, key, when)


def _named(name: str, names: NameIndex) -> tuple[Key | None, When | None]:
    """Return what a book calls so, and in which sample and epoch; None if nothing or several."""
    match = WHEN.fullmatch(name.strip())
    bare, when = name.strip(), None
    if match:
        bare, when = match[1], When(bool(match[3]), int(match[2] or 0), int(match[4] or 1))
    keys = names.exactly(bare)
    if not keys or not one_place(keys):
        return None, when
    if not keys[0].epoch and len(keys) == 1 and keys[0].kind in CHANGE_KINDS | GRADIENT_KINDS:
        return keys[0], when
    return next(iter(at_moment(keys, when)), None), when


def _renamed(
    entries: Iterable[WrittenEntry],
    named: Iterable[_Named],
    index: QuantityIndex,
    separator: DecimalSeparator,
    notation: str,
) -> Iterator[WrittenEntry]:
    """Yield entries under the names here, with a note on the notation that they are in."""
    told = {id(each.entry): each for each in named}
    says = say(
        "the names on this sheet are those of the notation {notation}, and are read so",
        notation=notation,
    )
    yield WrittenEntry(NOTE, says)
    yield WrittenEntry(NOTATION, notation)
    for entry in entries:
        one = told.get(id(entry))
        if one is None:
            yield entry
        elif one.key in index:
            yield from _as(entry, one.key, index)
        else:
            yield from _as_unasked(one, index, separator)


def _as(entry: WrittenEntry, key: Key, index: QuantityIndex) -> Iterator[WrittenEntry]:
    """Yield an entry under its name here; a note where that name means something else here."""
    here = index.found(entry.name)
    if here is None or here.keys[:1] != (key,):
        yield WrittenEntry(NOTE, said_as_read(entry.name, [index.own.full(key)]))
    yield entry._replace(name=index.told_name(key), written=entry.bare or entry.name)


def _as_unasked(
    named: _Named, index: QuantityIndex, separator: DecimalSeparator
) -> Iterator[WrittenEntry]:
    """Yield what is said of a gradient or change that nobody asks for.

    One that has the number of the other, which is asked for, is that one: programs call both dw.
    Of 0 nothing tells which of them it is.
    """
    entry, key, when = named
    value = entry.value if entry.value is not None else read_value(entry.raw).value
    cell = read_cell(value, separator) if isinstance(value, str) else None
    role = _ROLES[key.kind in GRADIENT_KINDS]
    parameter = next(of for (of, _), kind in FELLOWS.items() if kind == key.kind)
    other = key._replace(kind=FELLOWS[parameter, role])
    there = index.at_place(other.kind, key.layer, key.unit, key.source)
    there = list(at_moment(there, when)) if cell and cell.value else []
    fits = [each for each in there if cell and near(cell, index.values.get(each))]
    if fits:
        yield from _as(entry, fits[0], index)
    elif key.kind in CHANGE_KINDS:
        yield WrittenEntry(NOTE, said_of_changes(entry.name))
    else:
        says = say("`{name}` is a gradient, which nobody asks for", name=quoted(entry.name))
        yield WrittenEntry(NOTE, says)


def _score(cells: Mapping[Key, Cell], count: int, index: QuantityIndex) -> tuple[int, int]:
    """Return how many numbers are right, and less than how many are not, or stand for others'.

    A 0 tells nothing: of an input that is 0, gradient and change are.
    """
    right = sum(_is_right(key, cell, index) for key, cell in cells.items() if cell.value)
    return right, right - count


def _is_right(key: Key, cell: Cell, index: QuantityIndex) -> bool:
    """Return whether a number is a value, in the convention of this book or of another one.

    A delta may have the other sign, and a net input be without its bias or threshold, or with it.
    """
    value = index.values.get(key)
    if value is None or near(cell, value):
        return value is not None
    if key.kind == "net":
        there = [index.at_place("bias", key.layer, unit, None) for unit in (key.unit, None)]
        biases = [index.values.get(each) for keys in there for each in keys]
        return any(near(cell, value + sign * b) for b in biases if b for sign in (1, -1))
    return key.kind == "delta" and near(cell, -value)
