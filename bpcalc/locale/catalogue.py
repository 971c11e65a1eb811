"""A compiled catalogue of gettext that is looked up in, instead of being read as a whole.

`gettext.GNUTranslations` makes a dictionary of all sentences before it gives the first one; a
command says twenty of three thousand. The sentences of a `.mo` file are in order, so that each is
found by halving: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
"""

from bisect import bisect_left
from collections.abc import Callable
from struct import unpack_from

LITTLE_ENDIAN = 0x950412DE
"""The first four bytes of a catalogue, read as a number by a machine of the kind that wrote it."""


class Catalogue:
    """The sentences of one language, as UTF-8, by those of the code.

    Its methods are named as those of `gettext.GNUTranslations`, and return what they return.
    """

    def __init__(self, data: bytes) -> None:
        """Look up in the contents of a `.mo` file.

        Raises:
            struct.error: they are none.
        """
        self._data = data
        self._order = "<" if unpack_from("<I", data)[0] == LITTLE_ENDIAN else ">"
        self._count, self._messages, self._translations = unpack_from(self._order + "3I", data, 8)
        self._found: dict[str, list[str]] = {}
        self._form: Callable[[int], int] | None = None

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
            wanted = message.encode("utf-8", "surrogatepass")
            at = bisect_left(range(self._count), wanted, key=self._message)
            known = self._found[message] = (
                self._text(self._translations, at).decode().split("\0")
                if at < self._count and self._message(at) == wanted
                else []
            )
        return known

    def _message(self, at: int) -> bytes:
        """Return a message of the code; of one with a plural, the form for one thing."""
        return self._text(self._messages, at).partition(b"\0")[0]

    def _text(self, table: int, at: int) -> bytes:
        length, start = unpack_from(self._order + "2I", self._data, table + 8 * at)
        return self._data[start : start + length]

    def _plural(self, n: int) -> int:
        """Return which of a language's several plurals so many things have."""
        if self._form is None:
            from gettext import c2py  # Chinese has one form for all numbers

            rule = self.gettext("").partition("plural=")[2].partition(";")[0]
            self._form = c2py(rule)
        return self._form(n)
