"""Slips of the pen on one sheet, and the rules that explain the same number less simply."""

from collections.abc import Iterator, Mapping
from math import log10

from bpcalc.checking.candidates import Candidate
from bpcalc.checking.cells import Cell
from bpcalc.checking.diagnosis import Diagnosis
from bpcalc.checking.nearness import as_float
from bpcalc.checking.slips import Slip, slip
from bpcalc.checking.verdicts import Sure
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key

NEIGHBOURS = 12

EXACT_SHIFT = 1e-9
"""How near to a whole one the power of ten is by which a rule moves the decimal point."""


class OfThePen:
    """Tells what a student may have meant to write."""

    def __init__(self, diagnosis: Diagnosis, cells: Mapping[Key, Cell]) -> None:
        """Look at the sheet of this diagnosis."""
        self._diagnosis, self._cells = diagnosis, cells
        self._judged = diagnosis.judged

    def slip(self, key: Key) -> Slip | None:
        """Return the slip that explains a number, None if there is none."""
        cell = self._cells[key]
        spread = self._diagnosis.spread(self._diagnosis.odd(key, cell))
        return slip(cell, self._judged.judged[key].own, self._neighbours(key), spread)

    def _neighbours(self, key: Key) -> Iterator[AffineNumber]:
        scheme = self._judged.scheme
        units = range(max(1, (key.unit or 1) - NEIGHBOURS), (key.unit or 1) + NEIGHBOURS)
        sources = range(max(1, (key.source or 1) - 2), (key.source or 1) + 3)
        for unit in units if key.unit else [None]:
            for source in sources if key.source else [None]:
                other = key._replace(unit=unit, source=source)
                if other != key and other in scheme.formulas:
                    yield self._judged.world.own(other)

    def unless_simpler(self, match: Candidate, key: Key, certain: Sure) -> Sure:
        """Return how a rule may be worded that explains this one number, which a slip may as well.

        A point at another place, or two digits exchanged, are the simpler explanation.
        """
        if certain == "possibly" or key in self._judged.hidden:
            return certain
        meant = slip(self._cells[key], self._judged.judged[key].own, ())
        if meant == "point" and not self._shifts(match, key):
            return "possibly"
        return "possibly" if meant == "swapped" and certain != "is" else certain

    def _shifts(self, match: Candidate, key: Key) -> bool:
        """Return whether a rule is as common, and moves the point itself: η = 0.1 left out."""
        right = as_float(self._judged.judged[key].own.centre)
        if match.rule.tier == "C" or not (right and match.value):
            return False
        powers = log10(abs(match.value / right))
        return abs(powers - round(powers)) < EXACT_SHIFT
