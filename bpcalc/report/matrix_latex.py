"""Equations of matrices in LaTeX, as LaTeX and Markdown write them."""

from collections.abc import Callable

from bpcalc.notation.latex import LatexWriter
from bpcalc.report.matrix_boxes import Equation


def matrix_rows(equation: Equation, text: Callable[[str], str] = str) -> list[str]:
    """Return the rows of an equation of matrices, for `aligned` and `align*`.

    Args:
        equation: of matrices.
        text: writes a sign that mathematics has no name for.
    """
    writer = LatexWriter(text)
    rows = []
    for left, right in equation.rows:
        written = writer.spaced(right)
        if equation.at_signs:
            rows.append(f"{writer.spaced(left)} &{written}".lstrip())
        else:
            rows.append(f"& {{}} {written}")
    return rows
