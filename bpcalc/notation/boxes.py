r"""A formula's LaTeX as boxes, from which other ways of setting mathematics are written.

It reads what `LatexWriter`, the notations and the matrices of a report write, and nothing else:
a name that a user has chosen comes in as text and leaves as text.

>>> boxes(r"\frac{1}{2} \cdot \mathrm{net}_{h_1}")  # doctest: +NORMALIZE_WHITESPACE
(Fraction(over=(Glyphs(text='1', role='number'),), under=(Glyphs(text='2', role='number'),)),
 Glyphs(text='·', role='binary'),
 Script(base=(Glyphs(text='net', role='word'),),
        below=(Script(base=(Glyphs(text='h', role='letter'),),
                      below=(Glyphs(text='1', role='number'),), above=()),), above=()))
"""

import re
from collections.abc import Callable
from typing import ClassVar, Literal, NamedTuple, Union

Role = Literal["number", "letter", "word", "function", "binary", "relation", "prefix", "mark"]
"""How glyphs are set: a letter is slanted, a word upright, a function upright and apart from what
follows; a sign stands between two terms, or (`prefix`) close to what follows; a mark, such as a
bracket or comma, stands close to everything."""


class Glyphs(NamedTuple):
    """Signs that stand together."""

    text: str
    role: Role


class Script(NamedTuple):
    """A base with an index, an exponent, or both; () where there is none."""

    base: "MathRow"
    below: "MathRow"
    above: "MathRow"


class Fraction(NamedTuple):
    """One row over another."""

    over: "MathRow"
    under: "MathRow"


class Fenced(NamedTuple):
    """A row between brackets as high as it is."""

    body: "MathRow"


class Hat(NamedTuple):
    """A row under a hat."""

    body: "MathRow"


class Table(NamedTuple):
    """Rows and columns: a matrix in round brackets, or the cases of a definition."""

    kind: Literal["matrix", "cases"]
    rows: tuple[tuple["MathRow", ...], ...]


MathBox = Union[Glyphs, Script, Fraction, Fenced, Hat, Table]  # noqa: UP007 - forward references
MathRow = tuple[MathBox, ...]

MATH_SIGNS: dict[str, tuple[str, Role]] = {
    r"\cdot": ("·", "binary"),
    r"\odot": ("⊙", "binary"),
    r"\times": ("×", "binary"),
    "+": ("+", "binary"),
    "-": ("−", "binary"),
    "=": ("=", "relation"),
    ">": (">", "relation"),
    r"\le": ("≤", "relation"),
    r"\to": ("→", "relation"),
    r"\backslash": ("\\", "mark"),
    r"\sim": ("~", "mark"),
    r"\partial": ("∂", "mark"),
}
GREEK = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "eta": "η",
    "theta": "θ",
    "mu": "μ",
    "Delta": "Δ",
}
LATEX_FUNCTIONS = (r"\max", r"\ln", r"\tanh")
SILENT = (r"\ ", r"\quad", r"\qquad", "\n", " ", "&")
"""Blanks: what a formula needs of them is said by the roles of its signs."""

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[0-9]+(?:\.[0-9]+)?|\s|.", re.DOTALL)
_WORD = re.compile(r"\{((?:[^\\{}]|\\.)*)\}", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)")
_HEIGHT = re.compile(r"\[[0-9]+pt\]")


def boxes(latex: str) -> MathRow:
    """Return a formula of our own LaTeX as boxes."""
    return _Reader(latex).row("")


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, latex: str) -> None:
        self._latex = latex
        self._at = 0

    def row(self, *ends: str) -> MathRow:
        """Return the boxes up to one of these tokens, which is read as well."""
        found: list[MathBox] = []
        while (token := self._next()) not in ends:
            box = self._box(token, found)
            if box is not None:
                found.append(box)
        self.ended = token
        return tuple(found)

    def _next(self) -> str:
        match = _TOKEN.match(self._latex, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match[0]

    def _box(self, token: str, before: list[MathBox]) -> MathBox | None:
        if token in ("_", "^", "'"):
            return self._script(token, before.pop() if before else Glyphs("", "mark"))
        if token in SILENT:
            return None
        read = self._READERS.get(token)
        return read(self) if read else _glyphs(token, before)

    def _argument(self) -> MathRow:
        token = self._next()
        while token.isspace():
            token = self._next()
        if token == "{":
            return self.row("}", "")
        box = self._box(token, [])
        return (box,) if box is not None else ()

    def _group(self) -> MathBox | None:
        """Return a group; its signs belong together, as far as an exponent is concerned."""
        row = self.row("}", "")
        if len(row) == 1:
            return row[0]
        return Script(row, (), ()) if row else None

    def _script(self, mark: str, base: MathBox) -> Script:
        new = (Glyphs("′", "mark"),) if mark == "'" else self._argument()
        row, below, above = base if isinstance(base, Script) else ((base,), (), ())
        if mark == "_" and not below:
            return Script(row, new, above)
        if mark != "_" and not above:
            return Script(row, below, new)
        if mark == "_":
            return Script((base,), new, ())
        return Script((base,), (), new)

    def _word(self) -> Glyphs:
        match = _WORD.match(self._latex, self._at)
        if match is None:
            return Glyphs("", "mark")
        self._at = match.end()
        return Glyphs(_ESCAPED.sub(r"\1", match[1]), "word")

    def _fraction(self) -> Fraction:
        return Fraction(self._argument(), self._argument())

    def _hat(self) -> MathBox:
        body = self._argument()
        return Hat(body) if body else Glyphs("^", "mark")  # a caret in the name of a unit

    def _fenced(self) -> Fenced:
        self._next()
        body = self.row(r"\right", "")
        self._next()
        return Fenced(body)

    def _table(self) -> Table:
        name = self._name()
        if name == "array":
            self._name()
        rows: list[tuple[MathRow, ...]] = []
        cells: list[MathRow] = []
        while True:
            cells.append(self.row("&", r"\\", r"\cr", r"\end", ""))
            if self.ended != "&":
                rows.append(tuple(cells))
                cells = []
            if self.ended in (r"\\", ""):
                self._skip_height()
            if self.ended in (r"\end", ""):
                break
        self._name()
        return Table("cases" if name == "cases" else "matrix", tuple(rows))

    def _skip_height(self) -> None:
        match = _HEIGHT.match(self._latex, self._at)
        self._at = match.end() if match else self._at

    def _name(self) -> str:
        r"""Return what stands in the braces behind \begin or \end."""
        start = self._at + 1
        self._at = self._latex.find("}", start) + 1 or len(self._latex)
        return self._latex[start : self._at - 1]

    _READERS: ClassVar[dict[str, Callable[["_Reader"], MathBox | None]]] = {
        r"\text": _word,
        r"\mathrm": _word,
        r"\frac": _fraction,
        r"\hat": _hat,
        r"\left": _fenced,
        r"\begin": _table,
        "{": _group,
    }


def _glyphs(token: str, before: list[MathBox]) -> Glyphs:
    if token in MATH_SIGNS:
        text, role = MATH_SIGNS[token]
        return Glyphs(text, "prefix" if token in "+-" and _opens(before) else role)
    if token in LATEX_FUNCTIONS:
        return Glyphs(token[1:], "function")
    if token[0].isdecimal():
        return Glyphs(token, "number")
    if token[1:] in GREEK and token[0] == "\\":
        return Glyphs(GREEK[token[1:]], "letter")
    if token[0] == "\\":
        return Glyphs(token[1:], "mark")
    return Glyphs(token, "letter" if token.isalpha() else "mark")


def _opens(before: list[MathBox]) -> bool:
    """Return whether a plus or minus that follows these boxes is a sign of a number."""
    if not before:
        return True
    last = before[-1]
    if not isinstance(last, Glyphs):
        return False
    return last.role in ("binary", "relation", "prefix") or (
        last.role == "mark" and last.text in ("(", ",", "/")
    )
