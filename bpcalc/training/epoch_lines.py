"""The lines of one epoch, sorted by what an engine does with them.

Two engines write these lines out as straight-line code, in Python and in machine code. What
they share stands here: which lines there are, in which order, over which variables.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal, Protocol

from bpcalc.calc.lines import StageName
from bpcalc.calc.plan import PlannedLine, PlannedStage
from bpcalc.calc.planner import build_plan, first_moment
from bpcalc.calc.shape import Shape
from bpcalc.calc.update import kept_keys
from bpcalc.calc.weights_in_force import at_start
from bpcalc.maths.expr import Expr, Minus, Quotient, Ref, Sum, expr
from bpcalc.maths.float_forms import FloatAlgebra
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import MOMENT_KINDS, kinds_for
from bpcalc.maths.optimisers import ROLES
from bpcalc.maths.penalties import PenaltyForm
from bpcalc.training.stable_forms import Divisors, StableForms

KIND_LETTERS: dict[str, str] = {
    "input": "i",
    "target": "t",
    "learning_rate": "rate",
    "layer_rate": "rate",
    "momentum": "momentum",
    "weight": "w",
    "new_weight": "w",
    "bias": "b",
    "new_bias": "b",
    "net": "net",
    "out": "out",
    "norm_mean": "mu",
    "norm_variance": "var",
    "norm_root": "root",
    "normalised": "xhat",
    "scaled": "y",
    "gamma": "gamma",
    "new_gamma": "gamma",
    "beta": "beta",
    "new_beta": "beta",
    "scaled_delta": "dy",
    "normalised_slope": "dxhat",
    "variance_slope": "dvar",
    "mean_slope": "dmu",
    "gamma_gradient": "ggamma",
    "beta_gradient": "gbeta",
    "gamma_change": "cgamma",
    "beta_change": "cbeta",
    "dropped": "dropped",
    "error": "e",
    "total_error": "total",
    "error_slope": "es",
    "slope": "s",
    "delta": "d",
    "weight_gradient": "gw",
    "bias_gradient": "gb",
    "beta1": "beta1",
    "beta2": "beta2",
    "rho": "rho",
    "epsilon": "epsilon",
    "weight_decay": "decay",
    "l2": "l2_",
    "l1": "l1_",
    "clip_norm": "clip",
    "clip_value": "clip",
    "max_norm": "longest",
    "penalty": "penalty",
    "gradient_norm": "norm_g",
    "weight_norm": "norm_w",
    "weight_stepped": "wstep",
    "beta1_power": "beta1_power",
    "beta2_power": "beta2_power",
    **{f"weight_{role}": f"{role}w" for role in (*ROLES, "penalised", "clipped")},
    **{f"bias_{role}": f"{role}b" for role in (*ROLES, "penalised", "clipped")},
    **{f"gamma_{role}": f"{role}gamma" for role in (*ROLES, "clipped")},
    **{f"beta_{role}": f"{role}beta" for role in (*ROLES, "clipped")},
    "weight_change": "cw",
    "bias_change": "cb",
    "weight_ahead": "aw",
    "bias_ahead": "ab",
    "gamma_ahead": "agamma",
    "beta_ahead": "abeta",
}

AUXILIARY_LETTERS: dict[str, str] = {
    "exponential": "x",
    "exponentials": "xs",
    "log1p": "l",
    "log_sum": "ls",
    "square": "q",
    "rest": "r",
    "highest": "h",
    "shift": "m",
}
"""What the variables of quantities are called that only floats need, see `stable_forms`."""

SHORT_NAMES = KIND_LETTERS | AUXILIARY_LETTERS
"""Short names; a quantity without one is called by its kind."""

LASTING: frozenset[Kind] = kinds_for("parameter", "state", "new") | MOMENT_KINDS
"""Quantities that outlive a sample; their variables are not told apart by sample."""

FORWARD_STAGES: frozenset[StageName] = frozenset({"ahead", "net", "net_norm", "out", "dropout"})
ERROR_STAGES: frozenset[StageName] = frozenset({"error", "all_errors"})
LEARNING_STAGES: frozenset[StageName] = frozenset(
    {
        *("delta", "net_norm_back", "gradient", "gradient_sum", "penalised", "clip"),
        *("power", "moment", "change", "norm", "update"),
    }
)


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
    name = SHORT_NAMES.get(key.kind, f"{key.kind}_") + "_".join(parts)
    if samples and key.sample is not None and key.kind not in LASTING:
        name += f"s{key.sample}"
    return name


class Language(FloatAlgebra[str], Protocol):
    """A programming language: reads a formula as code, and takes down assignments."""

    def assign(self, key: Key, value: str) -> None:
        """Take down an assignment."""


class Steps:
    """The lines of one epoch of a shape.

    Attributes:
        several: whether the step of one sample is repeated for every sample.
        together: whether the samples of a batch stand one after the other in the same step.
        abreast: whether they go through the layers together.
        looks_ahead: whether an epoch goes forward with other weights than those whose error counts.
    """

    def __init__(self, shape: Shape, *, held: bool = False) -> None:
        """Write down the formulas.

        Args:
            shape: of the calculation.
            held: whether the lines are to be such that no exponential overflows; where none
                would, they have the same values, bit by bit.
        """
        self._shape = shape
        self.together = shape.together
        self.abreast = shape.abreast
        self.several = shape.samples > 1 and not shape.together
        # The targets of every sample add up to 1, or else no sample may count on it.
        single = shape._replace(samples=1, whole=(all(shape.whole),), update="online")
        if shape.together:  # their penalty is no sample's
            single = single._replace(penalty=PenaltyForm())
        self._divisors = divisors(shape)
        self._held = held or bool(self._divisors)
        self._single = self._stable(_steady(single))
        self._epoch = self._stable(_steady(shape)) if shape.together else self._single
        # Where an optimiser looks ahead, the error is yet that of the weights themselves.
        self.looks_ahead = shape.optimiser.looks_ahead
        self._measured = self._epoch
        if self.looks_ahead:
            self._measured = self._stable(_closing(shape if shape.together else single))
            self._single = self._stable(_closing(single)) if shape.together else self._measured

    @cached_property
    def state(self) -> list[str]:
        """The variables of a state, in its order."""
        shape = self._shape
        first = first_moment(shape)
        keys = [leaf.key for leaf in at_start(shape, first, first)]
        return [variable(key, False) for key in (*keys, *kept_keys(shape, first))]

    @property
    def rates(self) -> list[str]:
        """The variables of the numbers by which the update is set, the learning rate first."""
        return [variable(key, False) for key in self._shape.rates]

    @property
    def outs(self) -> list[str]:
        """The variables of the outputs of a single sample."""
        last = self._shape.last
        return [variable(Key("out", last, unit), False) for unit in self._shape.units(last)]

    def outs_of(self, sample: int) -> list[str]:
        """Return the variables of the outputs of a sample of a batch."""
        last = self._shape.last
        keys = (Key("out", last, unit, None, sample, 1) for unit in self._shape.units(last))
        return [variable(key, True) for key in keys]

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
        _write_lines(_in_stages(self._epoch, names), language)

    def write_measured(self, language: Language) -> None:
        """Write the forward pass of an epoch and its error, before anything is learnt."""
        _write_lines(self.error_lines(), language)

    def write_single(self, language: Language) -> None:
        """Write the forward pass and the error of a single sample, even of a batch."""
        _write_lines(self.single_lines(), language)

    def write_penalty(self, language: Language) -> None:
        """Write the penalty that a batch has beside the errors of its samples."""
        _write_lines(self.penalty_lines(), language)

    def error_lines(self) -> list[PlannedLine]:
        """Return the lines of the forward pass of an epoch and of its error."""
        return _in_stages(self._measured, FORWARD_STAGES | ERROR_STAGES)

    def single_lines(self) -> list[PlannedLine]:
        """Return the lines of the forward pass and of the error of a single sample."""
        return _in_stages(self._single, FORWARD_STAGES | ERROR_STAGES)

    def penalty_lines(self) -> list[PlannedLine]:
        """Return the lines of the penalty that a batch has beside the errors of its samples."""
        lines = _in_stages(self._measured, frozenset({"all_errors"}))
        return [line for line in lines if line.key.kind == "penalty"]

    def _stable(self, parts: list[PlannedStage]) -> list[PlannedStage]:
        forms = StableForms(held=self._held, divisors=self._divisors)
        return [self._without_noise(forms.stage(part)) for part in parts]

    def _without_noise(self, part: PlannedStage) -> PlannedStage:
        """Return the stage with a 0 for every gradient that is 0 whatever the numbers.

        What floats leave of it would be blown up by an optimiser that divides by its size.
        """
        if not self._shape.norms:
            return part
        lines = [
            line._replace(formula=expr(0)) if vanishes(self._shape, line.key) else line
            for line in part.entries
        ]
        return part._replace(entries=lines)


def _in_stages(parts: Iterable[PlannedStage], names: frozenset[StageName]) -> list[PlannedLine]:
    return [line for part in parts if part.heading.name in names for line in part.entries]


def _write_lines(lines: Iterable[PlannedLine], language: Language) -> None:
    for key, formula in lines:
        if formula is not None:
            language.assign(key, formula.fold(language))


def _steady(shape: Shape) -> list[PlannedStage]:
    """Return the stages of an epoch that is not the first, so that momentum has a past."""
    stages = build_plan(shape._replace(epochs=2, inputs=False)).stages
    return [part for part in stages if part.heading.epoch == 2]


def _closing(shape: Shape) -> list[PlannedStage]:
    """Return the stages that follow the last update."""
    stages = build_plan(shape._replace(epochs=1, inputs=False)).stages
    return [part for part in stages if part.heading.epoch == 2]


def vanishes(shape: Shape, key: Key) -> bool:
    """Return whether a quantity is the gradient of a bias that a normalisation takes out again.

    What is added to all net inputs that are normalised together changes their mean and nothing
    else: a bias under a batch norm, and the shared one of a layer under a layer norm.
    """
    if key.kind != "bias_gradient" or key.layer is None or not shape.normed(key.layer):
        return False
    by_batch = shape.norm_of(key.layer).way == "batch"
    return key.sample is None if by_batch else key.unit is None


def divisors(shape: Shape) -> Divisors:
    """Return what the slope of the loss divides by."""
    out = Ref(Key("out", shape.last, 1))
    slope = shape.loss.slope(Ref(Key("target", shape.last, 1)), out, shape.sizes[-1])
    below = [formula.divisor for formula in _quotients(slope)]
    found: set[Literal["out", "rest"]] = set()
    if any(out.key in divisor.refs() for divisor in below):
        found.add("out")
    if any(Sum((expr(1), Minus(out))) in _inside(divisor) for divisor in below):
        found.add("rest")
    return frozenset(found)


def _inside(formula: Expr) -> Iterator[Expr]:
    yield formula
    for part in formula.parts():
        yield from _inside(part)


def _quotients(formula: Expr) -> Iterator[Quotient]:
    return (part for part in _inside(formula) if isinstance(part, Quotient))
