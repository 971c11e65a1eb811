"""The formulas of a calculation, in order of working, before any number is put in."""

from bpcalc.calc.lines import Heading
from bpcalc.maths.expr import Expr, Ref
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import DATA
from bpcalc.named_tuples import NamedTuple


class PlannedLine(NamedTuple):
    """A line to be worked out; the formula is None for a quantity that the exercise gives."""

    key: Key
    formula: Expr | None


class PlannedStage(NamedTuple):
    """The entries of one stage."""

    heading: Heading
    entries: list[PlannedLine]


class Plan:
    """The lines of a calculation while they are written down, stage by stage.

    Attributes:
        stages: headings and entries so far; the first one has what the exercise gives.
        replaced: the lines in whose place the exercise gives a number.
        dropped: what needs a number that the exercise does not tell.
    """

    def __init__(self, given: frozenset[Key] = frozenset()) -> None:
        """Begin with an empty page; what is given stands on the first one, and has no line."""
        self.stages: list[PlannedStage] = []
        self.replaced: list[PlannedLine] = []
        self.dropped: list[Key] = []
        self._given = given

    def open(self, heading: Heading) -> None:
        """Begin a stage; the entries that follow belong to it."""
        self.stages.append(PlannedStage(heading, []))

    def give(self, key: Key) -> None:
        """Enter a quantity that the exercise gives."""
        self.stages[-1].entries.append(_tuple(PlannedLine, (key, None)))

    def work(self, key: Key, formula: Expr) -> Ref:
        """Enter a line; return the leaf by which later formulas refer to it."""
        given = self._given and key in self._given
        entries = self.replaced if given else self.stages[-1].entries
        entries.append(_tuple(PlannedLine, (key, formula)))
        return Ref(key)

    def drop(self, unknown: frozenset[Key]) -> None:
        """Leave out quantities that nobody knows, and every line that needs one of them."""
        if not unknown and not self._given:
            return
        lost: set[Key] = set()
        for _, entries in self.stages:
            for key, formula in entries:
                if formula is None:
                    if _told_by(key) in unknown:
                        lost.add(key)
                elif any(part in lost for part in formula.refs()):
                    lost.add(key)
                    self.dropped.append(key)
            entries[:] = [entry for entry in entries if entry.key not in lost]
        self.replaced = [
            entry
            for entry in self.replaced
            if entry.formula and lost.isdisjoint(entry.formula.refs())
        ]
        first, *others = self.stages
        self.stages = [first, *(stage for stage in others if stage.entries)]


_tuple = tuple.__new__  # a named tuple in one step, at half the cost of its own constructor


def _told_by(key: Key) -> Key:
    """Return a datum as it is, a weight or bias of whatever moment."""
    return key if key.kind in DATA else key.timeless
