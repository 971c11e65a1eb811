"""A notation applied to a network: keys to names and symbols, and back."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING
from unicodedata import normalize

from bpcalc.errors import NotAQuantity
from bpcalc.locale import say
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import BELONGS_TO, GRADIENT_KINDS
from bpcalc.named_tuples import NamedTuple
from bpcalc.nearest import nearest
from bpcalc.notation.glyphs import raised
from bpcalc.notation.layout import Layout
from bpcalc.notation.notations import Form, Notation, Position
from bpcalc.patterns import pattern

if TYPE_CHECKING:
    from bpcalc.notation.boxes import MathRow

BRACKETED = pattern(r"\^\{?\[([0-9]{1,3})\]\}?|(?<=[A-Za-z])\[([0-9]{1,3})\](?=_)")
NET_IN = pattern(r"(?<=[zy])_?net_?(?=[0-9])")
W0 = pattern(r"w_?[0₀](?![0-9₀-₉])")
SINGLE = pattern(r"w_?([0-9₀-₉])(?![0-9₀-₉])")
TOLD_APART = pattern(r"[_^]\[[^\[\]]*\{[^\[\]]*\]|[,_]?\{[^{}]*\}")
"""What of a symbol is a number, or the name of a unit."""

WHEN = pattern(r"(.+)@(?:s([0-9]{1,9})|(all))?(?:e([0-9]{1,9}))?")


class Names(NamedTuple):
    """A quantity's ASCII name and its symbol."""

    name: str
    symbol: str


_FIRST = pattern(r"[se]1(?![0-9])")
"""The first sample or epoch behind a name, which a full name leaves out."""


class Spelling:
    """The names and symbols of the quantities of one network in one notation.

    A name or symbol leaves sample and epoch out, as a page does that has a heading for them.
    `full` puts them behind: `net_h1@s2e3` is net_h1 of sample 2 in epoch 3.
    """

    def __init__(self, notation: Notation, layout: Layout) -> None:
        """Spell the quantities of a network of this layout."""
        self.notation = notation
        self.layout = layout
        self._forms: dict[Key, Names] = {}
        self._names: dict[tuple[object, ...], str] = {}
        self._symbols: dict[tuple[object, ...], str] = {}
        self._set: dict[tuple[object, ...], MathRow] = {}

    def name(self, key: Key) -> str:
        """Return the ASCII name, such as `delta_o1` or `w5_new`."""
        name = self._names.get(key)  # a key that was spelt before costs no more than this
        return self._once(self._names, key, self._new_name) if name is None else name

    def symbol(self, key: Key) -> str:
        """Return the symbol, such as `δ_o1` or `w5⁺`."""
        symbol = self._symbols.get(key)
        return self._once(self._symbols, key, self._new_symbol) if symbol is None else symbol

    def boxes(self, key: Key) -> "MathRow":
        """Return the symbol as boxes, to be set as in a book."""
        from bpcalc.notation.math_symbols import symbol, unit_name  # texts need none

        place = _place(key)
        row = self._set.get(place)
        own = self._own_name(key) if row is None else None
        if own is not None:
            row = self._set[place] = unit_name(own)
        elif row is None:
            fields = self._fields(key, ",", self.boxes, unit_name)
            row = self._set[place] = symbol(self._template(key).symbol, fields)
        return row

    def form(self, key: Key) -> Names:
        """Return name and symbol."""
        names = self._forms.get(key)
        if names is None:
            names = self._forms[key] = Names(self.name(key), self.symbol(key))
        return names

    def _once(
        self, found: dict[tuple[object, ...], str], key: Key, spell: Callable[[Key], str]
    ) -> str:
        """Return what a key is called, spelt once for all samples and epochs."""
        place = _place(key)
        text = found.get(place)
        if text is None:
            own = self._own_name(key)
            text = found[place] = spell(key) if own is None else own
        found[key] = text
        return text

    def _new_name(self, key: Key) -> str:
        return self._template(key).name.format_map(self._fields(key, "_", self.name))

    def _new_symbol(self, key: Key) -> str:
        template = self._template(key).symbol
        symbol = template.format_map(self._fields(key, ",", self.symbol))
        return raised(symbol) if "[" in template else symbol

    def _own_name(self, key: Key) -> str | None:
        """Return what a weight is called that has a name of its own."""
        names = self.layout.own_names
        return names.get(key.timeless) if names and key.kind == "weight" else None

    def letter(self, key: Key) -> str:
        """Return the symbol without what tells the quantity from others of its kind.

        It may be empty: an input is called as its unit is, and by nothing else.
        """
        symbol = self._template(key).symbol
        if around := BELONGS_TO.get(key.kind):
            symbol = symbol.replace("{w}", self._template(key._replace(kind=around)).symbol)
        return raised(TOLD_APART.sub("", symbol))

    def full(self, key: Key) -> str:
        """Return the ASCII name with sample and epoch, where they are not the first.

        The gradient of a whole batch is told from that of its first sample by `@all`.
        """
        sample = f"s{key.sample}" if key.sample not in (None, 1) else ""
        if key.sample is None and key.kind in GRADIENT_KINDS:
            sample = "all"
        epoch = f"e{key.epoch}" if key.epoch not in (None, 1) else ""
        when = sample + epoch
        return f"{self.name(key)}@{when}" if when else self.name(key)

    def read(self, name: str, keys: Iterable[Key]) -> Key:
        """Return the first of the keys that has this name or symbol, or the one of a full name.

        Raises:
            NotAQuantity: none of them has; the message says what it might have been.
        """
        keys = list(keys)
        for key in keys:
            if name in self.form(key):
                return key
        found = self._read_full(name, keys) or self.loosely(keys).get(loose(name))
        if found is not None:
            return found
        usual = self.usual(name)
        if usual != name:
            return self.read(usual, keys)
        close = nearest(name, dict.fromkeys(map(self.name, keys)))
        hint = say("; did you mean `{name}`?", name=close) if close else ""
        raise NotAQuantity(
            say("there is no quantity `{name}` in this calculation{hint}", name=name, hint=hint)
        )

    def writes(self, sign: str) -> bool:
        """Return whether a letter stands in any name of the notation."""
        forms = self.notation.forms.values()
        return any(sign in form.name or sign in form.symbol for form in forms)

    def usual(self, name: str) -> str:
        """Return a name as it is written here, which others write in ways of their own.

        The bias of a single unit is called w0 by some; a layer in brackets, z^[1]_1, and the net
        input z_net1 are those of a book that numbers layers, or has z_in1. Where weights are named
        by both ends, those of a single output may be w1 and w2, for w11 and w21.

        >>> from bpcalc.notation.layout import Layout
        >>> from bpcalc.notation.notations import NOTATIONS
        >>> Spelling(NOTATIONS["mazur"], Layout((("i1",), ("o1",)), (False,))).usual("w0_new")
        'b_o1_new'
        """
        layout = self.layout
        net = self.notation.forms["net"]
        if "^[" in net.symbol:
            name = BRACKETED.sub(lambda match: match[1] or match[2], name)
        elif "_in" in net.name:
            name = NET_IN.sub("_in", name)
        if self._single:
            name = SINGLE.sub(
                lambda match: self._single.get(normalize("NFKC", match[1]), match[0]), name
            )
        if not self.notation.counts_weights or layout.own_names or layout.sizes[1:] != (1,):
            return name
        shared = layout.shared_bias[:1] == (True,)
        bias = self.name(Key("bias", 1, None if shared else 1))
        return W0.sub(lambda _: bias, name)

    @cached_property
    def _single(self) -> dict[str, str]:
        """The weights w11, w21, … and the bias w01 of a single output, by their first number."""
        layout = self.layout
        last = len(layout.sizes) - 1
        if layout.sizes[-1] != 1 or layout.own_names or self.notation.counts_weights:
            return {}
        shared = layout.shared_bias[-1:] == (True,)
        keys = [Key("bias", last, None if shared else 1)]
        keys += [Key("weight", last, 1, source + 1) for source in range(layout.sizes[-2])]
        names = [self.name(key) for key in keys]
        both_ends = len(names) < 10 and [loose(name) for name in names[1:]] == [
            f"w{n}1" for n in range(1, len(names))
        ]
        return dict(zip("0123456789", names, strict=False)) if both_ends else {}

    def loosely(self, keys: Iterable[Key]) -> dict[str, Key]:
        """Return keys by their names and symbols as `loose` has them, if only one has it."""
        found: dict[str, Key] = {}
        several = set()
        for key in keys:
            names = self.form(key)
            for text in map(loose, names):
                if self.form(found.setdefault(text, key)) != names:
                    several.add(text)
        return {text: key for text, key in found.items() if text not in several}

    def _read_full(self, name: str, keys: list[Key]) -> Key | None:
        match = WHEN.fullmatch(name)
        if not match:
            return None
        bare = match[1]
        when = name[len(bare) :]
        named = [key for key in keys if bare in self.form(key)]
        for key in named:
            if self.full(key) == self.name(key) + when:
                return key
        first = _FIRST.sub("", when)
        samples = {1} if any((key.sample or 1) > 1 for key in keys) else {1, None}
        for key in named if first != when else ():
            if "s1" in _FIRST.findall(when) and key.sample not in samples:
                continue
            if "e1" in _FIRST.findall(when) and key.epoch not in (1, None):
                continue
            if self.full(key) == self.name(key) + first.removesuffix("@"):
                return key
        return None

    def _template(self, key: Key) -> Form:
        forms = self.notation.forms
        for position in self._positions(key):
            form = forms.get((key.kind, position))
            if form:
                return form
        return forms[key.kind]

    def _positions(self, key: Key) -> list[Position]:
        """Return the positions of a key, those first that say most."""
        layout = self.layout
        if key.layer is None:
            return ["all samples"] if key.kind == "total_error" and key.sample is None else []
        where = layout.positions[key.layer]
        if key.kind == "error_slope":
            return [*where, "descent"] if layout.descent and key.layer else where
        if key.kind in OF_NORMS and key.unit is None:
            return ["shared descent", "shared"] if layout.descent else ["shared"]
        if key.kind in NORM_SLOPES:
            return ["descent"] if layout.descent else []
        if key.kind != "bias":
            return where
        if key.unit is None:
            where = [SHARED[position] for position in where if position in SHARED] + ["shared"]
        if layout.thresholds:
            return ["threshold" if key.unit else "shared threshold", *where]
        return where

    def _fields(
        self,
        key: Key,
        separator: str,
        inner: Callable[[Key], object],
        unit_name: Callable[[str], object] = str,
    ) -> dict[str, object]:
        """Return what the templates of a key are filled with.

        Args:
            key: the quantity.
            separator: between two numbers, where they would run together.
            inner: spells the quantities that this one is built around.
            unit_name: writes the name of a unit.
        """
        layout, layer = self.layout, key.layer
        if layer is None:
            return {}
        fields: dict[str, object] = {"l": layer, "L": layer - 1 + layout.first_layer}
        normed = layout.graph is not None and layer in layout.graph.normed
        fields |= {name: inner(part) for name, part in _parts(key, normed=normed)}
        if key.unit is None or key.kind in BELONGS_TO:
            return fields
        apart = separator if max(layout.sizes) > 9 else ""
        unit = key.unit
        through = layout.units_before[layer] + unit
        fields |= {
            "u": unit_name(layout.units[layer][unit - 1]),
            "j": unit,
            "m": through,
            "oj": f"0{apart}{unit}",
        }
        if key.kind == "weight" and key.source is not None:
            source = key.source
            fields["n"] = layout.weight_number(key)
            fields["ij"] = f"{source}{apart}{unit}"
            fields["ji"] = f"{unit}{apart}{source}"
            apart = separator if sum(layout.sizes) > 9 else ""
            before = layer - 1 if key.source_layer is None else key.source_layer
            fields["km"] = f"{layout.units_before[before] + source}{apart}{through}"
        return fields


def loose(name: str) -> str:
    """Return a name as if written without the `_` and with plain digits.

    >>> loose("w₁₄"), loose("theta_4"), loose("w2_11")
    ('w14', 'theta4', 'w211')
    """
    return normalize("NFKC", name).replace("_", "")


NORM_SLOPES: frozenset[Kind] = frozenset({"normalised_slope", "variance_slope", "mean_slope"})
"""What has the sign of the deltas."""

OF_NORMS: frozenset[Kind] = frozenset(
    {"norm_mean", "norm_variance", "norm_root", "variance_slope", "mean_slope"}
)
"""What belongs to a whole layer where that is normalised as a whole."""

SHARED: dict[Position, Position] = {
    "hidden": "shared hidden",
    "output": "shared output",
    "deep hidden": "shared deep hidden",
    "deep output": "shared deep output",
}


def _place(key: Key) -> tuple[object, ...]:
    """Return what a name depends on: all of the key but sample and epoch."""
    whole = key.kind == "total_error" and key.sample is None
    return key.kind, key.layer, key.unit, key.source, key.source_layer, whole


def _parts(key: Key, *, normed: bool) -> Iterator[tuple[str, Key]]:
    """Yield the quantities that the spelling of a key is built around, with their fields.

    Where net inputs are normalised, the activation is applied to what they become.
    """
    around = BELONGS_TO.get(key.kind)
    if around:
        yield "w", key._replace(kind=around)
    elif key.kind in ("error_slope", "slope"):
        yield "out", Key("out" if key.layer else "input", key.layer, key.unit)
        if key.kind == "slope":
            yield "net", Key("scaled" if normed else "net", key.layer, key.source or key.unit)
