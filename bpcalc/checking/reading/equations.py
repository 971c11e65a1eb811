"""Equations of word processors (OMML) as LaTeX, which is read like any other text."""

from collections.abc import Iterator
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
    if name not in _FORMS:
        return "".join(map(_part, element))
    return _FORMS[name].format_map(_Parts(_named(element)))


def _named(element: ET.Element) -> Iterator[tuple[str, str]]:
    for part in element:
        yield part.tag.removeprefix(MATH), latex_of(part)


class _Parts(dict[str, str]):
    """Parts of an element; one that is not there is empty."""

    def __missing__(self, name: str) -> str:
        return ""
