"""Names whose numbers begin with 0, in words that no pattern foresees: `Neuron 0 in hidden layer`.

Under that with a 1 the second unit or weight is meant. So names that differ in nothing but the
number are counted from 1 if all of them then mean something, and no fewer of the numbers are right.
Epochs are those of a whole sheet, and counted in `epochs_from_0`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from bpcalc.checking.cells import read_cell
from bpcalc.checking.reading.entries import NOTE, MadeName, WrittenEntry
from bpcalc.checking.reading.layer_words import UNIT_LAYERS, UNIT_WORDS
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import quoted
from bpcalc.locale import say
from bpcalc.patterns import pattern

MOST_COUNTED = 400
"""Entries among which such names are looked for."""

MOST_FORMS = 12
"""Forms of names that are tried."""

_ZERO = pattern(r"(?<![0-9.．,，^])(?<!\^[(\[{])(?<!\^\{\()0(?![0-9.．,，])")
_FIRST_EPOCH = pattern(r"(?<=@|[0-9l])e0$")
_NUMBER = "([0-9]{1,3})"
_OF_UNIT = pattern(rf"hidden|output|{UNIT_LAYERS}|{UNIT_WORDS}", re.IGNORECASE)
_ONE = pattern(r"\s*[+-]?1(?:\.0*)?\s*")
"""What a unit gives that stands for the bias, which is called 0 beside all others."""


def named_from_1(
    entries: Sequence[WrittenEntry],
    index: QuantityIndex,
    fitting: Callable[[list[WrittenEntry]], int],
) -> list[WrittenEntry]:
    """Return entries whose numbers in words are counted from 1, and what is said of that.

    Where a name with a 0 means something, a bias perhaps, more numbers have to be right.

    Args:
        entries: names and values.
        index: the quantities.
        fitting: returns how many numbers are right if entries are read as they are.
    """
    found = list(entries)
    if len(found) > MOST_COUNTED:
        return found
    numbered = (each for each in found if "0" in each.name and not _is_given(each, index))
    for form in islice(dict.fromkeys(_forms(numbered)), MOST_FORMS):
        counted = _counted_on(found, form, index)
        if not counted:
            continue
        moved = [each._replace(name=counted.get(at, each.name)) for at, each in enumerate(found)]
        first = "0".join(form)
        gain = fitting(moved) - fitting(found)
        if gain > 0 or (gain == 0 and _OF_UNIT.search(first) and index.found(first) is None):
            says = say("this sheet counts from 0: `{name}` is the first", name=quoted(first))
            found = [*moved, WrittenEntry(NOTE, says)]
    return found


def _is_given(entry: WrittenEntry, index: QuantityIndex) -> bool:
    """Return whether the exercise gives a number under its name: `z_1^(0)` is an input."""
    cell = read_cell(entry.raw)
    return any(near(cell, index.values.get(key)) for key in index.given_keys(entry.name))


def _forms(entries: Iterable[WrittenEntry]) -> Iterator[tuple[str, ...]]:
    """Yield what stands around all zeros of names, `layer 0 neuron 0`, and around each."""
    for entry in entries:
        name = entry.name
        if isinstance(name, MadeName) or _ONE.fullmatch(entry.raw):
            continue
        if name.count("(") != name.count(")") or name.count("[") != name.count("]"):
            continue  # a part of a name that commas have cut
        zeros = list(_ZERO.finditer(name))
        if len(zeros) > 1:
            yield tuple(_ZERO.split(name))
        yield from ((name[: zero.start()], name[zero.end() :]) for zero in zeros)


def _counted_on(
    entries: Sequence[WrittenEntry], form: tuple[str, ...], index: QuantityIndex
) -> Mapping[int, str]:
    """Return the next names of those that differ in the numbers only, by their places.

    Empty, if one of them would mean nothing.
    """
    pattern_ = re.compile(_NUMBER.join(map(re.escape, form)))
    names: dict[int, str] = {}
    for at, entry in enumerate(entries):
        if match := pattern_.fullmatch(entry.name):
            numbers = [str(int(number) + 1) for number in match.groups()]
            pairs = zip(form, [*numbers, ""], strict=True)
            name = "".join(part for pair in pairs for part in pair)
            meaning = index.found(_FIRST_EPOCH.sub("e1", name) if "@" in name else name)
            if meaning is None or not meaning.keys:
                return {}
            names[at] = name
    return names
