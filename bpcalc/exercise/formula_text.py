"""The text of a formula that somebody has typed, brought into the form in which it is read.

Signs that people write otherwise, such as × or ², become those of the grammar, a `*` that was left
out is put in, and every character remembers where it came from.
"""

import re
from collections.abc import Collection

from bpcalc.exercise.hints import quotable
from bpcalc.locale import say

FULL_WIDTH = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}
"""Letters, digits and signs as wide as Chinese characters."""

FORMULA_SIGNS = {
    **FULL_WIDTH,
    "＾": "**",
    "^": "**",
    "·": "*",
    "×": "*",
    "−": "-",
    "–": "-",
    "÷": "/",
    "½": "(1/2)",
    "¼": "(1/4)",
    "²": "**2",
    "³": "**3",
    "√": "sqrt",
    "σ": "sigmoid",
    "ŷ": "yhat",
    "\u0302": "hat",
    "π": "pi",
    "≥": ">=",
    "≤": "<=",
}
"""How people write what Python writes otherwise; U+0302 puts a hat on the letter before it."""

WORD = re.compile(
    r"[0-9]+\.?[0-9]*(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?|[A-Za-z_]\w*|\S"
)
"""A number, a name or a sign."""

KEYWORDS = frozenset({"if", "else", "and", "or", "not"})
SIGNS = frozenset("+-*/<>=")

UNDER_ROOT = re.compile(r"(?:[0-9][0-9.]*|[A-Za-z]\w*)(?![\w.]|\s*\()")
"""A number or a name that stands behind a √ without brackets."""


class FormulaError(Exception):
    """What is wrong with a formula, and before which character of it."""

    def __init__(self, says: str, at: int) -> None:
        """Keep the sentence and the place."""
        super().__init__(says)
        self.says = says
        self.at = at


LEAD = re.compile(r"\A\s*[A-Za-zφσ]\w*['′]?\s*(?:[(（]\s*\w+\s*[)）])?\s*[=＝](?!=)")
"""What people write before a formula: `f(x) =`."""

MODULE = re.compile(r"\b(?:math|np|numpy|torch)\.(?=[A-Za-z])")
"""Where programs have their functions from."""


def without_lead(text: str) -> str:
    """Return a formula with blanks for what stands before it, or its functions, in other places.

    >>> without_lead("f(x) = np.exp(x)")
    '          exp(x)'
    """
    for pattern in (LEAD, MODULE):
        text = pattern.sub(lambda found: " " * len(found.group()), text)
    return text


def names_in(text: str) -> set[str]:
    """Return the names that stand in a text, as a formula has them.

    >>> sorted(names_in("(ŷ - t)²"))
    ['t', 'yhat']
    """
    signs = without_lead(text)
    written = "".join(FORMULA_SIGNS.get(character, character) for character in signs)
    return set(re.findall(r"[A-Za-z_]\w*", written, re.ASCII))


def in_ascii(text: str) -> tuple[str, list[int]]:
    """Return a formula as Python writes it, and for each of its characters where it came from."""
    source, places = "", []
    lead = len(text) - len(text.lstrip())
    bars, closing = 0, -1
    for at, character in enumerate(text):
        if at < lead:
            continue
        if at == closing:
            source += ")"
            places.append(at - 1)
        if character == "√" and (under := UNDER_ROOT.match(text, at + 1)):
            source += "sqrt("
            places += [at] * 5
            closing = under.end()
            continue
        if character in "|｜":
            bars += 1
            source += "abs(" if bars % 2 else ")"
            places += [at] * (4 if bars % 2 else 1)
            continue
        written = FORMULA_SIGNS.get(character, " " if character.isspace() else character)
        if not written.isascii() or written == "#":  # what follows would be a comment
            raise FormulaError(say("`{sign}` has no meaning here", sign=quotable(character)), at)
        source += written
        places += [at] * len(written)
    if closing == len(text):
        source += ")"
        places.append(closing - 1)
    return source, [*places, len(text) - 1]


def with_products(source: str, places: list[int], names: Collection[str]) -> tuple[str, list[int]]:
    """Return a formula with the `*` that people leave out, as in 2net or 0.5(1 + net).

    Raises:
        FormulaError: it is left out behind a `/`, where nobody knows what is divided by.
    """
    values = {*names, "pi", "e"}
    before, divided = "", False
    outside: list[bool] = []
    left_out = []
    for match in WORD.finditer(source):
        word, at = match[0], match.start()
        number = before[:1].isdigit() or (before[:1] == "." and len(before) > 1)
        ends = number or before == ")" or before in values
        begins = word == "(" or (word.isidentifier() and word not in KEYWORDS)
        if ends and begins:
            if divided:
                says = say("write the `*` here, and brackets around what is divided by")
                raise FormulaError(says, places[at])
            left_out.append(at)
        if word == "(":
            outside.append(divided)
            divided = False
        elif word == ")" and outside:
            divided = outside.pop()
        elif word in SIGNS:
            divided = word == "/"
        before = word
    for at in reversed(left_out):
        source = f"{source[:at]}*{source[at:]}"
        places = [*places[:at], places[at], *places[at:]]
    return source, places


def look_at_brackets(source: str, places: list[int]) -> None:
    """Refuse a bracket without its fellow."""
    waiting: list[int] = []
    for at, character in enumerate(source):
        if character == "(":
            waiting.append(at)
        elif character == ")" and not waiting:
            raise FormulaError(say("this bracket closes none"), places[at])
        elif character == ")":
            waiting.pop()
    if waiting:
        raise FormulaError(say("this bracket is never closed"), places[waiting[-1]])
