"""What differs between two writings of one page: in two languages, or of two exercises.

A page that shows either keeps one of them and the changes that make the other of it: the insides
of the smallest elements that differ, and attributes. A script finds an element by its way from
the root: which child of it, of that, and so on, elements only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
"""Elements that have no end."""

ADJUSTED = {"viewbox": "viewBox"}
"""Names of attributes that a browser writes with capitals, of those that may differ."""

Way = tuple[int, ...]

Change = tuple[str, str] | tuple[str, str, str]
"""The way to an element, with a dot between its steps, and its inside; or the value of an
attribute, and the name of it."""


@dataclass
class Element:
    """An element of a page.

    Attributes:
        tag: its name.
        attributes: by their names.
        parts: what is in it, texts and elements in a row.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list["str | Element"] = field(default_factory=list)

    @property
    def children(self) -> list["Element"]:
        """The elements in it."""
        return [part for part in self.parts if isinstance(part, Element)]

    @property
    def texts(self) -> list[str]:
        """The texts between its elements, as many as there are gaps."""
        found = [""]
        for part in self.parts:
            if isinstance(part, Element):
                found.append("")
            else:
                found[-1] += part
        return found

    def inside(self) -> str:
        """Return what is in it as a page has it."""
        return "".join(
            part.written() if isinstance(part, Element) else escape(part, quote=False)
            for part in self.parts
        )

    def written(self) -> str:
        """Return it as a page has it."""
        attributes = "".join(f' {name}="{escape(v)}"' for name, v in self.attributes.items())
        end = "" if self.tag in VOID else f"{self.inside()}</{self.tag}>"
        return f"<{self.tag}{attributes}>{end}"


class _Reader(HTMLParser):
    """Reads a page into elements."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].parts.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].parts.append(data)


def element_of(html: str) -> Element:
    """Return a page, or a part of one, that is well formed, as a nameless element with it inside.

    >>> element_of("<p>a<b>c</b></p>").children[0].texts
    ['a', '']
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def differences(one: str, other: str) -> list[Change]:
    """Return what makes the other writing of the first one.

    >>> differences("<p>Error</p><p>0.5 <b>b</b></p>", "<p>误差</p><p>0.5 <b>b</b></p>")
    [('0', '误差')]
    >>> differences('<p title="a">x</p>', '<p title="b">x</p>')
    [('0', 'b', 'title')]
    >>> differences("<p>a <b>b</b></p>", "<p>a <i>b</i></p>")
    [('0', 'a <i>b</i>')]
    """
    return list(_changes(element_of(one), element_of(other), ()))


def _changes(one: Element, other: Element, way: Way) -> Iterator[Change]:
    """Yield the changes within two elements whose attributes are the same."""
    pairs = list(zip(one.children, other.children, strict=False))
    alike = one.texts == other.texts and len(one.children) == len(other.children)
    if not (alike and all(_alike(*pair) for pair in pairs)):
        yield _way(way), other.inside()
        return
    for place, (old, new) in enumerate(pairs):
        there = (*way, place)
        for name, value in new.attributes.items():
            if old.attributes[name] != value:
                yield _way(there), value, ADJUSTED.get(name, name)
        yield from _changes(old, new, there)


def _alike(one: Element, other: Element) -> bool:
    """Return whether one element can be made the other from within, and by its attributes."""
    return one.tag == other.tag and one.attributes.keys() == other.attributes.keys()


def _way(way: Way) -> str:
    return ".".join(map(str, way))
