r"""Brackets, calls and objects, as programs print them, put together to arrays and pairs.

    tensor(0.7514, grad_fn=<SigmoidBackward0>)
    array([0.59, 0.60], dtype=float32), [[0.0822 0.0827]\n [-0.0226 -0.0227]]
    {'net_h1': 0.3775, 'out_h1': 0.5933}

The text is cut into tokens once, from left to right, and the tokens are put together on a stack.
"""

import re
from json import loads
from typing import TypeAlias

from bpcalc.checking.reading.contents import clean
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern


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

MAX_NESTED_BRACKETS = 50
TORCH_PLACES = 4
"""Decimals in which PyTorch prints a tensor; `tensor(1.)` is 1.0000."""

NUMBER = pattern(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
CALL = pattern(r"[A-Za-z_][A-Za-z0-9_.]{0,60}")
_TOKEN = pattern(
    r"(?P<space>\s+)|(?P<open>[\[({【（])|(?P<close>[\])}】）])|(?P<mark>[,;，；])|(?P<colon>[:：])"
    r'|(?P<quoted>"(?:[^"\\]|\\.){0,500}"|\'(?:[^\'\\]|\\.){0,500}\')'
    r"|(?P<angle><[^<>\n]{0,200}>)"
    r"|(?P<word>[^\s\[\](){}【】（）,;，；:：\"'<>]+)|(?P<other>.)",
    re.DOTALL,
)
CLOSING = {"(": ")", "（": "）", "[": "]", "{": "}", "【": "】"}
OPENED_BY = {close: opened for opened, close in CLOSING.items()}
_EMPTY = pattern(r"<[0-9]+ empty items?>")


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
        if top.words and token in "(（" and CALL.fullmatch(top.words[-1]):
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
        if isinstance(name, str) and name[:1].isalpha() and not NUMBER.fullmatch(name):
            return name, value
    return None


def _with_places(value: Value, places: int) -> Value:
    if isinstance(value, WrittenArray):
        return WrittenArray(tuple(_with_places(item, places) for item in value.items), places)
    if isinstance(value, str) and value.endswith(".") and NUMBER.fullmatch(value):
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
