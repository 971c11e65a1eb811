"""What LaTeX and Markdown have in common: quantities and matrices in LaTeX."""

from collections.abc import Sequence

from bpcalc.maths.keys import Key
from bpcalc.notation.latex import math_width, number
from bpcalc.report.document import Array, Matrices, Mention, Word
from bpcalc.report.matrix_text import Token, bands, entries, equations, scalar
from bpcalc.solution import Solution

LATEX_SIGNS = {
    "·": r"\cdot",
    "⊙": r"\odot",
    "²": "^{2}",
    "³": "^{3}",
    "(": r"\left(",
    ")": r"\right)",
}

PMATRIX = 10
"""Columns that a pmatrix may have."""

BRACKETS = 4.0
"""The width of two brackets, in digits."""

MATRIX_GAP = 2.0
"""The width between two columns of a matrix."""


def equation(tex: Solution, item: Mention) -> str:
    """Return a quantity among words in LaTeX, without these words."""
    symbol, value = tex.symbol(item.line), number(tex.shown(item.line))
    return {"equation": f"{symbol} = {value}", "value": value, "symbol": symbol}[item.shows]


def matrix_rows(tex: Solution, block: Matrices, width: float) -> list[str] | None:
    """Return a matrix equation as rows for `aligned`; None if it is wider than so many digits.

    Args:
        tex: the solution, in LaTeX.
        block: the equation.
        width: of the page, in digits.
    """
    setter = _Setter(tex, block.left.rows[0][0])
    first, *others = (_bare(tokens) for tokens in equations(block))
    beside = width - setter.width(first[0])
    ways = [bands(first, setter.width, width)]
    ways += [bands(tokens, setter.width, beside) for tokens in others]
    if all(way is not None and len(way) == 1 for way in ways):
        return [_aligned(setter.row(tokens)) for tokens in (first, *others)]
    rows: list[str] = []
    for tokens in (first, *others):
        found = bands(tokens, setter.width, width)
        if found is None:
            return None
        rows += [" ".join(("& {}", *setter.row(band))) for band in found]
    return rows


class _Setter:
    """Writes the parts of one equation in LaTeX."""

    def __init__(self, tex: Solution, within: Key) -> None:
        self._tex = tex
        self._within = within

    def width(self, token: Token) -> float:
        """Return the estimated width of a part, in digits."""
        columns = zip(*self._texts(token), strict=True)
        across = [max(map(math_width, column)) for column in columns]
        return sum(across) + MATRIX_GAP * (len(across) - 1) + BRACKETS * isinstance(token[0], Array)

    def row(self, tokens: Sequence[Token]) -> list[str]:
        """Return the parts of a row."""
        return [self._written(token) for token in tokens]

    def _texts(self, token: Token) -> list[list[str]]:
        part, reading = token
        if isinstance(part, Array):
            rows = entries(self._tex, part, reading, self._within)
            return [list(map(number, row)) for row in rows]
        return [[number(scalar(self._tex, part, reading, self._within))]]

    def _written(self, token: Token) -> str:
        texts = self._texts(token)
        if isinstance(token[0], Array):
            return _matrix(texts)
        if isinstance(token[0], Word):
            return rf"\mathrm{{{token[0].text.replace('_', ' ')}}}"
        return LATEX_SIGNS.get(texts[0][0], texts[0][0])


def _bare(tokens: Sequence[Token]) -> list[Token]:
    """Leave out the brackets around the one matrix that a function is applied to: it has some."""
    kept: list[Token] = []
    rest = list(tokens)
    while rest:
        if isinstance(rest[0][0], Word) and isinstance(rest[2][0], Array) and rest[3][0] == ")":
            kept += (rest[0], rest[2])
            rest = rest[4:]
        else:
            kept.append(rest.pop(0))
    return kept


def _aligned(parts: Sequence[str]) -> str:
    """Mark the first equals sign, below which that of the next row is to stand."""
    place = parts.index("=")
    return " ".join((*parts[:place], "&=", *parts[place + 1 :]))


def _matrix(rows: Sequence[Sequence[str]]) -> str:
    tall = any(r"\frac" in text for row in rows for text in row)
    end = r" \\[4pt] " if tall else r" \\ "
    body = end.join(" & ".join(row) for row in rows)
    if len(rows[0]) <= PMATRIX:
        return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"
    columns = "c" * len(rows[0])
    return rf"\left(\begin{{array}}{{{columns}}} {body} \end{{array}}\right)"
