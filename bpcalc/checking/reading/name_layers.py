"""Names that say a layer and a unit: a_1^2, a²₁, a1[2]; and letters that differ between books."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from unicodedata import normalize

from bpcalc.checking.reading.words_in_indices import word_last
from bpcalc.maths.keys import Key, Kind
from bpcalc.notation.spelling import Spelling
from bpcalc.patterns import pattern

_LAYER_LAST = pattern(
    r"\s?(?:_\s?\{?\(?([0-9]{1,3}(?:,\s?[0-9]{1,3})?)\)?\}?|([₀-₉]{1,6}))"
    r"\s?(?:\^\s?\{?[\[(]?([0-9]{1,3})[\])]?(?:\(([0-9]{1,9})\))?\}?|⁽?([⁰¹²³⁴-⁹]{1,3})⁾?)"
)
_SAMPLED = pattern(r"\^\s?\{?\[([0-9]{1,3})\]\(([0-9]{1,9})\)\}?(?:\s?_\s?\{?([0-9]{1,6})\}?)?")
_LAYERED = pattern(r"[A-Za-zδθ]\^\{?[\[(]?([0-9]{1,3})[\])]?\}?_\{?([0-9]{1,6})\}?")
_LETTER = pattern(r"[A-Za-z]{1,30}")
_OF_BIAS = pattern(r"[d∂]_?[bθ]_?[0-9]")
_INDEXED = pattern(r"([A-Za-zδ∂/]{1,30})([0-9]{1,3})\[([0-9]{1,3})\]")


def layer_first(text: str) -> str:
    """Return a name with what is raised before what stands below, whichever was typed first.

    A number in parentheses behind a layer is that of the sample.

    >>> layer_first("a_1^{(2)}"), layer_first("a₁²"), layer_first("dw_{2,1}^2")
    ('a^{2}_{1}', 'a^{2}_{1}', 'dw^{2}_{21}')
    >>> layer_first("z_1^{[2](3)}"), layer_first("z^{[2](3)}_1"), layer_first("w5^2")
    ('z^{2}_{1}@s3', 'z^{2}_{1}@s3', 'w5^2')
    """

    def turned(match: re.Match[str]) -> str:
        unit = normalize("NFKC", match[1] or match[2]).replace(",", "").replace(" ", "")
        sample = f"@s{match[4]}" if match[4] else ""
        return f"^{{{normalize('NFKC', match[3] or match[5])}}}_{{{unit}}}{sample}"

    def parted(match: re.Match[str]) -> str:
        unit = f"_{{{match[3]}}}" if match[3] else ""
        return f"^{{{match[1]}}}{unit}@s{match[2]}"

    return _SAMPLED.sub(parted, _LAYER_LAST.sub(turned, word_last(text)))


def of_layer(text: str, keys: list[Key]) -> list[Key]:
    """Return those of the keys that have the layer and the units that a name says, if it does.

    >>> keys = [Key("out", 1, 1), Key("out", 1, 2), Key("out", 1, 21)]
    >>> [key.unit for key in of_layer("a^{1}_{2}", keys)], len(of_layer("a12", keys))
    ([2], 3)
    """
    match = _LAYERED.search(text)
    if match is None:
        return keys
    layer, units = int(match[1]), match[2]

    def fits(key: Key) -> bool:
        if key.layer is None or key.unit is None:
            return False
        ends = {f"{key.unit}{key.source}", f"{key.source}{key.unit}"}
        same = units in ends if key.source else int(units) == key.unit
        return same and layer in (key.layer, key.layer + 1)

    return [key for key in keys if fits(key)]


class OtherBooks:
    """What the letters of an exercise say about names that are of other books, or of programs."""

    def __init__(self, own: Spelling, keys: Iterable[Key]) -> None:
        """Know the spelling of an exercise, and its quantities."""
        self._own, self._keys = own, keys

    @cached_property
    def _letters(self) -> dict[str, set[Kind]]:
        """The kinds of net inputs and outputs, by the letters that they have here."""
        letters: dict[str, set[Kind]] = {}
        for key in self._keys:
            if key.kind in ("net", "out"):
                letters.setdefault(self._own.letter(key), set()).add(key.kind)
        return letters

    def may_be(self, text: str, key: Key) -> bool:
        """Return whether a name may be another book's: z is no output where it is a net input.

        And dE/db1 is of no output that some book calls b1 where biases are learnt.
        """
        if key.kind == "error_slope" and self._learns_biases and _OF_BIAS.search(text):
            return False
        letter = _LETTER.match(text)
        kinds = self._letters.get(letter[0]) if letter and key.kind in ("net", "out") else None
        return not kinds or key.kind in kinds

    def kinds_of_letter(self, letters: str) -> frozenset[Kind]:
        """Return the kinds of net inputs and outputs that have these letters here."""
        return frozenset(self._letters.get(letters, ()))

    @cached_property
    def _learns_biases(self) -> bool:
        return any(key.kind == "new_bias" for key in self._keys)

    def nets_for(self, text: str, keys: list[Key]) -> Iterator[Key]:
        """Yield the net input that z1 may mean as well, which is an output in one book only."""
        letter = _LETTER.match(text)
        if letter and letter[0] == "z" and keys[0].kind == "out" and "z" not in self._letters:
            yield keys[0].timeless._replace(kind="net")

    def indexed(self, text: str) -> list[str]:
        """Return the names that a1[2] may mean where layers stand in brackets.

        It is unit 1 of layer 2, or in a program number 2 of layer 1, counted from 1 or from 0.
        """
        match = _INDEXED.fullmatch(text)
        if match is None or "^[" not in self._own.notation.forms["net"].symbol:
            return []
        stem, first, second = match[1], int(match[2]), int(match[3])
        places = ((second, first), (first, second), (first, second + 1))
        return [f"{stem}^{layer}_{unit}" for layer, unit in places]
