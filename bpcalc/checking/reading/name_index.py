"""Quantities by their names, however these are typed; only names that are looked for are spelt.

A large network has tens of thousands of quantities, and a dozen notations have names for each of
them. So a name is first looked at for its shape, in which one number is as good as another: `w17`
is `w0`. Only quantities with names of that shape are spelt, in the notations where they have one.
"""

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import TypeAlias
from unicodedata import normalize

from bpcalc.checking.reading.name_layers import layer_first
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BELONGS_TO
from bpcalc.notation.layout import Layout
from bpcalc.notation.spelling import Spelling
from bpcalc.patterns import pattern

NAME_SIGNS = {"Δ": "d", "∆": "d", "∂": "d", "ŷ": "yhat", "ε": "e", "−": "-"} | {
    "δ": "delta",
    "θ": "theta",
    "γ": "gamma",
    "α": "alpha",
    "β": "beta",
    "η": "eta",
}
NAME_SIGNS |= dict.fromkeys("⁺′'’″*", "+")
"""Letters and signs, and what a name has that is typed on any keyboard."""

NEW = r"(?:_?new|\+|_?prime|_?neu|新)$"
NOISE = r"[\s_{}()\\$,^.]"
BETWEEN_PARTS = "/:"
"""What ends the names of new weights, what people write or leave out, and what programs cannot have
in names: the first two as patterns that Python and JavaScript read alike."""

_SIGNS = str.maketrans(NAME_SIGNS)
_NEW, _NOISE = pattern(NEW), pattern(NOISE)
_BETWEEN = str.maketrans(dict.fromkeys(BETWEEN_PARTS, ""))
_DIGITS = pattern(r"[0-9]+")

_Family: TypeAlias = tuple[object, ...]
"""What quantities have in common whose names differ in nothing but numbers."""


class NameIndex:
    """Quantities by their names in some notations, as `plain_name` and `bare_name` have them."""

    def __init__(self, spellings: Iterable[Spelling], keys: Iterable[Key]) -> None:
        """Know these quantities; the spellings are of one network."""
        self._spellings, self._keys = list(spellings), list(keys)
        self._shaped: dict[str, dict[str, list[Key]]] = {}

    def __contains__(self, form: str) -> bool:
        """Return whether anything is called so."""
        return bool(self.get(form))

    def get(self, form: str) -> list[Key]:
        """Return the quantities of a name, none if nothing is called so."""
        shape = _shape(form)
        if shape not in self._shapes:
            return []
        if shape not in self._shaped:
            self._shaped[shape] = self._of_shape(shape)
        return self._shaped[shape].get(form, [])

    def exactly(self, name: str) -> list[Key]:
        """Return the quantities of a name that have it as it is, or else those that it may mean."""
        keys = self.get(plain_name(name))
        named = [key for key in keys if any(name in each.form(key) for each in self._spellings)]
        return named or keys

    def first(self, forms: Iterable[str]) -> list[Key]:
        """Return the quantities of the first of these names that stands for one place."""
        found = map(self.get, forms)
        return next((keys for keys in found if keys and one_place(keys)), [])

    def _of_shape(self, shape: str) -> dict[str, list[Key]]:
        """Return the quantities that have names of a shape, by these."""
        index: dict[str, list[Key]] = {}
        for spelling, families in self._shapes[shape]:
            members = [self._families[family] for family in families]
            numbers = (
                members[0] if len(members) == 1 else sorted(n for each in members for n in each)
            )
            seen: dict[tuple[str, str], list[str]] = {}
            for key in map(self._keys.__getitem__, numbers):
                names = spelling.form(key)
                forms = seen.get(names)
                if forms is None:
                    forms = seen[names] = [form for form in _forms(names) if _shape(form) == shape]
                for form in forms:
                    found = index.setdefault(form, [])
                    if not found or found[-1] is not key:
                        found.append(key)
        return index

    @cached_property
    def _families(self) -> dict[_Family, list[int]]:
        """The numbers of the quantities, by family."""
        families: dict[_Family, list[int]] = {}
        for number, key in enumerate(self._keys if self._spellings else ()):
            families.setdefault(_family(key, self._spellings[0].layout), []).append(number)
        return families

    @cached_property
    def _shapes(self) -> dict[str, list[tuple[Spelling, list[_Family]]]]:
        """The shapes that names have, with the notations and families that have them."""
        shapes: dict[str, dict[int, list[_Family]]] = {}
        for number, spelling in enumerate(self._spellings):
            for family, members in self._families.items():
                names = spelling.form(self._keys[members[0]])
                for shape in {_shape(form) for form in _forms(names)}:
                    shapes.setdefault(shape, {}).setdefault(number, []).append(family)
        return {
            shape: [(self._spellings[number], families) for number, families in found.items()]
            for shape, found in shapes.items()
        }


def _family(key: Key, layout: Layout) -> _Family:
    """Return all that the names of a quantity depend on besides numbers, as `Spelling` has it."""
    nodes = (key.receiver, key.sender) if key.kind == "slope" else (key.receiver,)
    units = (_shape(layout.units[node.layer][node.unit - 1]) for node in nodes if node)
    own = ""
    if layout.own_names:
        around = key.timeless._replace(kind=BELONGS_TO.get(key.kind, key.kind))
        own = _shape(layout.own_names.get(around, ""))
    place = (key.kind, key.layer, key.source_layer)
    return (*place, key.unit is None, key.source is None, key.sample is None, own, *units)


def one_place(keys: list[Key]) -> bool:
    """Return whether quantities differ in sample and epoch only."""
    first = keys[0].timeless
    return all(key.timeless == first for key in keys)


def by_place(keys: Iterable[Key]) -> dict[Key, list[Key]]:
    """Return quantities by their place, those of all samples and epochs together."""
    places: dict[Key, list[Key]] = {}
    for key in keys:
        places.setdefault(key.timeless, []).append(key)
    return places


def _forms(names: Iterable[str]) -> set[str]:
    """Return what is typed for a name and a symbol."""
    plain = {plain_name(text) for text in names}
    return plain | {bare_name(text) for text in plain}


def _shape(text: str) -> str:
    """Return a text with every number the same."""
    return _DIGITS.sub("0", text)


@lru_cache(maxsize=5_000)  # the headings of a wide table are looked at in many ways
def plain_name(text: str) -> str:
    """Return a name without what people type in many ways.

    >>> plain_name("w5⁺") == plain_name("w5'") == plain_name("W5_new")
    True
    >>> plain_name("δ_o1") == plain_name("delta_o1")
    True
    >>> plain_name("∂E/∂w5") == plain_name("dE/dw5"), plain_name("Δw5") == plain_name("dw5")
    (True, True)
    """
    text = normalize("NFKC", layer_first(text).translate(_SIGNS)).translate(_SIGNS)
    text = text.casefold().replace("partial", "d")
    text, news = _NEW.subn("", text)
    text = _NOISE.sub("", text)
    return f"{text}+" if news else text


def bare_name(plain: str) -> str:
    """Return a plain name without its slash, as a program or a cell of a workbook has it.

    >>> bare_name(plain_name("dE/dw5")) == bare_name(plain_name("dE_dw5"))
    True
    """
    return plain.translate(_BETWEEN)
