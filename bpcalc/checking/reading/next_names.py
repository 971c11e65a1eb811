"""Where a value in a line ends and the next name begins: `0.3775 so out_h1`, before its `=`."""

import re
from collections.abc import Callable
from typing import TypeAlias

from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME, Knows
from bpcalc.checking.reading.line_forms import BULLET, CONNECTIVE
from bpcalc.checking.reading.name_index import plain_name
from bpcalc.checking.reading.name_parts import MODIFIERS, is_bias_beside, is_own_error
from bpcalc.checking.reading.statement_parts import (
    ARROW,
    CALCULATES,
    MARKED_NUMBER,
    MAX_TAIL,
    NAME_DELIMITERS,
    NUMERIC,
    VALUE_START,
    delimiters,
    first_bracket_end,
    is_numeric,
)
from bpcalc.checking.reading.structures import NUMBER
from bpcalc.named_tuples import NamedTuple
from bpcalc.patterns import pattern

IsGiven: TypeAlias = Callable[[str], bool]
"""Tells whether a name is that of a number which the exercise gives."""

_NEW = dict(MODIFIERS)["new"]
_MAX_WORDS = 4
"""Words among which the next name begins."""

_MAX_COLUMNS = 40
"""Columns of a line among which the next name is looked for."""

_DIGITS = pattern(r"[0-9]+")
_NUMBERED = pattern(r"[0-9]\s{1,9}[(（]?[0-9]{1,2}$")
"""The number of the next answer, behind a value."""

_APPLIED = pattern(
    r"[^\W\d]\w{0,19}(?:\s?[\^_]?\s?(?:\([^()=]{1,20}\)|\{[^{}=]{1,20}\}|\[[^\[\]=]{1,20}\])"
    r"|[\^_]\w{1,10}|['′’⁺]){1,3}"
)
"""A name with something raised, below or in brackets: known or not, it ends the value before."""

_OPERATORS = "⊙∘⊗*×·⋅/+-−@"
_LEADS = pattern(
    r"(?<=[0-9])\s?[,，;；。、]\s?(?:同理|同样|类似地?|于是|因此|所以|其中|接着|然后|最后|可得|similarly|likewise)$"
)
"""What leads to the next name behind a number, and stands apart from both."""

_PRIMES = "'′’⁺+*"
_SIGNS = (" / ", " & ")
_IN_WORDS = pattern(r"(?:times|multiplied|divided|over|plus|minus|by)\s|[乘除加减]", re.IGNORECASE)
"""What calculates with the number before it."""


class NextName(NamedTuple):
    """What stands between two separators: a value, and the name of the next one.

    Attributes:
        value: the text before the name.
        name: the name.
        doubtful: whether it may as well be a factor: `net_h1 = 0.15 w1 = 0.3775`.
    """

    value: str
    name: str
    doubtful: bool = False


def cleaned(name: str, knows: Knows) -> str:
    """Return a name without bullet, number, quotation marks, and words that lead to it.

    >>> cleaned("2) `net_h1`", {"net_h1"}.__contains__)
    'net_h1'
    """
    name = unmarked(name)
    if word := CONNECTIVE.match(name):
        rest = name[word.end() :]
        name = rest if knows(rest) >= max(knows(name), 1) else name
    bullet = BULLET.match(name)
    if bullet and bullet.end() < len(name):
        bare = unmarked(name[bullet.end() :])
        if knows(bare) >= knows(name):
            return bare
    return name


def unmarked(name: str) -> str:
    """Return a name without what is set around it; what ends the name of a new weight stays.

    >>> unmarked("**w5'**"), unmarked("'net_h1'"), unmarked("w5*")
    ("w5'", 'net_h1', 'w5*')
    """
    name = name.strip().strip('"`$').strip().removesuffix("**")
    for mark in "*'":
        if name.startswith(mark):
            name = name.strip(mark)
    return name.strip('"`$ ')


def _begins_with_value(text: str) -> bool:
    return bool(MARKED_NUMBER.match(text) or VALUE_START.match(text))


def next_column(columns: list[str], knows: Knows) -> int:
    """Return which column is the name of another quantity, 0 if none is.

    A number stands before it, and one behind it.

    >>> next_column(["net_h1", "0.3775", "out_h1", "0.5933"], {"out_h1": 2}.__getitem__)
    2
    """
    for at in range(2, len(columns) - 1) if len(columns) <= _MAX_COLUMNS else ():
        beside = is_numeric(columns[at - 1]) and is_numeric(columns[at + 1])
        if beside and knows(cleaned(columns[at], knows)) > 1:
            return at
    return 0


_OF_UNIT = frozenset({"net", "out", "delta"})
"""What stands before a unit in a name."""

_BEFORE_KIND = pattern(r"[\s的]")
"""What stands between a unit and what of it is meant: `o1 E`, `o1的误差`."""


class NextNames:
    """Finds the names that stand behind values."""

    def __init__(self, knows: Knows, given: IsGiven) -> None:
        """Know how well names are known, and which numbers are given."""
        self._knows, self._given = knows, given

    def is_one(self, name: str) -> bool:
        """Return whether a name is that of one weight, or of one unit; W1 may be a matrix."""
        return name[:1].islower() and (self._given(name) or self._knows(f"net_{name}") > 1)

    def unit_before(self, said: list[tuple[str, str]], tail: str) -> str:
        """Return what the last of the names in a line is of, if the next may be of it: `o1`.

        Behind several of them, as in `o1: 0.75, o2: 0.77, E = 0.3`, an error is that of all.

        Args:
            said: the names and values before.
            tail: the next name.
        """
        unit = "" if self.is_one(cleaned(tail, self._knows)) else self._unit(said[-1][0])
        is_error = unit and is_own_error(f"{unit} {cleaned(tail, self._knows)}", self._knows)
        if not is_error:
            return unit
        units = [self._unit(name) for name, _ in said]
        own = any(is_own_error(name, self._knows) for name, _ in said)
        return unit if own or set(units) == {unit} else ""

    def of_unit(self, unit: str, name: str) -> str:
        """Return the name of what is of a unit or weight; "" if it is of none, or of another."""
        full = f"{unit} {name}" if unit and not is_bias_beside(unit, name) else ""
        if full and self._knows(full):
            own = self._knows(name) < 2 or is_own_error(full, self._knows)
            if own or name not in _OF_UNIT:
                return full if own else ""
        composed = f"{name}_{unit}" if unit and name in _OF_UNIT else ""
        return composed if composed and self._knows(composed) > 1 else ""

    def _unit(self, name: str) -> str:
        """Return the unit or weight that a name is, or is of: of `out_o1` and `o1 E` it is o1."""
        kind, _, of = name.partition("_")
        named = _BEFORE_KIND.split(of if kind in _OF_UNIT else name)[0]
        of = of if kind in _OF_UNIT else named if named.isdigit() else ""
        numbered = bool(of) and self._knows(f"net_{of}") > 1
        return named if numbered or self.is_one(named) else ""

    def behind(self, text: str, before: str) -> NextName | None:
        """Return the value at the start of a text, and the name at its end; None if none is there.

        Args:
            text: what stands before an equals sign.
            before: the name of the value with which the text begins.
        """
        before = before[: MAX_QUANTITY_NAME + 1]
        return (
            self._behind_slash(text, before)
            or self._behind_arrow(text, before)
            or self._behind_sign(text, before)
            or self._behind_delimiter(text)
            or self._behind_bracket(text)
            or self._behind_number(text.strip(), before)
        )

    def behind_person(self, text: str, mark: str) -> NextName | None:
        """Return who somebody is, and the name of the first answer in the same line.

        Args:
            text: what stands before the mark: `Ann net_h1`.
            mark: what stands behind it. Behind a colon, `E` may be a part of somebody's name.
        """
        words = text.split()[-_MAX_WORDS:]
        for at in range(1, len(words)):
            name = " ".join(words[at:])
            known = self._knows(cleaned(name, self._knows))
            numbered = known and any(map(str.isdigit, name))
            if (numbered or (known > 1 and mark in "=＝≈")) and text.endswith(name):
                return NextName(text.removesuffix(name).strip(), name)
        return None

    def _behind_arrow(self, text: str, before: str) -> NextName | None:
        for arrow in ARROW.finditer(text, max(0, len(text) - MAX_TAIL)):
            head, tail = text[: arrow.start()].strip(), text[arrow.end() :].strip()
            if NUMERIC.match(tail) or not self._is_name(tail):
                continue
            if _begins_with_value(head) or self._is_another(tail, before):
                return NextName(head, tail)
        return None

    def _behind_slash(self, text: str, before: str) -> NextName | None:
        """Return the quantity behind a number and a slash, by which that may be divided, too."""
        head, slash, tail = (text[:MAX_TAIL] if "/" in text else "").partition("/")
        joined = slash and head[-1:] != " " != tail[:1]  # 0.3775 / net_h2 are two answers
        if joined and NUMBER.fullmatch(head.strip()) and self._is_another(tail, before):
            return NextName(head, tail, doubtful=True)
        return None

    def _is_another(self, name: str, before: str) -> bool:
        """Return whether a name is that of a quantity, and of another one."""
        name = cleaned(name, self._knows)
        return self._knows(name) > 1 and plain_name(name) != plain_name(before)

    def _behind_sign(self, text: str, before: str) -> NextName | None:
        """Return the name behind a slash or an ampersand that has blanks around it."""
        for sign in _SIGNS:
            head, found, tail = text[-MAX_TAIL:].rpartition(sign)
            head = text[: len(text) - len(tail) - len(sign)].strip()
            known = found and self._knows(cleaned(tail, self._knows))
            if known and _begins_with_value(head):
                doubtful = sign == " / " and self._is_factor(tail, before)
                return NextName(head, tail.strip(), doubtful=doubtful)
        return None

    def _behind_delimiter(self, text: str) -> NextName | None:
        for at in delimiters(text):
            head, tail = text[:at].strip(), text[at:].strip(NAME_DELIMITERS + " ")
            numbered = text[at] == "、" and _NUMBERED.search(head[-20:])  # 0.3775 2、net_h2
            named = self._may_be_next(tail) or (_APPLIED.fullmatch(tail) and is_numeric(head))
            if head and tail and not numbered and named:
                return NextName(_LEADS.sub("", head), tail)
        return None

    def _behind_bracket(self, text: str) -> NextName | None:
        end = first_bracket_end(text)
        tail = text[end:].strip(NAME_DELIMITERS + " ")
        named = end and tail[:1] not in _OPERATORS and self._is_name(tail)
        return NextName(text[:end], tail) if named else None

    def _behind_number(self, text: str, before: str) -> NextName | None:
        """Return the number at the start of a text, and the name behind a single blank."""
        number = MARKED_NUMBER.match(text)
        end = text.find(" ", number.end()) if number else -1
        tail = text[end:].strip()
        if end < 0 or CALCULATES.search(tail) or _IN_WORDS.match(tail):
            return None  # 0.15 x_1 + 0.2 x_2 + b_1
        tail = self._known_end(tail)
        if not self._may_be_next(tail):
            return None
        head = text.removesuffix(tail).strip()
        doubtful = len(head) <= end and self._is_factor(tail, before)
        return NextName(head, tail, doubtful=doubtful)

    def _known_end(self, text: str) -> str:
        """Return the name at the end of a text, behind a remark: `(rounded) out_h1`."""
        words = text.split(None, _MAX_WORDS) if len(text) <= MAX_TAIL else []
        if self._knows(cleaned(text, self._knows)):
            return text
        for at in range(1, len(words)):
            end = " ".join(words[at:])
            remark = words[0][0] in "(（" and words[at - 1][-1] in ")）"
            if self._knows(end) > (not remark) and text.endswith(end):
                return end
        return text

    def _is_factor(self, name: str, before: str) -> bool:
        """Return whether a name may be a given number, by which the one before it is multiplied."""
        bare = cleaned(name, self._knows)
        if self._knows(bare) != 1 or not self._given(bare):
            return False
        plain = plain_name(before)
        renewed = self._given(before) or _NEW.search(before) or plain[-1:] == "+"
        alike = _DIGITS.sub("#", plain) == _DIGITS.sub("#", plain_name(bare))  # w0 = 0.37 w1 = 0.83
        return not (renewed or alike or plain_name(bare) in plain)  # dE/dw5 = 0.0822 w5 = 0.3589

    def _may_be_next(self, tail: str) -> bool:
        return not NUMERIC.match(cleaned(tail, self._knows)) and self._is_name(tail)

    def _is_name(self, text: str) -> bool:
        if len(text) > MAX_QUANTITY_NAME:
            return False
        word = text.replace("_", "").replace(" ", "")
        return self._knows(cleaned(text, self._knows)) > 0 or (
            word.rstrip(_PRIMES).isalnum() and word[:1].isalpha()
        )
