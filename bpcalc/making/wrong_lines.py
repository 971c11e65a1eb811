"""The wrong formulas of the lines of one form, compiled once for every pattern of signs."""

from collections.abc import Callable, Collection, Iterable, Iterator
from copy import copy
from decimal import Decimal
from random import Random
from typing import NamedTuple

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.misconceptions import Misconception
from bpcalc.making.float_lines import FloatLines, Values, Work, worked_out
from bpcalc.making.printed_floats import TINY
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key

RATE = Key("learning_rate")

_RANDOM = Random(1)
_SIGNS = ("+", "+", "-", "-", "+-", "+-", "+-", "+-")
MOVES = [
    [float(f"{_RANDOM.choice(signs)}{0.5 + _RANDOM.random()}") for _ in range(97)]
    for signs in _SIGNS
]
"""By what the values of lines are multiplied to see whether two formulas are the same.

Which branch a formula takes depends on signs, so that every value is moved to both.
"""

RuledFormula = tuple[Misconception, Expr]
"""A mistake with its formula."""


class WrongLine(NamedTuple):
    """The wrong formulas of one line.

    Attributes:
        rules: ids of the mistakes, of those with the same formula together.
        work: what the formulas give.
    """

    rules: tuple[tuple[str, ...], ...]
    work: Work


class Form(NamedTuple):
    """What exercises that differ in their numbers have in common.

    Attributes:
        scheme: the lines, with the numbers of one of them.
        lines: how they are compiled.
        mistakes: the mistakes that count in a line.
    """

    scheme: AnswerKey
    lines: FloatLines
    mistakes: Callable[[Key, AnswerKey], Iterator[RuledFormula]]


class WrongLines:
    """The wrong formulas of one line, by the signs on which they depend."""

    def __init__(self, form: Form, key: Key, never: Collection[frozenset[str]] = ()) -> None:
        """Begin with none.

        Args:
            form: of the exercises.
            key: the line.
            never: pairs of mistakes that are worked out once where they are the same formula;
                single ones that need not be there where they are the right formula.
        """
        self._form = form
        self._key = key
        self._never = never
        self._reads: dict[Key, None] = {}
        self._signs: list[int] = []
        self._rate: int | None = None
        self._known: dict[tuple[float, ...], WrongLine] = {}

    def wrong(self, values: Values) -> WrongLine:
        """Return the wrong formulas with numbers of these signs."""
        found = self._known.get(self._pattern(values))
        if found is None:
            found = self._derived(values)
        return found

    def _pattern(self, values: Values) -> tuple[float, ...]:
        found = [(values[at] > 0) - (values[at] < 0) for at in self._signs]
        return (*found, values[self._rate]) if self._rate is not None else tuple(found)

    def _derived(self, values: Values) -> WrongLine:
        seen = _Signs(self._form, values)
        scheme = copy(self._form.scheme)
        object.__setattr__(scheme, "values", seen)
        pairs = list(self._form.mistakes(self._key, scheme))
        groups = self._twins(pairs, values) if self._never else [[pair] for pair in pairs]
        if not seen.seen.keys() <= self._reads.keys():
            self._reads |= seen.seen
            self._known.clear()
            at = self._form.lines.index
            self._signs = [at[key] for key in self._reads if key != RATE]
            self._rate = at[RATE] if RATE in self._reads else None
        found = WrongLine(
            tuple(tuple(dict.fromkeys(rule.id for rule, _ in group)) for group in groups),
            self._form.lines.compiled([group[0][1] for group in groups]),
        )
        self._known[self._pattern(values)] = found
        return found

    def _twins(self, pairs: list[RuledFormula], values: Values) -> list[list[RuledFormula]]:
        """Return mistakes with the same formula together, and not those with the right one."""
        formulas = [self._form.scheme.formulas[self._key], *(formula for _, formula in pairs)]
        work = self._form.lines.compiled(formulas)
        found = [worked_out(work, self._form.lines.moved(values, factors)) for factors in MOVES]
        if not found[0]:
            return [[pair] for pair in pairs]
        right, *columns = zip(*filter(None, found), strict=True)
        groups: list[tuple[tuple[float, ...], list[RuledFormula]]] = []
        for (rule, formula), column in zip(pairs, columns, strict=True):
            if frozenset({rule.id}) in self._never and _equal(column, right):
                continue
            for its, group in groups:
                if _equal(column, its) and self._inseparable(rule.id, group):
                    group.append((rule, formula))
                    break
            else:
                groups.append((column, [(rule, formula)]))
        return [group for _, group in groups]

    def _inseparable(self, rule: str, others: Iterable[RuledFormula]) -> bool:
        """Return whether a mistake can never be told from any of these."""
        return all(
            rule == other.id or frozenset({rule, other.id}) in self._never for other, _ in others
        )


class _Signs(dict[Key, Decimal]):
    """Values that take down which of them are looked at."""

    def __init__(self, form: Form, values: Values) -> None:
        super().__init__()
        self._form = form
        self._values = values
        self.seen: dict[Key, None] = {}

    def __getitem__(self, key: Key) -> Decimal:
        self.seen[key] = None
        return Decimal(repr(self._values[self._form.lines.index[key]]))

    def get(self, key: Key, default: Decimal | None = None) -> Decimal | None:  # type: ignore[override]  # one default only
        return self[key] if key in self._form.scheme.formulas else default


def _equal(some: tuple[float, ...], others: tuple[float, ...]) -> bool:
    """Return whether numbers are equal; what are no numbers tell nothing, but for the first."""
    pairs = [(a, b) for a, b in zip(some, others, strict=True) if a == a or b == b]
    return some[0] == some[0] and all(abs(a - b) <= abs(a) * TINY for a, b in pairs)
