"""A page of HTML as a tree, and what may stand in it: anything else is refused.

The list has every element and attribute that a report needs, and none that could run a script,
load anything or send anything.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "wbr"})

ALLOWED = """
    html: lang
    head body style wbr title desc:
    meta: charset http-equiv content name
    article main div section figure p pre b ul li h1 h2 h3 h4 h5 h6 summary: class lang
    span: class data-power aria-hidden
    i: data-room
    a: href rel
    details: class open
    table thead tbody tr th td: class scope
    annotation: encoding
    math semantics mrow mi mn mo mtext mfrac msqrt msub msup msubsup mover mphantom mtable mtr mtd:
        form stretchy mathvariant accent class
    svg: xmlns role viewbox aria-hidden width height class font-family
    g rect circle line path polyline text tspan:
        class fill stroke stroke-width stroke-dasharray stroke-linejoin stroke-linecap opacity
        transform xml:space font-family font-size font-weight text-anchor x y dx dy
        x1 y1 x2 y2 cx cy r rx width height points d aria-hidden
"""
"""Elements, and behind the colon their attributes."""

LINK = re.compile(r"https?://[^\s\"'<>]+")


def _attributes() -> dict[str, frozenset[str]]:
    rows = re.findall(r"^    (\S[^:]*):((?:.|\n        )*)", ALLOWED, re.MULTILINE)
    return {tag: frozenset(names.split()) for tags, names in rows for tag in tags.split()}


ATTRIBUTES = _attributes()
DRAWN = frozenset({"title", "desc", "g", "rect", "circle", "line", "path", "polyline", "tspan"})
"""Elements of a drawing, which may be empty."""


@dataclass
class Element:
    """An element of a page.

    Attributes:
        tag: its name.
        attributes: by their names.
        content: elements and texts in it.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    content: list["Element | str"] = field(default_factory=list)

    def all(self, tag: str, kind: str = "") -> Iterator["Element"]:
        """Yield the elements of this name within, and of this class if one is named."""
        for part in self.content:
            if isinstance(part, Element):
                if part.tag == tag and (not kind or kind in part.classes):
                    yield part
                yield from part.all(tag, kind)

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """Its text, as a program reads it that knows no styles."""
        parts = (part if isinstance(part, str) else part.text for part in self.content)
        return "" if self.tag in ("mphantom", "style", "annotation") else "".join(parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert tag in ATTRIBUTES, f"<{tag}> is not allowed"
        assert set(names) <= ATTRIBUTES[tag], f"<{tag}> has {names}"
        assert len(names) == len(set(names)), f"<{tag}> has {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        if tag == "a":
            assert LINK.fullmatch(element.attributes["href"]), element
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read an element of a drawing; elsewhere the slash means nothing."""
        self.handle_starttag(tag, attrs)
        assert tag in DRAWN, tag
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> ends <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)

    def handle_decl(self, decl: str) -> None:
        assert decl == "doctype html"

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


def tree(page: str | bytes) -> Element:
    """Return a page as a tree; every element in it is allowed, and ends where it should."""
    reader = _Reader()
    reader.feed(page.decode() if isinstance(page, bytes) else page)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


def one(element: Element, tag: str, kind: str = "") -> Element:
    """Return the only element of this name and class."""
    (found,) = element.all(tag, kind)
    return found


def texts(root: Element, tag: str, kind: str = "") -> list[str]:
    """Return the texts of elements."""
    return [element.text.strip() for element in root.all(tag, kind)]


def cells(row: Element) -> list[Element]:
    """Return the cells of a row of a table."""
    return [cell for cell in row.content if isinstance(cell, Element)]


def said(cell: Element) -> str:
    """Return the text of a cell, without its sign, the name of its column, and what is copied."""
    parts = (
        part if isinstance(part, str) else part.text
        for part in cell.content
        if isinstance(part, str) or not {"caption", "nearly", "spoken", "plain"} & set(part.classes)
    )
    return "".join(parts).strip()
