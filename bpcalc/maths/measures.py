"""How good the outputs of all samples are, as formulas. One record adds a measure, everywhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY
from decimal import Decimal
from typing import Literal

from bpcalc.locale import later
from bpcalc.maths.entries import complete, demand, tabled
from bpcalc.maths.expr import Choice, Expr, Number, Product, Quotient, add, expr
from bpcalc.maths.function_calls import absolute, maximum, sqrt
from bpcalc.maths.keys import Kind
from bpcalc.maths.kinds import kinds_for
from bpcalc.maths.normalising import mean
from bpcalc.named_tuples import NamedTuple
from bpcalc.records import record

Pairs = Sequence[tuple[Expr, Expr]]
"""Targets and outputs."""

Border = Literal["0.5", "0", "largest"]
"""How outputs tell classes: on which side of a number they lie, or by which is the largest."""

TargetRows = Sequence[Sequence[Decimal]]
"""The targets of every sample."""


class Measured(NamedTuple):
    """What a measure looks at.

    Attributes:
        samples: the targets and outputs of each.
        centre: the mean of the targets.
        border: how outputs tell classes.
        shown: of the measures that stand before it, the quantity of each.
    """

    samples: Sequence[Pairs]
    centre: Expr
    border: Border
    shown: Mapping[Kind, Expr]

    @property
    def pairs(self) -> Pairs:
        """The targets and outputs of all samples."""
        return [pair for each in self.samples for pair in each]


@complete
@record
class Measure:
    """A measure of how good outputs are.

    Attributes:
        kind: its kind of quantity.
        formula: of what is measured.
        by_class: whether it asks to which class outputs belong.
        usual: whether it is said of normalised outputs without being asked for.
        possible: (targets) -> whether they allow it.
        needs: the sentence of what it needs, for targets that do not.
    """

    _: KW_ONLY
    kind: Kind
    formula: Callable[[Measured], Expr]
    by_class: bool = False
    usual: bool = True
    possible: Callable[[TargetRows], bool] = lambda _: True
    needs: str = ""


def border_of(targets: Sequence[Sequence[Decimal]]) -> Border | None:
    """Return how targets tell classes, None if they tell none.

    >>> border_of([[Decimal(1)], [Decimal(-1)]]), border_of([[Decimal(3)]])
    ('0', None)
    """
    numbers = {number for sample in targets for number in sample}
    if all(len(sample) == 1 for sample in targets):
        return "0.5" if numbers <= {0, 1} else "0" if numbers <= {-1, 1} else None
    whole = numbers <= {0, 1} and all(sum(sample) == 1 for sample in targets)
    return "largest" if whole else None


def _squares(pairs: Pairs) -> list[Expr]:
    return [(target - out) ** 2 for target, out in pairs]


def _mse(measured: Measured) -> Expr:
    return measured.shown.get("mse") or mean(_squares(measured.pairs))


def _mae(measured: Measured) -> Expr:
    return mean([absolute(target - out) for target, out in measured.pairs])


def _r2(measured: Measured) -> Expr:
    spread = add([(target - measured.centre) ** 2 for target, _ in measured.pairs])
    return 1 - Quotient(add(_squares(measured.pairs)), spread)


def _percentage(measured: Measured) -> Expr:
    shares = [absolute(Quotient(target - out, target)) for target, out in measured.pairs]
    return Product((expr(100), mean(shares)))


def _accuracy(measured: Measured) -> Expr:
    """Return the share of samples whose outputs tell the class that their targets have.

    With the border "largest", one target of a sample is 1, and the others are 0.
    """
    border = measured.border
    return mean(
        [
            _largest(pairs) if border == "largest" else _side(*pairs[0], border)
            for pairs in measured.samples
        ]
    )


def _side(target: Expr, out: Expr, border: str) -> Expr:
    sides = (target, out) if border == "0" else (target - Number(border), out - Number(border))
    return Choice(Product(sides), expr(1), expr(0), at_zero=False)


def _largest(pairs: Pairs) -> Expr:
    most = pairs[0][1]
    for _, out in pairs[1:]:
        most = maximum(most, out)
    wanted = add([Product((target, out)) for target, out in pairs])
    return Choice(wanted - most, expr(1), expr(0), at_zero=True)


MEASURES: Mapping[str, Measure] = tabled(
    "measure",
    (
        Measure(kind="mse", formula=_mse),
        Measure(kind="rmse", formula=lambda measured: sqrt(_mse(measured))),
        Measure(kind="mae", formula=_mae),
        Measure(
            kind="mape",
            formula=_percentage,
            possible=lambda rows: all(target for row in rows for target in row),
            needs=later("MAPE divides by the targets, and one of them is 0"),
        ),
        Measure(
            kind="r2",
            formula=_r2,
            possible=lambda rows: len({target for row in rows for target in row}) > 1,
            needs=later("R² needs targets that differ"),
        ),
        Measure(
            kind="accuracy",
            formula=_accuracy,
            by_class=True,
            usual=False,
            possible=lambda rows: not rows or border_of(rows) is not None,
            needs=later(
                "accuracy needs targets that tell classes: 0 and 1, or -1 and 1, of one output, "
                "or a single 1 among the zeros of several"
            ),
        ),
    ),
    "kind",
)
"""How good outputs are; on the page they stand in this order."""

MEASURE_KINDS: tuple[Kind, ...] = tuple(measure.kind for measure in MEASURES.values())

demand("measure", kinds_for("measure"), MEASURES, "formula")
