"""Lines of a sheet, cut at what separates names from values, and values put together from lines."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bpcalc.checking.cells import SIGN
from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME, Knows
from bpcalc.checking.reading.layer_words import UNIT_WORDS
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

MAX_TAIL = MAX_QUANTITY_NAME + 20
"""Characters at the end of a value among which the arrow stands that leads to the next name."""

_SEPARATOR = pattern(r"[-=]{1,3}>|:=|[<>!=]=|[:：=＝≈]")
_ARROWS = r"[-=]{1,3}>|[→⇒⟶⟹➔∴]|\\(?:(?:[Ll]ong)?[Rr]ightarrow|to|implies|therefore)\b"
ARROW = pattern(
    rf"{_ARROWS}|\\q?quad\b|(?<=[0-9\s,，;；。])(?:so|thus|hence|therefore|and|then)\b"
    r"|(?<=[0-9\s,，;；。])(?:所以|因此|从而|故|则|得)"
)
"""What stands between one quantity and the next that follows from it."""

_BEFORE_VALUE = pattern(rf"{_ARROWS}|==|(?:得到?|分别|依次)(?=\s?{SIGN}?[.．]?[0-9０-９])")
"""What stands for an equals sign where there is none: `w5_new -> 0.3589`."""

_ALONE = pattern(rf"{SIGN}?[0-9０-９.．]{{1,40}}(?:[eE][+-]?[0-9]{{1,4}})?")
_LETTERS = pattern(r"[\w'⁺+∂Δδ/.]+", re.ASCII)
_OF_WORD = ",;.()，；。（）：:"
_NO_UNIT = "".join(f"(?<!{word})" for word in UNIT_WORDS.split("|"))
_COMMENT = pattern(rf"(?:^|{_NO_UNIT}\s)(?:#|//)", re.IGNORECASE)
"""Behind the word for a unit it is a number sign: `hidden unit #1`."""

NUMERIC = pattern(rf"{SIGN}?\s*[.．]?[0-9０-９]")
CALCULATES = pattern(r"(?:^[+·×]|\s[+*·×/−-])\s")
ABOUT = r"(?:约为?|大约|about|approximately|approx\.?|ca\.|circa|~)"
"""Words before a number that is not exact."""

MARKED_NUMBER = pattern(
    rf"[$*_`~ ]{{0,4}}(?:{ABOUT}[\s$*_`]{{0,4}})?{SIGN}?\s{{0,9}}[.．]?[0-9０-９]", re.IGNORECASE
)
VALUE_START = pattern(
    rf"{SIGN}?\s*[.．]?[0-9０-９]|"
    r"[\[({<]|(?:np\.|torch\.|numpy\.|tf\.)?[A-Za-z_]*"
    r"(?:tensor|array|float\d*|Tensor|matrix|Array|Decimal|Fraction|Parameter|mpf)\("
)
R_INDEX = pattern(r"\[([0-9]+)\]\s+(?=\S)")
R_ROW = pattern(r"\[[0-9]+,\]\s+(?=\S)")
R_COLUMNS = pattern(r"(?:\[,[0-9]+\]\s*)+")
SCALE = pattern(r"([0-9.]+)e([+-]?[0-9]+)\s*\*")
_MARKS = "`$*"
_ESCAPE = pattern(r"\\(?![A-Za-z])")
NAME_DELIMITERS = ",;，；、。\t|"


class StatementPart(NamedTuple):
    """What stands between two separators; `mark` is the one before it."""

    mark: str
    text: str


def bracket_balance(line: str) -> int:
    """Return how many more brackets a line opens than it closes."""
    opened = line.count("[") + line.count("(") + line.count("{")
    return opened - line.count("]") - line.count(")") - line.count("}")


def table_row(text: str) -> list[str]:
    r"""Return the cells of a line of a Markdown table.

    >>> table_row("| δ\\_h1 | `delta_h1` | 0.0088 |")
    ['δ_h1', 'delta_h1', '0.0088']
    """
    cells = text.strip().strip("|").replace("\\|", "\0").split("|")
    return [_plain_cell(_ESCAPE.sub("", cell.replace("\0", "|")).strip()) for cell in cells]


def _plain_cell(cell: str) -> str:
    """Return a cell without the marks on both of its ends."""
    marked = cell[:1] in _MARKS and cell[-1:] in _MARKS
    return cell.strip(_MARKS) if marked else cell


def uncommented(text: str) -> tuple[str, str]:
    """Return a line without its comment, and the comment."""
    match = _COMMENT.search(text)
    if not match:
        return text, ""
    return text[: match.start()].rstrip(), text[match.start() :].strip("#/ \t")


def statement_parts(text: str) -> list[StatementPart]:
    """Return a line cut at the separators that stand outside of brackets."""
    depth, depths = 0, []
    nested = bracket_balance(text) == 0
    for sign in text:
        depth += (sign in "[({（") - (sign in "])}）")
        depths.append(depth if nested else 0)
    pieces, start, mark = [], 0, ""
    tensor = text.find("<tf.")
    for match in _SEPARATOR.finditer(text, 0, tensor if tensor >= 0 else len(text)):
        if depths[match.start()] > 0 or (len(match[0]) > 1 and match[0] != ":="):
            continue
        if match[0] == ":" and _inside_time(text, match.start()):
            continue
        pieces.append(StatementPart(mark, text[start : match.start()].strip()))
        start, mark = match.end(), match[0]
    if not pieces:
        return _at_arrows(text)
    return [*pieces, StatementPart(mark, text[start:].strip())]


def _at_arrows(text: str) -> list[StatementPart]:
    """Return a line without equals signs cut at the arrows that stand for them.

    >>> [part.text for part in _at_arrows("net_h1 -> 0.3775, w7 -> 0.2798")]
    ['net_h1', '0.3775, w7', '0.2798']
    """
    pieces: list[StatementPart] = []
    start, mark = 0, ""
    for arrow in _BEFORE_VALUE.finditer(text):
        name, value = text[start : arrow.start()].strip(), text[arrow.end() :].lstrip()
        old = name.split()[-1] if name else ""
        known = name.removesuffix(old).strip()
        renews = _ALONE.fullmatch(old) is not None
        if not pieces and known and renews:  # w7 0.3 -> 0.2798
            return [StatementPart("", known), StatementPart("=", f"{old} {arrow[0]} {value}")]
        if name and not renews and VALUE_START.match(value):
            pieces.append(StatementPart(mark, name))
            start, mark = arrow.end(), "="
    return [*pieces, StatementPart(mark, text[start:].strip())]


def _inside_time(text: str, at: int) -> bool:
    """Return whether a colon stands between two digits: 1:30 is no answer `1 = 30`."""
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit() and " " not in text[:at]


def delimiters(text: str) -> Iterator[int]:
    """Yield where one value may end and the next name begin, the last place first."""
    depth, nested = 0, bracket_balance(text) == 0  # `2)` is a number of the sheet
    for at in range(len(text) - 1, -1, -1):
        sign = text[at]
        depth += nested * ((sign in "])}）") - (sign in "[({（"))
        if depth:
            continue
        if sign in NAME_DELIMITERS or text[at : at + 2] == "  ":
            yield at


def first_bracket_end(text: str) -> int:
    """Return where the bracket ends with which a value begins; 0 if none does, or it never ends.

    >>> first_bracket_end("array([0.59, 0.60]) a2"), first_bracket_end("0.59 a2")
    (19, 0)
    """
    start = VALUE_START.match(text)
    if not start or start[0][-1] not in "[({":
        return 0
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign in "[({") - (sign in "])}")
        if sign in "])}" and depth == 0:
            return at + 1
    return 0


def is_numeric(text: str) -> bool:
    """Return whether a text is numbers and nothing else, but for a remark in brackets."""
    start = VALUE_START.match(text)
    if start and start[0][-1] in "([{":
        return True
    bare = text.split("(")[0].split("（")[0]
    return all(VALUE_START.match(word) for word in bare.split())


def behind_name(text: str, name: list[str]) -> str:
    """Return what stands behind the words of a name."""
    rest = text.strip()
    for word in name:
        rest = rest.removeprefix(word).lstrip()
    return rest


def value_block(lines: list[str]) -> str:
    """Return the text of a value that stands in several lines under its label.

    >>> value_block(["   1.0e-03 *", "0.4386  0.8771"])
    '[0.4386e-03 0.8771e-03]'
    >>> value_block(["[1] 0.3775 0.3925"]), value_block(["0.1 0.2", "0.3 0.4"])
    ('[0.3775 0.3925]', '[0.1 0.2; 0.3 0.4]')
    """
    lines = [line.strip() for line in lines]
    power = ""
    if (match := SCALE.fullmatch(lines[0])) and len(lines) > 1:
        power, lines = f"e{match[2]}", lines[1:]
    lines = [line for line in lines if not R_COLUMNS.fullmatch(line)] or lines
    if all(R_INDEX.match(line) for line in lines):
        lines = [" ".join(R_INDEX.sub("", line, count=1) for line in lines)]
    lines = [R_ROW.sub("", line, count=1) for line in lines]
    if len(lines) > 1 and all(line.startswith("- ") for line in lines):
        lines = [" ".join(line[2:] for line in lines)]
    if len(lines) == 1 and lines[0].startswith("- ["):
        lines = [lines[0][2:]]
    if power:
        lines = [" ".join(word + power for word in line.split()) for line in lines]
    if len(lines) == 1 and (lines[0][:1] in "[({" or " " not in lines[0] or "(" in lines[0]):
        return lines[0]
    if any(line[:1] in "[({" or "(" in line for line in lines):
        return "[" + " ".join(lines) + "]"
    return _rows(lines)


def _rows(lines: list[str]) -> str:
    """Return lines of bare numbers as an array; a single number with spaces stays as it is."""
    if len(lines) == 1:
        words = lines[0].split()
        if not all(NUMERIC.match(word) and "." in word for word in words):
            return lines[0]
    return "[" + "; ".join(lines) + "]"


def value_first(text: str, knows: Knows) -> tuple[str, str] | None:
    """Return name and value where the name stands behind the value."""
    value, _, rest = text.partition(" ")
    if not NUMERIC.match(value) or not rest or len(rest) > MAX_QUANTITY_NAME:
        return None
    name = rest.strip(" <-←#()（）is")
    known = 0 if name[:1].isdigit() else knows(rest.strip(" <-←#()（）"))
    counts = value[-1] in ".)）、" and value[:-1].isdecimal()  # a heading: `2. Output layer`
    return (rest.strip(" <-←#()（）"), value) if known > counts else None


def told_words(text: str) -> Iterator[str]:
    """Yield the words of a line, and what stands in them between signs of Chinese: `由net_h1得`."""
    for word in text.split():
        yield word.strip(_OF_WORD)
        if not word.isascii():
            yield from (part.strip(_OF_WORD) for part in _LETTERS.findall(word))


def names_something(words: list[str], knows: Knows) -> bool:
    """Return whether words name a quantity, a weight, or a unit and what of it: `h1 net`."""
    if any(knows(word) > (not word[-1:].isdigit()) for word in words):
        return True
    units = ((one, other) for one, other in pairwise(words) if one[-1:].isdigit() and knows(one))
    return any(other.isalpha() and knows(f"{one} {other}") for one, other in units)


def without_breaks(line: str) -> str:
    r"""Return a line of LaTeX as lines of their own; what is quoted is as it was.

    >>> without_breaks(r"w_5 &= 0.3589 \\ w_6 &= 0.4087"), without_breaks(r'student: "a\\b"')
    ('w_5 = 0.3589 \n w_6 = 0.4087', 'student: "a\\\\b"')
    """
    if '"' in line:
        return line
    return line.replace("\\\\", "\n").replace("&=", "=").replace("&\\approx", "≈")
