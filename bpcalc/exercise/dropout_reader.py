"""The masks of a file that leave units out."""

from collections.abc import Mapping

from bpcalc.exercise.collections import not_a, read_items, read_mapping
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.scalars import boolean, is_null, number
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.yaml_nodes import Node, YamlSequence
from bpcalc.locale import say, say_many
from bpcalc.maths.dropout import Dropout
from bpcalc.maths.expr import Number

DROPOUT_KEYS = ("mask", "keep", "inverted")


def read_dropout(page: SourceText, node: Node) -> tuple[Dropout | None, ...] | None:
    """Return the masks, one a hidden layer, None for a layer without one."""
    expected = say("a list with a mask for every hidden layer, such as [{mask: [1, 0], keep: 0.5}]")
    items = read_items(page, node, expected) or ()
    read = [None if is_null(item) else _mask(page, item) for item in items]
    wrong = any(mask is None and not is_null(item) for mask, item in zip(read, items, strict=True))
    return None if wrong or not read else tuple(read)


def _mask(page: SourceText, node: Node) -> Dropout | None:
    keys: dict[str, Node] | None = {"mask": node}
    if not isinstance(node, YamlSequence):  # a mask may stand alone
        expected = say("a mapping such as {mask: [1, 0], keep: 0.5}")
        keys = read_mapping(page, node, expected, DROPOUT_KEYS)
    if keys is None:
        return None
    if "mask" not in keys:
        not_a(page, node, say("a mapping such as {mask: [1, 0], keep: 0.5}"))
        return None
    bits = [
        _bit(page, item) for item in read_items(page, keys["mask"], say("a list of 0 and 1")) or ()
    ]
    keep: Number | None = Number("1")
    if "keep" in keys:
        keep = number(page, keys["keep"])
        if keep is not None and not 0 < keep.value <= 1:
            not_a(page, keys["keep"], say("a probability above 0, and 1 at most"))
            keep = None
    inverted = boolean(page, keys["inverted"]) if "inverted" in keys else True
    if keep is None or inverted is None or None in bits or not bits:
        return None
    return Dropout(tuple(bit for bit in bits if bit is not None), keep, inverted)


def _bit(page: SourceText, node: Node) -> Number | None:
    bit = number(page, node, say("0 or 1"), whole=True)
    if bit is not None and bit.value not in (0, 1):
        not_a(page, node, say("0 or 1"))
        return None
    return bit


def fit_dropout(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> None:
    """Compare the masks with the hidden layers."""
    hidden = exercise.sizes[1:-1]
    if not exercise.dropout:
        return
    if len(exercise.dropout) != len(hidden):
        says = say(
            "expected {masks}, one for every hidden layer (null where there is none); found "
            "{found}",
            masks=say_many("1 mask", "{n} masks", len(hidden)),
            found=len(exercise.dropout),
        )
        page.fault(keys["dropout"], says)
        return
    for layer, (size, dropout) in enumerate(zip(hidden, exercise.dropout, strict=True), start=1):
        if dropout is not None and len(dropout.mask) != size:
            says = say(
                "the mask of hidden layer {layer} is for {found} units; it has {n}",
                layer=layer,
                found=len(dropout.mask),
                n=size,
            )
            page.fault(keys["dropout"], says)
