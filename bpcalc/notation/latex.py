r"""LaTeX: formulas for its mathematics, how wide they are, and where they may be broken.

A formula is one line of LaTeX. Where it may be broken, before a + or - outside of fractions and
exponents, it has a line break, which TeX reads as a blank:

>>> from bpcalc.maths.expr import exp
>>> net = Key("net", 1, 1)
>>> writer = LatexWriter(lambda key: r"\mathrm{net}_{h_1}")
>>> print(writer.write(1 / (1 + exp(-Ref(net)))))
\frac{1}{1 + e^{-\mathrm{net}_{h_1}}}
"""

import re
from collections.abc import Callable, Iterator
from typing import ClassVar

from bpcalc.maths.expr import Apply, Choice, Expr, Number, Power, Quotient, Ref
from bpcalc.maths.functions import FUNCTIONS, FunctionStyle, Spelling
from bpcalc.maths.keys import Key
from bpcalc.notation.writing import ATOM, POWER, PRODUCT, SIGNED, Ink, Writer, WrittenPiece

LATEX = Ink(spelt="latex", times=r" \cdot ", powers={2: "^{2}", 3: "^{3}"}, gap="\n")

WIDEST_FRACTION = 50
"""A fraction wider than so many digits is written with a slash, so that it can be broken."""

_NUMBER = re.compile(r"(-?[0-9]*\.?[0-9]+)(?:[eE]([+-]?[0-9]+))?")


class LatexWriter(Writer):
    """Writes formulas in LaTeX, spelling their leaves as it is told."""

    def __init__(self, leaf: Callable[[Key], str]) -> None:
        """Write a `Ref` as `leaf(key)`: LaTeX, or a number as the report writes numbers."""
        super().__init__(leaf, LATEX)

    def _at_least(self, level: int, formula: Expr) -> str:
        text, holds = self._piece(formula)
        return text if holds >= level else bracketed(text)

    def _ref(self, formula: Ref) -> WrittenPiece:
        return _leaf(self._leaf(formula.key))

    def _factor(self, factor: Ref) -> str:
        return self._at_least(PRODUCT, factor)

    def _number(self, formula: Number) -> WrittenPiece:
        return _leaf(formula.text)

    def _quotient(self, formula: Quotient) -> WrittenPiece:
        dividend, divisor = self.write(formula.dividend), self.write(formula.divisor)
        if max(math_width(dividend), math_width(divisor)) > WIDEST_FRACTION:
            plain, holds = super()._quotient(formula)
            return plain, holds
        return rf"\frac{{{_unbroken(dividend)}}}{{{_unbroken(divisor)}}}", POWER

    def _power(self, formula: Power) -> WrittenPiece:
        base = self._at_least(ATOM, formula.base)
        return base + self._ink.powers[formula.exponent], POWER

    def _apply(self, formula: Apply) -> WrittenPiece:
        spelling = FUNCTIONS[formula.function].spelling
        if not isinstance(spelling, Spelling):
            return self._piece(spelling(*formula.operands))
        operands = ", ".join(map(self.write, formula.operands))
        return _STYLES[spelling.style](spelling.latex, operands), POWER

    def _choice(self, formula: Choice) -> WrittenPiece:
        r"""Write the two cases; `\cr` ends the first one, as Markdown would eat `\\`."""
        parts = (formula.above, formula.tested, formula.otherwise, formula.tested)
        above, tested, otherwise, again = (_unbroken(self.write(part)) for part in parts)
        rows = rf"{above} & {tested} > 0 \cr {otherwise} & {again} \le 0"
        return rf"\begin{{cases}} {rows} \end{{cases}}", PRODUCT - 1

    _PIECES: ClassVar[dict[type[Expr], Callable[..., WrittenPiece]]] = {
        **Writer._PIECES,
        Ref: _ref,
        Number: _number,
        Quotient: _quotient,
        Power: _power,
        Apply: _apply,
        Choice: _choice,
    }


_STYLES: dict[FunctionStyle, Callable[[str, str], str]] = {
    "call": lambda name, operands: name + bracketed(operands),
    "power": lambda name, operands: f"{name}^{{{_unbroken(operands)}}}",
    "root": lambda name, operands: f"{name}{{{_unbroken(operands)}}}",
    "bars": lambda name, operands: rf"\left{name}{_unbroken(operands)}\right{name}",
    "symbol": lambda name, operands: name,
}


def bracketed(text: str) -> str:
    """Put brackets around a formula, as high as what they hold."""
    if r"\frac" in text or r"\begin" in text:
        return rf"\left({_unbroken(text)}\right)"
    return f"({text})"


def number(text: str) -> str:
    r"""Return a number as a report prints it.

    >>> print(number("-0.3"), number("1.2e-9"))
    -0.3 1.2 \times 10^{-9}
    """
    match = _NUMBER.fullmatch(text)
    if match is None or match[2] is None:
        return text
    return rf"{match[1]} \times 10^{{{int(match[2])}}}"


def _leaf(text: str) -> WrittenPiece:
    """Return a leaf; a negative one asks for brackets, and so does one with an exponent."""
    if _NUMBER.fullmatch(text):
        text = number(text)
    if text.startswith("-"):
        return text, SIGNED
    return text, POWER if any(sign in text for sign in ("^", "'", r"\frac")) else ATOM


def _unbroken(text: str) -> str:
    return text.replace("\n", " ")


# How wide a formula is -----------------------------------------------------------------------

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|.", re.DOTALL)
_SIGNS = {"+": 2.4, "-": 2.4, "=": 2.6, r"\times": 2.4, r"\cdot": 1.5, r"\to": 3.0, ">": 2.6}
_SIGNS |= {r"\le": 2.6, r"\odot": 2.4, ",": 0.9, ".": 0.6, "&": 2.0, r"\quad": 2.0, r"\qquad": 4.0}
_WORDS = {r"\max": 4.0, r"\min": 4.0, r"\ln": 2.2, r"\tanh": 4.6, r"\cosh": 4.8}
_SILENT = frozenset({r"\mathrm", r"\text", r"\left", r"\right", r"\mathbf", r"\cr", r"\bigl"})
_SCRIPT = 0.75


def math_width(latex: str) -> float:
    r"""Estimate the width of a formula in digits of its font, rather too wide than too narrow.

    >>> round(math_width("0.15"), 1), math_width("x_{10}") < math_width("x10")
    (3.6, True)
    """
    return _widths(iter(_TOKEN.findall(latex)))


def _widths(tokens: Iterator[str]) -> float:
    """Return the width of what comes until the group ends."""
    width = 0.0
    for token in tokens:
        if token == "}":
            break
        width += _item(token, tokens)
    return width


def _item(token: str, tokens: Iterator[str]) -> float:
    """Return the width of one thing, with the arguments that belong to it."""
    if token == "{":
        return _widths(tokens)
    if token in "^_":
        return _SCRIPT * _item(next(tokens, " "), tokens)
    if token == r"\frac":
        return max(_item(next(tokens, " "), tokens), _item(next(tokens, " "), tokens)) + 0.5
    if token in (r"\begin", r"\end"):
        _item(next(tokens, " "), tokens)
        return 1.5
    if token in _SILENT or token.isspace():
        return 0.0
    if token in _SIGNS or token in _WORDS:
        return _SIGNS.get(token) or _WORDS[token]
    return 2.0 if token > "\u2e80" else 1.2 if token.isalpha() or token[0] == "\\" else 1.0


def broken(formula: str, width: float) -> list[str]:
    r"""Return a formula in rows of at most this width, as far as it can be broken.

    >>> broken("a\n+ b\n- c", 8)
    ['a + b', '{}- c']
    """
    if math_width(formula) <= width:
        return [_unbroken(formula)]
    rows: list[str] = []
    for piece in _pieces(formula, width):
        if rows and math_width(f"{rows[-1]} {piece}") <= width:
            rows[-1] += f" {piece}"
        else:  # an empty group makes a sign at the start of a row one between two terms
            rows.append(f"{{}}{piece}" if rows and not piece[0].isalnum() else piece)
    return rows


def _pieces(formula: str, width: float) -> Iterator[str]:
    for piece in formula.split("\n"):
        if math_width(piece) <= width:
            yield piece
        else:
            yield from _factors(piece)


def _factors(piece: str) -> Iterator[str]:
    r"""Split before every \cdot that stands outside of groups."""
    depth, start = 0, 0
    for match in re.finditer(r"\\left|\\right|\\begin|\\end|\\.|[{}]| (?=\\cdot )", piece):
        if match[0] in ("{", r"\left", r"\begin"):
            depth += 1
        elif match[0] in ("}", r"\right", r"\end"):
            depth -= 1
        elif match[0] == " " and depth == 0:
            yield piece[start : match.start()]
            start = match.end()
    yield piece[start:]
