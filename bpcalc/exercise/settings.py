"""The conventions: every key of the file that is not about the shape of the network."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, get_args

from bpcalc.exercise.collections import not_a, read_items, read_mapping
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.function_names import FunctionTable, read_function
from bpcalc.exercise.notation_choice import is_notation_file
from bpcalc.exercise.rate_reader import read_rate, settled_rate
from bpcalc.exercise.rule_reader import read_rule
from bpcalc.exercise.scalars import (
    boolean,
    choice,
    is_float,
    number,
    one_line_text,
    read_whole,
)
from bpcalc.exercise.spec import Delta, HiddenDeltasUse, Update
from bpcalc.exercise.yaml_nodes import Node, Scalar, YamlMapping
from bpcalc.locale import say
from bpcalc.maths.derivation_style import Order
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import FAMILIES, KINDS
from bpcalc.maths.losses import (
    HALF_SQUARED_ERROR,
    LOSS_ALIASES,
    LOSS_WITH_PARAMETER,
    LOSSES,
    Loss,
    with_gradient_factor,
    without_shortcut,
)
from bpcalc.maths.rounding import Carry, Digits, Rounding, Ties
from bpcalc.notation.notations import NOTATIONS, Notation

MAX_EPOCHS = 10**9
MAX_ASKED_DIGITS = 100


def _momentum(page: SourceText, node: Node) -> Number | None:
    return _number_where(
        page, node, say("a momentum from 0 up to, not including, 1"), lambda m: 0 <= m.value < 1
    )


def _until(page: SourceText, node: Node) -> Number | None:
    error = _number_where(page, node, say("an error of 0 or more"), lambda error: error.value >= 0)
    if error is None or is_float(error):
        return error
    not_a(page, node, say("0, or an error from 1e-323 to 1e308"))
    return None


def _number_where(
    page: SourceText, node: Node, expected: str, holds: Callable[[Number], bool]
) -> Number | None:
    value = number(page, node, expected)
    if value is None or holds(value):
        return value
    not_a(page, node, expected)
    return None


def _changes(page: SourceText, node: Node) -> tuple[Number, ...] | None:
    """Read the changes of the last update, as `bpcalc train --save` writes them.

    By name, they are read once the network is known.
    """
    if isinstance(node, YamlMapping):
        return None
    listed = read_items(page, node, say("a list of numbers, as training wrote them")) or ()
    read = [found for item in listed if (found := number(page, item)) is not None]
    return tuple(read) if read and len(read) == len(listed) else None


def _own_loss(page: SourceText, keys: dict[str, Node]) -> Loss | None:
    from bpcalc.exercise.own_functions import read_loss  # seldom needed

    return read_loss(page, keys)


LOSS_TABLE = FunctionTable(
    expected=lambda: say("a loss"),
    plain=LOSSES,
    with_parameter=LOSS_WITH_PARAMETER,
    above_zero=LOSS_WITH_PARAMETER,
    own=_own_loss,
    aliases=LOSS_ALIASES,
    words=dict.fromkeys(LOSS_WITH_PARAMETER, ("delta",)),
)


def _loss(page: SourceText, node: Node) -> Loss | None:
    return read_function(page, node, LOSS_TABLE)


def _gradient_factor(page: SourceText, node: Node) -> Number | None:
    return _number_where(page, node, say("a factor above 0"), lambda factor: factor.value > 0)


def settled_loss(settled: dict[str, Any]) -> None:
    """Put what the file says about the derivative of its loss into the loss."""
    factor, shortcut = settled.pop("gradient_factor", None), settled.pop("shortcut", True)
    loss = settled.get("loss", HALF_SQUARED_ERROR)
    if not shortcut:
        loss = without_shortcut(loss)
    if factor is not None and factor.value != 1:
        loss = with_gradient_factor(loss, factor.text)
    if loss is not HALF_SQUARED_ERROR:
        settled["loss"] = loss


def _one_of(names: Iterable[str]) -> Callable[[SourceText, Node], str | None]:
    return lambda page, node: choice(page, node, names)


def _rounding(page: SourceText, node: Node) -> Rounding | None:
    keys = read_mapping(page, node, say("a mapping such as {decimals: 4}"), ROUNDING)
    if keys is None:
        return None
    digits = _digits(page, keys)
    parts: dict[str, Any] = {"digits": digits, "by_kind": MappingProxyType(_by_kind(page, keys))}
    for part, names in (("carry", get_args(Carry)), ("ties", get_args(Ties))):
        if part in keys:
            parts[part] = choice(page, keys[part], names)
    return Rounding(**parts)


COUNTS = ("decimals", "significant")
ROUNDING = (*COUNTS, "carry", "ties", *KINDS, *FAMILIES)


def _digits(page: SourceText, keys: Mapping[str, Node]) -> Digits | None:
    """Return the digits that `decimals` or `significant` asks for."""
    if "decimals" in keys and "significant" in keys:
        says = say("`decimals` and `significant` exclude each other; give one of the two")
        page.fault(keys["significant"], says)
    if "decimals" in keys:
        return _count(page, keys["decimals"])
    return _count(page, keys["significant"], significant=True) if "significant" in keys else None


def _count(page: SourceText, node: Node, significant: bool = False) -> Digits | None:
    count = read_whole(page, node, int(significant), MAX_ASKED_DIGITS)
    return None if count is None else Digits(count, significant)


def _by_kind(page: SourceText, keys: Mapping[str, Node]) -> dict[Kind, Digits]:
    """Return the digits of single kinds; a kind's own entry wins over its family's."""
    by_kind: dict[Kind, Digits] = {}
    for family, kinds in FAMILIES.items():
        if family in keys:
            digits = _kind_digits(page, keys[family])
            by_kind |= {kind: digits for kind in kinds if digits}
    for kind in KINDS:
        if kind in keys:
            digits = _kind_digits(page, keys[kind])
            by_kind |= {kind: digits} if digits else {}
    return by_kind


def _kind_digits(page: SourceText, node: Node) -> Digits | None:
    if not isinstance(node, YamlMapping):
        return _count(page, node)
    keys = read_mapping(page, node, "", COUNTS)
    if not node.pairs:
        not_a(page, node, say("decimals or significant digits"))
    return _digits(page, keys) if keys else None


def _notation(page: SourceText, node: Node) -> Notation | None:
    """Return the notation of a book, or of a file."""
    if isinstance(node, Scalar) and is_notation_file(node.text):
        from bpcalc.exercise.own_notation import notation_named  # seldom needed

        return notation_named(page, node)
    name = choice(page, node, NOTATIONS, say("a notation"))
    return None if name is None else NOTATIONS[name]


SettingReader = Callable[[SourceText, Node], Any]


def _seldom(imported: Callable[[], SettingReader]) -> SettingReader:
    """Return a reader that is imported when a file has its key; few files have."""
    return lambda page, node: imported()(page, node)


def _optimiser() -> SettingReader:
    from bpcalc.exercise.optimiser_reader import read_optimiser

    return read_optimiser


def _dropout() -> SettingReader:
    from bpcalc.exercise.dropout_reader import read_dropout

    return read_dropout


def _net_norms() -> SettingReader:
    from bpcalc.exercise.net_norm_reader import read_net_norms

    return read_net_norms


def _penalty() -> SettingReader:
    from bpcalc.exercise.penalty_reader import read_penalty

    return read_penalty


def _clip() -> SettingReader:
    from bpcalc.exercise.penalty_reader import read_clip

    return read_clip


def _most() -> SettingReader:
    from bpcalc.exercise.penalty_reader import read_most

    return read_most


def _normalising() -> SettingReader:
    from bpcalc.exercise.normalise_reader import read_normalising

    return read_normalising


def _measures() -> SettingReader:
    from bpcalc.exercise.normalise_reader import read_measures

    return read_measures


SETTING_READERS: dict[str, SettingReader] = {
    "title": lambda page, node: one_line_text(page, node, say("a title")),
    "source": lambda page, node: one_line_text(page, node, say("the source, a text")),
    "learning_rate": read_rate,
    "batch_size": lambda page, node: read_whole(page, node, 1, MAX_EPOCHS),
    "loss": _loss,
    "gradient_factor": _gradient_factor,
    "shortcut": boolean,
    "update": _one_of(get_args(Update)),
    "momentum": _momentum,
    "learning_rule": read_rule,
    "optimizer": _seldom(_optimiser),
    "optimiser": _seldom(_optimiser),
    "dropout": _seldom(_dropout),
    "batch_norm": _seldom(_net_norms),
    "layer_norm": _seldom(_net_norms),
    "penalty": _seldom(_penalty),
    "clip_gradients": _seldom(_clip),
    "max_norm": _seldom(_most),
    "normalise": _seldom(_normalising),
    "normalize": _seldom(_normalising),
    "measures": _seldom(_measures),
    "update_biases": boolean,
    "delta": _one_of(get_args(Delta)),
    "hidden_deltas_use": _one_of(get_args(HiddenDeltasUse)),
    "changes": boolean,
    "chain": boolean,
    "order": _one_of(get_args(Order)),
    "first_layer": lambda page, node: read_whole(page, node, 1, 2),
    "notation": _notation,
    "rounding": _rounding,
    "epochs": lambda page, node: read_whole(page, node, 1, MAX_EPOCHS),
    "presentations": lambda page, node: read_whole(page, node, 1, MAX_EPOCHS),
    "until": _until,
    "previous_changes": _changes,
}
"""How the value of each key is read. None stands for a value that cannot be."""


def settings(page: SourceText, keys: Mapping[str, Node]) -> dict[str, Any]:
    """Return what the file settles, without what is left to the defaults."""
    read = {key: reader(page, keys[key]) for key, reader in SETTING_READERS.items() if key in keys}
    settled = {key: value for key, value in read.items() if value is not None}
    _one_optimiser(page, keys)
    if "clip_gradients" in settled:
        settled["clip"], settled["largest_gradient"] = settled.pop("clip_gradients")
    settled_rate(settled)
    notation = settled.get("notation")
    if notation is not None:
        settled["notation"] = notation.name
        settled["own_notation"] = None if notation.name in NOTATIONS else notation
    if "normalize" in settled:  # both spellings are read
        settled["normalise"] = settled.pop("normalize")
    if "optimizer" in settled:  # both spellings are read
        settled["optimiser"] = settled.pop("optimizer")
    return settled


def _one_optimiser(page: SourceText, keys: Mapping[str, Node]) -> None:
    """Refuse a second word for how a gradient becomes a step."""
    given = [key for key in ("momentum", "optimizer", "optimiser") if key in keys]
    for key in given[1:]:
        says = say("`{one}` and `{other}` exclude each other; keep one", one=given[0], other=key)
        page.fault(keys[key], says)
