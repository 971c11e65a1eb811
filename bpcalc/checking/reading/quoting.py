"""Foreign text in sentences of ours."""

from collections.abc import Iterable
from json import loads

from bpcalc.locale import enumerated, say
from bpcalc.patterns import pattern

_EACH = pattern(r"(?<=.)(?:分别|依次)$")
"""What leads from a name to several numbers, and is no part of it."""

MAX_QUOTED = 60
"""Characters of foreign text that a sentence quotes."""


AFTER_UPDATE = " after update"
"""What a name has behind it that stands below `After the update`."""


def quoted(text: str) -> str:
    """Return foreign text as a sentence can quote it: on one line, and not too long.

    >>> quoted("输出层净输入分别")
    '输出层净输入'
    """
    text = _EACH.sub("", " ".join(text.split()))
    return text if len(text) <= MAX_QUOTED else f"{text[:MAX_QUOTED]}…"


def listed(names: Iterable[str]) -> str:
    """Return the first names of many, and how many more there are."""
    names = list(dict.fromkeys(names))
    more = len(names) - 8
    shown = enumerated(names[:8])
    return shown + (say(" and {n} more", n=more) if more > 0 else "")


def said_as_read(name: str, names: Iterable[str]) -> str:
    """Return what is said of a name that is read as one of the exercise, or as several.

    >>> said_as_read("E after update", ["E_total@e2"])
    '`E`, after the update, is read as E_total@e2'
    """
    written, after, rest = name.partition(AFTER_UPDATE)
    if after and not rest.startswith(" "):  # a heading says it, and the name does not
        return say(
            "`{name}`, after the update, is read as {names}",
            name=quoted(written + rest),
            names=listed(names),
        )
    return say("`{name}` is read as {names}", name=quoted(name), names=listed(names))


def unquoted(text: str) -> str:
    r"""Return a name without the quotation marks that YAML has around it, and without escapes.

    >>> unquoted('"Ann \\"A\\" #3"'), unquoted("'O''Neill'"), unquoted('"C:\\q"')
    ('Ann "A" #3', "O'Neill", 'C:\\q')
    """
    if len(text) < 2 or text[0] != text[-1] or text[0] not in "\"'":
        return text
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    try:
        return " ".join(str(loads(text)).split())
    except ValueError:  # not as YAML escapes it
        return text[1:-1]
