"""An exercise, complete: every default filled in, every number as it was written."""

from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import cached_property
from importlib import import_module
from typing import Literal, Self

from bpcalc.maths.activations import Activation
from bpcalc.maths.derivation_style import CHAIN, DerivationStyle
from bpcalc.maths.dropout import Dropout
from bpcalc.maths.expr import Number
from bpcalc.maths.graph import BiasUnits, Graph
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.learning_rules import GRADIENT, LEARNING_RULES
from bpcalc.maths.losses import HALF_SQUARED_ERROR, Loss
from bpcalc.maths.measures import Border, border_of
from bpcalc.maths.net_norms import NetNorm, NetNormForm, NormWay
from bpcalc.maths.normalising import Normalising
from bpcalc.maths.optimisers import Optimiser
from bpcalc.maths.penalties import NO_PENALTY, Clip, Penalty
from bpcalc.maths.rounding import Rounding
from bpcalc.maths.schedules import SCHEDULES, Schedule
from bpcalc.records import record

Update = Literal["online", "batch", "batch_mean"]
Delta = Literal["o-t", "t-o"]
Numbering = Literal["to", "from"]
HiddenDeltasUse = Literal["old_weights", "new_weights"]

NORM_NAMES = ("batch_norm", "layer_norm")
"""The two ways of normalising net inputs, as an exercise and its file name them."""

UNKNOWN_NUMBER = Number("NaN")
"""Stands for a number that the exercise does not tell, where a given quantity makes up for it."""


def is_unknown(number: Number) -> bool:
    """Return whether the exercise does not tell this number."""
    return number.value.is_nan()


@record
class Sample:
    """One training sample.

    Attributes:
        inputs: shape (inputs,); UNKNOWN for one that is not told.
        targets: shape (outputs,), likewise; None if the exercise asks for a forward pass only.
    """

    inputs: tuple[Number, ...]
    targets: tuple[Number, ...] | None = None


@record
class Layer:
    """A layer of units with the weights that lead into it.

    Attributes:
        weights: shape (units, units of the layer before): a row is a receiving unit; None where
            two units are not connected, UNKNOWN for a weight that is not told.
        activation: of all its units.
        biases: one number if `shared_bias`, else shape (units,), None for a unit without one;
            None: no biases.
        shared_bias: whether the layer has one bias for all its units.
    """

    weights: tuple[tuple[Number | None, ...], ...]
    activation: Activation
    biases: tuple[Number | None, ...] | None = None
    shared_bias: bool = False

    @property
    def bias_units(self) -> BiasUnits:
        """The units that have a bias: (None,) for one that all of them share."""
        if self.biases is None:
            return ()
        if self.shared_bias:
            return (None,)
        return tuple(unit for unit, bias in enumerate(self.biases, start=1) if bias is not None)

    @property
    def absent(self) -> Iterator[tuple[int, int]]:
        """The pairs of receiving and sending unit that are not connected."""
        for unit, row in enumerate(self.weights, start=1):
            if None in row:
                for source, weight in enumerate(row, start=1):
                    if weight is None:
                        yield unit, source


@record
class Exercise:
    """A network, its samples, and the conventions under which it is to be worked out.

    Attributes:
        layers: the layers that calculate, first hidden layer to output layer.
        samples: at least one; either all of them have targets, or none.
        learning_rate: None if no update is asked for.
        units: names of the units, layer by layer, the inputs first.
        loss, update, momentum, learning_rule, optimiser, update_biases, thresholds, delta,
            hidden_deltas_use, changes, notation, rounding, epochs, presentations, until: see
            docs/exercise-file.md.
        dropout: for every hidden layer, which of its units take part; () for all of them.
        batch_norm, layer_norm: for every layer that calculates, how its net inputs are normalised
            over the batch, or over the layer; () where none are.
        schedule: how the learning rate changes from epoch to epoch; None: it does not.
        layer_rates: a learning rate for every layer; () for the same one everywhere.
        batch_size: of how many samples an update is made; None: as `update` says.
        penalty: what is added to the error for large weights.
        clip, largest_gradient: how gradients are clipped, and to what; None: they are not.
        max_norm: how long the weights of a unit may be after an update; None: as long as they are.
        normalise: how the data are brought to one scale.
        measures: what is said of the outputs of all samples at the end.
        working: how lines are set out, as the notation has it.
        previous_changes: the changes of the last update, for a momentum that goes on from it: layer
            by layer, of the weights row by row, then of the biases, if they are updated.
        left_open: those of `delta`, `changes` and `order` that the file leaves to the
            notation, `numbering` where it gives weights by their numbers without saying how they
            count, and `thresholds` where only the names of biases say that they are subtracted.
        skips: the weights of connections that leap over a layer.
        shared: groups of connections that share a weight, which is named after the first one.
        own_notation: the notation of a file that `notation` names; None for one of a book. What
            it is, `notation_of` knows: no number depends on it.
        own_names: the weights' names of their own; () where the notation names them.
        first_layer: the number of the first layer that calculates, in a notation that counts layers
            from the inputs on: 2, or 1.
        numbering: for every layer that calculates, whether the drawing counts its weights by
            receiving or by sending unit; () for by receiving unit everywhere.
        given: quantities whose values the exercise gives instead of having them worked out, all of
            the first epoch.
        measured: whether the error of the outputs has lines; a rule whose delta comes from no error
            has them only where the file names a loss.
        grading: what its file says of marking, as it was read; see `checking.policy`.
        title, source: printed on top.
    """

    layers: tuple[Layer, ...]
    samples: tuple[Sample, ...]
    units: tuple[tuple[str, ...], ...]
    learning_rate: Number | None = None
    loss: Loss = HALF_SQUARED_ERROR
    update: Update = "online"
    momentum: Number = Number("0")
    learning_rule: str = GRADIENT
    optimiser: Optimiser = Optimiser()
    dropout: tuple[Dropout | None, ...] = ()
    batch_norm: tuple[NetNorm | None, ...] = ()
    layer_norm: tuple[NetNorm | None, ...] = ()
    schedule: Schedule | None = None
    layer_rates: tuple[Number, ...] = ()
    batch_size: int | None = None
    penalty: Penalty = NO_PENALTY
    clip: Clip = ""
    largest_gradient: Number | None = None
    max_norm: Number | None = None
    normalise: Normalising = Normalising()
    measures: tuple[Kind, ...] = ()
    update_biases: bool = True
    thresholds: bool = False
    delta: Delta = "o-t"
    hidden_deltas_use: HiddenDeltasUse = "old_weights"
    changes: bool = False
    working: DerivationStyle = CHAIN
    notation: str = "mazur"
    rounding: Rounding = field(default_factory=Rounding)
    epochs: int | None = None
    presentations: int | None = None
    until: Number | None = None
    previous_changes: tuple[Number, ...] | None = None
    skips: tuple[tuple[Key, Number], ...] = ()
    shared: tuple[tuple[Key, ...], ...] = ()
    own_notation: object = field(default=None, hash=False)
    own_names: tuple[tuple[Key, str], ...] = ()
    numbering: tuple[Numbering, ...] = ()
    first_layer: int = 2
    given: tuple[tuple[Key, Number], ...] = ()
    measured: bool = True
    left_open: frozenset[str] = field(default=frozenset(), compare=False)
    grading: object = field(default=None, compare=False)
    title: str | None = None
    source: str | None = None

    @classmethod
    def build(cls, *, layers: Sequence[int] | None = None, seed: int = 0, **keys: object) -> Self:
        """Return an exercise from Python values: the keys are those of the exercise file.

        Args:
            layers: the number of units of every layer, the inputs first; what is needed and not
                given is then drawn: weights and biases of one decimal, a sample of two.
            seed: of what is drawn.
            keys: `inputs`, `targets`, `weights`, `activation`, `loss` and all the others.

        Raises:
            ExerciseError: it cannot be used; lists every fault.

        >>> Exercise.build(layers=(2, 3, 1), activation="tanh").sizes
        (2, 3, 1)
        """
        # Readers make exercises, so an exercise knows its reader by name only.
        exercise = import_module("bpcalc.exercise.building").build(layers, seed, keys)
        assert isinstance(exercise, cls)
        return exercise

    def to_yaml(self) -> str:
        """Return the text of an exercise file that reads back to this exercise."""
        written: str = import_module("bpcalc.exercise.writer").write(self)
        return written

    def __repr__(self) -> str:
        """Return its title and size; the file is `to_yaml()`."""
        sizes = "-".join(map(str, self.sizes))
        return f"<Exercise {self.title!r}: {sizes}>" if self.title else f"<Exercise: {sizes}>"

    def _repr_markdown_(self) -> str:
        """Return the file, for a notebook."""
        return f"```yaml\n{self.to_yaml()}```\n"

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """The number of units of every layer, the inputs first."""
        return (len(self.layers[0].weights[0]), *(len(layer.weights) for layer in self.layers))

    @cached_property
    def graph(self) -> Graph:
        """The units, and how they are connected."""
        absent = (
            Key("weight", number, unit, source)
            for number, layer in enumerate(self.layers, start=1)
            for unit, source in layer.absent
        )
        return Graph(
            self.sizes,
            tuple(layer.bias_units for layer in self.layers),
            frozenset(absent),
            tuple(key for key, _ in self.skips),
            self.shared,
            frozenset(number for number, norm in enumerate(self.norms, start=1) if norm),
        )

    @cached_property
    def norms(self) -> tuple[NetNormForm | None, ...]:
        """For every layer that calculates, how its net inputs are normalised; () for none."""
        found: list[NetNormForm | None] = [None] * len(self.layers)
        ways: tuple[tuple[NormWay, tuple[NetNorm | None, ...]], ...] = (
            ("batch", self.batch_norm),
            ("layer", self.layer_norm),
        )
        for way, norms in ways:
            for place, norm in enumerate(norms[: len(found)]):  # too many are a fault of the file
                if norm is not None:
                    found[place] = NetNormForm(way, norm.epsilon)
        return tuple(found) if any(found) else ()

    def norm_of(self, layer: int) -> NetNorm | None:
        """Return how the net inputs of a layer are normalised; None if they are not."""
        for norms in (self.batch_norm, self.layer_norm):
            if norms and norms[layer - 1] is not None:
                return norms[layer - 1]
        return None

    @property
    def has_targets(self) -> bool:
        """Whether there is an error to send back."""
        return self.samples[0].targets is not None

    @property
    def border(self) -> Border | None:
        """How the targets tell classes, None if they tell none."""
        return border_of(
            [[number.value for number in sample.targets or ()] for sample in self.samples]
        )

    @cached_property
    def updates(self) -> bool:
        """Whether there is something to learn from, an error or an output, and a rate for it."""
        return self.learning_rate is not None and (self.has_targets or not self.taught)

    @property
    def taught(self) -> bool:
        """Whether it is targets that the network learns from."""
        rule = LEARNING_RULES.get(self.learning_rule)
        return rule is None or rule.taught

    @cached_property
    def rule(self) -> Optimiser:
        """How a gradient becomes a step; `momentum` is the short form of one of them."""
        if self.momentum.value:
            return Optimiser("momentum", (self.momentum,))
        return self.optimiser

    @property
    def rates(self) -> Iterator[tuple[Key, Number]]:
        """Every number by which the update is set, the learning rate first."""
        for layer, number in enumerate(self.layer_rates, start=1):
            yield Key("layer_rate", layer), number
        if self.learning_rate is not None and not self.layer_rates:
            yield Key("start_rate" if self.schedule else "learning_rate"), self.learning_rate
        if self.schedule and self.schedule.factor is not None:
            kind, _ = SCHEDULES[self.schedule.form.name].factor
            yield Key(kind), self.schedule.factor
        rule = self.rule
        yield from zip(map(Key, rule.form.rates), rule.numbers, strict=True)
        yield from zip(map(Key, self.penalty.form.names), self.penalty.numbers, strict=True)
        if self.largest_gradient is not None:
            yield Key("clip_norm" if self.clip == "norm" else "clip_value"), self.largest_gradient
        if self.max_norm is not None:
            yield Key("max_norm"), self.max_norm

    @cached_property
    def batches(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the samples of every batch; () where they are not divided."""
        size, count = self.batch_size, len(self.samples)
        if size is None or size >= count or not self.updates:
            return ()
        return tuple(
            tuple(range(first, min(first + size, count + 1))) for first in range(1, count + 1, size)
        )

    @property
    def moments(self) -> int:
        """How many moments an epoch has: one for every batch, one alone without batches."""
        return max(1, len(self.batches))

    def update_number(self, epoch: int, sample: int | None = None) -> int:
        """Return which update, counted from 1, is that of a sample in an epoch, or its last one.

        By it, lines of calculations with batches are known: they count every batch as an epoch.
        """
        batches = self.batches
        if not batches:
            return epoch
        places = (at for at, batch in enumerate(batches, start=1) if sample in batch)
        return (epoch - 1) * len(batches) + next(places, len(batches))

    def moment(self, update: int) -> tuple[int, int | None]:
        """Return the epoch of an update, and which of its batches that is; None without batches."""
        if not self.batches:
            return update, None
        before, batch = divmod(update - 1, len(self.batches))
        return before + 1, batch + 1

    @property
    def batch(self) -> bool:
        """Whether several samples share one update."""
        return self.update != "online" and len(self.samples) > 1
