"""What may have been meant by a name that means nothing."""

from collections.abc import Callable, Sequence
from functools import cached_property

from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.nearest import nearest

MAX_HINT_NAMES = 3000
"""Names among which a similar one is looked for; more would take too long."""

MOST_COMPARED = 10_000
"""How often an unknown name is compared with one of those; then nothing similar is looked for."""


class SimilarNames:
    """The names of an exercise, among which one is looked for that is like another."""

    def __init__(self, named: Callable[[Key], str], keys: Sequence[Key], names: int) -> None:
        """Know how to name these quantities, and how many names they have."""
        self._named, self._keys, self._few = named, keys, names <= MAX_HINT_NAMES
        self._found: dict[str, str | None] = {}
        self._compared = 0

    def unknown(self, text: str, written: str) -> str:
        """Say that a name means nothing; of the first few, what may have been meant.

        Args:
            text: the name, as it was looked for.
            written: as it stands on the sheet.
        """
        searched = self._few and len(text) <= MAX_QUANTITY_NAME
        if text not in self._found and searched and self._compared < MOST_COMPARED:
            self._compared += len(self._names)
            self._found[text] = nearest(text, self._names)
        close = self._found.get(text)
        hint = say("; did you mean `{name}`?", name=close) if close else ""
        long = len(written) > MAX_QUANTITY_NAME
        shown = f"{written[:MAX_QUANTITY_NAME]}…" if long else written
        return say(
            "no quantity of this calculation is called `{name}`{hint}", name=shown, hint=hint
        )

    @cached_property
    def _names(self) -> list[str]:
        return list(dict.fromkeys(map(self._named, self._keys)))
