"""What stands on a picture of a network."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from bpcalc.report.drawing.svg import NAMESPACE


def read(content: bytes | str) -> ET.Element:
    """Return a picture as it is before it becomes a file: without namespaces."""
    root = ET.fromstring(content)
    for part in root.iter():
        part.tag = part.tag.removeprefix(f"{{{NAMESPACE}}}")
    return root


def numbers(root: ET.Element) -> list[str]:
    """Return the numbers on a picture, as JSON has them."""
    return [as_json(number) for text in root.iter("text") if (number := "".join(_number(text)))]


def as_json(number: str) -> str:
    """Return a number as JSON has it.

    >>> as_json("−1.2×10−9")
    '-1.2e-9'
    """
    return number.replace("−", "-").replace("×10", "e")


def _number(text: ET.Element) -> Iterator[str]:
    for part in text.iter("tspan"):
        if part.get("class") == "number":
            yield part.text or ""


def texts(root: ET.Element, classes: str = "") -> list[str]:
    """Return the texts of a picture, those of a class if one is named, each once."""
    found = (each for each in root.iter("text") if each.get("class") != "halo")
    return [
        "".join(text.itertext()) for text in found if not classes or text.get("class") == classes
    ]
