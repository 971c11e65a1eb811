"""Names that say places as others on the sheet do: a sheet counts its layers in one way.

The numbers under `z^(1)_2` and `a^(1)_2` tell that (1) is the hidden layer; then it is so in
`δ^(1)_2` as well, whatever number stands there. Where no number tells, the names themselves may:
of a network with two layers, (1) and (2) are these two.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bpcalc.checking.cells import read_cell
from bpcalc.checking.reading.entries import WrittenEntry
from bpcalc.checking.reading.foreign_forms import (
    FormReading,
    FoundReading,
    NameForm,
    ReadAs,
    WrittenName,
    is_foreign,
    name_and_when,
    placed_by,
    readings_of,
    right_as_taken,
)
from bpcalc.checking.reading.placed_names import placed_name
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.patterns import pattern

_RAISED = "raised"
"""The shape of all names with one number that is raised and one that stands below."""

_OF_ARRAYS = ("^#[]", "^(#)[]", "^[#][]")
"""The shapes of the names of arrays that raise a number."""

_LAYERED = pattern(r"layer ([01])(.*)")
_BRACKETS = str.maketrans("", "", "()[]")

Ways = Mapping[str, set[str]]
"""By the shape of names, the ways of saying places on which those agree that are right."""


def ways_agreed(
    entries: Iterable[WrittenEntry],
    forms: Mapping[NameForm, Sequence[WrittenName]],
    found: Mapping[NameForm, FoundReading],
    read_as: ReadAs,
    index: QuantityIndex,
) -> dict[str, set[str]]:
    """Return the ways of saying places that all names of a shape have whose numbers are right.

    Args:
        entries: what is written; some have got the names of the exercise before.
        forms: the names that have not, by their forms.
        found: the forms that are read in another way than they were taken.
        read_as: what the others are taken for.
        index: the quantities.
    """
    ways: dict[str, set[str]] = {}

    def agree(shape: str, fitting: set[str]) -> None:
        told = {_way(way, shape) for way in fitting}
        ways[_shape(shape)] = ways.get(_shape(shape), told) & told

    for form, written in forms.items():
        if form in found:
            agree(form[1], {found[form].reading.way})
        elif _is_layered(form[1]) and len(written) > 1 and _all_right(written, read_as, index):
            agree(form[1], set(_ways_to(written, read_as, index)))
    for (_, shape), renamed in _renamed(entries).items():
        if not _is_layered(shape):
            continue
        taken = {each.entry.name: [index.find(each.entry.name)] for each in renamed}
        agree(shape, set(_ways_to(renamed, taken, index)))
    return ways


def like_others(
    forms: Mapping[NameForm, Sequence[WrittenName]],
    ways: Ways,
    read_as: ReadAs,
    index: QuantityIndex,
) -> dict[NameForm, FoundReading]:
    """Return what names mean that say places as others of their shape do, where these are right.

    If there are none, what is raised is the layer. No right number becomes wrong by it.
    """
    found: dict[NameForm, FoundReading] = {}
    for form, written in forms.items():
        before = sum(right_as_taken(each, read_as, index) for each in written)
        foreign = is_foreign(written, index)
        if before and not (foreign and _is_layered(form[1])):
            continue
        if not (foreign or (_is_layered(form[1]) and ways.get(_shape(form[1])))):
            continue
        readings = list(_like(form[1], written, ways, index))
        kinds = {key.kind for each in written for key in read_as.get(each.entry.name, ())}
        readings = [each for each in readings if each.kind in kinds] or readings
        placed = [one for each in readings if (one := placed_by(each, written, index))]
        taken = tuple(tuple(read_as.get(each.entry.name, ())) for each in written)
        meant = {one.keys for one in placed}
        if len(meant) == 1 and meant != {taken} and placed[0].fits >= before:
            found[form] = placed[0]
    return found


def _like(
    shape: str, written: Sequence[WrittenName], ways: Ways, index: QuantityIndex
) -> Iterator[FormReading]:
    """Yield the readings that are like those of other names; without any, those by raised layers.

    These say something only if the names are of several layers.
    """
    told = ways.get(_shape(shape))
    several = len({each.name.numbers[_raised(shape)] for each in written}) > 1 if not told else True
    for reading in readings_of(written[0], index):
        way = _way(reading.way, shape)
        if way in told if told else several and way.startswith(f"{_RAISED} "):
            yield reading


def _all_right(written: Sequence[WrittenName], read_as: ReadAs, index: QuantityIndex) -> bool:
    return all(right_as_taken(each, read_as, index) == len(each.cells) for each in written)


def _ways_to(written: Sequence[WrittenName], taken: ReadAs, index: QuantityIndex) -> Iterator[str]:
    """Yield the ways in which names lead to what they are taken for."""
    keys = tuple(tuple(taken.get(each.entry.name, ())) for each in written)
    for reading in readings_of(written[0], index):
        found = placed_by(reading, written, index)
        if found and found.keys == keys:
            yield reading.way


def _renamed(entries: Iterable[WrittenEntry]) -> dict[NameForm, list[WrittenName]]:
    """Return the names that have become those of the exercise, by their forms on the sheet."""
    forms: dict[NameForm, list[WrittenName]] = {}
    for entry in entries:
        name = placed_name(name_and_when(entry.written)[0]) if entry.written else None
        if name is not None:
            _, when = name_and_when(entry.name)
            written = WrittenName(entry, name, (read_cell(entry.raw),), when)
            forms.setdefault((name.letters, name.shape), []).append(written)
    return forms


def _raised(shape: str) -> int:
    """Return which of two numbers is the raised one; 0 of others."""
    return int(shape.find("_") < shape.find("^")) if _shape(shape) == _RAISED else 0


def _is_layered(shape: str) -> bool:
    """Return whether names of a shape say a layer: beside the unit, or for all of its units."""
    return _shape(shape) in (_RAISED, "#_#", *_OF_ARRAYS)


def _shape(shape: str) -> str:
    """Return the shape of names, one for all that raise a number beside one that stands below."""
    plain = shape.translate(_BRACKETS)
    return _RAISED if plain in ("^#_#", "_#^#") else shape


def _way(way: str, shape: str) -> str:
    """Return a way of saying a place in words that fit all of these shapes."""
    match = _LAYERED.fullmatch(way)
    if match is None or _shape(shape) != _RAISED:
        return way
    return f"{_RAISED if int(match[1]) == _raised(shape) else 'lowered'} {match[2]}"
