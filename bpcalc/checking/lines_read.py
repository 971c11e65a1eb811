"""What the wrong formulas of a line come from, so that they are written down once.

Another convention changes a few lines and a setting or two. The wrong formulas of a line stay as
they are where nothing has changed that was looked at when they were written down.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, cast

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.maths.expr import T
from bpcalc.maths.keys import Key


class LinesRead:
    """Notes what is looked at in a scheme.

    Attributes:
        formulas: the lines whose formulas were read.
        asked: those of which it was only asked whether there are such.
        values: those whose values were read.
        settings: the attributes of the exercise that were read.
        all_keys: whether all lines were gone through.
        unknown: whether anything else was read.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.formulas: set[Key] = set()
        self.asked: set[Key] = set()
        self.values: set[Key] = set()
        self.settings: set[str] = set()
        self.all_keys = False
        self.unknown = False

    @classmethod
    def together(cls, parts: Iterable["LinesRead"]) -> "LinesRead":
        """Return all that several have noted."""
        whole = cls()
        for part in parts:
            whole.formulas |= part.formulas
            whole.asked |= part.asked
            whole.values |= part.values
            whole.settings |= part.settings
            whole.all_keys |= part.all_keys
            whole.unknown |= part.unknown
        return whole

    def of(self, scheme: AnswerKey) -> AnswerKey:
        """Return a scheme that reads as this one, and notes what is read."""
        return cast(AnswerKey, _ReadScheme(scheme, self))


class Difference:
    """In what one scheme differs from another."""

    def __init__(self, base: AnswerKey, other: AnswerKey) -> None:
        """Compare two schemes."""
        self._base, self._other = base, other
        self._settings: dict[str, bool] = {}
        one, two = base.formulas, other.formulas
        self._keys = one.keys() ^ two.keys()
        self._formulas = {key for key in one.keys() & two.keys() if one[key] != two[key]}
        self._formulas |= self._keys

    @cached_property
    def _same_order(self) -> bool:
        return [*self._base.formulas] == [*self._other.formulas]

    def spares(self, read: LinesRead) -> bool:
        """Return whether all that was read in the one scheme is the same in the other."""
        return (
            not read.unknown
            and self._formulas.isdisjoint(read.formulas)
            and self._keys.isdisjoint(read.asked)
            and (not read.all_keys or self._same_order)
            and all(map(self.spares_setting, read.settings))
            and all(map(self._is_same_value, read.values))
        )

    def spares_setting(self, name: str) -> bool:
        """Return whether an attribute of the exercise is the same."""
        if name not in self._settings:
            one, other = (getattr(each.exercise, name) for each in (self._base, self._other))
            self._settings[name] = one is other or bool(one == other)
        return self._settings[name]

    def _is_same_value(self, key: Key) -> bool:
        """Return whether a value is the same, digit by digit; what is no number is not."""
        one, other = (each.values.get(key) for each in (self._base, self._other))
        return one == other and str(one) == str(other)


class _ReadScheme:
    """A scheme of which is noted what is read."""

    def __init__(self, scheme: AnswerKey, read: LinesRead) -> None:
        self._scheme, self._read = scheme, read
        self.formulas = _ReadLines(scheme.formulas, read.formulas, read)
        self.values = _ReadLines(scheme.values, read.values, read)
        self.exercise = _ReadSettings(scheme.exercise, read.settings)

    def __getattr__(self, name: str) -> Any:
        self._read.unknown = True
        return getattr(self._scheme, name)


class _ReadLines(Mapping[Key, T]):
    """Lines of which is noted which are read."""

    def __init__(self, lines: Mapping[Key, T], into: set[Key], read: LinesRead) -> None:
        self._lines, self._into, self._read = lines, into, read

    def __getitem__(self, key: Key) -> T:
        self._into.add(key)
        return self._lines[key]

    def __contains__(self, key: object) -> bool:
        self._read.asked.add(cast(Key, key))
        return key in self._lines

    def __iter__(self) -> Iterator[Key]:
        self._read.all_keys = True
        return iter(self._lines)

    def __len__(self) -> int:
        self._read.all_keys = True
        return len(self._lines)


class _ReadSettings:
    """An exercise of which is noted which settings are read."""

    def __init__(self, exercise: object, into: set[str]) -> None:
        self._exercise, self._into = exercise, into

    def __getattr__(self, name: str) -> Any:
        self._into.add(name)
        return getattr(self._exercise, name)
