"""What programs call the error of an output, and is none: output - target, or its negative."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from bpcalc.checking.cells import Cell, DecimalSeparator, read_cell
from bpcalc.checking.reading.entries import NOTE, WrittenEntry
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import quoted, said_as_read
from bpcalc.checking.reading.values import number_texts, read_value
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.maths.learning_rules import GRADIENT
from bpcalc.patterns import pattern

_ERROR = pattern(r"(?:output|o)?[\s_]?err|e_?[0-9]|(?:输出)?误差|残差", re.IGNORECASE)
"""What such a name begins with; `loss`, `cost` and `E` are those of no difference."""

_OF_SAMPLE = pattern(r"e_?\{?[0-9]{1,6}\}?|err(?:or)?_?[0-9]{1,6}")
SMALL_E = "e"
"""The difference in books that call the error E (Haykin, Hagan, Negnevitsky)."""


def told_differences(
    entries: Iterable[WrittenEntry],
    index: QuantityIndex,
    separator: DecimalSeparator = "point",
) -> Iterator[WrittenEntry]:
    """Yield entries; output - target as ∂E/∂out, where it is that, and else a note instead.

    An error by the name of the exercise itself stays one: it has not been squared.
    """
    for entry in entries:
        errors = _errors(entry.name, index) if entry.name != NOTE else []
        value = entry.value or read_value(entry.raw).value if errors else ""
        texts = [value] if isinstance(value, str) else list(number_texts(value))
        # The numbers of an array have points: its commas stand between them.
        cells = [read_cell(text, separator if text == value else "point") for text in texts]
        sign = _sign(errors, cells, index)
        meant = [key._replace(kind="error_slope") for key in errors]
        if not sign and _are_deltas(errors, cells, index):
            sign, meant = 1, [key._replace(kind="delta") for key in errors]
        if not sign:
            yield entry
        elif sign > 0 and all(key in index for key in meant):
            names = list(map(index.told_name, meant))
            yield from (WrittenEntry(*pair) for pair in zip(names, texts, strict=True))
            yield WrittenEntry(NOTE, said_as_read(entry.name, names))
        else:
            says = say(
                "`{name}` is a difference of output and target, which nobody asks for",
                name=quoted(entry.name),
            )
            yield WrittenEntry(NOTE, says)


def _errors(name: str, index: QuantityIndex) -> list[Key]:
    """Return the errors of outputs that somebody may mean by a name in words."""
    found = index.found(name)
    if found is not None and not found.keys:
        found = None
    small = name.strip().partition("@")[0] == SMALL_E and found is not None
    if found is not None and small and SMALL_E not in index.own.form(found.keys[0]):
        found = None
    counted = found is not None and _OF_SAMPLE.fullmatch(name.strip()) and not index.is_own(name)
    if found is not None and counted and (of_sample := _of_sample(found.keys, index)):
        return of_sample
    if found is not None and (found.plain or not _ERROR.match(name)):
        return []
    if found is not None and all(key.kind != "total_error" for key in found.keys):
        return [key for key in found.keys if key.kind == "error"]
    label, when = index.label_and_when(name)
    if label is None or label.units or "error" not in label.kinds:
        return []
    last = len(index.layout.sizes) - 1
    units = range(1, index.layout.sizes[last] + 1)
    keys = [index.first_at("error", last, unit, None, when) for unit in units]
    return [key for key in keys if key is not None]


def _of_sample(keys: Iterable[Key], index: QuantityIndex) -> list[Key]:
    """Return the error of the only output in the sample that e2 counts; nothing if it is none."""
    last = len(index.layout.sizes) - 1
    told = (key for key in keys if key.kind in ("error", "total_error") and key.sample)
    of_samples = [Key("error", last, 1, None, key.sample, key.epoch) for key in told]
    return of_samples[-1:] if index.layout.sizes[last] == 1 else []


def _sign(errors: Sequence[Key], cells: Sequence[Cell], index: QuantityIndex) -> int:
    """Return 1 if all numbers are output - target, -1 if target - output, 0 otherwise."""
    if not errors or len(errors) != len(cells):
        return 0
    pairs = list(zip(errors, cells, strict=True))
    if any(near(cell, index.values.get(key)) for key, cell in pairs):
        return 0
    differences = [_difference(key, index) for key in errors]
    for sign in (1, -1):
        told = (None if value is None else sign * value for value in differences)
        if all(near(cell, value) for cell, value in zip(cells, told, strict=True)):
            return sign
    return 0


def _are_deltas(errors: Sequence[Key], cells: Sequence[Cell], index: QuantityIndex) -> bool:
    """Return whether all numbers are deltas of a rule that takes a difference for them.

    Adaline learns from target - net, which everybody calls its error.
    """
    if not errors or len(errors) != len(cells) or index.exercise.learning_rule == GRADIENT:
        return False
    deltas = [index.values.get(key._replace(kind="delta")) for key in errors]
    return all(near(cell, value) for cell, value in zip(cells, deltas, strict=True))


def _difference(key: Key, index: QuantityIndex) -> Decimal | None:
    """Return output - target of the output whose error a key is."""
    out = index.values.get(key._replace(kind="out"))
    target = index.values.get(key._replace(kind="target", epoch=None))
    return None if out is None or target is None else out - target
