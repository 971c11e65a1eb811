"""Weights and biases on a sheet as the exercise gives them: before the update.

Their names are those of the new ones as well, so that it is told where no new one is written.
"""

import re
from collections.abc import Collection, Iterable
from decimal import Decimal

from bpcalc.checking.cells import Cell
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import listed, quoted
from bpcalc.locale import say
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import BELONGS_TO
from bpcalc.patterns import pattern

_SAYS_OLD = pattern(r"old|before|initial|start|旧|原|初始|更新前", re.IGNORECASE)
"""What says in a name that its value is the old one."""

_NUMBER = pattern(r"[0-9]*[.,][0-9]+")


def has_several_numbers(text: str) -> bool:
    """Return whether a text that is no number holds two: the new value may be one of them.

    >>> has_several_numbers("0.4 earlier than 0.3589"), has_several_numbers("0.40 as given")
    (True, False)
    """
    return len(set(_NUMBER.findall(text))) > 1


def is_new(cell: Cell, new: Decimal | None, given: Decimal | None) -> bool:
    """Return whether a number is a new weight or bias, and not the given one with its few digits.

    >>> from bpcalc.checking.cells import read_cell
    >>> numbers = Decimal("0.2564"), Decimal("0.25")
    >>> is_new(read_cell("0.26"), *numbers), is_new(read_cell("0.25"), *numbers)
    (True, False)
    """
    if new is None or not near(cell, new):
        return False
    return given is None or cell.value != given or abs(new - given) <= cell.half


class OldValues:
    """Remembers them, to tell which have no new value beside them."""

    def __init__(self, index: QuantityIndex) -> None:
        """Know the names of the exercise."""
        self._index = index
        self._renewed: dict[str, list[Key]] = {}
        self._later: set[str] = set()

    def are_old(self, keys: Iterable[Key], cell: Cell, written: Collection[Key]) -> bool:
        """Return whether a number is the weight or bias before an update: `w5 (epoch 1)`.

        Args:
            keys: the new ones that it may be.
            cell: the number.
            written: what has its number already; of few digits, one may be about old and new.
        """
        keys = [key for key in keys if key.kind in ("new_weight", "new_bias")]
        if any(key not in written and self._is_new(key, cell) for key in keys):
            return False
        return any(self._is_old(key, cell) for key in keys)

    def _is_new(self, key: Key, cell: Cell) -> bool:
        return is_new(cell, self._index.values.get(key), self._value_given(key))

    def _is_old(self, key: Key, cell: Cell) -> bool:
        given = self._index.at_place(BELONGS_TO[key.kind], key.layer, key.unit, key.source)
        return any(near(cell, self._index.values.get(old)) for old in given)

    def _value_given(self, new: Key) -> Decimal | None:
        """Return what the exercise gives for a new weight or bias."""
        given = self._index.at_place(BELONGS_TO[new.kind], new.layer, new.unit, new.source)[:1]
        return next(map(self._index.values.get, given), None)

    def is_named(self, name: str) -> bool:
        """Return whether a name says that it is that of an old weight or bias: `w5 before`."""
        old = self._index.given_keys(name) if _SAYS_OLD.search(name) else ()
        return any(key.kind in ("weight", "bias") for key in old)

    def add(self, name: str, old: Iterable[Key | None]) -> None:
        """Take down a name under which old values stand, unless the name says so itself."""
        kinds: dict[Kind, Kind] = {"weight": "new_weight", "bias": "new_bias"}
        found = [
            key
            for one in old
            if one is not None and one.kind in kinds
            for key in self._index.at_place(kinds[one.kind], one.layer, one.unit, one.source)
            if key in self._index.asked
        ]
        self._take(name, found)

    def add_at(self, name: str, keys: Iterable[Key], cell: Cell) -> None:
        """Take down the name of a moment under which a value of before an update stands."""
        new = [key for key in keys if key.kind in ("new_weight", "new_bias")]
        given = [key for key in new if self._value_given(key) == cell.value]
        self._take(name, [key for key in (*given, *new)[:1] if key in self._index])
        if not given:
            self._later.add(quoted(name))

    def _take(self, name: str, new: list[Key]) -> None:
        if new and not _SAYS_OLD.search(name):
            self._renewed.setdefault(quoted(name), new)

    def told(self, answered: Collection[Key]) -> list[str]:
        """Return what is said of those that have no new value on the sheet.

        Who writes down all that is given, and nothing new, has only begun with that.
        """
        open_ = {
            name: keys
            for name, keys in self._renewed.items()
            if not any(key in answered for key in keys)
        }
        told = {key for keys in open_.values() for key in keys}
        weights = [key for key in self._index.asked if key.kind == "new_weight"]
        if not open_ or told.issuperset(weights):
            return []
        given = [name for name in open_ if name not in self._later]
        later = [name for name in open_ if name in self._later]
        return [self._said(names, open_[names[0]][0]) for names in (given, later) if names]

    def _said(self, names: list[str], new: Key) -> str:
        """Return what is said of some names, by the new value of the first."""
        told = {
            "names": listed(f"`{name}`" for name in names),
            "example": self._index.own.full(new),
        }
        if names[0] in self._later:
            return say(
                "{names}: taken for the value before an update; write a new one as {example}",
                **told,
            )
        return say(
            "{names}: taken for the value before the update, which the exercise gives; write a new "
            "one as {example}",
            **told,
        )
