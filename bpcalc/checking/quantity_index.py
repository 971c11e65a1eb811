"""Which quantity a student means by a name, in whatever notation and however it is typed."""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from unicodedata import normalize

from bpcalc.errors import NotAQuantity
from bpcalc.exercise.notation_choice import layout
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.notation.notations import NOTATIONS
from bpcalc.notation.spelling import Spelling

_WHEN = re.compile(
    r"(?P<name>.+?)\s*(?:\[|@)\s*(?:(?P<all>all)|s?(?P<sample>[0-9]+))?[\s,;]*"
    r"(?:e(?P<epoch>[0-9]+))?\s*\]?",
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


class QuantityIndex:
    """All names of the quantities that may be asked for in an exercise."""

    def __init__(self, exercise: Exercise, keys: Iterable[Key]) -> None:
        """Spell these keys in every notation."""
        self._keys = list(keys)
        place = layout(exercise)
        own = Spelling(NOTATIONS[exercise.notation], place)
        self.own = own
        others = [Spelling(notation, place) for notation in NOTATIONS.values()]
        self._exact = self._index([own], str)
        self._loose = self._index([own], plain_name)
        self._others = self._index(others, plain_name)
        self._short = list(dict.fromkeys(map(own.name, self._keys)))

    def _index(self, spellings: list[Spelling], form: Callable[[str], str]) -> dict[str, list[Key]]:
        index: dict[str, list[Key]] = {}
        for key in self._keys:
            texts = {form(text) for spelling in spellings for text in spelling.form(key)}
            for text in texts:
                index.setdefault(text, []).append(key)
        return index

    def find(self, name: str) -> Key:
        """Return the quantity of this name.

        Raises:
            NotAQuantity: there is none, or several are called so; the message helps.
        """
        text = normalize("NFC", name).strip()
        keys = self._named(text)
        if keys:
            return keys[0]
        match = _WHEN.fullmatch(text)
        keys = self._named(match["name"]) if match else []
        if not match or not keys:
            raise NotAQuantity(self._unknown(text))
        wanted = None if match["all"] else int(match["sample"] or 1)
        epoch = int(match["epoch"] or 1)
        any_sample = not (match["all"] or match["sample"])
        for key in keys:
            if key.epoch in (None, epoch) and (any_sample or key.sample == wanted):
                return key
        raise NotAQuantity(say("there is no `{name}` in that sample and round", name=match["name"]))

    def _named(self, text: str) -> list[Key]:
        """Return the keys of a name that differ in sample and epoch only."""
        loose = plain_name(text)
        for index, form in ((self._exact, text), (self._loose, loose), (self._others, loose)):
            keys = index.get(form, [])
            if keys and len({key.timeless for key in keys}) == 1:
                return keys
        return []

    def _unknown(self, text: str) -> str:
        close = get_close_matches(text, self._short, n=1)
        hint = say("; did you mean `{name}`?", name=close[0]) if close else ""
        return say("no quantity of this calculation is called `{name}`{hint}", name=text, hint=hint)


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
