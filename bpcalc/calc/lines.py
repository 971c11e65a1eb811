"""What a calculation consists of: lines, in stages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from functools import cached_property
from typing import Literal, NamedTuple, get_args

from bpcalc.exercise.spec import Exercise
from bpcalc.maths.correct import CorrectValues
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import INFO
from bpcalc.maths.precision import EXACT

StageName = Literal[
    "given",
    "normalise",
    "rate",
    "weights",
    "ahead",
    "net",
    "net_norm",
    "out",
    "dropout",
    "error",
    "all_errors",
    "delta",
    "net_norm_back",
    "inputs",
    "gradient",
    "gradient_sum",
    "penalised",
    "clip",
    "power",
    "moment",
    "change",
    "norm",
    "update",
    "turned_back",
    "measures",
]
"""The stages of a calculation:

    given         inputs, targets, learning rate, weights and biases, as the exercise gives them
    normalise     inputs, or targets, brought to one scale
    rate          the learning rate of an epoch
    weights       the weights and biases that a later step starts from
    ahead         weights and biases of one layer where the last step would lead on
    net           net inputs of one layer
    net_norm      net inputs of one layer, normalised
    out           outputs of one layer
    dropout       outputs of one layer under a mask
    error         error of each output, and the total
    all_errors    the error over all samples
    delta         slopes and deltas of one layer
    net_norm_back slopes and deltas of one layer, back through the normalisation
    inputs        slopes of the error over the inputs
    gradient      gradients of one layer, for one sample
    gradient_sum  gradients of one layer, added up or averaged over the batch
    penalised     gradients of one layer with the derivative of the penalty
    clip          gradients that are made smaller
    power         the powers of an optimiser's rates
    moment        what an optimiser works out of the gradients of one layer
    change        changes of one layer
    norm          weights of one layer after the step, and their norms
    update        new values of one layer
    turned_back   outputs in the units of the targets
    measures      how good the outputs of all samples are
"""

Remark = Literal[
    "",
    "softmax_cross_entropy",
    "sigmoid_cross_entropy",
    "rule",
    "new_weights",
    "kink",
    "jump",
    "level",
    "own",
    "batch",
    "layer",
]
"""Why the lines of a stage are as they are, where a reader would ask; a code, not a sentence."""


STAGES: tuple[StageName, ...] = get_args(StageName)


class Heading(NamedTuple):
    """What the lines of a stage have in common.

    Attributes:
        name: what they are about.
        layer: None where they are not about one layer.
        sample, epoch: as in `Key`.
        remark: why they are as they are.
    """

    name: StageName
    layer: int | None = None
    sample: int | None = None
    epoch: int | None = None
    remark: Remark = ""


class Line(NamedTuple):
    """One line of the calculation: quantity = formula = numbers put in = value.

    The numbers put in are not kept: they are the formula, read with numbers for symbols.
    The formula of a given quantity is the number, as it was written.
    """

    key: Key
    formula: Expr
    value: Decimal


class Stage(NamedTuple):
    """Lines that stand under one heading, in order of working."""

    heading: Heading
    lines: list[Line]


def worked_values(stages: Iterable[Stage]) -> Iterator[tuple[Kind, Decimal]]:
    """Yield what is worked out, and not given, with its kind."""
    for stage in stages:
        for key, formula, value in stage.lines:
            if not isinstance(formula, Number):
                yield key.kind, value


class Calculation:
    """A whole hand calculation.

    Attributes:
        exercise: what was worked out.
        epochs: how many epochs were worked; the closing forward pass is epoch `epochs` + 1.
        stages: every stage, in order of working.
        replaced: the lines in whose place the exercise gives a number, with what they would give.
        dropped: what needs a number that the exercise does not tell.
    """

    def __init__(
        self,
        exercise: Exercise,
        epochs: int,
        stages: list[Stage],
        correct: CorrectValues | None = None,
        replaced: Sequence[Line] = (),
        dropped: Sequence[Key] = (),
    ) -> None:
        """Keep the worked stages.

        Args:
            exercise: what was worked out.
            epochs: how many epochs.
            stages: in order of working.
            correct: that with which further formulas are worked out; needed for `value_of` only.
            replaced: lines in whose place the exercise gives a number.
            dropped: what it does not tell enough for.
        """
        self.replaced = tuple(replaced)
        self.dropped = tuple(dropped)
        self.exercise = exercise
        self.epochs = epochs
        self.stages = stages
        self._correct = correct or CorrectValues(exercise.rounding.precision())

    @property
    def times(self) -> int:
        """How often all samples were worked through; with batches, `epochs` counts these."""
        return self.epochs // self.exercise.moments

    def __iter__(self) -> Iterator[Line]:
        """Iterate over all lines, in order of working."""
        for stage in self.stages:
            yield from stage.lines

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.by_key)

    def value_of(self, formula: Expr, kind: Kind | None = None) -> Decimal:
        """Return the value of a formula over the values that are carried, before it is rounded.

        It is right in every digit that a quantity of that kind is shown with.
        """
        places = self.exercise.rounding.places()[kind] if kind else None
        with localcontext(EXACT):
            return self._correct.value(formula, places)

    @cached_property
    def given(self) -> frozenset[Key]:
        """What the exercise gives instead of having it worked out."""
        return frozenset(key for key, _ in self.exercise.given)

    @cached_property
    def given_on_the_way(self) -> bool:
        """Whether the error before the update rests on given quantities, that after it does not."""
        return any(INFO[key.kind].role in ("signal", "error") for key in self.given)

    @cached_property
    def values(self) -> Mapping[Key, Decimal]:
        """The value of every quantity, as carried."""
        return {key: value for stage in self.stages for key, _, value in stage.lines}

    @cached_property
    def by_key(self) -> Mapping[Key, Line]:
        """The lines by their keys."""
        return {line.key: line for line in self}
