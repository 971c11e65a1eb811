"""Which quantity a student means by a name, in whatever notation and however it is typed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple
from unicodedata import normalize

from bpcalc.checking.reading.entries import MAX_QUANTITY_NAME
from bpcalc.checking.reading.labels import Label, label_of
from bpcalc.errors import NotAQuantity
from bpcalc.exercise.notation_choice import layout, notation_of
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import BELONGS_TO
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling

MAX_HINT_NAMES = 3000
"""Names among which a similar one is looked for; more would take too long."""

MAX_HINTS = 1000
"""Unknown names of which a similar one is looked for."""

_WHEN = re.compile(r"(?:(all)|s?([0-9]{1,9}))?[\s,;]*(?:e([0-9]{1,9}))?", re.IGNORECASE)
_CELL_WHEN = re.compile(r"(.{1,200})_(s[0-9]{1,9}(?:e[0-9]{1,9})?|e[0-9]{1,9}|all)_?")
_SAMPLE_WORD = re.compile(
    r"[\s,(（]*(?:sample|pattern|样本|样例)\s*#?([0-9]{1,9})[)）]?$|[\s,(（]*第\s*([0-9]{1,9})\s*个?样本[)）]?$",
    re.IGNORECASE,
)
_GREEK = {"δ": "delta", "θ": "theta", "γ": "gamma", "α": "alpha", "β": "beta", "η": "eta"}
_SIGNS = str.maketrans(
    {"Δ": "d", "∆": "d", "∂": "d", "ŷ": "yhat", "⁺": "+", "′": "+", "'": "+", "’": "+", "″": "+"}
    | {"*": "+", "ε": "e", "−": "-"}
    | _GREEK
)
_NEW = re.compile(r"(?:_?new|\+|_?prime|_?neu|新)$")
_NOISE = re.compile(r"[\s_{}()\\$,^.]")
_NUMBERED_ERROR = re.compile(r"E_?[0-9]{1,4}")
_MOMENT = re.compile(
    r"[\s_(]+(before|after)(?:[\s_](?:the[\s_])?(?:update|training|step|change))?\)?$",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"^(?:old|initial|旧的?|原)[\s_]*|[\s_(（]*(?:old|init|initial|旧值?)[)）]?$", re.IGNORECASE
)
_MODIFIERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "new",
        re.compile(
            r"^(?:new|updated|neu|新的?|更新后的?)[\s_]*|[\s_(（]*(?:new|updated|neu|t\s*\+\s*1|n\s*\+\s*1|新值?|更新后?)[)）]?$",
            re.IGNORECASE,
        ),
    ),
    ("old", _OLD),
    (
        "gradient",
        re.compile(
            r"^(?:grad(?:ient)?(?: of)?|g)[\s_(]+|[\s_.]+grad(?:ient)?$|^(?:梯度)|的?梯度$"
            r"|^[d∂](?:E|L|J|C|loss|cost|error|E_?total|MSE)\s*/\s*[d∂]",
            re.IGNORECASE,
        ),
    ),
    (
        "change",
        re.compile(
            r"^(?:[ΔΔ∆]|delta[\s_]*(?=[wbvθ])|d(?=[wbvθ]))\s*|[\s_]+change$|(?:变化量|更新量)$"
        ),
    ),
)
_MODIFIED: dict[str, tuple[Kind, Kind]] = {
    "new": ("new_weight", "new_bias"),
    "old": ("weight", "bias"),
    "gradient": ("weight_gradient", "bias_gradient"),
    "change": ("weight_change", "bias_change"),
}
_TOTAL = frozenset(
    {
        *("e", "etotal", "etot", "totalerror", "error", "err", "loss", "cost", "totalloss"),
        *("totalcost", "j", "l", "c", "mse", "sse", "errortotal", "esum", "e总", "总误差"),
        *("误差", "损失", "总损失", "代价", "e全", "总e", "误差e", "loss_total", "eges"),
    }
)
"""What people call the error of all outputs, as `plain_name` has it."""

_WHOLE: frozenset[Kind] = frozenset({"weight_gradient", "bias_gradient", "total_error"})
"""What a batch has one value of, besides those of its samples."""


class Meaning(NamedTuple):
    """What a name may stand for.

    Attributes:
        keys: the quantities, the likeliest first; the number decides between them.
        plain: whether the name is one of theirs; another one is said to have been understood.
        given: whether it may also be a number that the exercise gives.
    """

    keys: tuple[Key, ...]
    plain: bool = True
    given: bool = False


class QuantityIndex:
    """All names of the quantities that may be asked for in an exercise.

    Attributes:
        own: the spelling of the exercise.
        values: the right values, which decide between two readings of a name.
        renamed: quantities that are one and the same, by the one that is asked for instead.
    """

    def __init__(
        self,
        exercise: Exercise,
        keys: Iterable[Key],
        values: Mapping[Key, Decimal] = MappingProxyType({}),
        renamed: Mapping[Key, Key] = MappingProxyType({}),
    ) -> None:
        """Know these keys under their names in every notation."""
        self._keys = list(keys)
        self.layout = layout(exercise)
        self.own = Spelling(notation_of(exercise), self.layout)
        self.exercise = exercise
        self.values = values
        self.renamed = renamed
        self._read: dict[str, Meaning | None] = {}
        self._labels: dict[str, Label | None] = {}
        self._hints: dict[str, list[str]] = {}

    def __contains__(self, key: object) -> bool:
        """Return whether a quantity may be answered."""
        return key in self._all

    @cached_property
    def _all(self) -> frozenset[Key]:
        return frozenset(self._keys)

    @cached_property
    def _exact(self) -> dict[str, list[Key]]:
        index: dict[str, list[Key]] = {}
        for key in self._keys:
            names = self.own.form(key)
            index.setdefault(names.name, []).append(key)
            if names.symbol != names.name:
                index.setdefault(names.symbol, []).append(key)
        return index

    @cached_property
    def _loose(self) -> dict[str, list[Key]]:
        return self._index([self.own], self._keys)

    @cached_property
    def _others(self) -> dict[str, list[Key]]:
        spellings = [Spelling(notation, self.layout) for notation in NOTATIONS.values()]
        return self._index(spellings, self._keys)

    @cached_property
    def _parameters(self) -> dict[str, list[Key]]:
        """The weights and biases themselves, by their names in every notation."""
        around = {
            key.timeless._replace(kind=BELONGS_TO[key.kind]): None
            for key in self._keys
            if key.kind in BELONGS_TO
        }
        own = self._index([self.own], around)
        spellings = [Spelling(notation, self.layout) for notation in NOTATIONS.values()]
        return self._index(spellings, around) | own

    @cached_property
    def _given(self) -> dict[str, list[Key]]:
        """What the exercise gives, by its names."""
        given = [key for key in self.values if key not in self._all]
        return self._index([self.own], (key for key in given if key.epoch in (None, 1)))

    @staticmethod
    def _index(spellings: Iterable[Spelling], keys: Iterable[Key]) -> dict[str, list[Key]]:
        """Return keys by their names as `plain_name` and `bare_name` have them."""
        index: dict[str, list[Key]] = {}
        keys = list(keys)
        seen: dict[tuple[int, str], tuple[str, ...]] = {}
        for number, spelling in enumerate(spellings):
            for key in keys:
                names = spelling.form(key)
                forms = seen.get((number, names.name))
                if forms is None:
                    plain = {plain_name(text) for text in names}
                    forms = tuple(plain | {bare_name(text) for text in plain})
                    seen[number, names.name] = forms
                for text in forms:
                    found = index.setdefault(text, [])
                    if not found or found[-1] is not key:
                        found.append(key)
        return index

    def find(self, name: str) -> Key:
        """Return the likeliest quantity of this name.

        Raises:
            NotAQuantity: there is none, or several are called so; the message helps.
        """
        return self.meaning(name).keys[0]

    def meaning(self, name: str) -> Meaning:
        """Return what a name may stand for.

        Raises:
            NotAQuantity: there is nothing of this name, or not in that sample and epoch.
        """
        text = _trimmed(name)
        found = self._found(text)
        if found is None:
            raise NotAQuantity(self._unknown(text))
        if not found.keys:
            raise NotAQuantity(say("there is no `{name}` in that sample and epoch", name=text))
        return found

    def _found(self, text: str) -> Meaning | None:
        if text not in self._read:
            self._read[text] = self._meaning(text) if len(text) <= MAX_QUANTITY_NAME else None
        return self._read[text]

    def knows(self, name: str) -> int:
        """Return how well a name is known: 2 as a quantity's own, 1 in any other way, or 0."""
        found = self._found(_trimmed(name))
        if found and found.keys:
            return 2 if found.plain else 1
        return int(self.label(name) is not None or self.is_given(name))

    def label(self, name: str) -> Label | None:
        """Return what a name in somebody's own words may be about."""
        text = name.strip()[: MAX_QUANTITY_NAME + 1]
        if text not in self._labels:
            self._labels[text] = label_of(text, self.layout)
        return self._labels[text]

    def is_given(self, name: str) -> bool:
        """Return whether a name is that of a number that the exercise gives."""
        return len(name) <= MAX_QUANTITY_NAME and bool(self.given_keys(name))

    def given_keys(self, name: str) -> list[Key]:
        """Return the given quantities of a name, be it called the old one."""
        bare = _OLD.sub("", name, count=1)
        return self._given.get(plain_name(name)) or self._given.get(plain_name(bare), [])

    def _meaning(self, text: str) -> Meaning | None:
        for bare, when in _readings(text):
            keys = self._named(bare)
            if keys:
                return Meaning(self._at(keys, when))
            keys = [] if self.is_given(bare) else self._alias(bare)
            if keys:
                return Meaning(self._at(keys, when), plain=False)
            if several := self._in_several_books(bare, when):
                return Meaning(several, plain=False)
        return None if self.is_given(text) else self._labelled(text)

    def _named(self, text: str) -> list[Key]:
        """Return the keys of a name that differ in sample and epoch only."""
        keys = self._exact.get(text)
        if keys and _one_place(keys):
            return keys
        plain = plain_name(text)
        forms = (plain, bare_name(plain))
        keys = _first(self._loose, forms)
        # b1 is a bias here, whatever it may be in another book.
        return keys or ([] if plain in self._given else _first(self._others, forms))

    def _in_several_books(self, text: str, when: "_When | None") -> tuple[Key, ...]:
        """Return what a name means that is one quantity in one book and another in the next."""
        plain = plain_name(text)
        keys = [] if plain in self._given else self._others.get(plain, [])
        places = dict.fromkeys(key.timeless for key in keys)
        same = len({(place.kind, place.layer is None) for place in places}) == 1
        found = (self._at([k for k in keys if k.timeless == place], when)[:1] for place in places)
        return tuple(key for each in found for key in each) if same else ()

    def _alias(self, text: str) -> list[Key]:
        """Return the keys that people call so although no notation does."""
        plain = plain_name(text)
        if plain in _TOTAL:
            return [key for key in self._keys if key.kind == "total_error"]
        keys = self._error_alias(text, plain)
        if keys:
            return keys
        for modifier, pattern in _MODIFIERS:
            base, found = pattern.subn("", text, count=1)
            if found and base.strip():
                keys = self._modified(base.strip(), modifier)
                if keys:
                    return keys
        return []

    def _error_alias(self, text: str, plain: str) -> list[Key]:
        """Return what is meant by `Error7`, `loss_o1` or `E1`."""
        if _NUMBERED_ERROR.fullmatch(text):
            return self._named(f"C_{text[1:].strip('_')}")
        starts = (("error", "err"), ("error", "e"), ("误差", "e"), ("loss", "e"))
        names = (
            instead + plain.removeprefix(start)
            for start, instead in starts
            if plain.startswith(start) and plain != start
        )
        return next((keys for name in names if (keys := self._named(name))), [])

    def _modified(self, base: str, modifier: str) -> list[Key]:
        """Return the gradients, changes or new values of a weight or bias."""
        plain = plain_name(base)
        keys = self._parameters.get(plain) or self._parameters.get(bare_name(plain)) or []
        if not keys or not _one_place(keys):
            return []
        return self._belonging(keys[0], modifier)

    def _belonging(self, parameter: Key, modifier: str) -> list[Key]:
        kinds = _MODIFIED[modifier]
        place = parameter.timeless._replace(kind=kinds[parameter.kind == "bias"])
        found = self._by_place.get(place, [])
        if not found and modifier == "change":  # programs call a gradient dw
            found = self._belonging(parameter, "gradient")
        return found

    @cached_property
    def _by_place(self) -> dict[Key, list[Key]]:
        places: dict[Key, list[Key]] = {}
        for key in self._keys:
            places.setdefault(key.timeless, []).append(key)
        return places

    def at_place(
        self, kind: Kind, layer: int | None, unit: int | None, source: int | None
    ) -> list[Key]:
        """Return the keys of one place, over all samples and epochs; given ones, too."""
        place = Key(kind, layer, unit, source)
        return self._by_place.get(place) or self._given_places.get(place, [])

    @cached_property
    def _given_places(self) -> dict[Key, list[Key]]:
        places: dict[Key, list[Key]] = {}
        for key in self.values:
            if key not in self._all:
                places.setdefault(key.timeless, []).append(key)
        return places

    def first_at(self, kind: Kind, layer: int, unit: int | None, source: int | None) -> Key | None:
        """Return the quantity of a place that is meant where no sample is named."""
        keys = self._at(self.at_place(kind, layer, unit, source), None)
        return keys[0] if keys else None

    def sample_at(self, kind: Kind, layer: int, unit: int, sample: int) -> Key | None:
        """Return the quantity of a unit for one sample."""
        keys = self.at_place(kind, layer, unit, None)
        return next((k for k in keys if k.sample == sample and k.epoch in (None, 1)), None)

    def _labelled(self, text: str) -> Meaning | None:
        """Return what a label may stand for that names a unit, or two for a weight."""
        label = self.label(text)
        if label is None or not label.units:
            return None
        (layer, unit), source = label.units[-1], None
        if len(label.units) == 2:
            (before, source), (layer, unit) = label.units
            if layer != before + 1:
                return None
        found: list[Key] = []
        for kind in label.kinds:
            keys = self.at_place(kind, layer, unit, source)
            found += self._at(keys, None) if keys else ()
        given = not {"weight", "bias", "target", "input"}.isdisjoint(label.kinds)
        return Meaning(tuple(found), plain=False, given=given) if found else None

    def parameter_updates(self, name: str) -> tuple[Key, ...]:
        """Return the new weight or bias of which a name is the old one's."""
        keys = self._parameters.get(plain_name(name)) or []
        if not keys or not _one_place(keys):
            return ()
        return self._at(self._belonging(keys[0], "new"), None)

    def _at(self, keys: list[Key], when: "_When | None") -> tuple[Key, ...]:
        """Return those of the keys of a name that are meant, the likeliest first."""
        if self.exercise.batch and keys and keys[0].kind == "total_error" and keys[0].sample:
            keys = self._by_place[keys[0].timeless]  # E of a sample, and of the whole batch
        if when is not None and (when.all or when.sample):
            wanted = None if when.all else when.sample
            return tuple(k for k in keys if k.sample == wanted and k.epoch in (None, when.epoch))
        epoch = when.epoch if when else 1
        told = [key for key in keys if key.epoch in (None, epoch)]
        whole = [key for key in told if key.sample is None and key.kind in _WHOLE]
        return tuple(dict.fromkeys([*whole, *told[:1]]))

    def names_sample(self, name: str) -> bool:
        """Return whether a name says to which sample its quantity belongs, or that it is for all.

        >>> from bpcalc.exercise.sources import load
        >>> QuantityIndex(load("mazur"), []).names_sample("dE/dw1@s1")
        True
        """
        return any(
            when is not None and bool(when.all or when.sample) for _, when in _readings(name)
        )

    def told_name(self, key: Key) -> str:
        """Return a name that means this quantity and no other, be it of the first sample."""
        full = self.own.full(key)
        if key.sample != 1 or len(self.exercise.samples) < 2:
            return full
        name, _, when = full.partition("@")
        return f"{name}@s1{when}"

    def _unknown(self, text: str) -> str:
        """Say that a name means nothing; of the first few, what may have been meant."""
        if text not in self._hints:
            self._hints[text] = self._similar(text) if len(self._hints) < MAX_HINTS else []
        close = self._hints[text]
        hint = say("; did you mean `{name}`?", name=close[0]) if close else ""
        shown = text if len(text) <= MAX_QUANTITY_NAME else f"{text[:MAX_QUANTITY_NAME]}…"
        return say(
            "no quantity of this calculation is called `{name}`{hint}", name=shown, hint=hint
        )

    def _similar(self, text: str) -> list[str]:
        if len(text) > MAX_QUANTITY_NAME or len(self._exact) > MAX_HINT_NAMES:
            return []
        return get_close_matches(text, self._short, n=1)

    @cached_property
    def _short(self) -> list[str]:
        return list(dict.fromkeys(map(self.own.name, self._keys)))


class _When(NamedTuple):
    """The sample and epoch that a name says."""

    all: bool
    sample: int
    epoch: int


def _readings(text: str) -> Iterator[tuple[str, _When | None]]:
    """Yield a name as a whole, and then without what it says of sample and epoch."""
    yield text, None
    if text.endswith("]") and "[" in text:
        base, _, inner = text[:-1].rpartition("[")
    else:
        base, at, inner = text.rpartition("@")
        if not at and (match := _CELL_WHEN.fullmatch(text)):
            base, inner = match[1], match[2]
        elif not at and (word := _SAMPLE_WORD.search(text)):
            base, inner = text[: word.start()], word[1] or word[2]
    if moment := _MOMENT.search(text):
        yield text[: moment.start()], _When(False, 0, 2 if moment[1].lower() == "after" else 1)
    match = _WHEN.fullmatch(inner.strip()) if len(inner) <= MAX_QUANTITY_NAME else None
    if match and base.strip() and inner.strip():
        yield base.strip(), _When(bool(match[1]), int(match[2] or 0), int(match[3] or 1))


def _trimmed(name: str) -> str:
    return normalize("NFC", name[: MAX_QUANTITY_NAME + 1]).strip()


def _first(index: Mapping[str, list[Key]], forms: Iterable[str]) -> list[Key]:
    """Return the keys of the first of these names under which there is one quantity."""
    found = (index.get(form) for form in forms)
    return next((keys for keys in found if keys and _one_place(keys)), [])


def _one_place(keys: list[Key]) -> bool:
    first = keys[0].timeless
    return all(key.timeless == first for key in keys)


def plain_name(text: str) -> str:
    """Return a name without what people type in many ways.

    >>> plain_name("w5⁺") == plain_name("w5'") == plain_name("W5_new")
    True
    >>> plain_name("δ_o1") == plain_name("delta_o1")
    True
    >>> plain_name("∂E/∂w5") == plain_name("dE/dw5"), plain_name("Δw5") == plain_name("dw5")
    (True, True)
    """
    text = normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    text = text.casefold().replace("partial", "d")
    text, news = _NEW.subn("", text)
    text = _NOISE.sub("", text)
    return f"{text}+" if news else text


def bare_name(plain: str) -> str:
    """Return a plain name without its slash, as a program or a cell of a workbook has it.

    >>> bare_name(plain_name("dE/dw5")) == bare_name(plain_name("dE_dw5"))
    True
    """
    return plain.replace("/", "").replace(":", "")
