"""What is to be explained on a sheet, and what mistakes would have given in its place."""

from collections.abc import Container, Mapping
from decimal import Decimal

from bpcalc.checking.misconceptions import Misconception
from bpcalc.checking.misconceptions.entry import Tier
from bpcalc.maths.expr import Expr
from bpcalc.maths.intervals import AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.named_tuples import NamedTuple


class Odd(NamedTuple):
    """A number that is wrong by itself, or would be if the line were written.

    Attributes:
        key: the line in which the mistake is looked for.
        value: the number; for a line that is not written, what it must have been.
        half: how far the number reaches to either side.
        own: what is right, with the student's own earlier numbers.
        relative: whether numbers of this kind are written in significant digits.
        room: how far numbers lie apart that may be written; None: as far as each reaches.
    """

    key: Key
    value: Decimal
    half: Decimal
    own: AffineNumber
    relative: bool = False
    room: Decimal | None = None


WrongLines = tuple[tuple[Key, Expr], ...]
"""Lines with what stands there instead."""


class Candidate(NamedTuple):
    """What a rule would have given.

    Attributes:
        rule: the misconception.
        formula: the wrong formula.
        at: the quantity in whose line it stands.
        value: of the quantity that was written, with this mistake in it.
        fits: whether it gives the number.
        lines: the lines left out in which it was made, if it was made there.
    """

    rule: Misconception
    formula: Expr
    at: Key
    value: float
    fits: bool
    lines: WrongLines = ()


class Explained(NamedTuple):
    """The rules that give what was written, and how much that means.

    Attributes:
        matches: one a rule.
        chance: the share of the numbers a student may write that some rule explains.
        shares: by rule, the share of the numbers that it explains alone.
        common: by tier, the share that some rule explains that is met as often, or more. What
            everybody does is no less probable because rare mistakes are known as well.
        showing: the rules that would have given another number than the right one.
    """

    matches: list[Candidate]
    chance: float
    shares: dict[str, float]
    common: Mapping[Tier, float] = {}
    showing: frozenset[str] = frozenset()

    def coincidence(self, tier: Tier) -> float:
        """Return the chance that a rule of this tier, or a more common one, fits by coincidence."""
        return self.common.get(tier, self.chance)

    def only(self, rules: Container[str]) -> "Explained":
        """Return this with some of the rules, as probable as they are among all."""
        matches = [match for match in self.matches if match.rule.id in rules]
        shares = {rule: share for rule, share in self.shares.items() if rule in rules}
        return self._replace(matches=matches, shares=shares)

    def joined(self, other: "Explained") -> "Explained":
        """Return this with further rules that explain the number."""
        return Explained(
            [*self.matches, *other.matches],
            max(self.chance, other.chance),
            {**other.shares, **self.shares},
            {**other.common, **self.common},
            self.showing | other.showing,
        )


NOTHING_FITS = Explained([], 1.0, {})
