"""What the formulas of a calculation depend on: everything about an exercise but its numbers."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import Literal

from bpcalc.exercise.parameters import parameters
from bpcalc.exercise.spec import Delta, Exercise, HiddenDeltasUse, Update, is_unknown
from bpcalc.maths.activations import Activation
from bpcalc.maths.derivation_style import CHAIN, DerivationStyle
from bpcalc.maths.dropout import Dropout
from bpcalc.maths.expr import Number
from bpcalc.maths.graph import Graph
from bpcalc.maths.keys import Key, Kind, Node
from bpcalc.maths.kinds import KindRole
from bpcalc.maths.learning_rules import LEARNING_RULES, LearningRule
from bpcalc.maths.losses import Loss
from bpcalc.maths.measures import MEASURES, Border
from bpcalc.maths.net_norms import NetNormForm
from bpcalc.maths.normalising import NormalisingForm
from bpcalc.maths.optimisers import OptimiserForm
from bpcalc.maths.penalties import Clip, PenaltyForm
from bpcalc.maths.schedules import ScheduleForm
from bpcalc.named_tuples import NamedTuple

BiasLayout = Literal["none", "shared", "each"]


class Shape(NamedTuple):
    """The structure of one calculation; two exercises of one shape have the same formulas.

    Attributes:
        graph: its units, and how they are connected.
        activations: for every layer that calculates.
        whole: for every sample, whether its targets add up to 1; () without targets.
        samples: how many.
        updates: whether weights are updated at all.
        optimiser: how a gradient becomes a step.
        rule: what stands in the place of the output deltas; None: the gradient of the error.
        epochs: how often all samples are worked through; with batches, how many are.
        inputs: whether ∂E/∂input is asked for.
        rates: the keys of the numbers by which the update is set.
        penalty: what is added to the error for large weights.
        clip: how gradients are clipped.
        dropout: for every hidden layer, which of its units take part.
        norms: for every layer that calculates, how its net inputs are normalised.
        schedule: how the learning rate changes.
        layer_rates: whether every layer has a learning rate of its own.
        batches: the samples of every batch; () where they are not divided.
        normalise: how the data are brought to one scale.
        measures: what is said of the outputs of all samples at the end.
        border: how outputs tell classes, where that is measured.
        measured: whether the error of the outputs has lines.
        max_norm: whether the weights of a unit have a largest norm.
        goes_on: whether the exercise gives the changes that momentum goes on from.
        given: what the exercise gives instead of having it worked out.
        unknown: inputs, targets and weights that it does not tell; what needs them has no line.
        loss, update, update_biases, thresholds, delta, hidden_deltas_use, changes, working:
            as in `Exercise`.
    """

    graph: Graph
    activations: tuple[Activation, ...]
    whole: tuple[bool, ...]
    samples: int
    updates: bool
    optimiser: OptimiserForm
    rule: LearningRule | None
    epochs: int
    inputs: bool
    loss: Loss
    update: Update
    update_biases: bool
    thresholds: bool
    delta: Delta
    hidden_deltas_use: HiddenDeltasUse
    changes: bool
    working: DerivationStyle = CHAIN
    goes_on: bool = False
    given: frozenset[Key] = frozenset()
    unknown: frozenset[Key] = frozenset()
    rates: tuple[Key, ...] = ()
    penalty: PenaltyForm = PenaltyForm()
    clip: Clip = ""
    max_norm: bool = False
    dropout: tuple[Dropout | None, ...] = ()
    norms: tuple[NetNormForm | None, ...] = ()
    schedule: ScheduleForm | None = None
    layer_rates: bool = False
    batches: tuple[tuple[int, ...], ...] = ()
    normalise: NormalisingForm = NormalisingForm()
    measures: tuple[Kind, ...] = ()
    border: Border = "0.5"
    measured: bool = True

    def dropped(self, layer: int) -> Dropout | None:
        """Return which units of a layer take part; None if all do."""
        return self.dropout[layer - 1] if 0 < layer <= len(self.dropout) else None

    def normed(self, layer: int) -> bool:
        """Return whether the net inputs of a layer are normalised."""
        return layer in self.graph.normed

    def norm_of(self, layer: int) -> NetNormForm:
        """Return how the net inputs of a layer are normalised that are."""
        norm = self.norms[layer - 1]
        assert norm is not None  # the caller has asked
        return norm

    @property
    def abreast(self) -> bool:
        """Whether the samples of a batch go through the layers together."""
        return any(norm is not None and norm.way == "batch" for norm in self.norms)

    def sent(self, node: Node, sample: int, epoch: int) -> Key:
        """Return what a unit sends on: an input, an output, or one under a mask."""
        if node.layer == 0:
            return Key("input", *node, None, sample)
        return Key("dropped" if self.dropped(node.layer) else "out", *node, None, sample, epoch)

    def rate(self, layer: int | None, epoch: int) -> Key:
        """Return the learning rate of a layer in an epoch; with batches, in an update."""
        if self.layer_rates:
            return Key("layer_rate", layer)
        if self.schedule is None:
            return Key("learning_rate")
        return Key("learning_rate", epoch=self.first_update(epoch))

    def batch(self, epoch: int) -> tuple[int, ...]:
        """Return the samples of an epoch; with batches, those of an update."""
        if not self.batches:
            return tuple(range(1, self.samples + 1))
        return self.batches[(epoch - 1) % len(self.batches)]

    @property
    def moments(self) -> int:
        """How many moments an epoch has, as of the exercise."""
        return max(1, len(self.batches))

    def first_update(self, epoch: int) -> int:
        """Return the update with which the epoch of an update begins."""
        return (epoch - 1) // self.moments * self.moments + 1

    def gradient_role(self, parameter: Kind) -> KindRole:
        """Return what of a weight or bias the step is made of."""
        if self.clip:
            return "clipped"
        return "penalised" if self.penalty.covers(parameter) else "gradient"

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of units of every layer, the inputs first."""
        return self.graph.sizes

    @property
    def last(self) -> int:
        """The number of the output layer."""
        return len(self.activations)

    @property
    def has_targets(self) -> bool:
        """Whether there is an error to send back."""
        return bool(self.whole)

    @property
    def has_errors(self) -> bool:
        """Whether the error of the outputs has lines."""
        return self.has_targets and self.measured

    @property
    def learns(self) -> bool:
        """Whether there is something to learn from: an error, or the outputs themselves."""
        return self.has_targets or self.updates

    @property
    def descent(self) -> bool:
        """Whether delta is -∂E/∂net."""
        return self.delta == "t-o"

    @property
    def direct(self) -> bool:
        """Whether a delta is one line, and changes come straight from the deltas."""
        return self.working.lines == "direct"

    @property
    def together(self) -> bool:
        """Whether all samples are worked with the same weights."""
        return self.samples > 1 and (self.update != "online" or not self.updates)

    @property
    def biases(self) -> tuple[BiasLayout, ...]:
        """What biases the layers that calculate have."""
        return tuple(
            "none" if not units else "shared" if None in units else "each"
            for units in self.graph.biases
        )

    def activation(self, layer: int) -> Activation:
        """Return the activation of a layer, counted from 1."""
        return self.activations[layer - 1]

    def units(self, layer: int) -> range:
        """Return the numbers of the units of a layer."""
        return range(1, self.sizes[layer] + 1)


def shape_of(exercise: Exercise, epochs: int = 1, *, inputs: bool = False) -> Shape:
    """Return the structure of an exercise that is worked for so many epochs."""
    by_class = any(MEASURES[kind].by_class for kind in exercise.measures)
    updates, batches, optimiser = exercise.updates, exercise.batches, exercise.rule.form
    return Shape(
        graph=exercise.graph,
        activations=tuple(layer.activation for layer in exercise.layers),
        whole=tuple(
            sum((target.value for target in sample.targets), Decimal(0)) == 1
            for sample in exercise.samples
            if sample.targets is not None
        ),
        samples=len(exercise.samples),
        updates=updates,
        optimiser=optimiser,
        rule=LEARNING_RULES.get(exercise.learning_rule),
        epochs=epochs * exercise.moments if updates else 1,
        inputs=inputs and exercise.has_targets,
        loss=exercise.loss,
        update=exercise.update,
        update_biases=exercise.update_biases,
        thresholds=exercise.thresholds,
        delta=exercise.delta,
        hidden_deltas_use=exercise.hidden_deltas_use if updates else "old_weights",
        changes=exercise.changes,
        working=_working(exercise),
        goes_on=updates and exercise.previous_changes is not None and bool(optimiser.kept),
        given=frozenset(key for key, _ in exercise.given),
        unknown=frozenset(_unknown(exercise)) if exercise.given else frozenset(),
        rates=tuple(key for key, _ in exercise.rates) if updates else (),
        penalty=exercise.penalty.form if updates else PenaltyForm(),
        clip=exercise.clip,
        max_norm=exercise.max_norm is not None,
        dropout=exercise.dropout,
        norms=exercise.norms,
        schedule=exercise.schedule.form if exercise.schedule else None,
        layer_rates=bool(exercise.layer_rates),
        batches=batches,
        normalise=exercise.normalise.form,
        measures=exercise.measures if exercise.has_targets else (),
        border=(exercise.border if by_class else None) or "0.5",
        measured=exercise.measured,
    )


def _unknown(exercise: Exercise) -> Iterator[Key]:
    """Yield the inputs, targets and weights that an exercise does not tell, of no moment."""
    last = len(exercise.layers)
    for number, sample in enumerate(exercise.samples, start=1):
        rows: tuple[tuple[Kind, int, tuple[Number, ...]], ...] = (
            ("input", 0, sample.inputs),
            ("target", last, sample.targets or ()),
        )
        for kind, layer, numbers in rows:
            for unit, value in enumerate(numbers, start=1):
                if is_unknown(value):
                    yield Key(kind, layer, unit, None, number)
    graph = exercise.graph
    keys = chain.from_iterable(map(graph.parameters, graph.layers))
    for key, value in zip(keys, parameters(exercise), strict=True):
        if is_unknown(value):
            yield key


def _working(exercise: Exercise) -> DerivationStyle:
    """Return how lines are set out.

    A learning rule has no gradients; what uses gradients otherwise than as they are needs lines
    for them.
    """
    working = exercise.working
    if exercise.learning_rule in LEARNING_RULES:
        return working._replace(lines="direct")
    plain = exercise.rule.form.plain and not (exercise.penalty.form or exercise.clip)
    if exercise.norms:  # a bias belongs to what is normalised
        return working._replace(lines="chain", bias_in="net")
    return working if plain else working._replace(lines="chain")
