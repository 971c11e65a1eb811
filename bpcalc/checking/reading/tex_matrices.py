r"""Matrices and vectors of LaTeX, brought into the brackets of programs.

    W_2 = \begin{pmatrix}0.36 & 0.41\\ 0.51 & 0.56\end{pmatrix}   W_2 = [[0.36, 0.41], [0.51, 0.56]]
    net_h = \left[\begin{array}{c}0.3775\\ 0.3925\end{array}\right]     net_h = [0.3775, 0.3925]
    \begin{bmatrix}w_5^+\\ w_6^+\end{bmatrix} = …                       (w_5^+, w_6^+) = …

A table of names and numbers in the same environments stays what it is.
"""

from collections.abc import Iterator, Sequence

from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

MOST_CHARACTERS = 20_000
"""Characters that a matrix may have."""

MOST_BEFORE = 60
"""Characters before it that are looked at."""

_BEGIN = pattern(
    r"(?:(?:\\left\s?|(?<!\\))(?P<bracket>[\[(])\s{0,9})?"
    r"(?P<begin>\\{1,2}begin\s?\{)(?P<name>[pbB]?(?:small)?matrix\*?|array)\}"
    r"(?:\s?\[[lcrtb]\]|\s?\{[lcr|@ ]{1,60}\})?"
)
_ENVIRONMENT = pattern(
    r"\\{1,2}(?:begin|end)\s?\{(?:align(?:ed|at)?|equation|gather(?:ed)?|split|eqnarray|multline"
    r"|cases|displaymath|math)\*?\}(?:\s?\{[0-9]\})?"
)
_CLOSED = pattern(r"\s{0,9}(?:\\right\s?)?[\])]")
_ROW_END = pattern(r"\\{2,4}(?:\s?\[[^\[\]]{0,12}\])?|\\cr\b|\\tabularnewline\b")
_RULE = pattern(r"\\(?:hline|midrule|toprule|bottomrule)\b")
_POWER = pattern(
    r"\s{0,3}(?:\\{1,2}(?:times|cdot)|[×·])\s{0,3}10\s?\^\s?\{?\s?([-+−]?[0-9]{1,4})\s?\}?"
)
_SPACED_SIGN = pattern(r"^([-+−])\s+(?=[.0-9])")
_NUMBER = pattern(r"[-+−]?[0-9]{0,40}[.,]?[0-9]{1,60}(?:e[-+−]?[0-9]{1,4})?|[-+−]?[0-9]{1,40}\.")
_SYMBOL = pattern(r"[A-Za-zΑ-ω\\∂Δ∇]")
_STARTS = pattern(r"(?:^|\n|\\\\|\$|\\\[|\\begin\{[a-z]{1,12}\*?\})[\s&]{0,20}$")
"""What stands before the first thing that an equation says."""


class _Matrix(NamedTuple):
    """A matrix in a text: where it stands, with brackets around it, and its cells."""

    start: int
    end: int
    rows: list[list[str]]


def plain_equations(text: str) -> str:
    r"""Return a text, its matrices of LaTeX in brackets, and each equation in a line of its own.

    >>> plain_equations(r"\begin{align}z &= 0.1 \\ a &= 0.5\end{align}").split("\n")
    ['', 'z &= 0.1 \\\\ a &= 0.5', '']
    """
    return _ENVIRONMENT.sub("\n", matrices_in_brackets(text)) if "\\begin" in text else text


def matrices_in_brackets(text: str) -> str:
    r"""Return a text, matrices of LaTeX in it in the brackets of programs.

    One in which there are signs of equality becomes lines.

    >>> matrices_in_brackets(r"W = \begin{pmatrix}0{,}36 & 0{,}41\\ 0{,}51 & - 0{,}56\end{pmatrix}")
    'W = [[0.36, 0.41], [0.51, -0.56]]'
    >>> matrices_in_brackets(r"z = \left[\begin{array}{c}3 \times 10^{-3}\\ 0.01\end{array}\right]")
    'z = [3e-3, 0.01]'
    """
    parts: list[str] = []
    at = named = 0
    for matrix in _matrices(text):
        between, at = text[at : matrix.start], matrix.end
        parts.append(between)
        cells = [cell for row in matrix.rows for cell in row]
        if any("=" in cell for cell in cells):
            parts.append("\n".join(" ".join(row) for row in matrix.rows))
        elif _STARTS.search(text[max(0, matrix.start - MOST_BEFORE) : matrix.start]):
            named = len(cells) * all(map(_SYMBOL.match, cells))
            parts.append(f"({', '.join(cells)})" if named else _bracketed(matrix.rows))
        else:  # the numbers of symbols at the beginning of the equation are a list, too
            named *= "\n\n" not in between
            parts.append(_listed(cells) if named == len(cells) else _bracketed(matrix.rows))
    return "".join([*parts, text[at:]])


def _matrices(text: str) -> Iterator[_Matrix]:
    end = 0
    closings: dict[str, int] = {}
    for begin in _BEGIN.finditer(text):
        closing = f"\\end{{{begin['name']}}}"
        closed = closings.get(closing, -1)
        if closed < begin.end():
            found = text.find(closing, begin.end())
            closed = closings[closing] = len(text) if found < 0 else found
        if begin.start() < end or not closed < min(len(text), begin.end() + MOST_CHARACTERS):
            continue  # a matrix within the one before, or without an end
        rows = _rows(text[begin.end() : closed])
        if not rows:
            continue
        end = closed + len(closing)
        around = _CLOSED.match(text, end) if begin["bracket"] else None
        end = around.end() if around else end
        yield _Matrix(begin.start() if around else begin.start("begin"), end, rows)


def _rows(body: str) -> list[list[str]]:
    """Return the cells of a matrix; none of what is no matrix, but for lines with `=`."""
    if "\\begin" in body or "\\end" in body:
        return []
    lines = [_RULE.sub("", line).strip() for line in _ROW_END.split(body)]
    rows = [[_cell(cell) for cell in line.split("&")] for line in lines if line]
    if "=" in body:
        return rows
    numbers = sum(bool(_NUMBER.fullmatch(cell)) for row in rows for cell in row)
    symbols = sum(bool(_SYMBOL.match(cell)) for row in rows for cell in row)
    return rows if len({*map(len, rows)}) == 1 and not (numbers and symbols) else []


def _cell(text: str) -> str:
    """Return a cell, a number in it as programs write it."""
    bare = _POWER.sub(r"e\1", " ".join(text.replace("{,}", ",").split()))
    bare = _SPACED_SIGN.sub(r"\1", bare)
    return bare.replace(",", ".") if _NUMBER.fullmatch(bare) else bare


def _bracketed(rows: Sequence[Sequence[str]]) -> str:
    """Return rows in brackets; a column, or a single row, is a vector."""
    if len(rows) == 1 or len(rows[0]) == 1:
        return _listed([cell for row in rows for cell in row])
    return f"[{', '.join(map(_listed, rows))}]"


def _listed(cells: Sequence[str]) -> str:
    return f"[{', '.join(cells)}]"
