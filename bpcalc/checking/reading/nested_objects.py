r"""Objects within objects, as JSON and Python have them: `{"sample1": {"net_h1": 0.3}}`.

What an object is called that stands in another one says of which sample, or of which epoch, its
numbers are; so does its place in a list: `{"samples": [{"net_h1": 0.3}, {"net_h1": 0.1}]}`.
"""

import re
from collections.abc import Iterable, Iterator

from bpcalc.checking.reading.cell_names import (
    OF_PARAMETER,
    cell_name,
    plain_heading,
    single_quantities,
)
from bpcalc.checking.reading.entries import WrittenEntry
from bpcalc.checking.reading.file_entries import shown_value
from bpcalc.checking.reading.layer_words import LAYER_NAMES, any_of
from bpcalc.checking.reading.line_forms import EPOCH_WORDS, SAMPLE_WORDS
from bpcalc.checking.reading.listed import MAX_LISTED_NUMBERS, listed_names
from bpcalc.checking.reading.placed_names import placed_name
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.structures import Pairs, Value, WrittenArray
from bpcalc.checking.reading.times_above import WhenAbove
from bpcalc.checking.reading.values import read_value
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

_OF = pattern(
    rf"(?:per[\s_])?(?:(?P<sample>{SAMPLE_WORDS})"
    rf"|(?P<epoch>{EPOCH_WORDS}))s?[\s_#]{{0,2}}(?P<number>[0-9]{{1,6}})?",
    re.IGNORECASE,
)
_COUNTS = frozenset(("sample", "epoch", "id", "index", "no", "number", "#", "样本", "序号"))
"""What an object in a list may call its own number."""

_LAYERS = frozenset(("layers", "layer", "各层", "层"))
"""What a list may be called that has an object for every layer."""

_LAYER = pattern(
    rf"(?:hidden|output)(?:[\s_-]?layer)?[\s_#]?[0-9]?|(?:layer|schicht|fc)[\s_#]?[0-9]"
    rf"|第?\s?[0-9一二三四]\s?层|{any_of(LAYER_NAMES)}",
    re.IGNORECASE,
)
"""What an object is called that has the numbers of a layer."""

_LETTERED = pattern(r"[lL]_?[0-9]")
"""A layer, by a letter that some books have for an error or a net input."""

PLAINLY = 2
"""How well a name of one quantity is known, which needs no word of its object."""

MAX_NAME = 80
"""Characters of a name that is put together of those of an object and of what is in it."""


class _When(NamedTuple):
    """The sample and the epoch of which an object is; "" where it says none."""

    sample: str = ""
    epoch: str = ""


class _Object(NamedTuple):
    """An object, what it is called ("" if that says of when it is), and of when it is."""

    name: str
    pairs: Pairs
    when: _When


def flat(entries: Iterable[WrittenEntry], index: QuantityIndex) -> Iterator[WrittenEntry]:
    """Yield entries, those within objects on their own, of the sample and the epoch of these."""
    yield from _flat(list(entries), index, _When())


def _flat(entries: list[WrittenEntry], index: QuantityIndex, when: _When) -> Iterator[WrittenEntry]:
    above = _above(when, index)
    more = int(any(_counted(entry.name) == 0 for entry in entries))  # counted from 0
    for entry in entries:
        if entry.value is None and entry.raw[:1] in ("{", "O", "d"):
            entry = entry._replace(value=read_value(entry.raw).value)
        if each := _one_by_one(entry):
            yield from _flat(each, index, when)
            continue
        objects = list(_objects(entry, when, more))
        for found in objects:
            inner = [_named(found.name, *pair, index) for pair in found.pairs.pairs]
            yield from _flat(inner, index, found.when)
        if not objects:
            yield entry if above is None else entry._replace(name=above.names(entry.name)[0])


def _above(when: _When, index: QuantityIndex) -> WhenAbove | None:
    """Return what names the numbers of a sample and an epoch; None where there is neither."""
    if when == _When():
        return None
    above = WhenAbove(index.knows)
    if when.epoch:
        above.heading(f"epoch {when.epoch}")
    if when.sample:
        above.heading(f"sample {when.sample}")
    return above


def _named(outer: str, name: str, value: Value, index: QuantityIndex) -> WrittenEntry:
    """Return what stands in an object, with the name of that if it belongs to its own."""
    longer = f"{outer}_{name}"
    own = bool(outer) and (index.knows(name) < _enough(outer, index) or len(name) < 3)
    lettered = _LETTERED.fullmatch(outer) and isinstance(value, str)
    read = index.knows(longer) if lettered else _is_read(longer, value, index)
    known = own and len(longer) < MAX_NAME and bool(read)
    name = longer if known else name
    gradients = OF_PARAMETER.get(plain_heading(outer), "") == "{}_gradient"
    if own and gradients and not known and isinstance(value, str):
        crossing = cell_name(name, outer, single_quantities(index))
        name = crossing.name if crossing.known else name
    return WrittenEntry(name, shown_value(value), value)


def _enough(outer: str, index: QuantityIndex) -> int:
    """Return how well a name has to be known to need no word of its object.

    Of a layer, a unit or a kind of numbers, the object tells more than its names may alone.
    """
    unit = index.layout.find(outer.rpartition("_")[2])
    kind = OF_PARAMETER.get(plain_heading(outer), "{}") != "{}"
    return PLAINLY if unit or kind or _LAYER.fullmatch(outer) else 1


def _is_read(name: str, value: Value, index: QuantityIndex) -> bool:
    """Return whether a name is one of what it stands before: a number, an array or an object."""
    if isinstance(value, Pairs):
        inner = [f"{name}_{each}" for each, item in value.pairs if isinstance(item, str)]
        return index.knows(name) > 0 and all(_is_read(each, "", index) for each in inner)
    if not isinstance(value, str):
        return index.knows(name) > 0
    found = index.found(name)
    return bool(found and found.keys) or index.is_given(name)


def _counted(name: str) -> int | None:
    """Return the number of the sample that a name says, None if it says none."""
    match = _OF.fullmatch(name.strip())
    return int(match["number"]) if match and match["sample"] and match["number"] else None


def _objects(entry: WrittenEntry, when: _When, more: int) -> Iterator[_Object]:
    """Yield the objects that an entry holds.

    Args:
        entry: a name and its value.
        when: of when the object is in which it stands.
        more: 1 where samples are counted from 0.
    """
    match = _OF.fullmatch(entry.name.strip())
    if match is None:
        yield from _of_no_time(entry, when)
        return

    def of(number: int) -> _When:
        return when._replace(**{"sample" if match["sample"] else "epoch": str(number)})

    number = match["number"]
    if number is None:
        listed = list(_listed(entry.value, from_0=bool(match["sample"])))
        yield from (_Object("", pairs, of(at)) for at, pairs in listed)
        yield from () if listed else _of_no_time(entry, when)
    elif isinstance(entry.value, Pairs):
        yield _Object("", entry.value, of(int(number) + (more if match["sample"] else 0)))


def _of_no_time(entry: WrittenEntry, when: _When) -> Iterator[_Object]:
    """Yield an object whose name says nothing of when it is, or those of a list of layers."""
    if isinstance(entry.value, Pairs):
        yield _Object(entry.name, entry.value, when)
    elif entry.name.strip().casefold() in _LAYERS:
        for at, pairs in _listed(entry.value, from_0=False):
            yield _Object(f"layer {at}", pairs, when)


def _listed(value: Value | None, *, from_0: bool) -> Iterator[tuple[int, Pairs]]:
    """Yield the objects of a list, or under numbers, each with its number."""
    if isinstance(value, Pairs):
        numbered = [(name, item) for name, item in value.pairs if name.isdecimal()]
        items = [item for _, item in numbered] if len(numbered) == len(value.pairs) else []
        numbers = [int(name) for name, _ in numbered]
    else:
        items = list(value.items) if isinstance(value, WrittenArray) else []
        numbers = [*range(1, len(items) + 1)]
    objects = [item for item in items if isinstance(item, Pairs)]
    if len(objects) < len(items):
        return
    own = [_own_number(item) for item in objects]
    if all(number is not None for number in own):
        numbers = [number or 0 for number in own]
    more = int(from_0 and 0 in numbers)
    for number, item in zip(numbers, objects, strict=True):
        rest = tuple(pair for pair in item.pairs if not _is_number(*pair))
        yield number + more, Pairs(rest)


def _own_number(item: Pairs) -> int | None:
    """Return the number that an object calls its own, None if it says none."""
    return next((int(str(value)) for name, value in item.pairs if _is_number(name, value)), None)


def _is_number(name: str, value: Value) -> bool:
    """Return whether a pair says which of several an object is."""
    counts = isinstance(value, str) and value.isdecimal() and len(value) < 7
    return counts and name.strip().casefold() in _COUNTS


def _one_by_one(entry: WrittenEntry) -> list[WrittenEntry]:
    """Return what stands behind several names, `z_1^(1), z_2^(1) = 0.3, 0.4`, each by its own.

    Nothing if these are not all names of a place, or not as many as the numbers.
    """
    name = entry.name
    if entry.value is not None or entry.raw[:1] != "[" or len(name) > MAX_LISTED_NUMBERS:
        return []
    names = listed_names(name)
    if len(names) < 2 or not all(map(placed_name, names)):
        return []
    value = read_value(entry.raw).value
    items = value.items if isinstance(value, WrittenArray) else ()
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) != len(items) or len(names) != len(items):
        return []
    return [WrittenEntry(each, text) for each, text in zip(names, texts, strict=True)]
