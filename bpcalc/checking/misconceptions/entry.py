"""What a misconception is: a wrong formula in the place of the right one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from bpcalc.checking.line_context import LineContext
from bpcalc.maths.entries import complete
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Kind

Tier = Literal["A", "B", "C"]
"""How often it is met: A in every class, C now and then."""

COMMON = "a common slip of the pen"
"""The source of a mistake that everybody has seen."""

Wrong = Callable[[LineContext], Iterable[Expr]]


@complete
@dataclass(frozen=True, slots=True)
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
    """

    id: str
    kinds: frozenset[Kind]
    wrong: Wrong
    says: str
    source: str
    tier: Tier
    example: tuple[str, str, str]
    sole: bool = False


def of(*kinds: Kind) -> frozenset[Kind]:
    """Return the kinds as a set."""
    return frozenset(kinds)
