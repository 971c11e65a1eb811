"""Equations of word processors (OMML, MathML) as LaTeX, which is read like any other text."""

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

EQUATION = f"{MATH}oMath"

_FORMS = {
    "sSub": "{e}_{{{sub}}}",
    "sSup": "{e}^{{{sup}}}",
    "sSubSup": "{e}_{{{sub}}}^{{{sup}}}",
    "f": "\\frac{{{num}}}{{{den}}}",
    "rad": "\\sqrt{{{e}}}",
    "d": "({e})",
}
"""How the parts of an element stand in LaTeX."""


def latex_of(equation: ET.Element) -> str:
    """Return an equation as LaTeX."""
    return "".join(map(_part, equation))


def _part(element: ET.Element) -> str:
    name = element.tag.removeprefix(MATH)
    if name == "t":
        return (element.text or "").replace("\N{MINUS SIGN}", "-")
    if name in _ROWS:
        rows = ([row] if name == "eqArr" else [*row] for row in element)
        return _matrix([latex_of(cell) for cell in row if _is_cell(cell)] for row in rows)
    if name not in _FORMS:
        return "".join(map(_part, element))
    return _FORMS[name].format_map(_Parts(_named(element)))


_ROWS = frozenset({"m", "eqArr"})
"""Matrices, and what stands in lines one below the other."""


def _is_cell(element: ET.Element) -> bool:
    return element.tag == f"{MATH}e"


def _matrix(rows: Iterable[list[str]]) -> str:
    """Return rows of cells as a matrix."""
    lines = r" \\ ".join(" & ".join(row) for row in rows if row)
    return f"\\begin{{matrix}}{lines}\\end{{matrix}}"


def _named(element: ET.Element) -> Iterator[tuple[str, str]]:
    for part in element:
        yield part.tag.removeprefix(MATH), latex_of(part)


class _Parts(dict[str, str]):
    """Parts of an element; one that is not there is empty."""

    def __missing__(self, name: str) -> str:
        return ""


MATHML = "{http://www.w3.org/1998/Math/MathML}"

_SCHEMES = {
    "msub": "{0}_{{{1}}}",
    "msup": "{0}^{{{1}}}",
    "msubsup": "{0}_{{{1}}}^{{{2}}}",
    "mfrac": "\\frac{{{0}}}{{{1}}}",
    "msqrt": "\\sqrt{{{0}}}",
    "mspace": " ",
}
"""How the elements of MathML stand in LaTeX."""

_LEAVES = frozenset({"mi", "mn", "mo", "mtext"})

_UNSEEN = str.maketrans("\N{MINUS SIGN}", "-", "\u2061\u2062\u2063\u2064")
"""Signs of MathML that nobody sees, and the minus sign of keyboards."""


def mathml_latex(equation: ET.Element) -> str:
    """Return an equation in MathML as LaTeX.

    Source: https://www.w3.org/TR/MathML3/chapter3.html
    """
    name = equation.tag.removeprefix(MATHML)
    if name in _LEAVES:
        return (equation.text or "").strip().translate(_UNSEEN)
    if name == "annotation":  # the same in the words of a program
        return ""
    if name == "mtable":
        return _matrix([*map(mathml_latex, row)] for row in equation)
    parts = [*map(mathml_latex, equation)]
    if name == "mfenced":
        return f"({','.join(parts)})"
    if name == "msqrt":
        parts = ["".join(parts)]
    scheme = _SCHEMES.get(name)
    if scheme is None or scheme.count("{{{") > len(parts):
        return "".join(parts)
    return scheme.format(*parts)
