"""Papers of students, drawn: honest ones, those of programs, and those with mistakes in them."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext
from random import Random
from typing import NamedTuple

import numpy as np

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.conventions import CONVENTIONS, variants
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.marker import Marker
from bpcalc.maths.affine_algebra import AffineAlgebra
from bpcalc.maths.expr import Expr
from bpcalc.maths.intervals import WORK, AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits, Rounding

HABITS = ("honest", "memory", "program", "one", "everywhere", "two", "slips", "convention", "both")


class Paper(NamedTuple):
    """A paper.

    Attributes:
        habit: how it was made.
        cells: what was written, by quantity.
    """

    habit: str
    cells: dict[Key, str]


def papers(marker: Marker, random: Random, count: int) -> Iterator[Paper]:
    """Yield papers to what a marker marks."""
    for number in range(count):
        habit = HABITS[number % len(HABITS)]
        yield Paper(habit, _Writer(marker, random, habit).paper())


def without_zeros(paper: Paper) -> Paper:
    """Return a paper whose writer leaves the zeros at the end of decimals out."""
    return paper._replace(cells={key: _shortened(text) for key, text in paper.cells.items()})


def _shortened(text: str) -> str:
    is_decimal = "." in text and text.lstrip("-").replace(".", "").isdigit()
    return text.rstrip("0").rstrip(".") if is_decimal else text


class _Writer:
    """Writes one paper."""

    def __init__(self, marker: Marker, random: Random, habit: str) -> None:
        self._marker, self._random, self._habit = marker, random, habit
        self._digits = random.choice([3, 4, 4, 4, 5, 6])
        self._significant = random.random() < 0.4
        self._carries = habit != "memory" and random.random() < 0.7

    def paper(self) -> dict[Key, str]:
        scheme = self._scheme()
        wrong = self._wrong(scheme)
        values: dict[Key, Decimal] = {}
        written: dict[Key, str] = {}
        with localcontext(WORK):
            for key, formula in scheme.formulas.items():
                value = self._value(wrong.get(key, formula), values, scheme)
                values[key] = value
                if key in self._marker.asked and value.is_finite():
                    text = self._text(key, value)
                    if self._habit == "slips" and self._random.random() < 0.06:
                        text = self._slipped(text)
                    written[key] = text
                    if self._carries and self._habit != "program":
                        values[key] = Decimal(text)
        return self._with_blanks(written)

    def _scheme(self) -> AnswerKey:
        scheme = self._marker.scheme
        if self._habit not in ("convention", "both"):
            return scheme
        ways = [way for one in CONVENTIONS for way in variants(one, scheme, 1)]
        chosen = self._random.choice(ways) if ways else scheme
        if self._habit == "both" and ways and self._random.random() < 0.3:
            more = [way for one in CONVENTIONS for way in variants(one, chosen, 1)]
            chosen = self._random.choice(more) if more else chosen
        return chosen

    def _wrong(self, scheme: AnswerKey) -> Mapping[Key, Expr]:
        """Return the lines that are worked wrongly, with what stands there instead."""
        counts = {"one": 1, "two": 2, "both": self._random.randint(0, 1)}
        keys = [key for key in scheme.formulas if scheme.parents[key]]
        if self._habit == "everywhere":
            return self._everywhere(scheme, self._random.choice(keys))
        chosen = self._random.sample(keys, min(len(keys), counts.get(self._habit, 0)))
        options = {key: list(mistakes_at(scheme, key)) for key in chosen}
        return {key: self._random.choice(found)[1] for key, found in options.items() if found}

    def _everywhere(self, scheme: AnswerKey, key: Key) -> Mapping[Key, Expr]:
        """Return the lines of a kind in all of which the same mistake is made."""
        options = list(mistakes_at(scheme, key))
        if not options:
            return {}
        rule = self._random.choice(options)[0].id
        alike = [other for other in scheme.formulas if other.kind == key.kind]
        wrong = {other: list(mistakes_at(scheme, other, {rule})) for other in alike}
        return {other: found[0][1] for other, found in wrong.items() if found}

    def _value(self, formula: Expr, values: Mapping[Key, Decimal], scheme: AnswerKey) -> Decimal:
        """Return what a formula gives; of what comes later, as after a mistake, the right value."""
        known = ChainMap(dict(values), dict(scheme.values))
        box = formula.fold(AffineAlgebra(lambda key: AffineNumber(known[key])))
        return box.centre if box.known else Decimal("NaN")

    def _text(self, key: Key, value: Decimal) -> str:
        if self._habit == "program":
            number = float(value)
            if self._digits == 3:
                return repr(float(np.float32(number)))
            if self._digits == 4:
                return str(np.float32(number))
            return f"{number:.8f}" if self._digits == 5 else repr(number)
        digits = Digits(self._digits, significant=self._significant)
        return Rounding(digits).shown(key.kind, value)

    def _slipped(self, text: str) -> str:
        """Return a number with a slip of the pen."""
        random = self._random
        place = random.choice([at for at, sign in enumerate(text) if sign.isdigit()])
        slips = [
            text[:place] + random.choice("0123456789") + text[place + 1 :],
            text[:place] + text[place : place + 2][::-1] + text[place + 2 :],
            text[1:] if text.startswith("-") else f"-{text}",
            *("0", "1", "0.5", "n/k"),
            text[:-1] if len(text) > 4 and "e" not in text else text,
        ]
        return random.choice(slips)

    def _with_blanks(self, written: dict[Key, str]) -> dict[Key, str]:
        share = self._random.choice([0, 0, 0, 0, 0.1, 0.3])
        end = self._random.choice([1, 1, 1, self._random.random()])
        keys = list(written)[: max(1, int(end * len(written)))]
        return {key: written[key] for key in keys if self._random.random() >= share}
