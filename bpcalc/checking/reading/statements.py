r"""Lines of text that name something and say what it is.

    net_h1 = 0.3775                     dW2 =
    net_h1: 0.3775, net_h2: 0.3925      [[0.0822 0.0827]
    0.3775   net_h1                      [-0.0226 -0.0227]]
    > net_h1                            Out[3]: 0.3775
    [1] 0.3775

A line is cut at its separators from left to right; a label waits for the values below it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME, Knows, WrittenEntry
from bpcalc.checking.reading.grids import WHO, grid_entries

MAX_LISTED = 200
"""So many numbers in a row are looked at."""

MAX_SIMPLE = 200
"""Characters of a line that is looked at with one pattern."""

_SIMPLE = re.compile(
    r"[\"'`]?([^\W\d][^\s:=,;\"'`\[\](){}|#<>＝：，；]*)[\"'`]?\s*[:=：＝]"
    r"(?:\s*([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?))?,?"
)
_SEPARATOR = re.compile(r"[-=]{1,3}>|:=|[<>!=]=|[:：=＝≈]")
_PROMPT = re.compile(r"(?:>>>|\.\.\.|In ?\[[0-9]*\]:|Out ?\[[0-9]*\]:|>)\s*")
_DECIMAL = re.compile(r"[+-]?[0-9]{0,30}\.[0-9]{0,60}(?:e[+-]?[0-9]{1,4})?", re.IGNORECASE)
_RULE = re.compile(r"[-=_*+~─━═│|\s]+")
_COMMENT = re.compile(r"(?:^|\s)(?:#|//)")
_BULLET = re.compile(
    r"(?:[-*•‣]\s+|[(（]?[0-9]{1,3}[.)、）．]\s*(?=[^\d\s])|[(（][a-z][)）]\s+|Q[0-9]{1,3}[.:)]\s+)"
)
_NUMERIC = re.compile(r"[+\-−–]?\s*\.?[0-9０-９]")
_VALUE_START = re.compile(
    r"[+\-−–]?\s*\.?[0-9０-９]|[\[({<]|(?:np\.|torch\.|numpy\.|tf\.)?[A-Za-z_]*"
    r"(?:tensor|array|float\d*|Tensor|matrix|Array|Decimal|Fraction|Parameter|mpf)\("
)
_HEADING_ONLY = re.compile(r"Parameter containing:?|<class .{0,60}>|\[[0-9]+ rows x .{0,30}")
_R_INDEX = re.compile(r"\[([0-9]+)\]\s+(?=\S)")
_R_ROW = re.compile(r"\[[0-9]+,\]\s+(?=\S)")
_R_COLUMNS = re.compile(r"(?:\[,[0-9]+\]\s*)+")
_SCALE = re.compile(r"([0-9.]+)e([+-]?[0-9]+)\s*\*")
_SAMPLE = re.compile(
    r"(?:sample|pattern|example|样本|样例|模式)\s*#?\s*([0-9]{1,6})(?!\.?[0-9])", re.IGNORECASE
)
_EPOCH = re.compile(
    r"(?:epoch|iteration|iter|轮次|迭代)\s*#?\s*([0-9]{1,6})(?!\.?[0-9])|第\s*([0-9]{1,6})\s*(?:轮|次迭代)",
    re.IGNORECASE,
)
_ALL = re.compile(r"batch|all samples|total|overall|整批|全部|所有样本", re.IGNORECASE)
_COLUMNS = re.compile(r"\s{2,}|\t")
_SAYS = re.compile(
    r"(?:\s+(?:is|are|was|equals|becomes|comes to|is equal to)(?:\s+about|\s+approximately)?\s+"
    r"|\s*(?:等于|约为|约等于|为|是)\s*)(?=[+\-−–]?\s*\.?[0-9０-９])"
)
"""A word that says what something is, before a number."""

_FRACTIONAL = re.compile(r"(?<![\w.])[+\-−–]?[0-9]*\.[0-9]+")
_DELIMITERS = ",;，；、\t|"


class _Piece(NamedTuple):
    """What stands between two separators; `mark` is the one before it."""

    mark: str
    text: str


def statements(text: str, knows: Knows) -> Iterator[WrittenEntry]:
    r"""Yield what the lines of a text name, in their order.

    >>> known = {"net_h1", "net_h2", "dW2"}.__contains__
    >>> [entry[:2] for entry in statements("net_h1: 0.3775, net_h2: 0.3925", known)]
    [('net_h1', '0.3775'), ('net_h2', '0.3925')]
    >>> [entry[:2] for entry in statements("dW2 =\n[[1 2]\n [3 4]]", known)]
    [('dW2', '[[1 2]\n [3 4]]')]
    """
    reader = _Reader(knows)
    for line in _logical(text.splitlines()):
        yield from reader.take(line)
    yield from reader.flush()


def _logical(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a text, those put together that one bracket spans."""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        depth = _balance(line)
        bracket = _open_bracket(line) if depth > 0 else ""
        if bracket:
            joined = [line]
            while depth > 0 and at < len(lines) and _continues(lines[at], bracket):
                joined.append(lines[at])
                depth += _balance(lines[at])
                at += 1
            line = "\n".join(joined)
        yield line


def _balance(line: str) -> int:
    opened = line.count("[") + line.count("(") + line.count("{")
    return opened - line.count("]") - line.count(")") - line.count("}")


def _open_bracket(line: str) -> str:
    """Return the first bracket that a line leaves open, if a value begins with it."""
    opened: list[int] = []
    for at, sign in enumerate(line):
        if sign in "[({":
            opened.append(at)
        elif sign in "])}" and opened:
            opened.pop()
    before = line[: opened[0]].rstrip()[-1:] if opened else "?"
    if not opened:
        return ""
    called = before.isalnum() and line[opened[0]] == "("
    apart = line[opened[0]] == "[" and line[opened[0] - 1 : opened[0]] == " "  # dW1 [[0.1 …
    return line[opened[0]] if before in _BEFORE_VALUE or called or apart else ""


_BEFORE_VALUE = ("", ":", "=", "：", "＝", ",", ">", "(", "[", "{")


def _continues(line: str, bracket: str) -> bool:
    """Return whether a line can stand within a bracket that an earlier one has opened."""
    if bracket == "{":
        return True
    stripped = line.strip()
    if not stripped or _VALUE_START.match(stripped) or stripped[0] in "])}'\"":
        return True
    return stripped.startswith(("dtype", "grad_fn", "requires_grad", "device", "size", "nan", "-"))


class _Reader:
    """Takes lines one by one; keeps the label that waits for its values."""

    def __init__(self, knows: Knows) -> None:
        self._knows = knows
        self._label = ""
        self._asked = False
        self._block: list[str] = []
        self._grid: list[list[str]] = []
        self._heads: list[str] = []
        self._when = {"s": "", "e": ""}

    def take(self, line: str) -> Iterator[WrittenEntry]:
        """Take a line; yield what is complete by then."""
        text = line.strip().strip("\ufeff")
        if text.startswith("|") and text.count("|") > 2:
            self._grid.append(_row(text))
            return
        if self._is_row(text):
            return
        if self._grid:
            yield from self._end_grid()
        simple = _SIMPLE.fullmatch(text) if len(text) < MAX_SIMPLE else None
        if simple and simple[2]:
            yield from self.flush()
            yield self._entry(simple[1], simple[2])
            return
        yield from self._other(text)

    def _is_row(self, text: str) -> bool:
        """Take a line of a table whose columns are set apart by spaces; return whether it is one.

        It is one if the line above has as many columns, and that line is a heading without numbers.
        """
        fields = [field.strip() for field in _COLUMNS.split(text)] if "  " in text else []
        above, self._heads = self._heads, fields if len(fields) > 1 else []
        if len(fields) < 3 or not any(map(_NUMERIC.match, fields)):
            return False
        if not self._grid and len(above) + 1 == len(fields):
            above = ["", *above]  # nothing stands above the names of the rows
        if not self._grid and (len(above) != len(fields) or any(map(_NUMERIC.match, above))):
            return False
        if not self._grid:
            if not self._crosses(above, fields):
                return False
            self._grid.append(above)
        self._grid.append(fields)
        return len(fields) == len(self._grid[0])

    def _crosses(self, heads: list[str], row: list[str]) -> bool:
        """Return whether names come about where columns and rows cross: `net` and `h1`."""
        names = ((f"{row[0]}_{head}", f"{head}_{row[0]}") for head in heads[1:])
        return sum(any(map(self._knows, pair)) for pair in names) > 0

    def _other(self, text: str) -> Iterator[WrittenEntry]:
        text, comment = _uncommented(text)
        if comment and not text:
            yield from self.flush()
            self._heading(comment)
            return
        prompt = _PROMPT.match(text)
        if prompt and len(text) > prompt.end():
            text = text[prompt.end() :]
        if not text or _RULE.fullmatch(text[:MAX_SIMPLE]) or _HEADING_ONLY.fullmatch(text[:100]):
            return
        if self._belongs_below(text):
            self._block.append(text)
            return
        yield from self.flush()
        found = self._statement(_SAYS.sub(" = ", text) if len(text) < MAX_SIMPLE else text)
        if found is None:
            yield from self._without_statement(text)
            return
        for name, raw in found:
            if raw:
                yield self._entry(name, raw)
            else:
                yield from self.flush()
                self._label, self._asked = name, True

    def _without_statement(self, text: str) -> Iterator[WrittenEntry]:
        """Take a line as a heading; as not understood if it has a name and a number in it."""
        numbered = len(text) < MAX_SIMPLE and _FRACTIONAL.search(text)
        words = (self._clean(word.strip(",;.()")) for word in text.split())
        if numbered and any(self._knows(word) > 1 for word in words):
            yield WrittenEntry(text, text)
        else:
            self._heading(text)

    def _belongs_below(self, text: str) -> bool:
        """Return whether a line is a value for the label above it."""
        if not self._label:
            return False
        if _R_COLUMNS.fullmatch(text[:MAX_SIMPLE]) or _SCALE.fullmatch(text[:MAX_SIMPLE]):
            return True
        bare = text.removeprefix("- ")
        start = _VALUE_START.match(bare)
        if not start or not (start[0][-1] in "[({<" or _is_numeric(bare)):
            return False
        return self._swapped(text) is None

    def _heading(self, text: str) -> None:
        """Keep what a line without any number says about the lines below."""
        text = text.strip(" #*:：=`$")
        if len(text) > MAX_QUANTITY_NAME:
            return
        if _ALL.search(text):
            self._when["s"] = ""
        if epoch := _EPOCH.search(text):
            self._when = {"s": "", "e": epoch[1] or epoch[2]}
        if sample := _SAMPLE.search(text):
            self._when["s"] = sample[1]
        if self._knows(text):
            self._label, self._asked = text, False

    def _entry(self, name: str, raw: str) -> WrittenEntry:
        return WrittenEntry(self._named(name), _listed(raw.strip()))

    def _named(self, name: str) -> str:
        """Return a name with the sample and epoch that a heading above has named."""
        when = "".join(f"{letter}{number}" for letter, number in self._when.items() if number)
        if not when or "@" in name or "[" in name:
            return name
        full = f"{name}@{when}"
        late = self._when["e"] not in ("", "1") and self._knows(name)
        return full if late or self._knows(full) >= max(self._knows(name), 1) else name

    def flush(self) -> Iterator[WrittenEntry]:
        """Yield what the label above holds."""
        if self._grid:
            yield from self._end_grid()
        label, block, asked = self._label, self._block, self._asked
        self._label, self._block = "", []
        if label and block:
            yield self._entry(label, _block(block))
        elif label and asked and self._knows(label):
            yield self._entry(label, "")

    def _end_grid(self) -> Iterator[WrittenEntry]:
        rows, self._grid = self._grid, []
        yield from (self._entry(*entry[:2]) for entry in grid_entries(rows, self._knows))

    def _statement(self, text: str) -> list[tuple[str, str]] | None:
        """Return the names and values of a line; None if it says nothing of any."""
        pieces = _pieces(text)
        if len(pieces) > 1:
            return self._pairs(pieces)
        swapped = self._swapped(text)
        return [swapped] if swapped else self._spaced(text)

    def _pairs(self, pieces: list[_Piece]) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        name, value, about = self._clean(pieces[0].text), "", ""
        for piece in pieces[1:]:
            longer = f"{name} {self._clean(piece.text)}"
            if not value and self._is_about(name, piece, longer):
                about, name = name, longer
                continue
            split = self._split(piece.text) if piece is not pieces[-1] else None
            if split is None and not value and self._better(name, piece.text):
                self._heading(name)
                name = self._clean(piece.text)
            elif split is None:
                value += (piece.mark if value else "") + piece.text
            else:
                head, tail = split
                found.append((name, value + (piece.mark if value else "") + head))
                name, value = self._next(name, tail, about), ""
        if _NUMERIC.match(name) and self._knows(self._clean(value)):
            name, value = self._clean(value), name  # 0.3775 = net_h1
        return [*found, (name, value.strip())]

    def _better(self, name: str, other: str) -> bool:
        """Return whether what follows a first word is better known, and the word a heading."""
        if name.casefold() in WHO or _NUMERIC.match(name):
            return False  # somebody may be called as a quantity is
        return self._knows(self._clean(other)) > self._knows(name)

    def _is_about(self, name: str, piece: _Piece, longer: str) -> bool:
        """Return whether a line begins with what it is about: `Node h1: net = 0.3775`."""
        if piece.mark not in ":：" or _NUMERIC.match(piece.text) or len(longer) > MAX_QUANTITY_NAME:
            return False
        return self._knows(longer) > 0 and self._knows(self._clean(piece.text)) < 2

    def _next(self, name: str, tail: str, about: str) -> str:
        """Return the name of a value behind another one; `new` means the new one of the same."""
        cleaned = self._clean(tail)
        if about and self._knows(f"{about} {cleaned}") and self._knows(cleaned) < 2:
            return f"{about} {cleaned}"
        base = name.replace("old", "").replace("before", "").replace("旧", "").strip()
        renewed = f"{base} {cleaned}"
        return renewed if not self._knows(cleaned) and self._knows(renewed) else cleaned

    def _split(self, text: str) -> tuple[str, str] | None:
        """Return value and next name of what stands between two separators."""
        for at in _delimiters(text):
            head, tail = text[:at].strip(), text[at:].strip(_DELIMITERS + " ")
            if head and tail and not _NUMERIC.match(tail) and self._is_name(tail):
                return head, tail
        head, _, tail = text.strip().partition(" ")
        number = _NUMERIC.match(head)
        if number and tail and not _NUMERIC.match(tail) and self._is_name(tail):
            return head, tail
        return None

    def _is_name(self, text: str) -> bool:
        if len(text) > MAX_QUANTITY_NAME:
            return False
        word = text.replace("_", "").replace(" ", "")
        return self._knows(self._clean(text)) > 0 or (word.isalnum() and word[:1].isalpha())

    def _clean(self, name: str) -> str:
        """Return a name without bullet, number and quotation marks."""
        name = name.strip().strip("\"'`$*").strip()
        if name[:4].casefold() == "the ":
            name = name[4:].lstrip()
        bullet = _BULLET.match(name)
        if bullet and bullet.end() < len(name):
            bare = name[bullet.end() :].strip().strip("\"'`$*")
            if self._knows(bare) >= self._knows(name):
                return bare
        return name

    def _spaced(self, text: str) -> list[tuple[str, str]] | None:
        """Return the name and value of a line in which only space separates them."""
        columns = [column.strip() for column in _COLUMNS.split(text)]
        if len(columns) > 2 and _is_numeric(columns[-1]) and self._knows(self._clean(columns[0])):
            rest = [column for column in columns[1:] if not _is_numeric(column)]
            if rest:  # a printed line: symbol, formula, numbers, value
                return [(self._clean(columns[0]), columns[-1])]
        words = text.split(None, 8)
        for count in range(1, min(len(words), 6)):
            if not _VALUE_START.match(words[count]):
                continue
            name = self._clean(" ".join(words[:count]))
            value = _behind(text, words[:count])
            if _is_numeric(value) and self._knows(name):
                return [(name, value)]
        return None

    def _swapped(self, text: str) -> tuple[str, str] | None:
        """Return name and value where the name stands behind the value."""
        value, _, rest = text.partition(" ")
        if not _NUMERIC.match(value) or not rest or len(rest) > MAX_QUANTITY_NAME:
            return None
        name = rest.strip(" <-←#()（）is")
        if not name[:1].isdigit() and self._knows(rest.strip(" <-←#()（）")):
            return rest.strip(" <-←#()（）"), value
        return None


def _listed(raw: str) -> str:
    """Return several bare decimals as an array, anything else as it is.

    >>> _listed("0.1, 0.2, 0.3"), _listed("0.3775")
    ('[0.1, 0.2, 0.3]', '0.3775')
    """
    words = raw.replace(", ", " ").split(None, MAX_LISTED)
    if len(words) < 2 or not all(_DECIMAL.fullmatch(word) for word in words[:MAX_LISTED]):
        return raw
    return f"[{raw}]"


def _row(text: str) -> list[str]:
    r"""Return the cells of a line of a Markdown table.

    >>> _row("| δ\\_h1 | `delta_h1` | 0.0088 |")
    ['δ_h1', 'delta_h1', '0.0088']
    """
    cells = text.strip().strip("|").replace("\\|", "\0").split("|")
    return [cell.replace("\0", "|").replace("\\", "").strip().strip("`$*") for cell in cells]


def _uncommented(text: str) -> tuple[str, str]:
    """Return a line without its comment, and the comment."""
    match = _COMMENT.search(text)
    if not match:
        return text, ""
    return text[: match.start()].rstrip(), text[match.start() :].strip("#/ \t")


def _pieces(text: str) -> list[_Piece]:
    """Return a line cut at the separators that stand outside of brackets."""
    depth, depths = 0, []
    nested = _balance(text) == 0
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
        pieces.append(_Piece(mark, text[start : match.start()].strip()))
        start, mark = match.end(), match[0]
    return [*pieces, _Piece(mark, text[start:].strip())]


def _inside_time(text: str, at: int) -> bool:
    """Return whether a colon stands between two digits: 1:30 is no answer `1 = 30`."""
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit() and " " not in text[:at]


def _delimiters(text: str) -> Iterator[int]:
    """Yield where one value may end and the next name begin, the last place first."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        sign = text[at]
        depth += (sign in "])}）") - (sign in "[({（")
        if depth:
            continue
        if sign in _DELIMITERS or text[at : at + 2] == "  ":
            yield at


def _is_numeric(text: str) -> bool:
    """Return whether a text is numbers and nothing else, but for a remark in brackets."""
    start = _VALUE_START.match(text)
    if start and start[0][-1] in "([{":
        return True
    bare = text.split("(")[0].split("（")[0]
    return all(_VALUE_START.match(word) for word in bare.split())


def _behind(text: str, name: list[str]) -> str:
    """Return what stands behind the words of a name."""
    rest = text.strip()
    for word in name:
        rest = rest.removeprefix(word).lstrip()
    return rest


def _block(lines: list[str]) -> str:
    """Return the text of a value that stands in several lines under its label.

    >>> _block(["   1.0e-03 *", "0.4386  0.8771"])
    '[0.4386e-03 0.8771e-03]'
    >>> _block(["[1] 0.3775 0.3925"]), _block(["0.1 0.2", "0.3 0.4"])
    ('[0.3775 0.3925]', '[0.1 0.2; 0.3 0.4]')
    """
    lines = [line.strip() for line in lines]
    power = ""
    if (match := _SCALE.fullmatch(lines[0])) and len(lines) > 1:
        power, lines = f"e{match[2]}", lines[1:]
    lines = [line for line in lines if not _R_COLUMNS.fullmatch(line)] or lines
    if all(_R_INDEX.match(line) for line in lines):
        lines = [" ".join(_R_INDEX.sub("", line, count=1) for line in lines)]
    lines = [_R_ROW.sub("", line, count=1) for line in lines]
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
        if not all(_NUMERIC.match(word) and "." in word for word in words):
            return lines[0]
    return "[" + "; ".join(lines) + "]"
