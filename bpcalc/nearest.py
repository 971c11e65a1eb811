"""The name that was meant by one that does not exist."""

from collections.abc import Iterable


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the name that a word comes nearest to, None if none is near.

    >>> nearest("two-tree-two", ["two-three-two", "xor"])
    'two-three-two'
    """
    from difflib import get_close_matches  # only where a name is wrong

    return next(iter(get_close_matches(word, [*names], n=1)), None)
