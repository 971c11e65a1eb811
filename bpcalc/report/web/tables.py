"""Tables by their columns, and how they fit on a narrow page."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from markupsafe import Markup

Fold = Literal["fits", "folds", "flows"]
"""Whether a table stays one on any page, turns into a list on a phone, or is always a list."""

PHONE, PAGE = 36.0, 84.0
"""How many digits go side by side on a phone, and on a page of paper."""

NARROWEST = 28.0
"""How many digits of a formula go side by side on the narrowest of phones."""

BETWEEN = 2.5
"""What stands between two columns, in digits."""

BAR = 30.0
"""The room that bars beside a table take, in digits."""

MAX_TEXT_WIDTH = 26.0
"""The room that a column of texts needs, which can be broken, in digits."""


class HtmlColumn(NamedTuple):
    """One column of a table.

    Attributes:
        head: what stands above it.
        kind: class of its cells: `s` a symbol, `f` a formula, `n` a number, `t` a text.
        cells: one a row.
        width: of the widest thing in it that cannot be broken, in digits.
        labelled: whether a cell that stands alone needs the heading beside it.
    """

    head: Markup
    kind: Literal["s", "f", "n", "t"]
    cells: list[Markup]
    width: float
    labelled: bool = False


def fold(columns: Sequence[HtmlColumn], more: float = 0) -> Fold:
    """Return how a table fits on a page that has these columns, and `more` digits beside them."""
    needed = sum((column.width + BETWEEN for column in columns), more)
    return "fits" if needed <= PHONE else "folds" if needed <= PAGE else "flows"
