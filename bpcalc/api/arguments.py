"""What a call from Python says, looked at before anything is worked out with it."""

import math
import operator
from collections.abc import Iterable
from os import PathLike
from typing import Any

from bpcalc.errors import ArgumentError
from bpcalc.locale import say


def whole(name: str, value: Any, least: int = 1) -> int:
    """Return a whole number, also one of NumPy.

    Raises:
        ArgumentError: it is none, or less than the least.

    >>> whole("epochs", 3)
    3
    >>> whole("epochs", 2.5)
    Traceback (most recent call last):
    bpcalc.errors.ArgumentError: `epochs` is a whole number from 1 on, not 2.5
    """
    try:
        number = operator.index(value)
    except TypeError:
        number = least - 1
    if number < least:
        found = {"name": name, "least": least, "found": repr(value)}
        raise ArgumentError(say("`{name}` is a whole number from {least} on, not {found}", **found))
    return number


def one_of_two(name: str, value: object, one: str, other: str) -> None:
    """Refuse a word that is neither of two.

    Raises:
        ArgumentError: it is neither.
    """
    if value not in (one, other):
        found = {"name": name, "one": one, "other": other, "found": repr(value)}
        raise ArgumentError(say("`{name}` is `{one}` or `{other}`, not {found}", **found))


def error_to_reach(value: Any) -> float:
    """Return an error at which training stops.

    Raises:
        ArgumentError: it is no number from 0 on.
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not 0 <= number < math.inf:
        says = say("expected an error of 0 or more, found `{found}`", found=repr(value))
        raise ArgumentError(says)
    return number


def text_or_path(value: Any) -> str:
    """Return what names an exercise.

    Raises:
        ArgumentError: it is neither a text nor a path.
    """
    if isinstance(value, (str, PathLike)):
        return str(value)
    says = say(
        "expected an exercise: a path, a name, a text or a mapping; found {type}",
        type=type(value).__name__,
    )
    raise ArgumentError(says)


def as_words(value: Any) -> list[str]:
    """Return answers as words.

    Raises:
        ArgumentError: they are none.
    """
    found = list(value) if isinstance(value, Iterable) else [value]
    if all(isinstance(word, str) for word in found):
        return found
    says = say(
        "expected answers: a path, a text, {{name: value}}, or words such as {example}; found "
        "{type}",
        example="net_h1=0.3775",
        type=type(value).__name__,
    )
    raise ArgumentError(says)
