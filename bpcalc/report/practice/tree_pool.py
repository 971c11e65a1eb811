"""Many formulas written down together, each part of them once.

Wrong formulas share most of their parts with the right ones and with one another. So every part is
a node that refers to the nodes of its own parts, and a formula is the number of a node. A node is
a sign and the numbers of its parts, each in as many characters.
"""

from collections.abc import Callable
from string import ascii_lowercase, digits

from bpcalc.errors import OutputError
from bpcalc.locale import say
from bpcalc.maths.expr import Apply, Choice, Expr, Minus, Number, Power, Ref
from bpcalc.maths.keys import Key
from bpcalc.maths.partial import Partial
from bpcalc.report.live.trees import TREE_SIGNS, Operand

BASE_36 = digits + ascii_lowercase
"""The digits of numbers to the base 36."""

REFERENCE = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"<;\\')
"""The digits of references: what can stand in JSON within a page, and ends no node."""


def base36(number: int) -> str:
    """Return a number to the base 36, as JavaScript reads it.

    >>> base36(0), base36(35), base36(36), base36(1296)
    ('0', 'z', '10', '100')
    """
    if number < 0:
        return "-" + base36(-number)
    high, low = divmod(number, len(BASE_36))
    return (base36(high) if high else "") + BASE_36[low]


def reference(number: int, width: int) -> str:
    """Return the number of a node in so many characters.

    >>> reference(0, 2), reference(91, 2), reference(90, 3)
    ('!!', '##', '!#!')
    """
    found = ""
    for _ in range(width):
        number, digit = divmod(number, len(REFERENCE))
        found = REFERENCE[digit] + found
    assert not number
    return found


class TreePool:
    """The nodes of formulas.

    Attributes:
        functions: the names of all functions that are called.
    """

    def __init__(self, place: Callable[[Key], int]) -> None:
        """Begin without any.

        Args:
            place: the place of a line.
        """
        self.functions: set[str] = set()
        self._place = place
        self._nodes: dict[tuple[str | int, ...], int] = {}
        self._known: dict[Expr, int] = {}

    def node(self, formula: Expr) -> int:
        """Return the number of the node of a formula.

        Raises:
            OutputError: it has a part that the script cannot read.
        """
        if isinstance(formula, Partial):
            return self.node(formula.formula)
        found = self._known.get(formula)
        if found is None:
            found = self._known[formula] = self._new(self._parts(formula))
        return found

    @property
    def width(self) -> int:
        """How many characters the number of a node takes."""
        width = 1
        while len(REFERENCE) ** width < len(self._nodes):
            width += 1
        return width

    def text(self) -> str:
        """Return all nodes, in an order in which each only refers to those before it."""
        width = self.width
        return ";".join(
            "".join(part if isinstance(part, str) else reference(part, width) for part in node)
            for node in self._nodes
        )

    def _new(self, node: tuple[str | int, ...]) -> int:
        return self._nodes.setdefault(node, len(self._nodes))

    def _parts(self, formula: Expr) -> tuple[str | int, ...]:
        """Return a node: texts, and the numbers of other nodes."""
        if isinstance(formula, Ref):
            return (base36(self._place(formula.key)),)
        if isinstance(formula, Number):
            return (f"#{formula.text}",)
        if isinstance(formula, Operand):
            return ("@",)
        if isinstance(formula, Choice) and formula.at_zero:  # x ≥ 0 is read as: not -x > 0
            return self._parts(Choice(Minus(formula.tested), formula.otherwise, formula.above))
        inner = [self.node(part) for part in formula.parts()]
        if isinstance(formula, Power):
            return ("^", *inner, str(formula.exponent))
        if isinstance(formula, Apply):
            self.functions.add(formula.function)
            return (f"F{formula.function} ", *inner)
        sign = TREE_SIGNS.get(type(formula))
        if sign is None:
            raise OutputError(say("a live page cannot read {part}", part=type(formula).__name__))
        return (sign, *inner)
