"""What is wrong with the layout of a file that is not YAML: indentation, dashes, missing values.

A parser gives up where the layout no longer fits, often a line too late, and speaks of keys and
tokens. Here, lines are compared with the lines above them, as a reader would. Only what is outside
all brackets has a layout.
"""

import re
from collections.abc import Iterator

from bpcalc.exercise.yaml_nodes import Refusal
from bpcalc.locale import say
from bpcalc.named_tuples import NamedTuple

INDENTED_LINE = re.compile(r"(?P<blank>[ ]*)(?P<rest>[^\n]*)(?:\n|\Z)")
DASHES = re.compile(r"(?:-[ ]+)*(?:-$)?")
GLUED_DASH = re.compile(r"(?:-[ ]+)*-(?=[^\s-])")
KEY = re.compile(r"(?P<name>[^\s\[\]{},:#][^\[\]{},:]*):(?=\s|$)")
BLOCK_TEXT = re.compile(r"[|>][+\-0-9]*\s*$")
EMPTY_PLACE = re.compile(r"[\[{,]\s*,")
SIGN_APART = re.compile(r"(?:[\[,{]\s*|:[ ]+)(?P<sign>-)[ ]+(?P<digits>[0-9.]{1,20})")
NO_BEGINNING = re.compile(r"(?:^|(?<=[:\-\[,{]))[ ]+(?P<sign>[@`%])|^(?P<first>[@`])", re.MULTILINE)

MAX_KEY = 40


class _Line(NamedTuple):
    """A line outside all brackets.

    Attributes:
        at: where its first sign stands.
        number: of the line, counted from 1.
        columns: in which its dashes and its key begin, counted from 0, each with what begins there.
        complete: whether nothing may stand deeper below it, for its value is there.
        text: whether a text of several lines begins here.
    """

    at: int
    number: int
    columns: tuple[tuple[int, str], ...]
    complete: bool
    text: bool


def misplaced(bare: str) -> Iterator[Refusal]:
    """Find what keeps a text from being YAML by its layout; of the indentation, the first.

    Args:
        bare: the text, with spaces for comments and letters for titles and quoted texts.
    """
    lines = list(_lines(bare))
    yield from _glued_dashes(bare, lines)
    yield from _indented(lines)
    yield from _no_value(bare)
    yield from _signs_apart(bare)
    for match in NO_BEGINNING.finditer(bare):
        sign = "sign" if match["sign"] else "first"
        yield Refusal(match.start(sign), needs_quotes(match[sign]))


def needs_quotes(sign: str) -> str:
    """Return the sentence that a text which begins so is to be quoted."""
    return say("a text that begins with `{sign}` needs quotation marks around it", sign=sign)


def _lines(bare: str) -> Iterator[_Line]:
    """Read the lines that are outside all brackets, and no part of a longer text."""
    depth = number = index = 0
    inside = -1
    while index < len(bare):
        match = INDENTED_LINE.match(bare, index)
        assert match is not None
        number, index = number + 1, match.end()
        indent, rest = len(match["blank"]), match["rest"].rstrip()
        outside, depth = depth == 0, max(0, depth + _opened(rest))
        if not rest or rest in ("---", "..."):
            continue
        if 0 <= inside < indent:
            continue
        inside = -1
        if outside:
            line = _line(match.start("rest"), number, indent, rest)
            inside = indent if line.text else -1
            yield line


def _opened(rest: str) -> int:
    return sum(rest.count(sign) for sign in "[{") - sum(rest.count(sign) for sign in "]}")


def _line(at: int, number: int, indent: int, rest: str) -> _Line:
    dashes = DASHES.match(rest)
    assert dashes is not None
    columns = [(indent + i, "-") for i, sign in enumerate(dashes[0]) if sign == "-"]
    behind = rest[dashes.end() :]
    key = KEY.match(behind)
    if key:
        columns.append((indent + dashes.end(), key["name"].rstrip()[:MAX_KEY]))
        behind = behind[key.end() :].strip()
    text = bool(BLOCK_TEXT.match(behind))
    return _Line(at, number, tuple(columns), bool(behind) and not text, text)


def _glued_dashes(bare: str, lines: list[_Line]) -> Iterator[Refusal]:
    """Find dashes that begin an entry and have no space behind them."""
    for line in lines:
        match = GLUED_DASH.match(bare, line.at)
        if match:
            yield Refusal(
                match.end() - 1,
                say("expected a space after the dash that begins an entry; write `- `"),
            )


def _indented(lines: list[_Line]) -> Iterator[Refusal]:
    """Find the first line that begins neither where one above it does, nor below an open one."""
    begun: list[tuple[int, str, int]] = []
    complete = False
    for line in lines:
        if not line.columns:
            continue
        column, what = line.columns[0]
        above = list(begun)
        while begun and begun[-1][0] > column:
            begun.pop()
        fits = (begun == above and not complete) or any(start == column for start, *_ in begun[-1:])
        if above and not fits:
            yield _elsewhere(line, what, *_beside(above, what, column))
            return
        for start, name in line.columns:
            if begun and begun[-1][0] == start and (begun[-1][1] == "-") == (name == "-"):
                begun.pop()
            begun.append((start, name, line.number))
        complete = line.complete


def _beside(begun: list[tuple[int, str, int]], what: str, column: int) -> tuple[int, str, int]:
    """Return the place above that a line most probably is to begin at: of its own kind, near."""
    same = [place for place in begun if (place[1] == "-") == (what == "-")]
    return min(reversed(same or begun), key=lambda place: abs(place[0] - column))


def _elsewhere(line: _Line, what: str, start: int, above: str, number: int) -> Refusal:
    names = {
        "column": line.columns[0][0] + 1,
        "expected": start + 1,
        "above": above,
        "line": number,
        "key": what,
    }
    if what == above == "-":
        says = say(
            "this entry begins in column {column}, the one of line {line} in column {expected}; "
            "let both begin in the same column",
            **names,
        )
    else:
        says = say(
            "`{key}` begins in column {column}, `{above}` of line {line} in column {expected}; "
            "let both begin in the same column",
            **names,
        )
    return Refusal(line.at, says)


def _signs_apart(bare: str) -> Iterator[Refusal]:
    """Find minus signs with a space behind them, which would begin an entry of a list."""
    for match in SIGN_APART.finditer(bare):
        says = say("leave out the space after the minus sign: -{digits}", digits=match["digits"])
        yield Refusal(match.start("sign"), says)


def _no_value(bare: str) -> Iterator[Refusal]:
    """Find commas with nothing before them."""
    for match in EMPTY_PLACE.finditer(bare):
        yield Refusal(
            match.end() - 1,
            say("expected a value before this comma; write it, or leave out the comma"),
        )
