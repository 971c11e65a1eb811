"""Patterns that are compiled when they are first used.

Most of the patterns of this program look for what is seldom there: an invisible character, a comma
for a point, a name in another spelling. Compiling one takes longer than all that it does later.
"""

import re
from typing import Any, AnyStr, cast


def pattern(text: AnyStr, flags: re.RegexFlag | int = 0) -> re.Pattern[AnyStr]:
    """Return what has the methods of what `re.compile` returns, but is compiled on first use.

    >>> pattern("[0-9]+").sub("n", "a12")
    'an'
    """
    return cast("re.Pattern[AnyStr]", _Late(text, flags))


class _Late:
    """Stands for a compiled pattern; a method asked for once is kept."""

    def __init__(self, text: Any, flags: re.RegexFlag | int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # of the object itself, such as those that copying asks for
            raise AttributeError(name)
        made = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, made)
        return made
