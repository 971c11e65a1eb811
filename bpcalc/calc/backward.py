"""The backward pass: deltas from the output layer to the first, and the gradients.

With `delta: o-t`, delta is ∂E/∂net. With `delta: t-o` it is -∂E/∂net, and the sum that comes
back to a unit has that sign too; a gradient is always ∂E/∂w.

Worked as a chain, ∂E/∂out and ∂out/∂net are lines of their own; worked directly, a delta is one
line with their formulas in it.
"""

from itertools import groupby
from operator import attrgetter

from bpcalc.calc.forward import Outs, argument
from bpcalc.calc.lines import Heading, Remark, StageName
from bpcalc.calc.plan import Plan
from bpcalc.calc.shape import Shape
from bpcalc.calc.weights_in_force import WeightsInForce
from bpcalc.maths.activations import Activation
from bpcalc.maths.expr import ONE, Expr, Minus, Number, Product, Ref, add, multiply
from bpcalc.maths.graph import GAINS, Edge
from bpcalc.maths.keys import Key, Kind, Node
from bpcalc.maths.kinds import FACTOR_KINDS, fellow
from bpcalc.maths.learning_rules import LearningRule
from bpcalc.maths.partial import Partial

MINUS_ONE = Number("-1")

Deltas = dict[Node, Ref]
"""The deltas of the units, as far as they are worked out."""


class Backward:
    """The backward pass of one sample in one epoch.

    Attributes:
        forward: the weights on the way forward.
        epoch: number of the epoch.
    """

    def __init__(
        self,
        plan: Plan,
        shape: Shape,
        forward: tuple[WeightsInForce, Outs],
        sample: int,
        epoch: int,
    ) -> None:
        """Prepare for a sample whose forward pass stands in the plan.

        Args:
            plan: where the lines go.
            shape: of the calculation.
            forward: the weights on the way forward, and the outputs of the units.
            sample: number of the sample.
            epoch: number of the epoch.
        """
        self._plan = plan
        self._shape = shape
        self._graph = shape.graph
        self.forward, self._outs = forward
        self._sample = sample
        self.epoch = epoch
        self._deltas: Deltas = {}
        self._chain: dict[Node, tuple[Expr, ...]] = {}  # factors of deltas, where they are shown

    def deltas(self, layer: int, used: WeightsInForce) -> None:
        """Enter the deltas of a layer; those of the layers after it stand there already.

        Args:
            layer: number of the layer.
            used: the weights through which the error comes back.
        """
        if layer == self._shape.last:
            self._output_deltas()
        else:
            self._hidden_deltas(layer, used)

    def _output_deltas(self) -> None:
        """Enter the deltas of the output layer.

        Source: Rumelhart, Hinton & Williams (1986), Nature 323, eqs. 4 and 5; for the short
        form out - target, Bishop (2006), section 5.2.
        """
        remark: Remark = "rule" if self._shape.rule else _shortcut(self._shape, self._sample)
        layer = self._shape.last
        if any(key.kind in FACTOR_KINDS and key.layer == layer for key in self._shape.given):
            remark = remark if remark == "rule" else ""  # the long form uses what is given
        activation = self._shape.activation(layer)
        self._open("delta", layer, remark or _kink(activation))
        nodes = self._graph.nodes(layer)
        if self._shape.rule:
            self._ruled_deltas(self._shape.rule, nodes)
        elif remark:
            for node in nodes:
                self._enter(node, self._miss(node))
        elif activation.cross_slope:
            self._whole_layer_deltas(nodes)
        else:
            for node in nodes:
                self._delta(node, self._error_slope(node))

    def _ruled_deltas(self, rule: LearningRule, nodes: list[Node]) -> None:
        """Enter what a learning rule has in the place of the output deltas."""
        for node in nodes:
            net = Ref(self._key("net", node))
            out = Ref(self._key("out", node))
            target = self._target(node)
            formula = rule.delta(target, out, net, descent=self._shape.descent)
            self._enter(node, formula)

    def _enter(self, node: Node, formula: Expr) -> None:
        """Enter a delta; where a normalisation follows on the way back, what goes into that."""
        if self._shape.normed(node.layer):
            self._work("scaled_delta", node, formula)
            self._deltas[node] = Ref(self._key("delta", node))
        else:
            self._deltas[node] = self._work("delta", node, formula)

    def _hidden_deltas(self, layer: int, used: WeightsInForce) -> None:
        """Enter the deltas of a hidden layer from those of the units that it feeds.

        Source: Rumelhart, Hinton & Williams (1986), Nature 323, eqs. 6 and 7.
        """
        remark: Remark = _kink(self._shape.activation(layer))
        if self._shape.hidden_deltas_use == "new_weights":
            remark = "new_weights"
        self._open("delta", layer, remark)
        for node in self._graph.nodes(layer):
            self._delta(node, self._coming_back(node, used))

    def input_slopes(self, used: WeightsInForce) -> None:
        """Enter ∂E/∂input for every input that feeds a unit."""
        self._open("inputs", 0)
        for node in self._graph.nodes(0):
            if self._graph.out_of(node):
                self._coming_back(node, used)

    def gradients(self, layer: int) -> None:
        """Enter the gradients of a layer's weights and biases.

        That of a weight on several connections, or of a bias of several units, is the sum over
        all of them.
        """
        self._open("gradient", layer)
        for parameter in self._graph.parameters(layer, biases=self._shape.update_biases):
            kind = fellow(parameter.kind, "gradient")
            key = parameter.turned(kind, self._sample, self.epoch)
            self._plan.work(key, self._gradient(parameter))

    def _gradient(self, parameter: Key) -> Expr:
        if parameter.kind in GAINS:
            pull = self._gain_pull(parameter)
            return Minus(pull) if self._shape.descent else pull
        edges = self._graph.on(parameter)
        threshold = parameter.kind == "bias" and self._shape.thresholds
        if self._in_full(edges):
            passed = groupby(edges, key=attrgetter("target"))
            total = add([self._chain_rule(node, [*several]) for node, several in passed])
            return Minus(total) if self._shape.descent else total
        total = add([self._pull(edge) for edge in edges])
        # The sign of a threshold is the other way round: raising it makes the net input smaller.
        return Minus(total) if self._shape.descent != threshold else total

    def _in_full(self, edges: list[Edge]) -> bool:
        """Return whether the chain rule is written out, with ∂net/∂w for weights and biases."""
        if edges[0].source is None and self._shape.working.bias_in == "out":
            return False  # the bias is not in the net input
        return all(edge.target in self._chain for edge in edges)

    def _chain_rule(self, node: Node, edges: list[Edge]) -> Expr:
        """Return ∂E/∂out·∂out/∂net·∂net/∂w of a unit, over all connections into it with that w."""
        parameter = edges[0].parameter
        into = [self._carried(edge) for edge in edges]
        passed = Partial(self._key("net", node), parameter, add(into))
        return Product((*self._chain[node], passed))

    def _carried(self, edge: Edge) -> Expr:
        """Return what a weight is multiplied by in the net input; a threshold is taken away."""
        if edge.source is not None:
            return self._outs[edge.source]
        return MINUS_ONE if self._shape.thresholds else ONE

    def _gain_pull(self, gain: Key) -> Expr:
        """Return the δ after a normalisation, for a γ times the normalised net input."""
        delta, normalised = (
            Ref(gain.turned(kind, self._sample, self.epoch))
            for kind in ("scaled_delta", "normalised")
        )
        return Product((delta, normalised)) if gain.kind == "gamma" else delta

    def _pull(self, edge: Edge) -> Expr:
        """Return delta times what the connection carries."""
        delta = self._deltas[edge.target]
        return delta if edge.source is None else Product((delta, self._outs[edge.source]))

    def _whole_layer_deltas(self, nodes: list[Node]) -> None:
        """Enter deltas where every output depends on every net: δ_j = Σ_k ∂E/∂o_k·∂o_k/∂net_j."""
        cross = self._shape.activation(self._shape.last).cross_slope
        assert cross is not None  # the caller asked
        outs = [self._outs[node] for node in nodes]
        error_slopes = [self._error_slope(node) for node in nodes]
        for j, moved in enumerate(nodes):
            products: list[Expr] = []
            for k, (node, error_slope) in enumerate(zip(nodes, error_slopes, strict=True)):
                formula = self._slope(moved) if k == j else cross(outs, k, j)
                slope = self._factor("slope", node, formula, moved.unit)
                products.append(self._times(error_slope, slope))
            self._enter(moved, add(products))
            self._keep_chain(moved, (add(products),))

    def _delta(self, node: Node, coming: Expr) -> None:
        slope = self._factor("slope", node, self._slope(node))
        delta = self._times(coming, slope)
        self._enter(node, delta)
        if isinstance(delta, Product):
            self._keep_chain(node, delta.factors)

    def _keep_chain(self, node: Node, factors: tuple[Expr, ...]) -> None:
        """Remember the factors of a delta, if gradients are to be written with them."""
        shown = self._shape.working.full_chain and not self._shape.normed(node.layer)
        if shown and self._key("delta", node) not in self._shape.given:
            self._chain[node] = factors

    def _slope(self, node: Node) -> Expr:
        net = argument(self._shape, self.forward, Ref(self._key("net", node)))
        return self._shape.activation(node.layer).slope(net, Ref(self._key("out", node)))

    def _error_slope(self, node: Node) -> Expr:
        loss = self._shape.loss
        formula = (loss.descent if self._shape.descent else loss.slope)(
            self._target(node), self._outs[node], self._shape.sizes[-1]
        )
        return self._factor("error_slope", node, formula)

    def _coming_back(self, node: Node, used: WeightsInForce) -> Expr:
        pairs = [
            (self._deltas[edge.target], used[edge.parameter]) for edge in self._graph.out_of(node)
        ]
        total = add([Product(self._in_order(delta, weight)) for delta, weight in pairs])
        if dropout := self._shape.dropped(node.layer):
            total = dropout.applied(node.unit, total)
        if node.layer == 0:
            total = Minus(total) if self._shape.descent else total
            return self._work("error_slope", node, total)
        return self._factor("error_slope", node, total)

    def _in_order(self, delta: Ref, weight: Ref) -> tuple[Expr, ...]:
        return (weight, delta) if self._shape.working.weight_first else (delta, weight)

    def _factor(self, kind: Kind, node: Node, formula: Expr, source: int | None = None) -> Expr:
        """Return a factor of a delta: worked as a chain, the leaf that stands for its own line."""
        sums = self._shape.working.sums and kind == "error_slope" and node.layer < self._shape.last
        key = self._key(kind, node, source)
        if self._shape.direct and not sums and key not in self._shape.given:
            return formula
        return self._plan.work(key, formula)

    def _times(self, coming: Expr, slope: Expr) -> Expr:
        """Return error times slope, in the order in which the book writes them."""
        if self._shape.direct and isinstance(slope, Minus):  # the minus goes in front
            return Minus(self._times(coming, slope.operand))
        factors = (slope, coming) if self._shape.working.slope_first else (coming, slope)
        return multiply(*factors) if self._shape.direct else Product(factors)

    def _miss(self, node: Node) -> Expr:
        target, out = self._target(node), self._outs[node]
        return target - out if self._shape.descent else out - target

    def _target(self, node: Node) -> Ref:
        return Ref(Key("target", *node, None, self._sample))

    def _key(self, kind: Kind, node: Node, source: int | None = None) -> Key:
        return Key(kind, *node, source, self._sample, self.epoch)

    def _work(self, kind: Kind, node: Node, formula: Expr) -> Ref:
        return self._plan.work(self._key(kind, node), formula)

    def _open(self, name: StageName, layer: int, remark: Remark = "") -> None:
        self._plan.open(Heading(name, layer, self._sample, self.epoch, remark))


def _kink(activation: Activation) -> Remark:
    if activation.own:
        return "own"
    return "kink" if activation.kinks else "level" if activation.jump else ""


def _shortcut(shape: Shape, sample: int) -> Remark:
    """Return why the output deltas are simply out - target, or "" if they are not.

    With softmax, ∂E/∂net_j = out_j·Σt - t_j, so the targets must add up to 1.
    """
    activation = shape.activations[-1]
    if not shape.loss.cancels(activation):
        return ""
    if not activation.whole_layer:
        return "sigmoid_cross_entropy"
    return "softmax_cross_entropy" if shape.whole[sample - 1] else ""
