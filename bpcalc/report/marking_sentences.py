"""What is said of a marked sheet in words: of its marks, of one number, of a finding."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from bpcalc.checking.cells import Cell
from bpcalc.checking.messages import (
    VERDICT_WORDS,
    counted,
    finding,
)
from bpcalc.checking.renumbering import miscounted_layers
from bpcalc.checking.verdicts import (
    ROOTS,
    VERDICTS,
    Finding,
    Mark,
    Marking,
    Options,
    shown,
)
from bpcalc.locale import enumerated, in_a_row, say
from bpcalc.locale.cleaning import cleaned
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import DEFAULT_DIGITS, Digits
from bpcalc.notation.spelling import Spelling
from bpcalc.notation.writing import CharacterSet

MAX_LISTED_NAMES = 8
"""So many quantities are named in one finding."""

NONE = "–"


class MarkingSentences:
    """Sentences about one marked sheet.

    Attributes:
        long: whether there are several samples or epochs, which are written with every symbol.
    """

    def __init__(
        self, marking: Marking, options: Options, spelling: Spelling, characters: CharacterSet
    ) -> None:
        """Speak of this marking, in this spelling, with these signs."""
        self._marking = marking
        self._options = options
        self._spelling = spelling
        self._characters = characters
        self._marks = {mark.key: mark for mark in marking.marks}
        self._samples = any(mark.key.sample not in (None, 1) for mark in marking.marks)
        self.long = self._samples or any(mark.key.epoch not in (None, 1) for mark in marking.marks)

    def summary(self) -> str:
        """Return the mark in one sentence."""
        marking = self._marking
        counts = Counter(mark.verdict for mark in marking.marks if mark.most)
        listed = say(", ").join(
            counted(verdict, counts[verdict]) for verdict in VERDICTS if counts[verdict]
        )
        share = 100 * marking.score / marking.most if marking.most else Decimal(0)
        if share < 100:  # and not quite 100 is not 100
            share = min(share, Decimal(99))
        return say(
            "{score} of {most} marks ({share} %): {listed}.",
            score=_plain(marking.score),
            most=_plain(marking.most),
            share=f"{Digits(0).round(share):f}",
            listed=listed or say("nothing is answered"),
        )

    def of_finding(self, found: Finding) -> str:
        """Return a finding in plain words."""
        mark = self._marks.get(found.keys[0]) if found.keys else None
        weights = self._miscounted() if found.rule == "numbering" else ""
        says = finding(found, mark, weights, self.symbol)
        if not found.keys:
            return say("All through the sheet: {says}.", says=says.rstrip(".。"))
        names = self.listed(iter(found.keys))
        return say("{names}: {says}.", names=names, says=says.rstrip(".。"))

    def _miscounted(self) -> str:
        """Return the weights that the student counted the other way, layer by layer."""
        asked = self._marking.asked_for
        if asked is None:
            return ""
        layers = miscounted_layers(asked.exercise, self._marking.scheme.exercise)
        names = (f"{self.symbol(first)} … {self.symbol(last)}" for first, last in layers)
        return enumerated(names)

    def of_mark(self, mark: Mark) -> str:
        """Return what is to be said about one number, in a sentence or two."""
        lead = say(
            "{symbol}: {verdict}.",
            symbol=self.symbol(mark.key),
            verdict=say(VERDICT_WORDS[mark.verdict]),
        )
        parts = [lead]
        if mark.cell is not None and not mark.cell.blank:
            parts.append(say("Written: {raw}.", raw=cleaned(mark.cell.raw.strip())))
        if mark.verdict == "mistake":
            keys = (mark.key,)
            named = shown(mark.mistakes)
            if named:
                found = Finding(named[0].rule, keys, named[0].sure)
                parts.append(finding(found, mark, self._miscounted(), self.symbol))
        if mark.verdict in ROOTS:
            own = self.shown(mark.key, mark.own, mark.cell)
            parts.append(say("With your own numbers it is {own}.", own=own))
        return in_a_row(parts)

    def listed(self, keys: Iterator[Key]) -> str:
        """Return the symbols of quantities in a row; of many the first, and how many more."""
        names = [self.symbol(key) for key in keys]
        more = len(names) - MAX_LISTED_NAMES
        return enumerated(names[:MAX_LISTED_NAMES]) + (
            say(" and {n} more", n=more) if more > 0 else ""
        )

    def symbol(self, key: Key) -> str:
        """Return the symbol of a quantity, with sample and epoch where there are several."""
        symbol = self._spelling.form(key)
        text = symbol.name if self._characters.spelt == "name" else symbol.symbol
        if not self.long:
            return text
        _, _, when = self._spelling.full(key).partition("@")
        if key.sample == 1 and self._samples:
            when = f"s1{when}"
        return f"{text}@{when}" if when else text

    def shown(self, key: Key, value: Decimal | None, beside: Cell | None = None) -> str:
        """Return a value with the digits that are asked for.

        Args:
            key: the quantity.
            value: its value, None if it has none.
            beside: what is wrong, where it is; of the value as many digits are then shown.
        """
        if value is None or not value.is_finite():
            return NONE
        rounding = self._options.rounding
        digits = rounding.asked(key.kind, value) or DEFAULT_DIGITS
        if beside and beside.value is not None and beside.exponent is not None:
            count = beside.digits if digits.significant else -beside.exponent
            if count > digits.count:
                more = replace(digits, count=count)
                rounding = replace(rounding, digits=more, by_kind={})
        return rounding.shown(key.kind, value)


def _plain(value: Decimal) -> str:
    """Return a mark without zeros at its end.

    >>> _plain(Decimal("12.0")), _plain(Decimal("0.50"))
    ('12', '0.5')
    """
    return f"{value.normalize():f}"
