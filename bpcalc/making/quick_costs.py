"""How far one exercise after another is from what is asked: the same as `faults.cost`, sooner.

Only what is so near to 0 that floats do not tell it from 0 is taken for 0; and where a value is 0
that should not be, what floats do not tell is left out: it would be as bad anyway.

Of a hundred exercises that are tried, nearly all are worse than the one that was found before; as
soon as that is certain, nothing more is worked out. What values alone tell comes first, then the
mistakes, beginning with the lines where most has been wrong so far, and what floats do not tell
comes last.
"""

from collections.abc import Sequence
from decimal import Decimal

from bpcalc.checking.audit import is_tie
from bpcalc.exercise.spec import Exercise
from bpcalc.making.audit_model import AuditModel, OneAudit
from bpcalc.making.faults import (
    DEAD,
    FLAT_COST,
    MAX_NET,
    SMALL_COST,
    TIE_COST,
    Wanted,
    cost,
    cost_of,
    cost_of_value,
    different,
    is_small,
    may_be_flat,
    small_cost,
)
from bpcalc.making.float_lines import Values, worked_out
from bpcalc.making.printed_floats import (
    NOTHING_MIXED_UP,
    TINY,
    AskedPrint,
    Printed,
    mixed_up,
    printed_exactly,
    significant_digits,
    told,
)
from bpcalc.making.wrong_lines import WrongLines
from bpcalc.maths.keys import Key

LARGE = Decimal(1)
"""A value that keeps its decimals where small ones have significant digits."""

LARGE_FROM = Decimal("0.1")
FROM = float(LARGE_FROM)
"""Values from here on are large in that sense."""

EVERY = 32
"""After so many exercises, the lines are put in order again."""

FADING = 0.5
"""What was wrong before counts for so much then."""


class QuickCosts:
    """What exercises of one form cost, one after another."""

    def __init__(self, model: AuditModel, template: Exercise, wanted: Wanted) -> None:
        """Prepare what all of them have in common.

        Args:
            model: of the form.
            template: an exercise of it.
            wanted: what is asked of all of them.
        """
        self._model = model
        self._template = template
        self._wanted = wanted
        wrong = model.wrong_lines(wanted.never)
        self._lines = [_Line(model, template, wanted, key, wrong[key]) for key in model.keys]
        self._order = [*self._lines]
        self._tried = 0

    def cost(self, numbers: Sequence[Decimal], most: int) -> int:
        """Return the cost of an exercise of these numbers, or anything that is more than `most`.

        Raises:
            CalculationError: a line has no finite value.
        """
        exact = OneAudit(self._model, numbers)
        try:
            values = self._model.values(numbers)
        except ArithmeticError:
            return cost(exact.audited(), self._template, self._wanted)
        self._put_in_order()
        found = _Sum(self._wanted, most)
        return found.whole if self._worked_out(values, exact, found) else found.least

    def _worked_out(self, values: Values, exact: OneAudit, found: "_Sum") -> bool:
        """Add what the lines cost; return whether it is not too much."""
        lines = self._order
        carried = exact.scheme.values if self._model.carries_rounded else None
        for line in lines:
            value = values[line.at] if carried is None else float(carried[line.key])
            found.add(*line.of_value(value))
        for line in lines:
            if found.too_much:
                return False
            found.add(*line.of_mistakes(values))
        for line in lines:
            if found.too_much:
                return False
            if line.unclear and found.total < DEAD:
                found.add(*self._exactly(line, values, exact))
        return not found.too_much

    def _exactly(self, line: "_Line", values: Values, exact: OneAudit) -> tuple[int, bool]:
        """Return what a line costs that floats do not tell, and whether its value is small."""
        paid = line.of_exact(exact.scheme.values[line.key], values)
        if paid is not None:
            return paid
        one = exact.exactly(line.key)
        return cost_of(one, self._template, self._wanted), is_small(one.value)

    def _put_in_order(self) -> None:
        """Have the lines first where most has been wrong."""
        self._tried += 1
        if self._tried % EVERY == 0:
            self._order.sort(key=lambda line: -line.score)
            for line in self._order:
                line.score *= FADING


class _Sum:
    """What an exercise costs, as far as it is known.

    Attributes:
        total: without what the number of small values costs.
        small: these values.
    """

    def __init__(self, wanted: Wanted, most: int) -> None:
        self._wanted = wanted
        self._most = most
        self.total = 0
        self.small = 0

    def add(self, cost: int, small: int = 0) -> None:
        """Add what a line costs."""
        self.total += cost
        self.small += small

    @property
    def least(self) -> int:
        """What it costs at least; there may be more small values."""
        most = self._wanted.small
        beyond = 0 if most is None or self.small <= most else SMALL_COST * (self.small - most)
        return self.total + beyond

    @property
    def too_much(self) -> bool:
        """Whether it costs too much whatever else is found."""
        return self.least > self._most

    @property
    def whole(self) -> int:
        """What it costs if nothing else is found."""
        return self.total + small_cost(self.small, self._wanted)


class _Line:
    """One line of the exercises.

    Attributes:
        key: the quantity.
        at: its place among the values.
        unclear: whether floats do not tell what is to be said in the exercise that is looked at.
        score: how much has been wrong.
    """

    def __init__(
        self, model: AuditModel, template: Exercise, wanted: Wanted, key: Key, wrong: WrongLines
    ) -> None:
        self.key = key
        self.at = model.at(key)
        self.unclear = False
        self.score = 0.0
        self._value = 0.0
        self._asked: AskedPrint | None = None
        self._paid = 0, False
        self._wanted = wanted
        self._wrong = wrong
        self._may_be_0 = wanted.may_be_0(key)
        self._rounding = model.options.rounding
        self._cut = model.cut
        self._digits = model.options.digits(key, None), model.options.digits(key, LARGE)
        self._flat = wanted.gentle and may_be_flat(key, template)
        self._counts = frozenset(
            rule
            for rule, kind in wanted.clean
            if kind == key.kind and (key, frozenset({rule})) not in wanted.never
        )
        self._groups: dict[tuple[str, ...], int] = {}

    def of_value(self, value: float) -> tuple[int, bool]:
        """Return what a value costs, whatever mistakes would give, and whether it is small."""
        digits = self._digits[abs(value) >= FROM]
        shown = told(value, digits, self._cut)
        self.unclear = shown is None
        if shown is None:
            if not 0 < abs(value) < TINY:
                return 0, False
            # Nobody works that out by hand: as bad as a 0, and exactly worked out for nothing.
            self.unclear = False
            self._asked = None
            return (0, False) if self._may_be_0 else (DEAD, True)
        self._value, self._asked = value, AskedPrint(shown, digits, self._cut)
        self._paid = self._of_shown(value, shown), is_small(value)
        return self._paid

    def of_exact(self, exactly: Decimal, values: Values) -> tuple[int, bool] | None:
        """Return what the line costs, by its exact value; None if floats do not tell the rest.

        Half-way between two printed numbers, as half of the errors are where outputs are 0 or 1,
        floats tell nothing of a value, but of what mistakes make of it they do.
        """
        value = float(exactly)
        digits = self._digits[abs(exactly) >= LARGE_FROM]
        if digits is None or digits.too_many_for(exactly):
            return None
        shown = printed_exactly(exactly, digits, self._rounding)
        mixed = self._mixed_up(value, AskedPrint(shown, digits, self._cut), values)
        if mixed is None:
            return None
        tie = TIE_COST if is_tie(exactly, digits) else 0
        return tie + self._of_shown(value, shown) + mixed, is_small(value)

    def _of_shown(self, value: float, shown: Printed) -> int:
        """Return what a value costs that is printed so."""
        paid = cost_of_value(self.key, value, significant_digits(shown), self._wanted)
        return paid + (FLAT_COST if self._flat and abs(value) > MAX_NET else 0)

    def _mixed_up(self, value: float, asked: AskedPrint, values: Values) -> int | None:
        """Return what mistakes cost that cannot be told apart; None if floats do not tell."""
        wrong = self._wrong.wrong(values)
        given = worked_out(wrong.work, values)
        found = None if given is None else mixed_up(value, asked, wrong.rules, given)
        if found is None or found is NOTHING_MIXED_UP:
            return None if found is None else 0
        unseen = len(found.hidden & self._counts) + len(found.same & self._counts)
        return unseen + sum(self._of_group(tuple(sorted(rules))) for rules in found.alike)

    def of_mistakes(self, values: Values) -> tuple[int, int]:
        """Return what mistakes cost that cannot be told apart, and no more small values.

        Where that is unclear, what the value costs is taken back.
        """
        if self.unclear or self._asked is None:
            return 0, 0
        cost = self._mixed_up(self._value, self._asked, values)
        if cost is None:
            self.unclear = True
            cost, small = self._paid
            return -cost, -small
        self.score += cost
        return cost, 0

    def _of_group(self, rules: tuple[str, ...]) -> int:
        known = self._groups.get(rules)
        if known is None:
            apart = different(self.key, rules, self._wanted)
            known = self._groups[rules] = max(0, len(apart) - 1)
        return known
