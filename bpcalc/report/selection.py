"""Which lines of a solution are shown, and which columns."""

from collections.abc import Callable
from typing import Literal

from bpcalc.calc.lines import STAGES, Line, StageName
from bpcalc.locale import later
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import FACTOR_KINDS
from bpcalc.records import record
from bpcalc.report.document import ColumnName

COLUMN_GROUPS: dict[str, tuple[ColumnName, ...]] = {
    "formula": ("formula",),
    "substitution": ("numbers",),
    "value": ("old", "gradient", "change", "value", "new value"),
    "numbers": ("numbers",),
}
"""What a user can ask to see, and the columns that belong to it; `numbers` are a substitution."""

COLUMN_HEADS: dict[str, str] = {
    "formula": later("Formula"),
    "substitution": later("Substitution"),
    "value": later("Value"),
}
"""How the page heads what a user can ask to see; these words are understood as well."""


PartName = Literal["before", "forward", "error", "backward", "gradients", "update", "after"]
"""The parts of a calculation that a user can ask to see."""

PART_STAGES: dict[PartName, tuple[StageName, ...]] = {
    "before": STAGES[1:],
    "forward": ("normalise", "ahead", "net", "net_norm", "out", "dropout"),
    "error": ("error", "all_errors"),
    "backward": ("delta", "net_norm_back", "inputs", "gradient", "gradient_sum"),
    "gradients": ("gradient", "gradient_sum"),
    "update": ("rate", "penalised", "clip", "power", "moment", "change", "norm", "update"),
    "after": (
        "net",
        "net_norm",
        "out",
        "dropout",
        "error",
        "all_errors",
        "turned_back",
        "measures",
    ),
}
"""Their stages; `after` has those that follow the last update, which no other part has."""

PART_WORDS: dict[PartName, str] = {
    "before": later("Up to the update"),
    "forward": later("Forward pass"),
    "error": later("Error"),
    "backward": later("Backward pass"),
    "gradients": later("Gradients"),
    "update": later("Update"),
    "after": later("After the update"),
}
"""What the parts are called on the page; their words are understood as well."""


@record
class Selection:
    """A narrowed view; empty means everything.

    Attributes:
        kinds: kinds of quantity to show.
        units: names of units; a line is shown if it belongs to one of them, or if one of them
            sends along the weight it is about.
        columns: groups of columns to show, as in `COLUMN_GROUPS`; the symbol is always shown.
        keys: single quantities to show; None if all are wanted.
        names: single lines to show and nothing else, in this order; () if that is not wanted.
        parts: parts of the calculation to show.
        matrices: whether the lines of a layer are shown as matrices.
        brief: whether values are shown, and not how they come about.
        whole_after: whether the pass after the last update is shown as a whole, and not only what
            it comes to.
    """

    kinds: frozenset[Kind] = frozenset()
    units: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()
    keys: frozenset[Key] | None = None
    names: tuple[str, ...] = ()
    parts: frozenset[PartName] = frozenset()
    matrices: bool = False
    brief: bool = False
    whole_after: bool = False

    def everything(self) -> bool:
        """Return whether no line is left out."""
        return not (self.kinds or self.units or self.parts) and self.keys is None

    def lines(self, lines: list[Line], unit_names: Callable[[Line], set[str]]) -> list[Line]:
        """Return the lines that are to be shown."""
        return [
            line
            for line in lines
            if (self.keys is None or line.key in self.keys)
            and (not self.kinds or line.key.kind in self.kinds)
            and (not self.units or self.units & unit_names(line))
        ]

    def has_part(self, stage: StageName, *, after: bool) -> bool:
        """Return whether a stage belongs to one of the parts that are to be shown.

        Args:
            stage: its name.
            after: whether it follows the last update.
        """
        if not self.parts:
            return True
        return any(stage in PART_STAGES[part] and (part == "after") == after for part in self.parts)

    def shows(self, column: ColumnName) -> bool:
        """Return whether a column is to be shown."""
        wanted = self.columns
        return column == "symbol" or not wanted or any(column in COLUMN_GROUPS[w] for w in wanted)


def is_factor(key: Key) -> bool:
    """Return whether a quantity is but a factor of a delta; ∂E/∂input is one of none."""
    return key.kind in FACTOR_KINDS and key.layer != 0
