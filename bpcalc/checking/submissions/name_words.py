"""The words of names as they are compared, and what beside them is no part of a name."""

import re
from unicodedata import combining, normalize

BETWEEN_WORDS = re.compile(r"[\s_,.()\[\]（）【】-]+")
_TASKS = re.compile("第.{1,3}[次章周]|作业|实验|报告|答案|练习|同学|学号|姓名|.{1,3}班")
SCRIPTS = re.compile("([\u3400-\u9fff]+)")
_NUMBER = re.compile("[0-9]")
TASK = re.compile(
    "(?:abgabe|answers?|antwort(?:en)?|assignment|aufgabe|backprop(?:agation)?|blatt|class|copy|draft"
    "|ex|exam|exercises?|final|group|gruppe|homework|hw|kopie|lab|losung(?:en)?|mlp|network|nn|no|nr"
    "|paper|part|problem|project|projekt|question|quiz|report|sheet|solutions?|student|submission"
    "|task|team|teil|tut|tutorial|ubung|uebung|upload|v|version|week|woche"
    ")?[0-9]*"
)
"""Words beside a name in the names of folders and files, which are no part of it."""


def folded(text: str) -> str:
    """Return a name as it is compared.

    >>> folded("  Müller,  ANN ") == folded("müller, ann")
    True
    """
    return " ".join(normalize("NFKC", text).casefold().split())


def plain_letters(text: str) -> str:
    """Return a folded name without accents: `müller` is muller to some systems."""
    return "".join(sign for sign in normalize("NFKD", text) if not combining(sign))


def words_of(text: str) -> frozenset[str]:
    """Return the words of a name, without accents; Chinese ones stand apart from others."""
    spaced = _TASKS.sub(" ", SCRIPTS.sub(r" \1 ", plain_letters(folded(text))))
    return frozenset(filter(None, BETWEEN_WORDS.split(spaced)))


def is_chinese(text: str) -> bool:
    """Return whether a name is written in Chinese and nothing else."""
    return len(text) > 1 and bool(SCRIPTS.fullmatch(text))


def name_words(text: str) -> frozenset[str]:
    """Return the words of a text that may be parts of a name.

    >>> sorted(name_words("hw3_Max_Planck_2026 (final)"))
    ['max', 'planck']
    """
    return frozenset(
        word for word in words_of(text) if not TASK.fullmatch(word) and not _NUMBER.search(word)
    )


def is_one_name(text: str, name: str) -> bool:
    """Return whether a text may name a student: all of the name stands in it, or no more than it.

    >>> is_one_name("Max", "Max Born"), is_one_name("hw3_Max_Born_final", "Born, Max")
    (True, True)
    >>> is_one_name("Max Planck", "Max Born")
    False
    """
    listed, told = words_of(name), name_words(text)
    return bool(listed) and (listed <= words_of(text) or (bool(told) and told <= listed))


TYPING_SLIPS = 0.85
"""From which ratio of common letters on two names are one, once mistyped."""


def may_be_same(one: str, other: str) -> bool:
    """Return whether two names that share an ID may be one student's, written in two ways.

    >>> may_be_same("M. Planck", "Planck, Max"), may_be_same("Max Plank", "Max Planck")
    (True, True)
    >>> may_be_same("张三", "San Zhang"), may_be_same("Max Planck", "Max Born")
    (True, False)
    """
    from difflib import SequenceMatcher  # only where two names differ

    few, many = sorted((name_words(one), name_words(other)), key=len)
    if all(any(a.startswith(b) or b.startswith(a) for b in many) for a in few):
        return True
    if {bool(SCRIPTS.search(name)) for name in (one, other)} == {True, False}:
        return True
    less, more = (" ".join(sorted(words)) for words in (few, many))
    return SequenceMatcher(None, less, more).ratio() >= TYPING_SLIPS
