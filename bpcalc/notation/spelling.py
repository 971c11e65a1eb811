"""A notation applied to a network: keys to names and symbols, and back."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property

from bpcalc.errors import NotAQuantity
from bpcalc.maths.keys import Key, Kind
from bpcalc.notation.layout import Layout
from bpcalc.notation.notations import Form, Notation, Position

DERIVED: dict[Kind, tuple[Kind, Form]] = {
    "weight_gradient": ("weight", Form("dE/d{}", "∂E/∂{}")),
    "bias_gradient": ("bias", Form("dE/d{}", "∂E/∂{}")),
    "weight_change": ("weight", Form("d{}", "Δ{}")),
    "bias_change": ("bias", Form("d{}", "Δ{}")),
    "new_weight": ("weight", Form("{}_new", "{}⁺")),
    "new_bias": ("bias", Form("{}_new", "{}⁺")),
}
"""Spellings that a notation need not give: they are built around the weight or bias itself."""


class Spelling:
    """The names and symbols of the quantities of one network in one notation.

    A name or symbol leaves sample and epoch out, as a page does that has a heading for them.
    """

    def __init__(self, notation: Notation, layout: Layout) -> None:
        """Spell the quantities of a network of this layout."""
        self.notation = notation
        self.layout = layout
        self._spelt: dict[tuple[object, ...], Form] = {}

    def name(self, key: Key) -> str:
        """Return the ASCII name, such as `delta_o1` or `w5_new`."""
        return self.form(key).name

    def symbol(self, key: Key) -> str:
        """Return the symbol, such as `δ_o1` or `w5⁺`."""
        return self.form(key).symbol

    def read(self, name: str, keys: Iterable[Key]) -> Key:
        """Return the first of the keys that has this name or symbol.

        Raises:
            NotAQuantity: none of them has; the message says what it might have been.
        """
        names: dict[str, Key] = {}
        for key in keys:
            form = self.form(key)
            if name in form:
                return key
            names.setdefault(form.name, key)
        close = get_close_matches(name, names, n=1)
        hint = f"; did you mean `{close[0]}`?" if close else ""
        raise NotAQuantity(f"there is no quantity `{name}` in this calculation{hint}")

    def form(self, key: Key) -> Form:
        """Return name and symbol."""
        place = (*key[:4], key.kind == "total_error" and key.sample is None)
        form = self._spelt.get(place)
        if form is None:
            form = self._spelt[place] = self._spell(key)
        return form

    def _spell(self, key: Key) -> Form:
        kind = key.kind
        around = DERIVED.get(kind)
        if around is not None and kind not in self.notation.forms:
            inner = self._spell(key._replace(kind=around[0]))
            return Form(*(outer.format(text) for outer, text in zip(around[1], inner, strict=True)))
        fields = self._fields(key)
        return Form(*(text.format_map(fields) for text in self._template(key)))

    def _template(self, key: Key) -> Form:
        position = self._position(key)
        forms = self.notation.forms
        special = forms.get((key.kind, position)) if position else None
        return special or forms[key.kind]

    def _position(self, key: Key) -> Position | None:
        layout = self.layout
        if key.kind == "bias":
            shared = key.unit is None
            if layout.thresholds:
                return "shared threshold" if shared else "threshold"
            return "shared" if shared else None
        if key.kind == "total_error":
            return "all samples" if key.sample is None else None
        if key.kind == "error_slope" and layout.descent and key.layer:
            return "descent"
        return self._positions[key.layer] if key.layer is not None else None

    @cached_property
    def _positions(self) -> list[Position]:
        return ["input", *["hidden"] * (len(self.layout.units) - 2), "output"]  # type: ignore[list-item]  # str literals

    def _fields(self, key: Key) -> dict[str, object]:
        layout, layer = self.layout, key.layer
        if layer is None:
            return {}
        fields: dict[str, object] = {"l": layer}
        sending = layer if key.kind == "slope" else layer - 1
        if key.unit is not None:
            fields |= {
                "u": layout.units[layer][key.unit - 1],
                "j": key.unit,
                "m": layout.units_before[layer] + key.unit,
            }
            source = key.unit if key.kind == "slope" and key.source is None else key.source
            if source is not None:
                fields |= {
                    "v": layout.units[sending][source - 1],
                    "i": source,
                    "k": layout.units_before[sending] + source,
                }
                if key.kind != "slope":
                    fields["n"] = layout.weight_number(layer, key.unit, source)
        return fields
