"""A line of a hand calculation as plain values."""

from dataclasses import dataclass
from decimal import Decimal

from bpcalc.maths.keys import Kind
from bpcalc.solution import Relation


@dataclass(frozen=True, slots=True)
class LineRecord:
    """One line of a hand calculation, as plain values.

    Attributes:
        name, symbol: of the quantity, in the notation of the exercise.
        kind, layer, unit, source, sample, epoch: what it is, as in `bpcalc.Key`.
        formula: in symbols.
        substitution: the formula with the numbers put in, as they are printed.
        value: as it is carried to the next line.
        shown: as it is printed.
        relation: the sign before it: `=`, or `≈` where the printed numbers do not quite give it.
    """

    name: str
    symbol: str
    kind: Kind
    layer: int | None
    unit: int | None
    source: int | None
    sample: int | None
    epoch: int | None
    formula: str
    substitution: str
    value: Decimal
    shown: str
    relation: Relation
