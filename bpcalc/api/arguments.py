"""What a call from Python says, looked at before anything is worked out with it."""

import math
import operator
from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from bpcalc.errors import ArgumentError
from bpcalc.exercise.scalars import is_float, written_number
from bpcalc.locale import enumerated, say


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


def up_to(name: str, value: Any, most: int) -> None:
    """Refuse what is not the number of one of so many, counted from 1.

    Raises:
        ArgumentError: it is none of these numbers.

    >>> up_to("sample", 9, 4)
    Traceback (most recent call last):
    bpcalc.errors.ArgumentError: there is no `sample` 9; the last one is 4
    """
    if whole(name, value) > most:
        found = {"name": name, "found": value, "most": most}
        raise ArgumentError(say("there is no `{name}` {found}; the last one is {most}", **found))


AnyWord = TypeVar("AnyWord", bound=str)


def known_words(name: str, words: Iterable[AnyWord], known: Sequence[str]) -> list[AnyWord]:
    """Return words that are all known; a text is one word.

    Raises:
        ArgumentError: one is not.

    >>> known_words("show", ["weights"], ("weights", "values"))
    ['weights']
    """
    found: list[Any] = (
        [words] if isinstance(words, str) or not isinstance(words, Iterable) else [*words]
    )
    for word in found:
        if word not in known:
            raise not_one_of(name, word, known)
    return found


def not_one_of(what: str, found: object, names: Iterable[str]) -> ArgumentError:
    """Return the error of a word that is none of these."""
    says = say(
        "`{what}` does not know `{found}`; choose from {names}",
        what=what,
        found=found,
        names=enumerated(list(names)),
    )
    return ArgumentError(says)


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
    written = written_number(str(value))  # so that a text or a Decimal does not become 0
    number = float(written.value) if written is not None and is_float(written) else math.nan
    if not 0 <= number < math.inf:
        says = say("expected an error of 0 or more, found `{found}`", found=repr(value))
        raise ArgumentError(says)
    return number


def text_or_path(value: Any) -> str:
    """Return what names an exercise.

    Raises:
        ArgumentError: it is neither a text nor a path.
    """
    if isinstance(value, (str, PathLike)) and str(value).strip():
        return str(value)
    found = say("an empty text") if isinstance(value, str) else type(value).__name__
    says = say(
        "expected an exercise: a path, a name, a text or a mapping; found {type}", type=found
    )
    raise ArgumentError(says)


def file_path(value: Any) -> Path:
    """Return the path of a file to be written.

    Raises:
        ArgumentError: it is none.
    """
    if isinstance(value, (str, PathLike)):
        return Path(value)
    says = say("expected the path of a file, found {type}", type=type(value).__name__)
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
