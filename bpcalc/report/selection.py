"""Which lines of a solution are shown, and which columns."""

from collections.abc import Callable
from dataclasses import dataclass

from bpcalc.calc.lines import Line
from bpcalc.maths.keys import Key, Kind
from bpcalc.report.document import ColumnName

COLUMN_GROUPS: dict[str, tuple[ColumnName, ...]] = {
    "formula": ("formula",),
    "numbers": ("numbers",),
    "value": ("old", "gradient", "change", "value", "new value"),
}
"""What a user can ask to see, and the columns that belong to it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A narrowed view; empty means everything.

    Attributes:
        kinds: kinds of quantity to show.
        units: names of units; a line is shown if it belongs to one of them, or if one of them
            sends along the weight it is about.
        columns: groups of columns to show, as in `COLUMN_GROUPS`; the symbol is always shown.
        keys: single quantities to show; None if all are wanted.
        matrices: whether the lines of a layer are shown as matrices.
    """

    kinds: frozenset[Kind] = frozenset()
    units: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()
    keys: frozenset[Key] | None = None
    matrices: bool = False

    def everything(self) -> bool:
        """Return whether no line is left out."""
        return not (self.kinds or self.units) and self.keys is None

    def lines(self, lines: list[Line], unit_names: Callable[[Line], set[str]]) -> list[Line]:
        """Return the lines that are to be shown."""
        return [
            line
            for line in lines
            if (self.keys is None or line.key in self.keys)
            and (not self.kinds or line.key.kind in self.kinds)
            and (not self.units or self.units & unit_names(line))
        ]

    def shows(self, column: ColumnName) -> bool:
        """Return whether a column is to be shown."""
        wanted = self.columns
        return column == "symbol" or not wanted or any(column in COLUMN_GROUPS[w] for w in wanted)
