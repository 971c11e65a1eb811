"""The lines of one epoch, sorted by what an engine does with them.

Two engines write these lines out as straight-line code, in Python and in machine code. What
they share stands here: which lines there are, in which order, over which variables.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Protocol

from bpcalc.calc.lines import StageName
from bpcalc.calc.plan import PlannedStage
from bpcalc.calc.planner import build_plan, first_moment
from bpcalc.calc.shape import Shape
from bpcalc.calc.weights_in_force import at_start
from bpcalc.maths.expr import Apply, Expr
from bpcalc.maths.functions import FloatAlgebra
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import fellow, kinds_for

KIND_LETTERS: dict[Kind, str] = {
    "input": "i",
    "target": "t",
    "learning_rate": "rate",
    "momentum": "momentum",
    "weight": "w",
    "new_weight": "w",
    "bias": "b",
    "new_bias": "b",
    "net": "net",
    "out": "out",
    "error": "e",
    "total_error": "total",
    "error_slope": "es",
    "slope": "s",
    "delta": "d",
    "weight_gradient": "gw",
    "bias_gradient": "gb",
    "weight_change": "cw",
    "bias_change": "cb",
}

LASTING: frozenset[Kind] = kinds_for("parameter", "state", "new")
"""Quantities that outlive a sample; their variables are not told apart by sample."""

FORWARD_STAGES: frozenset[StageName] = frozenset({"forward"})
ERROR_STAGES: frozenset[StageName] = frozenset({"error", "all_errors"})
LEARNING_STAGES: frozenset[StageName] = frozenset({"delta", "gradient", "gradient_sum", "update"})
MAX_EXP_ARGUMENT = 709.782712893384
"""The largest number whose exponential is a float."""
MIN_EXP_ARGUMENT = -745.1332191019411
"""The smallest number whose exponential is not 0."""
SMALLEST = 5e-324
"""The smallest float above 0: what a logarithm is taken of where an output has become 0."""
TINY = 1e-300
"""What is divided by where a divisor has become 0."""


def variable(key: Key, samples: bool) -> str:
    """Return the variable of a quantity.

    A weight and its new value share a variable, because after the update nothing asks for the
    old one.

    Args:
        key: of the quantity; its epoch does not matter, since a step is one epoch's.
        samples: whether the code holds several samples at once, so that the quantities of
            each need variables of their own.
    """
    place = (key.layer, key.unit, key.source, key.source_layer)
    parts = [str(number) for number in place if number is not None]
    name = KIND_LETTERS[key.kind] + "_".join(parts)
    if samples and key.sample is not None and key.kind not in LASTING:
        name += f"s{key.sample}"
    return name


class Language(FloatAlgebra[str], Protocol):
    """A programming language: reads a formula as code, and takes down assignments."""

    def assign(self, key: Key, value: str) -> None:
        """Take down an assignment."""

    def begin_layer(self, operands: list[str]) -> None:
        """Begin outputs of a whole layer, with the operands of the exponentials in them."""

    def end_layer(self) -> None:
        """End them."""


class Steps:
    """The lines of one epoch of a shape.

    Attributes:
        several: whether the step of one sample is repeated for every sample.
        together: whether the samples of a batch stand one after the other in the same step.
    """

    def __init__(self, shape: Shape) -> None:
        """Write down the formulas."""
        self._shape = shape
        self.together = shape.together
        self.several = shape.samples > 1 and not shape.together
        # The targets of every sample add up to 1, or else no sample may count on it.
        single = shape._replace(samples=1, whole=(all(shape.whole),), update="online")
        self._single = _steady(single)
        self._epoch = _steady(shape) if shape.together else self._single

    @cached_property
    def state(self) -> list[str]:
        """The variables of a state, in its order."""
        shape = self._shape
        first = first_moment(shape)
        keys = [leaf.key for leaf in at_start(shape, first, first)]
        changes = [
            key._replace(kind=fellow(key.kind, "state"))
            for key in keys
            if shape.momentum and (shape.update_biases or key.kind == "weight")
        ]
        return [variable(key, False) for key in (*keys, *changes)]

    @property
    def outs(self) -> list[str]:
        """The variables of the outputs of a single sample."""
        last = self._shape.last
        return [variable(Key("out", last, unit), False) for unit in self._shape.units(last)]

    def given(self, sample: int | None = None) -> list[str]:
        """Return the variables of a sample's inputs and targets; None: of a single one."""
        shape = self._shape
        keys = [
            *(Key("input", 0, unit, None, sample) for unit in shape.units(0)),
            *(Key("target", shape.last, unit, None, sample) for unit in shape.units(shape.last)),
        ]
        return [variable(key, sample is not None) for key in keys]

    @property
    def samples(self) -> list[list[str]]:
        """The variables of every sample that a step works with."""
        if not self.together:
            return [self.given()]
        return [self.given(sample) for sample in range(1, self._shape.samples + 1)]

    def write(self, language: Language, names: frozenset[StageName]) -> None:
        """Write the stages with these names in a language."""
        for part in self._epoch:
            if part.heading.name in names:
                self._write(part, language)

    def write_single(self, language: Language) -> None:
        """Write the forward pass and the error of a single sample, even of a batch."""
        for part in self._single:
            if part.heading.name in FORWARD_STAGES | ERROR_STAGES:
                self._write(part, language)

    def _write(self, part: PlannedStage, language: Language) -> None:
        layer = part.heading.layer or 0
        forward = part.heading.name == "forward"
        whole = forward and self._shape.activation(layer).whole_layer
        for entry in part.entries:
            if whole and entry.formula and entry.key.kind == "out" and entry.key.unit == 1:
                operands = _operands(entry.formula)
                language.begin_layer([operand.fold(language) for operand in operands])
            if entry.formula is not None:
                language.assign(entry.key, entry.formula.fold(language))
        if whole:
            language.end_layer()


def _steady(shape: Shape) -> list[PlannedStage]:
    """Return the stages of an epoch that is not the first, so that momentum has a past."""
    stages = build_plan(shape._replace(epochs=2, inputs=False)).stages
    return [part for part in stages if part.heading.epoch == 2]


def _operands(formula: Expr) -> Iterable[Expr]:
    """Return the operands of the functions in a formula, each once."""
    return dict.fromkeys(_all_operands(formula))


def _all_operands(formula: Expr) -> Iterator[Expr]:
    if isinstance(formula, Apply):
        yield from formula.operands
    for part in formula.parts():
        yield from _all_operands(part)
