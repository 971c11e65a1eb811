"""Changes of weights and biases, Δw = -η·∂E/∂w, in an exercise that asks for none.

Programs call a gradient dw, so that the name alone does not tell: the numbers do.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from bpcalc.checking.cells import Cell, read_cell
from bpcalc.checking.reading.layers import near
from bpcalc.checking.reading.name_parts import MODIFIERS
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.checking.reading.quoting import quoted
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import CHANGE_KINDS, GRADIENT_KINDS, INFO, fellow
from bpcalc.patterns import pattern

CHANGE = dict(MODIFIERS)["change"]
"""What tells that a name is that of a change, and not `dE/dw5`, the gradient's own."""

_IN_WORDS = pattern(r"[ΔΔ∆]|delta|change|[化新正整变]量|增量")
"""What no program calls a gradient."""


class UnaskedChanges:
    """Tells the changes on a sheet from gradients."""

    def __init__(self, index: QuantityIndex) -> None:
        """Know the quantities."""
        self._index = index
        self._told = False

    def look(self, entries: Iterable[tuple[str, object]]) -> None:
        """See beforehand whether single numbers are changes, so that their order does not matter.

        Args:
            entries: names and values.
        """
        for name, value in entries:
            found = isinstance(value, str) and _IN_WORDS.match(name) and self._index.found(name)
            if found and found.keys:
                self.are(name, found.keys[:1], [read_cell(str(value))])

    def are(self, name: str, keys: Iterable[Key | None], cells: Sequence[Cell]) -> bool:
        """Return whether numbers are changes, although their name is taken for that of gradients.

        An exercise without lines for the changes asks for none; who writes one is not wrong.
        Where one of a sheet was one, so are others under such names that are no gradients.
        """
        pairs = [(key, cell) for key, cell in zip(keys, cells, strict=True) if key is not None]
        if not pairs or not self._may_be(name, [key for key, _ in pairs]):
            return False
        whole = [(key._replace(sample=None), cell) for key, cell in pairs]  # of all samples
        values = self._index.values
        most = max(_fits(each, values.get) for each in (pairs, whole))
        ways = (self._step, self._step_back, self._moved, self._moved_back)
        fits = max(_fits(each, way) for each in (pairs, whole) for way in ways)
        self._told = self._told or (fits > most and 2 * fits >= len(pairs))
        return fits > most if 2 * fits >= len(pairs) else self._are_others(name, most)

    def _are_others(self, name: str, gradients: int) -> bool:
        """Return whether numbers that fit nothing stand where others are changes."""
        return self._told and not gradients and _IN_WORDS.match(name.strip()) is not None

    def _may_be(self, name: str, keys: Sequence[Key]) -> bool:
        if not all(key.kind in GRADIENT_KINDS for key in keys):
            return False
        if "/" in name or CHANGE.search(name.strip()):
            return "/" not in name  # dE/dw is none, whatever its number
        label, _ = self._index.label_and_when(name)
        return label is not None and not CHANGE_KINDS.isdisjoint(label.kinds)

    def _step(self, key: Key) -> Decimal | None:
        """Return η times a gradient, with which a sample moves a weight."""
        rate, gradient = self._index.exercise.learning_rate, self._index.values.get(key)
        return None if rate is None or gradient is None else rate.value * gradient

    def _step_back(self, key: Key) -> Decimal | None:
        step = self._step(key)
        return None if step is None else -step

    def _moved(self, key: Key) -> Decimal | None:
        """Return by how much an update moves the weight of a gradient, whatever the rule is."""
        of = INFO[key.kind].of
        if of is None:
            return None
        old, new = (
            self._index.values.get(key.turned(kind, key.sample, key.epoch))
            for kind in (of, fellow(of, "new"))
        )
        return None if old is None or new is None else new - old

    def _moved_back(self, key: Key) -> Decimal | None:
        moved = self._moved(key)
        return None if moved is None else -moved


def _fits(pairs: Iterable[tuple[Key, Cell]], value: Callable[[Key], Decimal | None]) -> int:
    """Return how many numbers are what a way gives for their gradients."""
    return sum(near(cell, value(key)) for key, cell in pairs)


def said_of_changes(name: str) -> str:
    """Return what is said of the changes under a name."""
    return say("`{name}` is the change of the weight, which nobody asks for", name=quoted(name))
