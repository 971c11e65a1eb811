r"""One value, as it was written by hand or printed by a program.

    0.15*0.05 + 0.20*0.10 + 0.35 = 0.3775     the number behind the last equals sign
    0.40 -> 0.3589                            the new one
    tensor(0.7514, grad_fn=<SigmoidBackward0>)
    np.float64(0.5932), array([0.59, 0.60], dtype=float32), [[0.0822 0.0827]\n [-0.0226 -0.0227]]
    {'net_h1': 0.3775, 'out_h1': 0.5933}

The text is cut into tokens once, from left to right, and the tokens are put together on a stack.
"""

import re
from collections.abc import Iterable, Iterator
from json import loads
from typing import NamedTuple, TypeAlias

from bpcalc.checking.reading.contents import clean


class WrittenArray(NamedTuple):
    """What stands in brackets.

    Attributes:
        items: its elements.
        places: decimals that the program prints at least, 0 if nothing is known about that.
    """

    items: tuple["Value", ...]
    places: int = 0


class Pairs(NamedTuple):
    """Names and values, in the order in which they stand there."""

    pairs: tuple[tuple[str, "Value"], ...]


Value: TypeAlias = str | WrittenArray | Pairs
"""A text stands for a number, whatever it looks like."""


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


MAX_NESTED_BRACKETS = 50
TORCH_PLACES = 4
"""Decimals in which PyTorch prints a tensor; `tensor(1.)` is 1.0000."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<open>[\[({【（])|(?P<close>[\])}】）])|(?P<mark>[,;，；])|(?P<colon>[:：])"
    r'|(?P<quoted>"(?:[^"\\]|\\.){0,500}"|\'(?:[^\'\\]|\\.){0,500}\')'
    r"|(?P<angle><[^<>\n]{0,200}>)"
    r"|(?P<word>[^\s\[\](){}【】（）,;，；:：\"'<>]+)|(?P<other>.)",
    re.DOTALL,
)
_ARROW = re.compile(r"-{1,3}>|={1,3}>|[→⇒⟶⟹➔]")
_EQUALS = re.compile(r"[=＝≈≐≒≃]")
_ABOUT = re.compile(
    r"\s*(?:约为?|大约|about|approximately|approx\.?|ca\.|circa|~)\s*", re.IGNORECASE
)
_CALL = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,60}")
_CLOSING = {"(": ")", "（": "）", "[": "]", "{": "}", "【": "】"}
_OPENING = {close: opened for opened, close in _CLOSING.items()}
_EMPTY = re.compile(r"<[0-9]+ empty items?>")


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
    text = text.strip().rstrip(",;").strip("\"'`$ ")
    if _NUMBER.fullmatch(text):
        return Written(text)
    arrows = _outside(_ARROW, text)
    replaced = bool(arrows) and bool(text[arrows[-1][1] :].strip())
    if replaced:
        text = text[arrows[-1][1] :].strip()
    tensor = text.find("<tf.")
    text = _last(text) if tensor < 0 else text[tensor:]
    if _structured(text):
        value = structure(text)
        single = _single(value)
        if single is not None:
            return Written(single, replaced)
        if isinstance(value, WrittenArray | Pairs):
            return Written(value, replaced)
    number, dropped = _bare(text)
    return Written(number, replaced, dropped)


def _outside(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return where a pattern stands outside of brackets."""
    if not any(bracket in text for bracket in _CLOSING):
        return [match.span() for match in pattern.finditer(text)]
    depths, depth = [], 0
    for sign in text:
        depth += (sign in _CLOSING) - (sign in _OPENING)
        depths.append(depth)
    return [match.span() for match in pattern.finditer(text) if depths[match.start()] <= 0]


def _last(text: str) -> str:
    """Return what stands behind the last equals sign behind which there is a number."""
    spans = _outside(_EQUALS, text)
    if not spans:
        return text
    starts = [0, *(end for _, end in spans)]
    ends = [*(start for start, _ in spans), len(text)]
    pieces = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    told = [piece for piece in pieces if piece]
    numbers = [piece for piece in told if any(map(str.isdigit, piece)) and _is_value(piece)]
    return (numbers or told or [""])[-1]


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
    call = _CALL.match(text)
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
        if rest.endswith(("^", "e", "E", "**")) or not any(map(str.isdigit, rest)):
            break
        dropped = f"{dropped} {text[opened:].strip()}".strip()
        text = rest
    return _punctuated(text.strip()), dropped


def _last_bracket(text: str) -> int:
    """Return where the bracket opens that ends a text; -1 if none does."""
    opening = _OPENING.get(text[-1:])
    return text.rfind(opening) if opening else -1


def _punctuated(text: str) -> str:
    """Return a number without the full stop or comma of the sentence in which it stands."""
    text = text.rstrip(",;，；、")
    if text.endswith("。") or (text.endswith(".") and text.count(".") > 1):
        return text[:-1]
    return text


class _Frame:
    """A bracket that is open."""

    __slots__ = ("call", "items", "key", "named", "opened", "pairs", "rows", "words")

    def __init__(self, opened: str, call: str) -> None:
        self.opened = opened
        self.call = call
        self.items: list[Value] = []
        self.rows: list[Value] = []
        self.pairs: list[tuple[str, Value]] = []
        self.words: list[str] = []
        self.key: str | None = None
        self.named = False


def structure(text: str) -> Value:
    """Return what a text of brackets, calls and objects holds.

    >>> structure("array([0.59, 0.60], dtype=float32)")
    WrittenArray(items=('0.59', '0.60'), places=0)
    >>> structure("[0.15 0.20; 0.25 0.30]").items[1]
    WrittenArray(items=('0.25', '0.30'), places=0)
    >>> structure("{'net_h1': np.float64(0.3775)}")
    Pairs(pairs=(('net_h1', '0.3775'),))
    """
    if text.startswith("<tf."):
        text = (text.partition("numpy=")[2] or text).rstrip(">")
    builder = _Builder()
    for match in _TOKEN.finditer(text):
        if not builder.take(match.lastgroup or "", match[0]):
            break
    return builder.done()


class _Builder:
    """Puts tokens together."""

    def __init__(self) -> None:
        self._stack = [_Frame("", "")]

    def take(self, kind: str, token: str) -> bool:
        """Take the next token; return whether more can come."""
        top = self._stack[-1]
        if kind == "open":
            return self._open(token, top)
        if kind == "close":
            self._close()
        elif kind == "mark":
            self._end_item(top)
            if token in ";；" and top.opened == "[":
                self._end_row(top)
            top.named = False
        elif kind == "space":
            if top.opened != "{":
                self._end_item(top)
        elif kind == "colon":
            self._colon(top, token)
        else:
            self._word(top, kind, token)
        return True

    def _open(self, token: str, top: _Frame) -> bool:
        if len(self._stack) > MAX_NESTED_BRACKETS:
            return False
        call = ""
        if top.words and token in "(（" and _CALL.fullmatch(top.words[-1]):
            call = top.words.pop()
        elif top.words and top.opened != "{":
            self._end_item(top)
        self._stack.append(_Frame(token, call))
        return True

    def _close(self) -> None:
        if len(self._stack) == 1:
            return
        frame = self._stack.pop()
        self._end_item(frame)
        top = self._stack[-1]
        value = _finished(frame)
        if top.opened == "{" and top.words and isinstance(value, WrittenArray):
            top.words.append("(…)")  # a remark behind a number
        else:
            self._put(top, value)

    def _put(self, top: _Frame, value: Value) -> None:
        if top.named:
            return
        if top.key is not None:
            top.pairs.append((top.key, value))
            top.key = None
        else:
            top.items.append(value)

    def _end_item(self, frame: _Frame) -> None:
        if not frame.words:
            return
        if frame.words == ["-"] and frame.opened != "{":
            return  # a sign, and its number comes
        text = " ".join(frame.words) if frame.opened == "{" else "".join(frame.words)
        frame.words.clear()
        self._put(frame, text)

    @staticmethod
    def _end_row(frame: _Frame) -> None:
        if frame.items:
            frame.rows.append(WrittenArray(tuple(frame.items)))
            frame.items.clear()

    def _colon(self, top: _Frame, token: str) -> None:
        if top.opened != "{" and top.opened:
            top.words.append(token)
            return
        if not top.words and top.items and isinstance(top.items[-1], str):
            top.words.append(str(top.items.pop()))
        if top.words and top.key is None:
            top.key = " ".join(top.words)
            top.words.clear()

    def _word(self, top: _Frame, kind: str, token: str) -> None:
        if kind == "quoted":
            token = _unquoted(token)
            if top.opened != "{":
                self._end_item(top)
                self._put(top, token)
                return
        elif kind == "angle":
            if _EMPTY.fullmatch(token) or top.named:
                return
        elif "=" in token and top.call:
            top.named = True  # dtype=float32, grad_fn=<…>
            return
        top.words.append(token)

    def done(self) -> Value:
        """Return what has been put together; brackets that are still open are closed."""
        while len(self._stack) > 1:
            self._close()
        top = self._stack[0]
        self._end_item(top)
        if top.pairs and not top.items:
            return Pairs(tuple(top.pairs))
        return top.items[0] if len(top.items) == 1 else WrittenArray(tuple(top.items))


def _finished(frame: _Frame) -> Value:
    """Return what a bracket holds."""
    if frame.opened == "{":
        return Pairs(tuple(frame.pairs)) if frame.pairs else WrittenArray(tuple(frame.items))
    if frame.rows:
        if frame.items:
            frame.rows.append(WrittenArray(tuple(frame.items)))
        return WrittenArray(tuple(frame.rows))
    items = tuple(frame.items)
    if frame.call and items:
        first = items[0]
        torch = "ensor" in frame.call or frame.call.endswith("Parameter")
        return _with_places(first, TORCH_PLACES) if torch else first
    pairs = [pair for item in items if (pair := _pair(item)) is not None]
    if pairs and len(pairs) == len(items):
        return Pairs(tuple(pairs))  # OrderedDict([('net_h1', tensor(0.3775)), …])
    return WrittenArray(items)


def _pair(item: Value) -> tuple[str, Value] | None:
    """Return a tuple of a name and a value as such."""
    if isinstance(item, WrittenArray) and len(item.items) == 2:
        name, value = item.items
        if isinstance(name, str) and name[:1].isalpha() and not _NUMBER.fullmatch(name):
            return name, value
    return None


def _with_places(value: Value, places: int) -> Value:
    if isinstance(value, WrittenArray):
        return WrittenArray(tuple(_with_places(item, places) for item in value.items), places)
    if isinstance(value, str) and value.endswith(".") and _NUMBER.fullmatch(value):
        return value + "0" * places  # tensor(1.)
    return value


def _unquoted(token: str) -> str:
    r"""Return the text in quotation marks.

    >>> _unquoted('"\\u8bef\\u5dee"'), _unquoted("'E'")
    ('误差', 'E')
    """
    if "\\" in token and token.startswith('"'):
        try:
            return clean(str(loads(token)))
        except ValueError:
            pass
    return token[1:-1]


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
    return bool(_NUMBER.fullmatch(text)) and "e" not in text.lower()
