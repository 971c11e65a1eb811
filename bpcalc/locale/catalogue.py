"""A compiled catalogue of gettext that is looked up in, instead of being read as a whole.

`gettext.GNUTranslations` makes a dictionary of all sentences before it gives the first one; a
command says twenty of three thousand. The sentences of a `.mo` file are in order, so that each is
found by halving: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable

MAGIC = 0x950412DE
"""The first four bytes of a catalogue, read as a number by a machine of the kind that wrote it."""


class Catalogue:
    """The sentences of one language, as UTF-8, by those of the code.

    Its methods are named as those of `gettext.GNUTranslations`, and return what they return.
    """

    def __init__(self, data: bytes) -> None:
        """Look up in the contents of a `.mo` file.

        Raises:
            ValueError: they are none.
        """
        self._data = data
        head = array("I", data[:20])
        self._swapped = head[0] != MAGIC
        if self._swapped:  # it was written for machines that read numbers from the other end
            head.byteswap()
        if head[0] != MAGIC:
            raise ValueError("no catalogue of gettext")
        _, _, self._count, messages, translations = head
        self._messages, self._translations = self._table(messages), self._table(translations)
        self._found: dict[str, list[str]] = {}
        self._form: Callable[[int], int] | None = None

    def _table(self, start: int) -> "array[int]":
        """Return the lengths of texts and where they begin, in turns."""
        table = array("I", self._data[start : start + 8 * self._count])
        if self._swapped:
            table.byteswap()
        return table

    def gettext(self, message: str) -> str:
        """Return the translation of a message; the message itself where there is none."""
        forms = self._forms(message)
        return forms[self._plural(1) if len(forms) > 1 else 0] if forms else message

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Return the translation of a message for so many things; else one of the two."""
        forms = self._forms(one)
        if forms:
            return forms[self._plural(n) if len(forms) > 1 else 0]
        return one if n == 1 else many

    def _forms(self, message: str) -> list[str]:
        """Return the translations of a message, one for each of the language's plurals."""
        known = self._found.get(message)
        if known is None:
            known = self._found[message] = self._looked_up(message)
        return known

    def _looked_up(self, message: str) -> list[str]:
        data, messages = self._data, self._messages

        def text(at: int) -> bytes:
            start = messages[2 * at + 1]
            return data[start : start + messages[2 * at]]

        wanted = message.encode("utf-8", "surrogatepass")
        at = bisect_left(range(self._count), wanted, key=text)
        # A message with a plural has both in one text.
        if at == self._count or text(at).partition(b"\0")[0] != wanted:
            return []
        length, start = self._translations[2 * at : 2 * at + 2]
        return data[start : start + length].decode().split("\0")

    def _plural(self, n: int) -> int:
        """Return which of a language's several plurals so many things have."""
        if self._form is None:
            from gettext import c2py  # Chinese has one form for all numbers

            rule = self.gettext("").partition("plural=")[2].partition(";")[0]
            self._form = c2py(rule)
        return self._form(n)
