"""The drawing's numbering read the other way: by the unit that sends, or by the one that receives.

In square layers that is the transposed matrix, which has rules of its own; here are the others.
"""

from collections.abc import Iterator
from dataclasses import replace

from bpcalc.checking.line_context import LineContext
from bpcalc.checking.misconceptions.entry import Misconception, of
from bpcalc.exercise.notation_choice import spelling
from bpcalc.exercise.spec import Exercise, Numbering
from bpcalc.exercise.weight_numbering import OTHER
from bpcalc.locale import later
from bpcalc.maths.expr import Expr, Ref
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import WEIGHT_KINDS
from bpcalc.notation.layout import Layout

SAYS = later(
    "The drawing's numbering of the weights was read the other way: by the unit that sends where "
    "it counts by the one that receives, or the reverse."
)
SOURCE = "a 2-3-2 course sheet that counts one layer each way, filled in row by row in notes"


def _layouts(exercise: Exercise, layer: int) -> tuple[Layout, Layout] | None:
    """Return how the weights are counted, and the other way for one layer; None if not at all."""
    spelt = spelling(exercise)
    own = spelt.layout
    sending, receiving = exercise.sizes[layer - 1], exercise.sizes[layer]
    counted = spelt.notation.counts_weights and not exercise.own_names and exercise.graph.full
    if not counted or sending == receiving or 1 in (sending, receiving):
        return None
    ways: list[Numbering] = [own.counts(number) for number in range(1, len(exercise.sizes))]
    ways[layer - 1] = OTHER[ways[layer - 1]]
    return own, replace(own, numbering=tuple(ways))


def _in_other_place(own: Layout, other: Layout, key: Key) -> Key:
    """Return the weight that has the number which this connection would have in the other way."""
    layer = key.layer or 1
    place = (
        other.weight_number(key.turned("weight", None, None)) - own.weights_before[layer - 1] - 1
    )
    sending, receiving = own.sizes[layer - 1], own.sizes[layer]
    if own.counts(layer) == "to":
        unit, source = divmod(place, sending)
    else:
        source, unit = divmod(place, receiving)
    return key._replace(unit=unit + 1, source=source + 1)


def weights_misnumbered(here: LineContext) -> Iterator[Expr]:
    """Take the weights that have these numbers in the other way of counting."""
    layers = {key.layer for key in here.formula.refs() if key.kind in WEIGHT_KINDS}
    for layer in layers:
        layouts = _layouts(here.exercise, layer or 1)
        if layouts is not None:

            def misread(key: Key, layouts: tuple[Layout, Layout] = layouts) -> Ref | None:
                return (
                    here.ref(_in_other_place(*layouts, key)) if key.kind in WEIGHT_KINDS else None
                )

            yield from here.swapped(misread)


def gradient_misnumbered(here: LineContext) -> Iterator[Expr]:
    """Work out the gradient of the connection that has this number in the other way."""
    layouts = _layouts(here.exercise, here.layer or 1)
    if layouts is None or here.key.source is None:
        return
    own, other = layouts
    meant = _in_other_place(other, own, here.key)

    def misread(key: Key) -> Ref | None:
        if key.kind == "delta":
            return here.ref(key._replace(unit=meant.unit))
        if key.kind in ("out", "input"):
            return here.ref(key._replace(unit=meant.source))
        return None

    yield from here.swapped(misread)


NUMBERING_RULES = (
    Misconception(
        "numbering",
        of("net"),
        weights_misnumbered,
        SAYS,
        SOURCE,
        "A",
        ("distinct-numbers", "net_h1", "0.1575"),
    ),
    Misconception(
        "numbering",
        of("delta", "error_slope"),
        weights_misnumbered,
        SAYS,
        SOURCE,
        "A",
        ("distinct-numbers", "dE/dout_h1", "0.057452"),
    ),
    Misconception(
        "numbering",
        of("weight_gradient", "weight_change"),
        gradient_misnumbered,
        SAYS,
        SOURCE,
        "A",
        ("distinct-numbers", "dE/dw2", "0.00074577"),
    ),
)
