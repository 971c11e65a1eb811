"""Units that are left out of a step, by a mask that is given."""

from bpcalc.maths.expr import Expr, Number, Product, Quotient
from bpcalc.records import record


@record
class Dropout:
    """Which units of a layer take part.

    Attributes:
        mask: 1 for a unit that does, 0 for one that is left out.
        keep: how probable it is that a unit takes part.
        inverted: whether outputs are divided by that, so that nothing has to be made up for later.

    Source: Srivastava et al. (2014), Dropout, JMLR 15, sections 4 and 10.
    """

    mask: tuple[Number, ...]
    keep: Number = Number("1")
    inverted: bool = True

    def applied(self, unit: int, number: Expr) -> Expr:
        """Return the output of a unit, or the error that comes back to it, under the mask."""
        masked = Product((number, self.mask[unit - 1]))
        return Quotient(masked, self.keep) if self.inverted else masked
