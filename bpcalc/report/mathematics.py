"""What LaTeX and Markdown have in common: quantities and matrices in LaTeX."""

from collections.abc import Sequence

from bpcalc.notation.latex import number, width_of
from bpcalc.report.brackets import Token, bands, entries, equations, scalar
from bpcalc.report.document import Array, Matrices, Mention, Word
from bpcalc.solution import Solution

SIGNS = {"·": r"\cdot", "⊙": r"\odot", "²": "^{2}", "³": "^{3}", "(": r"\left(", ")": r"\right)"}

PMATRIX = 10
"""Columns that a pmatrix may have."""

BRACKETS = 4.0
"""The width of two brackets, in digits."""

GAP = 2.0
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
    within = block.left.rows[0][0]

    def texts(token: Token) -> list[list[str]]:
        part, reading = token
        if isinstance(part, Array):
            return [[number(text) for text in row] for row in entries(tex, part, reading, within)]
        return [[number(scalar(tex, part, reading, within))]]

    def measure(token: Token) -> float:
        columns = zip(*texts(token), strict=True)
        across = [max(map(width_of, column)) for column in columns]
        return sum(across) + GAP * (len(across) - 1) + BRACKETS * isinstance(token[0], Array)

    rows: list[str] = []
    for tokens in equations(block):
        found = bands(tokens, measure, width)
        if found is None:
            return None
        rows += [_row([_written(token, texts(token)) for token in band]) for band in found]
    return rows


def _written(token: Token, texts: list[list[str]]) -> str:
    part = token[0]
    if isinstance(part, Array):
        return _matrix(texts)
    if isinstance(part, Word):
        return rf"\mathrm{{{part.text.replace('_', ' ')}}}"
    return SIGNS.get(texts[0][0], texts[0][0])


def _matrix(rows: Sequence[Sequence[str]]) -> str:
    body = r" \\ ".join(" & ".join(row) for row in rows)
    if len(rows[0]) <= PMATRIX:
        return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"
    columns = "c" * len(rows[0])
    return rf"\left(\begin{{array}}{{{columns}}} {body} \end{{array}}\right)"


def _row(parts: list[str]) -> str:
    """Put the place of alignment before the first equals sign, else in front."""
    if "=" in parts:
        place = parts.index("=")
        return " ".join((*parts[:place], "&=", *parts[place + 1 :]))
    return " ".join((r"&\quad {}", *parts))
