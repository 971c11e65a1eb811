"""The backward pass: deltas from the output layer to the first, and the gradients.

With `delta: o-t`, delta is ∂E/∂net. With `delta: t-o` it is -∂E/∂net, and the sum that comes
back to a unit has that sign too; a gradient is always ∂E/∂w.

Worked as a chain, ∂E/∂out and ∂out/∂net are lines of their own; worked directly, a delta is one
line with their formulas in it.
"""

from bpcalc.calc.forward import argument
from bpcalc.calc.lines import Heading, Remark, StageName
from bpcalc.calc.plan import Plan
from bpcalc.calc.shape import Shape
from bpcalc.calc.weights_in_force import WeightsInForce
from bpcalc.maths.expr import Expr, Minus, Product, Ref, add, multiply
from bpcalc.maths.keys import Key, Kind


class Backward:
    """The backward pass of one sample in one epoch."""

    def __init__(
        self, plan: Plan, shape: Shape, forward: WeightsInForce, sample: int, epoch: int
    ) -> None:
        """Prepare for a sample whose forward pass, with these weights, stands in the plan."""
        self._plan = plan
        self._shape = shape
        self._forward = forward
        self._sample = sample
        self._epoch = epoch

    def output_deltas(self, outs: list[Ref]) -> list[Ref]:
        """Enter the deltas of the output layer.

        Source: Rumelhart, Hinton & Williams (1986), Nature 323, eqs. 4 and 5; for the short
        form out - target, Bishop (2006), section 5.2.
        """
        remark = _shortcut(self._shape, self._sample)
        layer = self._shape.last
        activation = self._shape.activations[-1]
        self._open("delta", layer, remark or _kink(activation.states))
        if remark:
            return [
                self._work("delta", layer, unit, self._miss(unit, out))
                for unit, out in enumerate(outs, start=1)
            ]
        if activation.cross_slope:
            return self._whole_layer_deltas(layer, outs)
        return [
            self._delta(layer, unit, self._error_slope(unit, out), out)
            for unit, out in enumerate(outs, start=1)
        ]

    def hidden_deltas(
        self, layer: int, outs: list[Ref], above: list[Ref], used: WeightsInForce
    ) -> list[Ref]:
        """Enter the deltas of a hidden layer from those of the layer above.

        Args:
            layer: number of the hidden layer.
            outs: its outputs.
            above: the deltas of the layer above.
            used: the weights through which the error comes back.

        Source: Rumelhart, Hinton & Williams (1986), Nature 323, eqs. 6 and 7.
        """
        remark: Remark = _kink(self._shape.activation(layer).states)
        if self._shape.hidden_deltas_use == "new_weights":
            remark = "new_weights"
        self._open("delta", layer, remark)
        return [
            self._delta(layer, unit, self._coming_back(layer, unit, above, used), out)
            for unit, out in enumerate(outs, start=1)
        ]

    def input_slopes(self, above: list[Ref], used: WeightsInForce) -> None:
        """Enter ∂E/∂input for every input."""
        self._open("inputs", 0)
        for unit in self._shape.units(0):
            self._coming_back(0, unit, above, used)

    def gradients(self, layer: int, deltas: list[Ref], outs_below: list[Ref]) -> None:
        """Enter the gradients of a layer's weights and biases.

        Args:
            layer: number of the layer.
            deltas: of the layer.
            outs_below: outputs of the layer before it.
        """
        self._open("gradient", layer)
        for unit, delta in enumerate(deltas, start=1):
            factor = Minus(delta) if self._shape.descent else delta
            for source, out in enumerate(outs_below, start=1):
                formula = _product(factor, out)
                self._plan.work(self._key("weight_gradient", layer, unit, source), formula)
        if self._shape.update_biases:
            self._bias_gradients(layer, deltas)

    def _bias_gradients(self, layer: int, deltas: list[Ref]) -> None:
        negative = self._shape.descent != self._shape.thresholds
        for unit in self._shape.bias_units(layer):
            total = add(deltas) if unit is None else deltas[unit - 1]
            formula = Minus(total) if negative else total
            self._plan.work(Key("bias_gradient", layer, unit, None, *self._when), formula)

    def _whole_layer_deltas(self, layer: int, outs: list[Ref]) -> list[Ref]:
        """Enter deltas where every output depends on every net: δ_j = Σ_k ∂E/∂o_k·∂o_k/∂net_j."""
        activation = self._shape.activations[-1]
        cross = activation.cross_slope
        assert cross is not None  # the caller asked
        error_slopes = [self._error_slope(unit, out) for unit, out in enumerate(outs, start=1)]
        deltas = []
        for j, moved in enumerate(outs):
            products: list[Expr] = []
            for k, error_slope in enumerate(error_slopes):
                formula = self._slope(layer, j + 1, moved) if k == j else cross(outs, k, j)
                slope = self._factor("slope", layer, (k + 1, j + 1), formula)
                products.append(self._times(error_slope, slope))
            deltas.append(self._work("delta", layer, j + 1, add(products)))
        return deltas

    def _delta(self, layer: int, unit: int, coming: Expr, out: Ref) -> Ref:
        slope = self._factor("slope", layer, (unit, None), self._slope(layer, unit, out))
        return self._work("delta", layer, unit, self._times(coming, slope))

    def _slope(self, layer: int, unit: int, out: Ref) -> Expr:
        net = argument(self._shape, self._forward, Ref(self._key("net", layer, unit)))
        return self._shape.activation(layer).slope(net, out)

    def _error_slope(self, unit: int, out: Ref) -> Expr:
        layer = self._shape.last
        loss = self._shape.loss
        formula = (loss.descent if self._shape.descent else loss.slope)(
            self._target(unit), out, self._shape.sizes[-1]
        )
        return self._factor("error_slope", layer, (unit, None), formula)

    def _coming_back(self, layer: int, unit: int, above: list[Ref], used: WeightsInForce) -> Expr:
        pairs = zip(above, (row[unit - 1] for row in used.weights[layer]), strict=True)
        if self._shape.working.weight_first:
            products: list[Expr] = [Product((weight, delta)) for delta, weight in pairs]
        else:
            products = [Product(pair) for pair in pairs]
        total = add(products)
        if layer == 0:
            total = Minus(total) if self._shape.descent else total
            return self._work("error_slope", layer, unit, total)
        return self._factor("error_slope", layer, (unit, None), total)

    def _factor(self, kind: Kind, layer: int, place: tuple[int, int | None], formula: Expr) -> Expr:
        """Return a factor of a delta: worked as a chain, the leaf that stands for its own line."""
        if self._shape.direct:
            return formula
        return self._plan.work(self._key(kind, layer, *place), formula)

    def _times(self, coming: Expr, slope: Expr) -> Expr:
        """Return error times slope, in the order in which the book writes them."""
        if self._shape.direct and isinstance(slope, Minus):  # the minus goes in front
            return Minus(self._times(coming, slope.operand))
        factors = (slope, coming) if self._shape.working.slope_first else (coming, slope)
        return multiply(*factors) if self._shape.direct else Product(factors)

    def _miss(self, unit: int, out: Ref) -> Expr:
        target = self._target(unit)
        return target - out if self._shape.descent else out - target

    def _target(self, unit: int) -> Ref:
        return Ref(Key("target", self._shape.last, unit, None, self._sample))

    @property
    def _when(self) -> tuple[int, int]:
        return self._sample, self._epoch

    def _key(self, kind: Kind, layer: int, unit: int, source: int | None = None) -> Key:
        return Key(kind, layer, unit, source, self._sample, self._epoch)

    def _work(self, kind: Kind, layer: int, unit: int, formula: Expr) -> Ref:
        return self._plan.work(self._key(kind, layer, unit), formula)

    def _open(self, name: StageName, layer: int, remark: Remark = "") -> None:
        self._plan.open(Heading(name, layer, self._sample, self._epoch, remark))


def _product(factor: Expr, out: Ref) -> Expr:
    """Return factor·out, with the minus of the factor in front of the product."""
    if isinstance(factor, Minus):
        return Minus(Product((factor.operand, out)))
    return Product((factor, out))


def _kink(states: str) -> Remark:
    return "kink" if states else ""


def _shortcut(shape: Shape, sample: int) -> Remark:
    """Return why the output deltas are simply out - target, or "" if they are not.

    With softmax, ∂E/∂net_j = out_j·Σt - t_j, so the targets must add up to 1.
    """
    name = shape.activations[-1].name
    if name not in shape.loss.shortcut:
        return ""
    if name == "sigmoid":
        return "sigmoid_cross_entropy"
    return "softmax_cross_entropy" if shape.whole[sample - 1] else ""
