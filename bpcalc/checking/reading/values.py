r"""One value, as it was written by hand or printed by a program.

    0.15*0.05 + 0.20*0.10 + 0.35 = 0.3775     the number behind the last equals sign
    0.3589 = 0.40 - 0.5*0.0822                the only number between equals signs
    0.40 -> 0.3589                            the new one
    about 0.378.                              the number, without what stands beside it

What has brackets is put together in `structures`.
"""

import re
from collections.abc import Iterable, Iterator

from bpcalc.checking.cells import read_cell
from bpcalc.checking.reading.decorations import QUOTES, undecorated, without_markup
from bpcalc.checking.reading.statement_parts import ABOUT
from bpcalc.checking.reading.structures import (
    CALL,
    CLOSING,
    MAX_NESTED_BRACKETS,
    NUMBER,
    OPENED_BY,
    Pairs,
    Value,
    WrittenArray,
    structure,
)
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern


class Written(NamedTuple):
    """A value, and what was seen on the way to it.

    Attributes:
        value: the value.
        replaced: whether an arrow leads to it from an old one.
        dropped: what stood beside the number: a unit, a remark.
    """

    value: Value
    replaced: bool = False
    dropped: str = ""


_ARROW = pattern(r"-{1,3}>|={1,3}>|[→⇒⟶⟹➔]")
_SIGNS = frozenset("+-−*·×⋅/÷^()²√")
_EQUALS = pattern(
    r"[=＝≈≐≒≃]|(?<=[0-9)])\s{0,3}(?:\b(?:about|approximately|approx\.?)\b|约等于|约为|约|大约)\s{0,3}"
    r"(?=[-+−]?[.0-9])"
)
_ABOUT = pattern(rf"\s*{ABOUT}\s*", re.IGNORECASE)


MAX_SPREAD = 200
"""Characters of a number with what it may be off."""

_SPREAD = pattern(r"\s*(?:±|\+/-|\\pm|\+-)\s*[0-9.,]+(?:[eE][+-]?[0-9]+)?\s*%?$")
"""How far a number may be off, behind it."""


def before_arrow(text: str) -> str:
    """Return what stands before the first arrow: the old value, "" if there is none.

    >>> before_arrow("0.298371 => 0.291028"), before_arrow("0.3775")
    ('0.298371', '')
    """
    arrows = _outside(_ARROW, text)
    return text[: arrows[0][0]].strip() if arrows else ""


def read_value(text: str) -> Written:
    """Return the value of a text.

    >>> read_value("0.15*0.05 + 0.20*0.10 + 0.35 = 0.3775").value
    '0.3775'
    >>> read_value("0.40 -> 0.3589（保留四位）")
    Written(value='0.3589', replaced=True, dropped='（保留四位）')
    >>> read_value("tensor(0.7514, grad_fn=<SigmoidBackward0>)").value
    '0.7514'
    """
    text = text.strip().rstrip(",;").strip(QUOTES)
    text = text[:-1] if text.endswith(("].", "]。")) else text  # the full stop of the sentence
    if NUMBER.fullmatch(text):
        return Written(text)
    text = without_markup(text)
    arrows = _outside(_ARROW, text)
    replaced = bool(arrows) and bool(text[arrows[-1][1] :].strip())
    if replaced:
        text = text[arrows[-1][1] :].strip()
    tensor = text.find("<tf.")
    text, ticks = undecorated(_last(text)) if tensor < 0 else (text[tensor:], "")
    if _structured(text):
        value = structure(text)
        single = _single(value)
        if single is not None:
            return Written(single, replaced)
        if isinstance(value, WrittenArray | Pairs):
            return Written(value, replaced)
    spread = _SPREAD.search(text) if len(text) < MAX_SPREAD else None
    if spread and spread.start():
        text = text[: spread.start()]
    number, dropped = _bare(text)
    beside = (dropped, spread[0].strip() if spread else "", ticks)
    number, _ = undecorated(number)
    return Written(number, replaced, " ".join(filter(None, beside)))


def _outside(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return where a pattern stands outside of brackets."""
    if not any(bracket in text for bracket in CLOSING):
        return [match.span() for match in pattern.finditer(text)]
    depths, depth = [], 0
    for sign in text:
        depth += (sign in CLOSING) - (sign in OPENED_BY)
        depths.append(depth)
    return [match.span() for match in pattern.finditer(text) if depths[match.start()] <= 0]


def _last(text: str) -> str:
    """Return the only number between equals signs, or what stands behind the last of them."""
    spans = _outside(_EQUALS, text)
    if not spans:
        return text
    starts = [0, *(end for _, end in spans)]
    ends = [*(start for start, _ in spans), len(text)]
    pieces = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    told = [piece for piece in pieces if piece]
    bare = [piece for piece in told if _is_number(piece)]
    if len(bare) == 1 and all(piece in bare or _is_formula(piece) for piece in told):
        return bare[0]  # 0.3589 = w5 - 0.5·0.0822: the formula may come behind its value
    numbers = [piece for piece in told if any(map(str.isdigit, piece)) and _is_value(piece)]
    return (numbers or told or [""])[-1]


def _is_number(piece: str) -> bool:
    """Return whether a piece is a number, and no formula that leads to one."""
    bare = _bare(undecorated(piece)[0])[0]
    return read_cell(bare).value is not None or read_cell(bare, "comma").value is not None


def _is_formula(piece: str) -> bool:
    """Return whether a piece is a name or has a sign of arithmetic: no number with its unit."""
    return piece[0].isalpha() or not _SIGNS.isdisjoint(piece[1:])


def _is_value(piece: str) -> bool:
    """Return whether a piece is a number or an array, and no sum or product that leads to one."""
    if _structured(piece):
        return not isinstance(structure(piece), str) or _single(structure(piece)) is not None
    bare = _bare(piece)[0]
    return len(bare) < 60 and not any(
        sign in bare.lstrip("+-−")[1:] for sign in "+·" if not re.search(r"[×x*·]\s*10", bare)
    )


def _structured(text: str) -> bool:
    """Return whether a text is an array, a call or an object."""
    if text.startswith(("[", "{", "(", "<tf.")):
        return True
    call = CALL.match(text)
    return bool(call) and text[call.end() : call.end() + 1] == "(" if call else False


def _bare(text: str) -> tuple[str, str]:
    """Return a number without what stands beside it, and what that was."""
    dropped = ""
    about = _ABOUT.match(text)
    if about and about.end() < len(text):
        dropped, text = about[0].strip(), text[about.end() :]
    for _ in range(3):
        opened = _last_bracket(text)
        if opened <= 0:
            break
        rest = text[:opened].rstrip()
        bold = rest.startswith("**")
        raises = rest.endswith(("^", "e", "E")) or (rest.endswith("**") and not bold)
        if raises or not any(map(str.isdigit, rest)):
            break
        dropped = f"{dropped} {text[opened:].strip()}".strip()
        text = rest
    return _punctuated(text.strip()), dropped


def _last_bracket(text: str) -> int:
    """Return where the bracket opens that ends a text; -1 if none does."""
    opening = OPENED_BY.get(text[-1:])
    return text.rfind(opening) if opening else -1


def _punctuated(text: str) -> str:
    """Return a number without the full stop or comma of the sentence in which it stands."""
    text = text.rstrip(",;，；、")
    ends = text.endswith(".") and (text.count(".") > 1 or "," in text)
    if ends or text.endswith("。"):
        return text[:-1]
    return text


def _single(value: Value) -> str | None:
    """Return the only number in a value, however many brackets stand around it."""
    for _ in range(MAX_NESTED_BRACKETS + 2):
        if isinstance(value, str):
            return value
        if isinstance(value, Pairs) or len(value.items) != 1:
            return None
        value = value.items[0]
    return None


def single(value: Value) -> str | None:
    """Return the only number in a value; None if there are several, or none."""
    return _single(value)


def shape_of(value: Value) -> tuple[int, ...] | None:
    """Return the shape of an array; None if its rows differ.

    >>> shape_of(structure("[[1 2 3] [4 5 6]]")), shape_of("1"), shape_of(structure("[[1] [2 3]]"))
    ((2, 3), (), None)
    """
    if isinstance(value, str):
        return ()
    if isinstance(value, Pairs):
        return None
    shapes = {shape_of(item) for item in value.items}
    if len(shapes) != 1:
        return (0,) if not shapes else None
    inner = shapes.pop()
    return None if inner is None else (len(value.items), *inner)


def number_texts(value: Value) -> Iterator[str]:
    """Yield the texts of the numbers of an array, row by row."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, WrittenArray):
        for item in value.items:
            yield from number_texts(item)


def padded(texts: Iterable[str]) -> list[str]:
    """Return numbers of one array with the digits that the program left out behind `0.` or `1.`.

    NumPy prints `[0. 0.25]` for 0.00 and 0.25: the digits that all of them have.

    >>> padded(["0.", "0.25", "-1."])
    ['0.00', '0.25', '-1.00']
    """
    texts = list(texts)
    most = max((len(text.partition(".")[2]) for text in texts if _plain(text)), default=0)
    return [text + "0" * most if text.endswith(".") and _plain(text) else text for text in texts]


def _plain(text: str) -> bool:
    return bool(NUMBER.fullmatch(text)) and "e" not in text.lower()
