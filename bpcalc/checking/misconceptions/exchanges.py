"""Values of two units, or of two connections, that stand in each other's place."""

from collections.abc import Iterator

from bpcalc.checking.line_context import LineContext, other_connections
from bpcalc.checking.misconceptions.entry import COMMON, Misconception, of
from bpcalc.locale import later
from bpcalc.maths.expr import Expr
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BIAS_KINDS, NEW_KINDS


def swapped(here: LineContext) -> Iterator[Expr]:
    """Write the value of a neighbour, where no other rule says where it comes from."""
    for other in _neighbours(here):
        formula = here.scheme.formulas[other]
        if here.key not in formula.refs() and not _is_told_otherwise(here, formula):
            yield formula


def _neighbours(here: LineContext) -> list[Key]:
    if here.key.kind in NEW_KINDS:
        return other_connections(here, here.key)
    units = here.neighbours(here.layer, here.unit) if here.layer and here.unit else []
    others = (here.key._replace(unit=unit) for unit in units)
    return [other for other in others if other in here.scheme.formulas]


def _is_told_otherwise(here: LineContext, formula: Expr) -> bool:
    """Return whether it is as well the neighbour's net input put in, or its weights taken."""
    if here.key.kind == "out":
        return not here.exercise.layers[here.layer - 1].activation.whole_layer
    biases = [
        {leaf for leaf in line.refs() if leaf.kind in BIAS_KINDS}
        for line in (here.formula, formula)
    ]
    return here.key.kind == "net" and biases[0] == biases[1]


EXCHANGE_RULES = (
    Misconception(
        "swapped",
        of("net", "out", "error", "new_weight", "new_bias"),
        swapped,
        later(
            "The values of two units or connections have been swapped: this is the value of a "
            "neighbour, which has the value that belongs here."
        ),
        COMMON,
        "B",
        ("mazur", "E_o1", "0.0235600"),
        mutual=True,
        under="gradient",
    ),
)
