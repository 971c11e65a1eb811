"""The XML of documents that are handed in, of which anything may have been written by anybody."""

from collections.abc import Container
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from bpcalc.errors import AnswersError
from bpcalc.locale import say

MAX_ELEMENTS = 1_000_000
"""Elements of a document; one of a hundred pages has some ten thousand."""


def tree_of(content: bytes, member: str, most: int, counted: Container[str] | None) -> ET.Element:
    """Return the tree of a file in an archive.

    Args:
        content: of the archive.
        member: the name of the file.
        most: elements that may stand in each other.
        counted: which elements these are; None: all.

    Raises:
        AnswersError: it is damaged, or built as no person builds a document.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            parser = ET.XMLParser(target=_Builder(most, counted))
            return ET.fromstring(archive.read(member), parser)
    except AnswersError:
        raise
    except Exception:  # of zipfile, zlib or expat: in any case there is no text to be had
        raise AnswersError(say("the file is damaged: it cannot be unpacked")) from None


def too_deep() -> str:
    """Return the sentence for a document that no person has written."""
    return say("the document is built too deep or too large; hand in its text as a .txt file")


class _Builder(ET.TreeBuilder):
    """Builds the tree of a document that a person may have written.

    What stands in each other is looked at once for every level.
    """

    def __init__(self, most: int, counted: Container[str] | None) -> None:
        super().__init__()
        self._left = MAX_ELEMENTS
        self._open = 0
        self._most = most
        self._counted = counted

    def start(self, tag: Any, attrs: Any, /) -> ET.Element:
        """Open an element."""
        self._left -= 1
        self._open += self._counts(tag)
        if not self._left or self._open > self._most:
            raise AnswersError(too_deep())
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> ET.Element:
        """Close an element."""
        self._open -= self._counts(tag)
        return super().end(tag)

    def _counts(self, tag: Any) -> bool:
        return self._counted is None or tag in self._counted
