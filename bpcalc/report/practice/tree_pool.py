"""Many formulas written down together, each part of them once.

Wrong formulas share most of their parts with the right ones and with one another. So a part that
stands in several places is written where it is met first, gets a number there, and is referred to
by this number ever after; the parts that are met most have the shortest references.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from string import ascii_lowercase, digits
from typing import NamedTuple

from bpcalc.errors import OutputError
from bpcalc.locale import say
from bpcalc.maths.expr import Apply, Choice, Expr, Minus, Number, Power, Ref
from bpcalc.maths.keys import Key
from bpcalc.maths.partial import Partial
from bpcalc.report.live.trees import TREE_SIGNS, Operand

BASE_36 = digits + ascii_lowercase
"""The digits of numbers to the base 36."""

LINE_SIGN, NUMBER, OPERAND, DEFINED = "=", "#", "@", ":"
"""What begins a formula that is a line or a number or an operand, and a part that gets a number."""

NUMBER_SIGNS = "".join(
    sign
    for sign in map(chr, range(33, 127))
    if sign not in f'"<;\\{LINE_SIGN}{NUMBER}{OPERAND}{DEFINED}'
)
"""The signs of all others: what can stand in JSON within a page, and ends no formula."""

Token = str | int
"""What is written as it is, or a number: of a shape, or of a part that was met before."""


def base36(number: int) -> str:
    """Return a number to the base 36, as JavaScript reads it.

    >>> base36(0), base36(35), base36(36), base36(1296)
    ('0', 'z', '10', '100')
    """
    if number < 0:
        return "-" + base36(-number)
    high, low = divmod(number, len(BASE_36))
    return (base36(high) if high else "") + BASE_36[low]


class TreeNode(NamedTuple):
    """A formula: the text or the shape that it has, and the numbers of its parts."""

    text: str
    parts: tuple[int, ...] = ()

    @property
    def alone(self) -> bool:
        """Whether it is a line, a number or an operand; π is a function without operands."""
        return self.text[0] in (LINE_SIGN, NUMBER, OPERAND)


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
        self._nodes: dict[TreeNode, int] = {}
        self._known: dict[Expr, int] = {}
        self._asked: set[int] = set()

    def node(self, formula: Expr) -> int:
        """Return the number of a formula, of which `places` tells the place.

        Raises:
            OutputError: it has a part that the script cannot read.
        """
        number = self._node(formula)
        self._asked.add(number)
        return number

    def places(self) -> dict[int, int]:
        """Return the places of formulas in the text, by their numbers."""
        return {number: place for place, number in enumerate(self._alone())}

    def text(self) -> str:
        """Return all formulas: how numbers are written, all shapes, and then each formula."""
        nodes = list(self._nodes)
        writer = _Writer(nodes, self._asked)
        formulas = [writer.tokens(number) for number in self._alone()]
        shapes = ",".join(writer.shapes)
        code = NumberCode.of(
            [token for tokens in formulas for token in tokens if isinstance(token, int)]
        )
        return ";".join([code.told(), shapes, *map(code.text, formulas)])

    def _alone(self) -> Iterator[int]:
        """Yield what stands by itself: what was asked for, and all that has no parts."""
        for number, node in enumerate(self._nodes):
            if number in self._asked or node.alone:
                yield number

    def _node(self, formula: Expr) -> int:
        if isinstance(formula, Partial):
            return self._node(formula.formula)
        found = self._known.get(formula)
        if found is None:
            node = self._new(formula)
            found = self._known[formula] = self._nodes.setdefault(node, len(self._nodes))
        return found

    def _new(self, formula: Expr) -> TreeNode:
        if isinstance(formula, Ref):
            return TreeNode(LINE_SIGN + base36(self._place(formula.key)))
        if isinstance(formula, Number):
            return TreeNode(NUMBER + formula.text)
        if isinstance(formula, Operand):
            return TreeNode(OPERAND)
        if isinstance(formula, Choice) and formula.at_zero:  # x ≥ 0 is read as: not -x > 0
            return self._new(Choice(Minus(formula.tested), formula.otherwise, formula.above))
        parts = tuple(map(self._node, formula.parts()))
        return TreeNode(self._shape(formula, len(parts)), parts)

    def _shape(self, formula: Expr, count: int) -> str:
        """Return the sign of a formula, how many parts it has, and what else it has."""
        if isinstance(formula, Power):
            return f"^{count} {formula.exponent}"
        if isinstance(formula, Apply):
            self.functions.add(formula.function)
            return f"f{count} {formula.function}"
        sign = TREE_SIGNS.get(type(formula))
        if sign is None:
            raise OutputError(say("a live page cannot read {part}", part=type(formula).__name__))
        return f"{sign}{count}"


class _Writer:
    """Writes formulas one after the other, and knows what it has written.

    Attributes:
        shapes: the numbers of all shapes.
    """

    def __init__(self, nodes: Sequence[TreeNode], asked: set[int]) -> None:
        self._nodes = nodes
        met = Counter(part for node in nodes for part in node.parts)
        self._shared = {part for part, times in met.items() if times > 1 or part in asked}
        shapes = dict.fromkeys(node.text for node in nodes if not node.alone)
        self.shapes = {shape: number for number, shape in enumerate(shapes)}
        self._numbers: dict[int, int] = {}

    def tokens(self, number: int) -> list[Token]:
        """Return what is written of a formula."""
        tokens: list[Token] = []
        self._write(number, tokens)
        return tokens

    def _write(self, number: int, into: list[Token]) -> None:
        """Write a formula or a part."""
        known = self._numbers.get(number)
        if known is not None:
            into.append(known)
            return
        node = self._nodes[number]
        alone, shared = node.alone, number in self._shared
        if shared or alone:
            self._numbers[number] = len(self.shapes) + len(self._numbers)
        if alone:
            into.append(node.text)
            return
        if shared:
            into.append(DEFINED)
        into.append(self.shapes[node.text])
        for part in node.parts:
            self._write(part, into)


class NumberCode:
    """How numbers are written: those that are met most in one sign, all others in more."""

    def __init__(self, frequent: Sequence[int], width: int) -> None:
        """Write so.

        Args:
            frequent: what single signs stand for, in the order of the signs.
            width: how many signs follow the first one of any other number.
        """
        self.frequent = frequent
        self.width = width
        self._texts: dict[int, str] = {
            number: NUMBER_SIGNS[at] for at, number in enumerate(frequent)
        }

    @classmethod
    def of(cls, numbers: Iterable[int]) -> "NumberCode":
        """Return the one that is the shortest for these numbers.

        >>> NumberCode.of([7, 7, 7, 5]).text([5, 7, 7])
        '$!!'
        """
        met = Counter(numbers)
        order = [number for number, _ in met.most_common()]
        end = max(order, default=-1) + 1
        found: list[tuple[int, NumberCode]] = []
        for width in range(1, 4):
            first = -(-end // len(NUMBER_SIGNS) ** width)
            frequent = (
                order
                if len(order) <= len(NUMBER_SIGNS)
                else order[: max(len(NUMBER_SIGNS) - first, 0)]
            )
            if first <= len(NUMBER_SIGNS):
                long = sum(met[number] for number in order[len(frequent) :])
                found.append((long * width, cls(frequent, width)))
        return min(found, key=lambda each: each[0])[1]

    def told(self) -> str:
        """Return what a script has to know of it."""
        return " ".join(map(base36, [self.width, *self.frequent]))

    def text(self, tokens: Iterable[Token]) -> str:
        """Return these tokens."""
        known = self._texts.get
        return "".join(
            [
                each if isinstance(each, str) else known(each) or self._written(each)
                for each in tokens
            ]
        )

    def _written(self, number: int) -> str:
        rest, digits = number, ""
        for _ in range(self.width):
            rest, digit = divmod(rest, len(NUMBER_SIGNS))
            digits = NUMBER_SIGNS[digit] + digits
        text = self._texts[number] = NUMBER_SIGNS[len(self.frequent) + rest] + digits
        return text
