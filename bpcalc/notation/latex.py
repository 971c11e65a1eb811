r"""LaTeX: boxes written for its mathematics.

Where a formula may be broken, before a + or - between two terms, a line of LaTeX ends, which TeX
reads as a blank:

>>> from bpcalc.maths.expr import Ref
>>> from bpcalc.maths.function_calls import exp
>>> from bpcalc.maths.keys import Key
>>> from bpcalc.notation.math_writer import MathWriter
>>> net = (Script((Glyphs("net", "word"),), (Glyphs("h", "letter"),)),)
>>> print(latex(MathWriter(lambda key: net).write(1 / (1 + exp(-Ref(Key("net", 1, 1)))))))
\frac{1}{1 + e^{-\mathrm{net}_h}}
"""

from collections.abc import Callable
from typing import ClassVar

from bpcalc.notation.boxes import (
    PLUS,
    PRIME_MARK,
    Fenced,
    Fraction,
    Glyphs,
    Hat,
    MathBox,
    MathRow,
    Power,
    Root,
    Script,
    Table,
    is_tall,
    may_break_before,
)
from bpcalc.notation.math_width import broken

FENCES = {"brackets": ("(", ")"), "bars": ("|", "|")}
"""The signs of what stands between two of them."""

PMATRIX = 10
"""Columns that a pmatrix may have."""

_SIGNS = {
    "·": r"\cdot",
    "⊙": r"\odot",
    "×": r"\times",
    "−": "-",
    "≤": r"\le",
    "≈": r"\approx",
    "≥": r"\ge",
    "→": r"\to",
    "∂": r"\partial ",
    "′": "'",
    "\\": r"\backslash{}",
    "^": r"\hat{\ }",
    "~": r"\sim{}",
    "‖": r"\Vert{}",
    "√": r"\surd{}",
    **{sign: f"\\{sign}" for sign in "{}_$%#&"},
}
_LETTERS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma"
_GREEK = dict(zip("αβγδεζηθικλμνξπρσ", _LETTERS.split(" "), strict=True)) | {"Δ": "Delta "}
LETTERS = {
    **{letter: f"\\{name}" for letter, name in _GREEK.items()},
    **{sign: f"{command} " for sign, command in _SIGNS.items() if command.startswith("\\")},
    "−": "-",
    "′": "'",
}
"""Signs of a formula in LaTeX."""
_COMMANDS = ("max", "min", "ln", "tanh", "cosh")
"""Functions that LaTeX knows by name."""


def latex(row: MathRow, text: Callable[[str], str] = str) -> str:
    r"""Return a row as LaTeX.

    Args:
        row: a formula, symbol or number.
        text: writes a sign that mathematics has no name for, so that it means nothing else.
    """
    return LatexWriter(text).row(row)


def one_line(row: MathRow, text: Callable[[str], str] = str) -> str:
    """Return a row as LaTeX in one line."""
    return latex(row, text).replace("\n", " ")


def rows_of(row: MathRow, width: float, text: Callable[[str], str] = str) -> list[str]:
    r"""Return a formula in lines of at most this width, as far as it can be broken.

    An empty group makes the sign at the start of a line one between two terms.

    >>> a, less = Glyphs("a", "letter"), Glyphs("−", "binary")
    >>> rows_of((a, less, a, less, a), 6)
    ['a - a', '{}- a']
    """
    first, *others = broken(row, width)
    return [one_line(first, text), *(continued(each, text) for each in others)]


def continued(row: MathRow, text: Callable[[str], str] = str) -> str:
    """Return a row that goes on with a formula: the sign it begins with stands between terms."""
    return "{}" + one_line(row, text).lstrip()


class LatexWriter:
    """Writes boxes in LaTeX."""

    def __init__(self, text: Callable[[str], str] = str) -> None:
        """Write a sign that mathematics has no name for as `text` does."""
        self._text = text

    def row(self, row: MathRow) -> str:
        """Return a row; a line ends wherever it may be broken."""
        written = ""
        for box in row:
            piece = self._box(box)
            written += f"\n{piece[1:]}" if written and may_break_before(box) else piece
        return written

    def spaced(self, row: MathRow) -> str:
        """Return an equation of matrices, with blanks between its parts."""
        return " ".join(self._part(box) for box in row)

    def _part(self, box: MathBox) -> str:
        if isinstance(box, Fenced):
            return rf"\left( {self.spaced(box.body)} \right)"
        if isinstance(box, Power):
            return f"{self.spaced(box.base)} ^{{{self._inner(box.exponent)}}}"
        if isinstance(box, Glyphs) and box.role in ("binary", "relation", "prefix"):
            return _SIGNS.get(box.text, box.text)
        return self._box(box)

    def _inner(self, row: MathRow) -> str:
        """Return a row within another box, where it cannot be broken."""
        return self.row(row).replace("\n", " ")

    def _box(self, box: MathBox) -> str:
        return self._BOXES[type(box)](self, box)

    def _glyphs(self, box: Glyphs) -> str:
        return _GLYPHS[box.role](box.text) if box.role != "word" else self._word(box.text)

    def _word(self, text: str) -> str:
        if text.isascii() and text.isalpha():
            return rf"\mathrm{{{text}}}"
        return rf"\text{{{self._text(text)}}}"

    def _script(self, box: Script) -> str:
        base = self._inner(box.base)
        if not box.below and not box.above:
            return f"{{{base}}}"
        if isinstance(box.base[-1], Script) and base[0] != "{":  # TeX knows no second index
            base = f"{{{base}}}"
        below = f"_{self._argument(box.below)}" if box.below else ""
        if box.above == (PRIME_MARK,):
            return f"{base}{below}'"
        above = f"^{self._argument(box.above)}" if box.above else ""
        return f"{base}{below}{above}" if box.above == (PLUS,) else f"{base}{above}{below}"

    def _argument(self, row: MathRow) -> str:
        """Return an index, without the braces that a single sign does not need."""
        inner = self._inner(row)
        return inner if len(inner) == 1 and inner.isalnum() else f"{{{inner}}}"

    def _power(self, box: Power) -> str:
        return f"{self._inner(box.base)}^{{{self._inner(box.exponent)}}}"

    def _fraction(self, box: Fraction) -> str:
        return rf"\frac{{{self._inner(box.over)}}}{{{self._inner(box.under)}}}"

    def _fenced(self, box: Fenced) -> str:
        left, right = FENCES[box.by]
        return rf"\left{left}{self._inner(box.body)}\right{right}"

    def _root(self, box: Root) -> str:
        return rf"\sqrt{{{self._inner(box.body)}}}"

    def _hat(self, box: Hat) -> str:
        return rf"\hat{{{self._inner(box.body)}}}"

    def _table(self, box: Table) -> str:
        r"""Return a table; `\cr` ends a row of cases, as Markdown would eat `\\`."""
        if box.kind == "cases":
            body = r" \cr ".join(" & ".join(map(self._inner, row)) for row in box.rows)
            return rf"\begin{{cases}} {body} \end{{cases}}"
        tall = any(is_tall(cell) for row in box.rows for cell in row)
        end = r" \\[4pt] " if tall else r" \\ "
        body = end.join(" & ".join(map(self._inner, row)) for row in box.rows)
        if len(box.rows[0]) <= PMATRIX:
            return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"
        columns = "c" * len(box.rows[0])
        return rf"\left(\begin{{array}}{{{columns}}} {body} \end{{array}}\right)"

    _BOXES: ClassVar[dict[type, Callable[..., str]]] = {
        Glyphs: _glyphs,
        Script: _script,
        Power: _power,
        Fraction: _fraction,
        Fenced: _fenced,
        Root: _root,
        Hat: _hat,
        Table: _table,
    }


def _letter(text: str) -> str:
    return f"\\{_GREEK[text]}" if text in _GREEK else text


def _between(text: str) -> str:
    return f" {_SIGNS.get(text, text)} "


def _sign(text: str) -> str:
    return _SIGNS.get(text, text)


def _function(text: str) -> str:
    return f"\\{text}" if text in _COMMANDS else rf"\mathrm{{{text}}}"


_GLYPHS: dict[str, Callable[[str], str]] = {
    "number": str,
    "letter": _letter,
    "function": _function,
    "binary": _between,
    "relation": _between,
    "prefix": _sign,
    "separator": lambda text: f"{text} ",
    "mark": _sign,
}
