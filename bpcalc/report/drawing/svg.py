"""SVG elements: how they are made, and how they become text."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

Element = ET.Element

NAMESPACE = "http://www.w3.org/2000/svg"

FONTS = (
    "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'Noto Sans', 'DejaVu Sans', "
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
)
"""The families of all texts; the Chinese ones come last, for what the others do not have."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]|[\ufffe\uffff]")
"""All that XML has no place for, and no more; told the other way round it takes ten times as long
to be compiled, and every page waits for that."""


def picture(width: float, height: float, title: str, description: str) -> Element:
    """Return the root of a picture, with its background and its words for a screen reader.

    Args:
        width: in pixels; the picture can be scaled.
        height: likewise.
        title: what it shows.
        description: what there is to be seen on it.
    """
    root = ET.Element("svg", {"xmlns": NAMESPACE, "role": "img", "class": "picture"})
    root.set("width", rounded(width))
    root.set("height", rounded(height))
    root.set("viewBox", f"0 0 {rounded(width)} {rounded(height)}")
    root.set("font-family", FONTS)
    ET.SubElement(root, "title").text = xml_text(title)
    ET.SubElement(root, "desc").text = xml_text(description)
    add(root, "rect", "paper", width=width, height=height, fill="#ffffff")
    return root


def add(parent: Element, tag: str, classes: str = "", **attributes: object) -> Element:
    """Return a new element within another one.

    Args:
        parent: which it becomes part of.
        tag: its name.
        classes: by which a style sheet finds it.
        attributes: `_` stands for `-`; numbers are rounded, None is left out.
    """
    child = ET.SubElement(parent, tag, {"class": classes} if classes else {})
    for name, value in attributes.items():
        if value is not None:
            shown = rounded(value) if isinstance(value, float | int) else str(value)
            child.set(name.replace("_", "-"), shown)
    return child


def rounded(number: float) -> str:
    """Return a coordinate to a hundredth of a pixel.

    >>> rounded(3.14159), rounded(2.0), rounded(-0.001)
    ('3.14', '2', '0')
    """
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def xml_text(text: str) -> str:
    r"""Return a text without the characters that XML has no way to write.

    >>> xml_text("a\x00b")
    'a�b'
    """
    return _NOT_IN_XML.sub("\ufffd", text)


def svg_text(element: Element) -> str:
    """Return a picture as text to be put into a page of HTML."""
    return ET.tostring(element, encoding="unicode")


def file(element: Element) -> bytes:
    """Return a picture as the content of a file of its own, in UTF-8."""
    body = "\n".join(_lines(element))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def _lines(element: Element) -> Iterator[str]:
    """Yield a picture with a line for every part of the root, so that two can be compared."""
    whole = svg_text(element)
    parts = [svg_text(child) for child in element]
    yield whole[: whole.index(parts[0])]
    yield from parts
    yield "</svg>"
