"""Numbers in the columns of a table, their points below one another.

The text of a number stays what the report prints, such as `-1.2e-9`, so that it can be copied
into a spreadsheet; the style sheet shows it as −1.2×10⁻⁹. What a number lacks before its point
is made up by a sign and digits that take room and are not seen. The style sheet adds them, too:
in the text they would be a wrong sign wherever a page loses its styles.
"""

import re
from collections.abc import Sequence

from markupsafe import Markup

MISSING = "–"
"""What stands in a column of numbers where there is none."""

_NUMBER = re.compile(r"(-?)([0-9]+)(\.[0-9]+)?(?:e([+-]?[0-9]+))?")
_LONG = 24
"""Characters of a number above which it may be broken to fit on the page."""

MINUS = Markup('<span class="minus">-</span>')
_ROOM = Markup('<i data-room="{}"></i>')
_POWER = Markup('<span class="power" data-power="{}">e{}</span>')
_BREAKS = Markup('<span class="long">{}</span>')


def is_column(texts: Sequence[str]) -> bool:
    """Return whether all of these texts are numbers, as far as there are any."""
    return any(map(_NUMBER.fullmatch, texts)) and all(
        text in ("", MISSING) or _NUMBER.fullmatch(text) for text in texts
    )


def column(texts: Sequence[str]) -> list[Markup]:
    """Return numbers as they stand below one another; other texts are left as they are.

    >>> print(*column(["-0.5", "12", "3e-9"]))  # doctest: +NORMALIZE_WHITESPACE
    <i data-room="0"></i><span class="minus">-</span>0.5 <i data-room="−"></i>12
    <i data-room="−0"></i>3<span class="power" data-power="−9">e-9</span>
    """
    matches = [_NUMBER.fullmatch(text) for text in texts]
    found = [match for match in matches if match]
    signed = any(match[1] for match in found)
    digits = max((len(match[2]) for match in found), default=0)
    return [
        Markup.escape(text) if match is None else _aligned(match, signed, digits)
        for text, match in zip(texts, matches, strict=True)
    ]


def single(text: str) -> Markup:
    """Return a number that stands alone."""
    return column([text])[0]


def _aligned(match: re.Match[str], signed: bool, digits: int) -> Markup:
    room = "−" * (signed and not match[1]) + "0" * (digits - len(match[2]))
    number = (MINUS if match[1] else Markup("")) + f"{match[2]}{match[3] or ''}"
    if match[4]:
        power = str(int(match[4]))
        number += _POWER.format(power.replace("-", "−"), match[4])
    shown = _BREAKS.format(number) if len(match[0]) > _LONG else number
    return _ROOM.format(room) + shown if room else shown
