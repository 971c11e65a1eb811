"""What a sheet would be if lines left out, or numbers on it, had been something else.

The same few lines are supposed to be many things. What follows from them is looked up once, and
whatever does not is worked out once for all that is supposed.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from math import nan

from bpcalc.checking.answer_key import AnswerKey, StudentValues
from bpcalc.checking.nearness import as_float
from bpcalc.maths.floats import Floats
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key

MOST_KEPT = 500
"""So many suppositions of a sheet are kept, with what follows from each."""

Box = tuple[Key, Decimal, Decimal, tuple[tuple[Key, Decimal], ...]]


class Suppositions:
    """Works with the numbers of one sheet, once all of it is judged."""

    def __init__(self, scheme: AnswerKey, written: StudentValues) -> None:
        """Start from what is written."""
        self._scheme, self._written = scheme, written.written
        self._base = StudentValues(scheme.formulas, written.written, scheme.fixed)
        self._moved: dict[tuple[Key, ...], set[Key]] = {}
        self._worlds: dict[tuple[Box, ...], StudentValues] = {}

    def moved(self, keys: tuple[Key, ...]) -> Collection[Key]:
        """Return what follows from some quantities, up to the next numbers that are written."""
        found = self._moved.get(keys)
        if found is None:
            found = self._moved[keys] = self._scheme.followers(keys, self._written)
        return found

    def of(self, changed: Mapping[Key, AffineNumber]) -> StudentValues:
        """Return the numbers of the student if some quantities had had these values."""
        place = tuple(
            (key, box.centre, box.rest, tuple(box.noise.items())) for key, box in changed.items()
        )
        found = self._worlds.get(place)
        if found is None:
            if len(self._worlds) >= MOST_KEPT:
                self._worlds.clear()
            found = self._base.supposing(changed, self.moved(tuple(changed)))
            self._worlds[place] = found
        return found


class FloatNumbers(dict[Key, float]):
    """The numbers of a student in floats, each looked up when somebody asks for it."""

    def __init__(self, world: StudentValues) -> None:
        """Begin with none of them."""
        super().__init__()
        self._world = world

    def __missing__(self, key: Key) -> float:
        """Return a number that nobody has asked for yet."""
        box = self._world.seen(key)
        value = self[key] = as_float(box.centre) if box.known else nan
        return value


class Between:
    """What stands between a number and the blank lines before it, worked in floats."""

    def __init__(
        self,
        suppositions: Suppositions,
        scheme: AnswerKey,
        key: Key,
        blanks: list[Key],
        numbers: "FloatNumbers",
    ) -> None:
        """Look at these lines.

        Args:
            suppositions: knows what follows from a blank line.
            scheme: the right lines.
            key: the number.
            blanks: all blank lines that lead to it.
            numbers: what each quantity is.
        """
        self._suppositions, self._formulas = suppositions, scheme.formulas
        self._key, self._numbers = key, numbers
        self._lines = sorted({*blanks, key}, key=scheme.place)
        self._after: dict[tuple[Key, ...], list[Key]] = {}
        self._known: dict[tuple[tuple[Key, ...], tuple[float, ...]], float] = {}

    def value(self, changed: dict[Key, float]) -> float:
        """Return what the number would be if some of the lines had these values."""
        keys = tuple(changed)
        place = keys, tuple(changed.values())
        found = self._known.get(place)
        if found is None:
            found = self._known[place] = self._worked(keys, changed)
        return found

    def _worked(self, keys: tuple[Key, ...], changed: dict[Key, float]) -> float:
        after = self._after.get(keys)
        if after is None:
            moved = self._suppositions.moved(keys)
            after = [line for line in self._lines if line in moved and line not in changed]
            self._after[keys] = after
        if self._key not in after:
            return nan
        numbers, formulas = self._numbers, self._formulas
        right = {line: numbers[line] for line in (*keys, *after)}
        numbers.update(changed)
        quick = Floats(numbers.__getitem__)
        for line in after:
            numbers[line] = formulas[line].fold(quick)
        found = numbers[self._key]
        numbers.update(right)
        return found
