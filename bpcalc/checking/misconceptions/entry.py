"""What a misconception is: a wrong formula in the place of the right one."""

from collections.abc import Callable, Iterable
from typing import Literal

from bpcalc.checking.line_context import LineContext
from bpcalc.maths.entries import complete
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import GRADIENT_KINDS
from bpcalc.maths.learning_rules import LearningRule
from bpcalc.records import record

Tier = Literal["A", "B", "C"]
"""How often it is met: A in every class, C now and then."""

COMMON = "a common slip of the pen"
"""The source of a mistake that everybody has seen."""

Learning = Literal["", "any", "gradient", "error", "rule"]
"""How a network learns in whose lines a mistake can be made."""

DERIVED: frozenset[Kind] = GRADIENT_KINDS | {"delta", "error_slope", "slope"}
"""What holds a derivative where weights go down a gradient."""

Wrong = Callable[[LineContext], Iterable[Expr]]


@complete
@record
class Misconception:
    """A known mistake.

    Attributes:
        id: its short name, in reports for programs.
        kinds: of the quantities in whose lines it is made.
        wrong: the formulas that stand there instead of the right one; they are worked out with
            the student's own earlier numbers. One that gives the same as the right one, or that
            needs what the network does not have, does no harm.
        says: to the student; shown through `say`.
        source: where it has been seen.
        tier: how often it is met.
        example: a built-in exercise, a quantity of it, and the number that the mistake gives
            if everything before it is right.
        sole: whether it can be the only reason for one output of a step unit, which has few others:
            the formula must differ at the very number only that goes in.
        mutual: whether it is made in two lines at once, so that one number alone shows nothing.
        under: how the network must learn for it: down a gradient; down the gradient of an error or
            by a rule that comes from one; by a rule; or in any way. "" leaves it to the kinds: what
            is said of deltas, derivatives and gradients is said where there are derivatives.
    """

    id: str
    kinds: frozenset[Kind]
    wrong: Wrong
    says: str
    source: str
    tier: Tier
    example: tuple[str, str, str]
    sole: bool = False
    mutual: bool = False
    under: Learning = ""

    def applies(self, rule: LearningRule | None) -> bool:
        """Return whether it can be made under a learning rule; None: down the gradient."""
        under = self.under or ("gradient" if self.kinds & DERIVED else "any")
        if under == "any":
            return True
        if under == "rule":
            return rule is not None
        return rule is None or (under == "error" and rule.of_error)


def of(*kinds: Kind) -> frozenset[Kind]:
    """Return the kinds as a set."""
    return frozenset(kinds)
