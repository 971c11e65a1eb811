"""What a function says of texts, kept in mind."""

from collections.abc import Callable
from typing import TypeVar

MAX_REMEMBERED = 20_000
"""Texts that are kept in mind at a time; a class may write any number of others."""

Said = TypeVar("Said")


class Remembered(dict[str, Said]):
    """What a function says of texts, by these; forgotten all at once where it becomes too much.

    Most names that are no quantity's stand on one paper only.

    >>> lengths = Remembered(len)
    >>> lengths["net_h1"], [*lengths]
    (6, ['net_h1'])
    """

    def __init__(self, function: Callable[[str], Said]) -> None:
        """Know nothing yet."""
        super().__init__()
        self._function = function

    def __missing__(self, text: str) -> Said:
        """Ask the function."""
        if len(self) >= MAX_REMEMBERED:
            self.clear()
        said = self[text] = self._function(text)
        return said
