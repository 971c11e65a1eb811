r"""What stands in the indices of a name besides numbers: commas, and words such as `new`.

w^{(1),new}_{12}      the weight 12 of layer 1, after the update
b_2^{(2)} (neu)       the same of a bias
w^{[3]}_{1,1}         its commas separate no columns of a table
"""

import re

from bpcalc.patterns import pattern

_WORD = (
    r"[(\[]?(?:\\?(?:text|mathrm|rm)?\{?(?:new|neu|updated|新|old|alt|旧)\}?"
    r"|\\?prime|['′’*+⁺]|[tkn]\s?\+\s?1)[)\]]?"
)
_NUMBERS = r"(?:[(\[]\s?[0-9]{1,3}(?:\s?,\s?[0-9]{1,3})?\s?[)\]]|[0-9]{1,3}(?:\s?,\s?[0-9]{1,3})?)"
_AND = r"\s?[,;，]?\s?"
_WITHIN = pattern(
    r"([\^_])\s?\{\s?(?:"
    rf"({_NUMBERS}){_AND}{_WORD}|{_WORD}{_AND}({_NUMBERS})|\(\s?([0-9]{{1,3}}){_AND}{_WORD}\s?\)"
    r")\s?\}",
    re.IGNORECASE,
)
"""A layer, or units, and beside them whether the weight is the new one."""

_BEHIND = pattern(
    r"([wbvθ](?![A-Za-z])[^\s]{0,40}?)\s?[(（\[]\s?(new|neu|新|old|alt|旧)\s?[)）\]]", re.IGNORECASE
)
"""A word behind a weight or bias; outputs and errors that are new are those of the next epoch."""

_UPDATED = pattern(
    r"([wθ](?![A-Za-z])[^\s]{1,40})\s(?:[(（\[]updated[)）\]]|updated|after(?: the)? update)",
    re.IGNORECASE,
)
"""The same in other words, of what is nobody's output: one book has b for these."""

_PRIME = pattern(
    r"^(\{?[wbvθ]\}?(?:_\{?[0-9]{1,3}(?:,\s?[0-9]{1,3})?\}?)?)"
    r"(?:['′’⁺*]|\^\{?\\?prime\}?)(?=[\^_])",
    re.IGNORECASE,
)
"""What says so between the letter and a layer."""

_OLD = pattern("old|alt|旧", re.IGNORECASE)
_IS_NEW = pattern("(?:new|neu|新|['′’⁺+*])$", re.IGNORECASE)
_INDEX = pattern(r"(?<=[_^])(?:\{[^{}\n]{0,40},[^{}\n]{0,40}\}|\([0-9]{1,3}\s?,[^()\n]{0,20}\))")
_KEPT = "\ue02c"
"""Stands for a comma of an index while a line is cut at its commas: no text has it."""


def word_last(text: str) -> str:
    r"""Return a name with the word for what it is after, or before, the update at its end.

    >>> word_last("w^{(1),new}_{12}"), word_last("b_2^(2) (neu)"), word_last("w_{12}^{old,[1]}@s2")
    ('w^{(1)}_{12}_new', 'b_2^(2)_new', 'w_{12}^{[1]}_old@s2')
    >>> word_last("w_12^(1) updated"), word_last("a^(2)_2 (updated)")
    ('w_12^(1)_new', 'a^(2)_2 (updated)')
    >>> word_last("w'^{(1)}_{12}"), word_last("w_{5}^{new}")
    ('w^{(1)}_{12}_new', 'w_{5}^{new}')
    >>> word_last(r"w_{12}^{(1),\text{new}}"), word_last("b_2'^{(1)}"), word_last("w_{1,2,new}")
    ('w_{12}^{(1)}_new', 'b_2^{(1)}_new', 'w_{1,2}_new')
    """
    name, at, when = text.partition("@")
    if name[-1:] in (")", "）", "]") and (match := _BEHIND.fullmatch(name)):
        bare, word = match[1], match[2]
    elif match := _UPDATED.fullmatch(name) if "pdate" in name else None:
        bare, word = match[1], ""
    elif match := _PRIME.match(name):
        bare, word = match[1] + name[match.end() :], ""
    elif match := _WITHIN.search(name) if "{" in name else None:
        index = match[2] or match[3] or f"({match[4]})"
        bare = f"{name[: match.start()]}{match[1]}{{{index}}}{name[match.end() :]}"
        word = match[0]
    else:
        return text
    ending = "_old" if _OLD.search(word) else "" if _IS_NEW.search(bare) else "_new"
    return f"{bare}{ending}{at}{when}"


def with_kept_commas(line: str) -> str:
    """Return a line of a table with a sign for the commas within indices, which separate nothing.

    >>> without_kept(with_kept_commas("w^{(1),new}_{1,2}, 0.4483"))
    'w^{(1),new}_{1,2}, 0.4483'
    >>> with_kept_commas("w^{(1),new}_{1,2}, 0.4483").count(",")
    1
    """
    if "," not in line or not ("_" in line or "^" in line):
        return line
    return _INDEX.sub(lambda index: index[0].replace(",", _KEPT), line)


def without_kept(text: str) -> str:
    """Return a text with its commas again."""
    return text.replace(_KEPT, ",")
