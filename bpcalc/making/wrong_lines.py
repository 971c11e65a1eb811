"""The wrong formulas of the lines of one form, compiled once for every pattern of signs."""

from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy
from decimal import Decimal
from math import nan
from random import Random
from typing import NamedTuple

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.diagnosis import mistakes_at
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

Column = tuple[float, ...]
"""What a formula gives with values moved in one way after another, NaN where floats do not tell."""

Placed = tuple[tuple[int, int], str, Expr]
"""The number of a mistake in a line, that of its formula, its id, and the formula."""


class WrongLine(NamedTuple):
    """The wrong formulas of one line.

    Attributes:
        rules: ids of the mistakes, of those with the same formula together.
        work: what the formulas give.
        order: the places of the formulas in the order in which `audit` takes them.
    """

    rules: tuple[tuple[str, ...], ...]
    work: Work
    order: tuple[int, ...]


class Form(NamedTuple):
    """What exercises that differ in their numbers have in common.

    Attributes:
        scheme: the lines, with the numbers of one of them.
        lines: how they are compiled.
        rules: ids of the mistakes that count in a line.
    """

    scheme: AnswerKey
    lines: FloatLines
    rules: Callable[[Key], Iterable[str]]


class WrongLines:
    """The wrong formulas of one line, by the signs on which they depend.

    Most mistakes depend on none, and their formulas are compiled together, once; those of the
    others one by one, since signs come in ever new patterns, and formulas do not.
    """

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
        self._steady: _Steady | None = None
        self._signed: list[_Signed] = []
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
        if self._steady is None:
            self._steady = self._begun(values)
        others = [each for rule in self._signed for each in rule.formulas(values)]
        reads = {key for rule in self._signed for key in rule.reads}
        at = self._form.lines.index
        signs = sorted(at[key] for key in reads if key != RATE)
        if len(signs) > len(self._signs) or (RATE in reads and self._rate is None):
            self._signs = signs
            self._rate = at[RATE] if RATE in reads else None
            self._known.clear()  # nobody asks for the shorter patterns any more
        found = self._steady.with_others(others)
        self._known[self._pattern(values)] = found
        return found

    def _begun(self, values: Values) -> "_Steady":
        """Return the formulas that depend on no signs; take down the mistakes with others."""
        numbered = enumerate(self._form.rules(self._key))
        rules = [_Signed(self._form, self._key, number, rule) for number, rule in numbered]
        written = [(rule, rule.formulas(values)) for rule in rules]
        self._signed = [rule for rule in rules if rule.reads]
        steady = [each for rule, formulas in written if not rule.reads for each in formulas]
        return _Steady(self._form, self._key, self._never, steady, values)


class _Signed:
    """A mistake in a line, with formulas that may depend on the signs of values.

    Attributes:
        reads: these values. More may come with other signs; but whether there are any depends on
            the form alone, or a mistake would be taken for one that depends on none.
    """

    def __init__(self, form: Form, key: Key, number: int, rule: str) -> None:
        self._form = form
        self._key = key
        self._number = number
        self._rule = rule
        self.reads: dict[Key, None] = {}

    def formulas(self, values: Values) -> list[Placed]:
        """Return its formulas with values of these signs."""
        scheme = copy(self._form.scheme)
        object.__setattr__(scheme, "values", _Signs(self._form, values, self.reads))
        pairs = mistakes_at(scheme, self._key, (self._rule,))
        return [((self._number, at), rule.id, formula) for at, (rule, formula) in enumerate(pairs)]


class _Group(NamedTuple):
    """Mistakes with the same formula.

    Attributes:
        place: of the first of them.
        rules: ids of the mistakes.
        column: what it gives with values moved to and fro.
    """

    place: tuple[int, int]
    rules: list[str]
    column: Column


class _Steady:
    """The formulas of a line that depend on no signs, to which others can be added."""

    def __init__(
        self,
        form: Form,
        key: Key,
        never: Collection[frozenset[str]],
        placed: Sequence[Placed],
        values: Values,
    ) -> None:
        self._lines = form.lines
        self._never = never
        # What is equal around the numbers that come first may differ elsewhere, in another branch
        # of a function; so only mistakes that `never` names are put together.
        self._moved = [form.lines.moved(values, factors) for factors in MOVES] if never else []
        self._others: dict[Expr, tuple[Work, Column]] = {}
        formulas = [form.scheme.formulas[key], *(formula for *_, formula in placed)]
        self._right, *columns = self._columns(formulas)
        self._groups: list[_Group] = []
        own = [
            formula
            for (place, rule, formula), column in zip(placed, columns, strict=True)
            if self._is_new(self._groups, _Group(place, [rule], column))
        ]
        self._work = form.lines.compiled(own)

    def with_others(self, placed: Sequence[Placed]) -> WrongLine:
        """Return these formulas and others."""
        groups = [group._replace(rules=[*group.rules]) for group in self._groups]
        works = [self._work]
        for place, rule, formula in placed:
            work, column = self._alone(formula)
            if self._is_new(groups, _Group(place, [rule], column)):
                works.append(work)
        rules = tuple(tuple(group.rules) for group in groups)
        order = sorted(range(len(groups)), key=lambda at: groups[at].place)
        return WrongLine(rules, _together(works), tuple(order))

    def _alone(self, formula: Expr) -> tuple[Work, Column]:
        """Return what a formula gives, compiled by itself."""
        found = self._others.get(formula)
        if found is None:
            [column] = self._columns([formula])
            found = self._others[formula] = self._lines.compiled([formula]), column
        return found

    def _columns(self, formulas: Sequence[Expr]) -> list[Column]:
        """Return what each of some formulas gives with values moved to and fro."""
        if not self._moved:
            return [()] * len(formulas)
        work = self._lines.compiled(formulas)
        unknown = (nan,) * len(formulas)
        return list(zip(*(worked_out(work, each) or unknown for each in self._moved), strict=True))

    def _is_new(self, groups: list[_Group], other: _Group) -> bool:
        """Add a mistake to its group; return whether this is a new one with a formula of its own.

        A mistake that is always right is in none.
        """
        [rule] = other.rules
        if frozenset({rule}) in self._never and _equal(other.column, self._right):
            return False
        for group in groups:
            if _equal(other.column, group.column) and self._inseparable(rule, group.rules):
                if rule not in group.rules:
                    group.rules.append(rule)
                return False
        groups.append(other)
        return True

    def _inseparable(self, rule: str, others: Iterable[str]) -> bool:
        """Return whether a mistake can never be told from any of these."""
        return all(rule == other or frozenset({rule, other}) in self._never for other in others)


def _together(works: Sequence[Work]) -> Work:
    """Return a function that gives what all of some give, one after the other."""
    first, *others = works
    if not others:
        return first

    def work(values: Values) -> tuple[float, ...]:
        found = first(values)
        for other in others:
            found += other(values)
        return found

    return work


class _Signs(dict[Key, Decimal]):
    """Values that take down which of them are looked at."""

    def __init__(self, form: Form, values: Values, reads: dict[Key, None]) -> None:
        super().__init__()
        self._form = form
        self._values = values
        self._reads = reads

    def __getitem__(self, key: Key) -> Decimal:
        self._reads[key] = None
        value = self._values[self._form.lines.index[key]]
        return Decimal(repr(value)) if value == value else Decimal(0)  # what is NaN has no sign

    def get(self, key: Key, default: Decimal | None = None) -> Decimal | None:  # type: ignore[override]  # one default only
        return self[key] if key in self._form.scheme.formulas else default


def _equal(some: Column, others: Column) -> bool:
    """Return whether numbers are equal; what are no numbers tell nothing, but for the first."""
    if not some or some[0] != some[0]:
        return False
    for one, other in zip(some, others, strict=True):  # most differ in the first
        if not abs(one - other) <= abs(one) * TINY and (one == one or other == other):
            return False
    return True
