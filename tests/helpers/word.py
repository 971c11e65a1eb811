"""What stands in a Word document: its texts, and its equations worked out again."""

import math
import re
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

NAMES = {"exp": math.exp, "tanh": math.tanh, "ln": math.log, "sqrt": math.sqrt, "E": math.e}


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a document; those of XML are well-formed."""
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    for name, part in found.items():
        if name.endswith((".xml", ".rels", ".svg")):
            ET.fromstring(part)
    return found


def body(content: bytes) -> ET.Element:
    """Return the document itself."""
    return ET.fromstring(parts(content)["word/document.xml"])


def lines(content: bytes) -> list[tuple[list[ET.Element], str]]:
    """Return the rows of the tables of lines: the numbers put in, and the value beside them."""
    found = []
    for table in body(content).iter(f"{WORD}tbl"):
        heads, *others = [list(row.iter(f"{WORD}tc")) for row in table.iter(f"{WORD}tr")]
        names = ["".join(cell.itertext()) for cell in heads]
        if {"Substitution", "Value"} <= set(names):
            for row in others:
                numbers = row[names.index("Substitution")].iter(f"{MATHS}oMath")
                value = row[names.index("Value")]
                found.append((list(numbers), "".join(value.itertext()).replace("−", "-")))
    return found


def text(content: bytes) -> str:
    """Return all texts, the numbers of equations as the report prints them."""
    said = ["".join(map(_said, paragraph)) for paragraph in body(content).iter(f"{WORD}p")]
    return re.sub(r"\s*×10\^\((−?\d+)\)", r"e\1", "\n".join(said)).replace("e−", "e-")


def _said(element: ET.Element) -> str:
    kind = element.tag.partition("}")[2]
    if kind == "t":
        return element.text or ""
    if kind == "br":
        return "\n"
    inner = (" " if kind in ("m", "mr") else "").join(map(_said, element))
    if kind in ("sub", "num", "den") or element.tag in (f"{MATHS}e", f"{MATHS}oMath"):
        return f" {inner} " if kind in ("sub", "num", "den", "oMath") else inner
    if kind == "sup":
        return f"^({inner})"
    return f"({inner})" if kind == "d" else inner


def expression(element: ET.Element) -> str:
    """Return an equation of numbers as Python would work it out."""
    kind = element.tag.partition("}")[2]
    if kind == "r":
        shown = element.findtext(f"{MATHS}t") or ""
        return shown.replace("⋅", "*").replace("×", "*").replace("−", "-").replace("·", "*")
    inner = {child.tag.partition("}")[2]: child for child in element}
    if kind == "f":
        return f"(({expression(inner['num'])})/({expression(inner['den'])}))"
    if kind == "sSup":
        base, power = expression(inner["e"]), expression(inner["sup"])
        return f"exp({power})" if base == "e" else f"(({base})**({power}))"
    if kind == "rad":
        return f"sqrt({expression(inner['e'])})"
    if kind == "d":
        return f"({expression(inner['e'])})"
    return "".join(expression(child) for child in element if not child.tag.endswith("Pr"))


def worked_out(equation: list[ET.Element]) -> float:
    """Return what an equation of numbers comes to; its rows go on with one another."""
    return float(eval("".join(map(expression, equation)), {"__builtins__": {}}, NAMES))
