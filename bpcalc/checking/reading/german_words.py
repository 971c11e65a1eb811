"""Words of German sheets in English, which all that reads lines knows: `1. verdeckte Schicht`.

Numbers and symbols stay as they are. A word is one entry of a table.
"""

import re
from collections.abc import Iterable

from bpcalc.checking.reading.grids import WHO
from bpcalc.patterns import pattern

_NTH = {"erste": 1, "zweite": 2, "dritte": 3, "vierte": 4}
_HIDDEN = r"(?:[Vv]erdeckt|[Vv]ersteckt)e[nr]?\s?[Ss]chicht|[Zz]wischenschicht"
_NTH_HIDDEN = pattern(
    rf"\b(?:([1-9])\.\s(?-i:(?=[vz]))|({'|'.join(_NTH)})[nrs]?\s)(?:{_HIDDEN})\b", re.IGNORECASE
)
"""A hidden layer that is counted; with a capital letter behind its number, it is a heading."""

_NTH_UNIT = pattern(r"(?<=[\w,;:]\s)([1-9])\.\s([Nn]euron|[Kk]noten)s?\b(?!\s?[0-9])")
_WORDS: dict[str, str] = {
    _HIDDEN: "hidden layer",
    "ausgabeschicht|ausgangsschicht": "output layer",
    "netzeingabe|nettoeingabe|netto-eingabe|netzinput|nettoinput|gewichtete summe": "net input",
    "ausgabe|ausgabewert|ausgang|ausgangswert": "output",
    "aktivierung|aktivierungswert": "activation",
    "gesamtfehler|fehlersumme|fehler gesamt": "total error",
    "fehlersignal|fehlerterm": "error term",
    "fehler": "error",
    "neue[nrs]? gewichte?|aktualisierte[nrs]? gewichte?": "new weight",
    "neue[nrs]? bias|aktualisierte[nrs]? bias": "new bias",
    "gewichtsänderung": "weight change",
    "gewichte?": "weight",
    "schicht": "layer",
    "knoten": "node",
    "(?<=des )neurons": "neuron",
}
_WORD = {
    english: pattern(rf"\b(?:{german})\b", re.IGNORECASE) for german, english in _WORDS.items()
}
_GERMAN = pattern(
    "schicht|eingabe|ausgabe|ausgang|netzinput|nettoinput|aktivierung|fehler|gewicht|knoten|neue",
    re.IGNORECASE,
)
_BETWEEN = {
    "of": pattern(r"(?<=[\w,]\s)(?:von|vom|des|der|in|im|für)(?:\s(?:der|dem|das))?(?=\s\w)"),
    "is": pattern(r"(?<=[\w)]\s)(?:ist|beträgt|lautet)(?=\s[-+−]?[0-9])"),
    "the": pattern(r"\b(?:die|das)(?=\s)|^der(?=\s)", re.IGNORECASE),
}
"""Words that are looked at in German lines only."""


def text_in_english(text: str, names: Iterable[str]) -> str:
    """Return a text with English words for German ones, but for lines that say who wrote it.

    Args:
        text: the lines.
        names: those of the units; where one of them is German itself, the words are names.
    """
    if not _GERMAN.search(text) or any(map(_GERMAN.search, names)):
        return text
    lines = text.split("\n")
    return "\n".join(line if _says_who(line) else in_english(line) for line in lines)


def _says_who(line: str) -> bool:
    return line.replace("：", ":").partition(":")[0].strip(" *_#").casefold() in WHO


def in_english(line: str) -> str:
    """Return a line with English words for the German ones of networks.

    >>> in_english("1. verdeckte Schicht, Neuron 2, Netzeingabe: 0,5650")
    'hidden layer 1, Neuron 2, net input: 0,5650'
    >>> in_english("Ausgabe des 2. Neurons der verdeckten Schicht = 0,5969")
    'output of neuron 2 of hidden layer = 0,5969'
    >>> in_english("net inputs of the neurons in the hidden layer")
    'net inputs of the neurons in the hidden layer'
    """
    if not _GERMAN.search(line):
        return line
    found = _NTH_HIDDEN.sub(_counted, _NTH_UNIT.sub(r"neuron \1", line))
    for english, word in _WORD.items():
        found = word.sub(english, found)
    for english, word in _BETWEEN.items() if found != line else ():
        found = word.sub(english, found)
    return found


def _counted(match: re.Match[str]) -> str:
    return f"hidden layer {match[1] or _NTH[match[2].lower()]}"
