"""The place where a mistake is made: the right line, and all that may be taken for its parts."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.substitution import Swap, rebuilt
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Expr, Minus, Product, Ref, Sum, add
from bpcalc.maths.graph import Graph
from bpcalc.maths.keys import Key, Kind, Node
from bpcalc.maths.kinds import BIAS_KINDS, FACTOR_KINDS
from bpcalc.named_tuples import NamedTuple

OF_A_SAMPLE: frozenset[Kind] = frozenset({"input", "target", "net", "out"})
"""Quantities that are read off for one sample, and could be read off for another."""
MAX_NEIGHBOURS = 6
"""So many neighbours are tried where one operand may have been taken for another."""


class Input(NamedTuple):
    """One product of a net input: a weight and what it is multiplied by."""

    weight: Ref
    out: Ref


class LineContext:
    """One line of a scheme, as a misconception looks at it.

    Attributes:
        scheme: the right lines.
        key: the quantity.
    """

    def __init__(self, scheme: AnswerKey, key: Key) -> None:
        """Look at this line."""
        self.scheme = scheme
        self.key = key

    @cached_property
    def formula(self) -> Expr:
        """The right formula of the quantity; many rules do not look at it."""
        return self.scheme.formulas[self.key]

    @property
    def exercise(self) -> Exercise:
        """The exercise."""
        return self.scheme.exercise

    @property
    def layer(self) -> int:
        """The layer of the quantity, 0 if it has none."""
        return self.key.layer or 0

    @property
    def unit(self) -> int:
        """The unit of the quantity, 0 if it has none."""
        return self.key.unit or 0

    @property
    def is_output(self) -> bool:
        """Whether the quantity belongs to the output layer."""
        return self.layer == len(self.exercise.layers)

    def other(self, kind: Kind, layer: int, unit: int) -> Ref | None:
        """Return a quantity of a unit in the same sample and epoch, None if there is none."""
        if kind == "out" and layer == 0:
            key = Key("input", 0, unit, None, self.key.sample)
        else:
            key = Key(kind, layer, unit, None, self.key.sample, self.key.epoch)
        return self.ref(key)

    def ref(self, key: Key) -> Ref | None:
        """Return a leaf, None if the calculation has no such quantity."""
        return Ref(key) if key in self.scheme.formulas else None

    @cached_property
    def rate(self) -> Key:
        """The learning rate of an update here: of all, of this layer, or of its epoch."""
        usual = Key("learning_rate")
        return next((key for key in self._rates(usual) if key in self.scheme.formulas), usual)

    def _rates(self, usual: Key) -> Iterator[Key]:
        """Yield what the rate may be; who needs the first does not read the exercise."""
        yield usual
        yield Key("layer_rate", self.key.layer)
        yield Key("learning_rate", epoch=self._first_update)

    @property
    def _first_update(self) -> int | None:
        """The update that the epoch of this one begins with, which its rate goes by."""
        update = self.key.epoch
        if update is None:
            return None
        _, batch = self.exercise.moment(update)
        return update - (batch or 1) + 1

    def swapped(self, swap: Swap) -> Iterator[Expr]:
        """Yield the right formula with other leaves, if that makes a difference."""
        yield from changed(self.formula, swap)

    def replaced(self, leaves: Mapping[Key, Expr | None]) -> Iterator[Expr]:
        """Yield the right formula with these leaves replaced, if that makes a difference."""
        return self.swapped(leaves.get)

    @cached_property
    def whole(self) -> Expr:
        """The right formula with ∂E/∂out and ∂out/∂net written out."""
        return self.written_out(self.formula)

    def written_out(self, formula: Expr) -> Expr:
        """Return a formula with ∂E/∂out and ∂out/∂net written out."""
        formulas = self.scheme.formulas
        return rebuilt(
            formula,
            lambda key: formulas.get(key) if key.kind in FACTOR_KINDS and key.layer else None,
        )

    def inputs(self, layer: int, unit: int) -> list[Input]:
        """Return the products of a unit's net input, with the weights in force."""
        key = self._passed(layer, unit)
        terms = self._terms(self.scheme.formulas[key]) if key in self.scheme.formulas else []
        pairs = [term.factors for term in terms if isinstance(term, Product)]
        return [Input(a, b) for a, b in pairs if isinstance(a, Ref) and isinstance(b, Ref)]

    def _passed(self, layer: int, unit: int) -> Key:
        """Return the net input through which this sample went in this epoch."""
        return Key("net", layer, unit, None, self.key.sample, self.key.epoch)

    @staticmethod
    def _terms(formula: Expr) -> list[Expr]:
        return list(formula.terms) if isinstance(formula, Sum) else [formula]

    def bias_term(self, formula: Expr) -> Expr | None:
        """Return the term of a formula that is a bias or threshold."""
        for term in self._terms(formula):
            inner = term.operand if isinstance(term, Minus) else term
            if isinstance(inner, Ref) and inner.key.kind in BIAS_KINDS:
                return term
        return None

    def coming(self, layer: int, unit: int) -> Expr | None:
        """Return the error that comes to a unit, before it is multiplied by the slope.

        In the line of that error itself, what it is made of.
        """
        key = Key("error_slope", layer, unit, None, self.key.sample, self.key.epoch)
        if key == self.key:
            return self.formula
        known = self.ref(key)
        if known:
            return known
        if layer == len(self.exercise.layers):
            return self._output_error(unit)
        products: list[Expr] = []
        for delta, weight in self.fed(layer, unit):
            if delta is None or weight is None:
                return None
            products.append(Product((delta, weight)))
        return add(products) if products else None

    def fed(self, layer: int, unit: int) -> Iterator[tuple[Ref | None, Ref | None]]:
        """Yield the deltas of the units that a unit feeds, with the weights on the way there."""
        for edge in self.graph.out_of(Node(layer, unit)):
            yield self.other("delta", *edge.target), self.weight(edge.parameter, edge.target)

    def weight(self, parameter: Key, into: Node) -> Ref | None:
        """Return a weight as it was on the way forward into a unit; None if it is not there."""
        pairs = (pair.weight for pair in self.inputs(*into))
        return next((weight for weight in pairs if _same_place(weight.key, parameter)), None)

    @property
    def graph(self) -> Graph:
        """The units, and how they are connected."""
        return self.exercise.graph

    def _output_error(self, unit: int) -> Expr | None:
        exercise = self.exercise
        layer = len(exercise.layers)
        target = self.ref(Key("target", layer, unit, None, self.key.sample))
        out = self.other("out", layer, unit)
        if target is None or out is None:
            return None
        loss = exercise.loss
        slope = loss.descent if exercise.delta == "t-o" else loss.slope
        return slope(target, out, exercise.sizes[-1])

    def slope(self, layer: int, unit: int) -> Expr | None:
        """Return f'(net) of a unit."""
        known = self.other("slope", layer, unit)
        if known:
            return known
        net, out = self.other("net", layer, unit), self.other("out", layer, unit)
        activation = self.exercise.layers[layer - 1].activation
        if net is None or out is None or activation.cross_slope:
            return None
        return activation.slope(self.argument(net), out)

    def argument(self, net: Ref) -> Expr:
        """Return what the activation is applied to: the net input, with its bias in it.

        Where it is normalised, that is what it has become.
        """
        if net.key.layer in self.graph.normed:
            return Ref(net.key._replace(kind="scaled"))
        if self.exercise.working.bias_in == "net":
            return net
        out = self.scheme.formulas.get(net.key._replace(kind="out"))
        bias = self._bias_within(out) if out else None
        return net if bias is None else Sum((net, bias))

    def _bias_within(self, formula: Expr) -> Expr | None:
        if isinstance(formula, Sum) and (term := self.bias_term(formula)):
            return term
        return next((b for part in formula.parts() if (b := self._bias_within(part))), None)

    def other_samples(self) -> list[int]:
        """Return the other samples, the next ones first; none for what belongs to no sample."""
        size, own = len(self.exercise.samples), self.key.sample
        if own is None:
            return []
        return [(own + step - 1) % size + 1 for step in range(1, size)][:MAX_NEIGHBOURS]

    def at_sample(self, key: Key, sample: int) -> Ref | None:
        """Return the same quantity of another sample, None for what belongs to none."""
        if key.kind not in OF_A_SAMPLE or key.sample is None:
            return None
        return self.ref(key._replace(sample=sample))

    def neighbours(self, layer: int, unit: int) -> list[int]:
        """Return the other units of a layer, the next ones first."""
        size = self.exercise.sizes[layer]
        others = [(unit + step - 1) % size + 1 for step in range(1, size)]
        return others[:MAX_NEIGHBOURS]


def _same_place(key: Key, parameter: Key) -> bool:
    return key.turned(parameter.kind, None, None) == parameter


def changed(formula: Expr, swap: Swap) -> Iterator[Expr]:
    """Yield a formula with other leaves, if that makes a difference."""
    other = rebuilt(formula, swap)
    if other != formula:
        yield other


def other_connections(here: LineContext, key: Key) -> list[Key]:
    """Return what is of a kind with a quantity of a connection, or of a bias, in its layer.

    The one at the transposed place comes first, then its row and its column.
    """
    if key.layer is None:
        return []
    if key.source is None:
        others = [key._replace(unit=unit) for unit in here.neighbours(key.layer, key.unit or 1)]
        return [other for other in others if other in here.scheme.formulas and other != key]
    turned = key._replace(unit=key.source, source=key.unit)
    row = [key._replace(source=other) for other in here.neighbours(key.layer - 1, key.source)]
    column = [key._replace(unit=other) for other in here.neighbours(key.layer, key.unit or 1)]
    found = dict.fromkeys([turned, *row, *column])
    return [other for other in found if other in here.scheme.formulas and other != key][
        :MAX_NEIGHBOURS
    ]
