"""Names by which other books mean another quantity, told by all the numbers under such names.

`s1` is a net input in one book and a delta in the next, `v_1^(2)` unit 1 of layer 2, or unit 2 of
layer 1. Where the numbers under names of one form are not what these names are taken for, every
other reading of the form is tried on all of them. One that most of them fit is what was meant. The
names of the exercise itself are read so only if several of them are right under another reading,
and none under their own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from bpcalc.checking.cells import DecimalSeparator
from bpcalc.checking.reading.bracketed_layers import bracketed, counting
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.foreign_forms import (
    FoundReading,
    NameForm,
    ReadAs,
    WrittenName,
    forms_of,
    is_foreign,
    name_and_when,
    placed_by,
    readings_of,
    right_as_taken,
)
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import quoted, said_as_read
from bpcalc.checking.reading.same_numbering import like_others, ways_agreed
from bpcalc.checking.reading.unasked_changes import said_of_changes
from bpcalc.locale import say
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import BELONGS_TO, CHANGE_KINDS, GRADIENT_KINDS, INFO

MAX_FORMS = 40
"""Forms of names on a sheet; what has more is no sheet."""

TELLING_DIGITS = 3
"""Significant digits of a number that tells alone what its name means."""


def under_own_names(
    entries: Sequence[WrittenEntry],
    index: QuantityIndex,
    read: Iterable[tuple[str, Key]],
    separator: DecimalSeparator = "point",
) -> list[WrittenEntry]:
    """Return entries, those under names of another book under the exercise's own.

    Args:
        entries: what is written.
        index: the quantities.
        read: names, each with what it is taken for as it stands.
        separator: what separates the decimals on the sheet.
    """
    read_as: dict[str, list[Key]] = {}
    for name, key in read:
        read_as.setdefault(name, []).append(key)
    forms = forms_of(entries, separator)
    if not 0 < len(forms) <= MAX_FORMS:
        return list(entries)
    right = {
        form: sum(right_as_taken(e, read_as, index) for e in all_) for form, all_ in forms.items()
    }
    found = {
        form: best
        for form, written in forms.items()
        if right[form] < sum(len(each.cells) for each in written)
        and (best := _best(written, index, _elsewhere(form, forms, read_as, index))) is not None
        and _is_better(best, written, right[form], index)
    }
    unread = [form for form in forms if form not in found and not right[form]]
    asked = {form: kind for form in unread if (kind := _asked_instead(forms[form], index))}
    rest = {form: forms[form] for form in forms if form not in found and form not in asked}
    found |= like_others(rest, ways_agreed(entries, forms, found, read_as, index), read_as, index)
    counted = counting(each.reading.way for form, each in found.items() if "[#]" in form[1])
    for form in unread:
        if form not in found and form not in asked and is_foreign(forms[form], index):
            like = _in_brackets(forms[form], counted, index)
            found |= {form: like} if like else {}
    says = {
        id(e.entry): _of_nobody(e.entry.name, asked[form]) for form in asked for e in forms[form]
    }
    told = (WrittenEntry(NOTE, says[id(e)]) if id(e) in says else e for e in entries)
    return list(_renamed(told, forms, found, index))


def foreign_names(
    entries: Sequence[WrittenEntry], index: QuantityIndex, separator: DecimalSeparator = "point"
) -> bool:
    """Return whether there are names that other books may mean otherwise.

    Those of the exercise itself are such only if none of their numbers is right.
    """
    forms = forms_of(entries, separator)
    return any(is_foreign(each, index) or not _is_plain(each, index) for each in forms.values())


def _is_plain(written: Iterable[WrittenName], index: QuantityIndex) -> bool:
    """Return whether one of the exercise's own names has its number."""
    for each in written:
        meaning = index.found(each.entry.name)
        keys = meaning.keys[:1] if meaning else ()
        if right_as_taken(each, {each.entry.name: keys}, index) or len(each.cells) > 1:
            return True
    return False


def _elsewhere(
    form: NameForm,
    forms: Mapping[NameForm, Sequence[WrittenName]],
    read_as: ReadAs,
    index: QuantityIndex,
) -> frozenset[Key]:
    """Return what stands on the sheet under the exercise's own names, but for those of a form.

    `h1` beside net_h1 is no net input, although it has the number of one.
    """
    here = {each.entry.name for each in forms[form]}
    own = (name for name in read_as if name not in here and index.is_own(name_and_when(name)[0]))
    return frozenset(key for name in own for key in read_as[name])


def _best(
    written: Sequence[WrittenName], index: QuantityIndex, elsewhere: frozenset[Key]
) -> FoundReading | None:
    """Return the reading that most numbers fit; None if two fit as well and differ."""
    readings = readings_of(written[0], index)
    tried = [found for each in readings if (found := placed_by(each, written, index))]
    tried = [found for found in tried if elsewhere.isdisjoint(k for ks in found.keys for k in ks)]
    most = max((found.fits for found in tried), default=0)
    best = [found for found in tried if found.fits == most]
    same = len({found.keys for found in best}) == 1
    return best[0] if most and same else None


def _asked_instead(written: Sequence[WrittenName], index: QuantityIndex) -> Kind | None:
    """Return what is asked for where a form has gradients for changes, or changes for gradients.

    One is the other times the learning rate, with its sign or without it. None if it has neither.
    """
    rate = index.exercise.learning_rate
    if rate is None or not rate.value or not is_foreign(written, index):
        return None
    for reading in readings_of(written[0], index):
        derivative = "/" in written[0].name.letters  # dE/dw is no change, whatever its number
        if reading.kind not in (CHANGE_KINDS if derivative else CHANGE_KINDS | GRADIENT_KINDS):
            continue
        tried = placed_by(reading, written, index)
        pairs = list(zip(written, tried.keys, strict=True)) if tried else []
        factor = 1 / rate.value if reading.kind in CHANGE_KINDS else rate.value
        for one in (factor, -factor) if pairs else ():
            if all(_is_times(one, each, keys, index) for each, keys in pairs):
                return reading.kind
    return None


def _is_times(
    factor: Decimal, written: WrittenName, keys: Sequence[Key], index: QuantityIndex
) -> bool:
    """Return whether the numbers of a name are so many times what they should be."""
    values = [index.values.get(key) for key in keys]
    return all(
        value is not None and near(cell, factor * value)
        for cell, value in zip(written.cells, values, strict=True)
    )


def _of_nobody(name: str, asked: Kind) -> str:
    """Say that a gradient or a change is not what is asked for."""
    if asked in CHANGE_KINDS:
        return say("`{name}` is a gradient, which nobody asks for", name=quoted(name))
    return said_of_changes(name)


def _is_better(
    found: FoundReading, written: Sequence[WrittenName], before: int, index: QuantityIndex
) -> bool:
    """Return whether so many numbers fit another reading that it cannot be by chance.

    Names of the exercise itself mean something else only if several, and all of them, do, and are
    never what it gives: a weight that was left as it was is no new one.
    """
    cells = [cell for each in written for cell in each.cells]
    telling = sum(cell.digits >= TELLING_DIGITS for cell in cells)
    if not is_foreign(written, index):
        given = INFO[found.reading.kind].role == "parameter"
        return found.fits == len(cells) and not before and telling > 1 and not given
    if found.fits == len(cells) > before:
        return telling > 0
    told = {abs(cell.value or Decimal(0)) for cell in cells} - {Decimal(0), Decimal(1)}
    return len(told) > 1 and found.fits >= before + 2 and 3 * found.fits >= 2 * len(cells)


def _in_brackets(
    written: Sequence[WrittenName], counted: tuple[str, str], index: QuantityIndex
) -> FoundReading | None:
    """Return what names with layers in brackets mean, of which no number tells more.

    The few numbers that fit another reading are right. A weight that is stated as it is given is
    no new one.

    Args:
        written: the names of a form.
        counted: from where others on the sheet count layers and units.
        index: the quantities.
    """
    told = list(bracketed(written[0].name, counted))
    readings = [each for each in readings_of(written[0], index) if (each.kind, each.way) in told]
    placed = (placed_by(each, written, index) for each in readings)
    plain = next((each for each in placed if each is not None), None)
    best = _best(written, index, frozenset()) if plain else None
    if plain and best and best.fits > plain.fits:
        return best if any(c.digits >= TELLING_DIGITS for e in written for c in e.cells) else None
    return None if plain is None or _states_given(plain, written, index) else plain


def _states_given(
    found: FoundReading, written: Sequence[WrittenName], index: QuantityIndex
) -> bool:
    """Return whether a number may be what there was before the update, and its name is not new."""
    if INFO[found.reading.kind].role != "new" or written[0].name.shape.endswith("+"):
        return False
    pairs = zip(written, found.keys, strict=True)
    return any(
        near(cell, index.values.get(old))
        for each, keys in pairs
        for cell, key in zip(each.cells, keys, strict=True)
        for old in index.at_place(BELONGS_TO[key.kind], key.layer, key.unit, key.source)
    )


def _renamed(
    entries: Iterable[WrittenEntry],
    forms: Mapping[NameForm, Sequence[WrittenName]],
    found: Mapping[NameForm, FoundReading],
    index: QuantityIndex,
) -> Iterator[WrittenEntry]:
    """Yield entries, those of the forms that are read otherwise under the names they mean."""
    meant = {
        id(each.entry): (each, keys)
        for form, what in found.items()
        for each, keys in zip(forms[form], what.keys, strict=True)
    }
    for entry in entries:
        if id(entry) not in meant:
            yield entry
            continue
        written, keys = meant[id(entry)]
        names = [index.told_name(key) for key in keys]
        yield WrittenEntry(NOTE, said_as_read(entry.name, map(index.own.full, keys)))
        if len(names) == 1:
            yield entry._replace(name=names[0])
            continue
        for name, cell in zip(names, written.cells, strict=True):
            yield WrittenEntry(name, cell.raw, typed=entry.typed)
