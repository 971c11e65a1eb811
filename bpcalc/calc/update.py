"""The update: changes and new values, and the gradient of a whole batch."""

from collections.abc import Iterator

from bpcalc.calc.forward import mean
from bpcalc.calc.lines import Heading
from bpcalc.calc.plan import Plan
from bpcalc.calc.shape import Shape
from bpcalc.calc.weights_in_force import WeightsInForce
from bpcalc.maths.expr import Expr, Minus, Number, Product, Quotient, Ref, Sum, add, expr, multiply
from bpcalc.maths.function_calls import maximum, minimum, sqrt
from bpcalc.maths.keys import Key, Moment
from bpcalc.maths.kinds import Kind, KindRole, fellow

NO_CHANGE = Number("0")


def updated(shape: Shape, layer: int) -> list[Key]:
    """Return the weights and biases of a layer that an update changes."""
    return shape.graph.parameters(layer, biases=shape.update_biases)


def rate(plan: Plan, shape: Shape, epoch: int) -> None:
    """Enter the learning rate of an epoch, where it changes."""
    if shape.schedule is None or shape.first_update(epoch) != epoch:
        return
    sample = 1 if shape.samples == 1 else None
    plan.open(Heading("rate", None, sample, epoch))
    number = (epoch - 1) // shape.moments + 1
    plan.work(shape.rate(None, epoch), shape.schedule.rate(number))


def sum_gradients(plan: Plan, shape: Shape, layer: int, epoch: int) -> None:
    """Enter the sums, or means, of the gradients of a layer over all samples of the batch."""
    plan.open(Heading("gradient_sum", layer, None, epoch))
    samples = shape.batch(epoch)
    for parameter in updated(shape, layer):
        kind = fellow(parameter.kind, "gradient")
        parts = [Ref(parameter.turned(kind, sample, epoch)) for sample in samples]
        formula = mean(parts) if shape.update == "batch_mean" else add(parts)
        plan.work(parameter.turned(kind, None, epoch), formula)


def penalised(plan: Plan, shape: Shape, layer: int, used: WeightsInForce, moment: Moment) -> None:
    """Enter the gradients of a layer with the derivative of the penalty, ∂E/∂w + λ·w."""
    if not shape.penalty:
        return
    plan.open(Heading("penalised", layer, *moment))
    for parameter in updated(shape, layer):
        if shape.penalty.covers(parameter.kind):
            slopes = shape.penalty.slopes(lambda kind: Ref(Key(kind)), used[parameter])
            gradient = Ref(parameter.turned(fellow(parameter.kind, "gradient"), *moment))
            key = parameter.turned(fellow(parameter.kind, "penalised"), *moment)
            plan.work(key, Sum((gradient, *slopes)))


def clip(plan: Plan, shape: Shape, layers: list[int], moment: Moment) -> None:
    """Enter the clipped gradients of layers: g/max(1, ‖g‖/g_max), or each between ±g_max.

    Source: Pascanu, Mikolov & Bengio (2013), On the difficulty of training recurrent neural
    networks, algorithm 1.
    """
    if not shape.clip:
        return
    before = shape._replace(clip="")
    gradients = {
        parameter: Ref(
            parameter.turned(fellow(parameter.kind, before.gradient_role(parameter.kind)), *moment)
        )
        for layer in layers
        for parameter in updated(shape, layer)
    }
    most = Ref(Key("clip_norm" if shape.clip == "norm" else "clip_value"))
    plan.open(Heading("clip", None if len(layers) > 1 else layers[0], *moment))
    norm: Expr = expr(0)
    if shape.clip == "norm":
        squares = [gradient**2 for gradient in gradients.values()]
        norm = plan.work(Key("gradient_norm", None, None, None, *moment), sqrt(add(squares)))
    for parameter, gradient in gradients.items():
        key = parameter.turned(fellow(parameter.kind, "clipped"), *moment)
        if shape.clip == "norm":
            plan.work(key, _shortened(gradient, norm, most))
        else:
            plan.work(key, maximum(Minus(most), minimum(most, gradient)))


def _shortened(number: Expr, norm: Expr, most: Expr) -> Expr:
    """Return a number of a row whose norm is not to be larger than that."""
    return Quotient(number, maximum(expr(1), Quotient(norm, most)))


def look_ahead(plan: Plan, shape: Shape, used: WeightsInForce, steps: "Steps") -> WeightsInForce:
    """Enter the weights and biases where the last step would lead on; return them.

    Source: Sutskever et al. (2013), On the importance of initialization and momentum in deep
    learning, eqs. 3 and 4.
    """
    ahead = shape.optimiser.entry.ahead
    assert ahead is not None  # the caller asked
    found: dict[Key, Key] = {}
    for layer in shape.graph.layers:
        plan.open(Heading("ahead", layer, *steps.moment))
        for parameter in updated(shape, layer):
            key = parameter.turned(fellow(parameter.kind, "ahead"), *steps.moment)
            plan.work(key, Sum((used[parameter], ahead(steps.of(parameter, used)))))
            found[parameter] = key
    return WeightsInForce(shape, lambda parameter: found.get(parameter, used[parameter].key))


class Steps:
    """The steps of one update: how each weight and bias sees it.

    Attributes:
        shape: of the calculation.
        moment: this update.
        before: the update before it; None for the first one, where nothing is kept yet.
    """

    def __init__(self, shape: Shape, moment: Moment, before: Moment | None) -> None:
        """See the update of this moment."""
        self.shape = shape
        self.moment = moment
        self.before = before

    def of(self, parameter: Key, used: WeightsInForce | None = None) -> "ParameterView":
        """Return how a weight or bias sees it."""
        return ParameterView(self, parameter, used)


class ParameterView:
    """A weight or bias at its update; a `View` of `maths.optimisers`."""

    def __init__(self, steps: Steps, parameter: Key, used: WeightsInForce | None) -> None:
        """See the update from this weight or bias; `used` are those in force."""
        self._steps = steps
        self._parameter = parameter
        self._used = used

    @property
    def old(self) -> Expr:
        """The weight before the update."""
        if self._used is not None:
            return self._used[self._parameter]
        return Ref(self._parameter.turned(self._parameter.kind, *self._steps.moment))

    @property
    def gradient(self) -> Expr:
        """∂E/∂w, of one sample or of the batch."""
        return self.now(self._steps.shape.gradient_role(self._parameter.kind))

    @property
    def learning_rate(self) -> Expr:
        """η."""
        return Ref(self._steps.shape.rate(self._parameter.layer, self._steps.moment.epoch))

    @property
    def downhill(self) -> Expr:
        """-η·∂E/∂w; worked directly, η·δ·out."""
        if self._steps.shape.direct and not self.is_given("gradient"):
            return _direct_step(self._steps.shape, self._parameter, self._steps.moment)
        return Minus(Product((self.learning_rate, self.gradient)))

    def rate(self, kind: Kind) -> Expr:
        """Return one of the other rates."""
        return Ref(Key(kind))

    def before(self, role: KindRole) -> Expr:
        """Return what the last update left of this role; 0 at the first one."""
        before = self._steps.before
        if before is None:
            return NO_CHANGE
        return Ref(self._parameter.turned(fellow(self._parameter.kind, role), *before))

    def now(self, role: KindRole) -> Expr:
        """Return what this update has worked out for this role."""
        return Ref(self._parameter.turned(fellow(self._parameter.kind, role), *self._steps.moment))

    def is_given(self, role: KindRole) -> bool:
        """Return whether the exercise gives what this update would work out for this role."""
        given = self._steps.shape.given
        if not given:
            return False
        key = self._parameter.turned(fellow(self._parameter.kind, role), *self._steps.moment)
        return key in given

    def power(self, kind: Kind) -> Expr:
        """Return the power of a rate at this update."""
        return Ref(power_key(kind, self._steps.moment))


def power_key(kind: Kind, moment: Moment) -> Key:
    """Return the power of a rate at an update."""
    return Key(kind, None, None, None, *moment)


def kept_keys(shape: Shape, moment: Moment) -> list[Key]:
    """Return what an update leaves for the next one beside the weights, in the order of a state."""
    of_parameters = [
        parameter.turned(fellow(parameter.kind, role), *moment)
        for role in shape.optimiser.kept
        for layer in shape.graph.layers
        for parameter in updated(shape, layer)
    ]
    return of_parameters + [power_key(kind, moment) for kind, _ in shape.optimiser.powers]


def powers(plan: Plan, shape: Shape, moment: Moment, before: Moment | None) -> None:
    """Enter the powers of the rates, βᵗ = βᵗ⁻¹·β; at the first update βᵗ is β.

    Source: Kingma & Ba (2015), Adam: A method for stochastic optimization, section 2.
    """
    if shape.optimiser.powers:
        plan.open(Heading("power", None, *moment))
    for kind, rate in shape.optimiser.powers:
        last: Expr = Number("1") if before is None else Ref(power_key(kind, before))
        plan.work(power_key(kind, moment), Product((last, Ref(Key(rate)))))


def moments(plan: Plan, shape: Shape, layer: int, steps: Steps) -> None:
    """Enter what the optimiser works out of a layer's gradients before its step."""
    roles = list(shape.optimiser.lines(steps.of(Key("weight", layer, 1, 1))))
    if not roles:
        return
    plan.open(Heading("moment", layer, *steps.moment))
    for parameter in updated(shape, layer):
        for role, formula in shape.optimiser.lines(steps.of(parameter)):
            plan.work(parameter.turned(fellow(parameter.kind, role), *steps.moment), formula)


def changes(plan: Plan, shape: Shape, layer: int, steps: Steps) -> None:
    """Enter the changes of a layer's weights and biases, where they have lines of their own.

    Δw = -η·∂E/∂w + α·(previous Δw), or what else the optimiser does. Worked directly, δ·out stands
    in the place of ∂E/∂w.

    Args:
        plan: where the gradients stand, or the deltas.
        shape: of the calculation.
        layer: number of the layer.
        steps: of this update.

    Source: Rumelhart, Hinton & Williams (1986), Nature 323, eqs. 8 and 9.
    """
    if not writes_changes(shape):
        return
    plan.open(Heading("change", layer, *steps.moment))
    for parameter in updated(shape, layer):
        formula = add(shape.optimiser.steps(steps.of(parameter)))
        plan.work(parameter.turned(fellow(parameter.kind, "state"), *steps.moment), formula)


def update(plan: Plan, shape: Shape, layer: int, used: WeightsInForce, steps: Steps) -> None:
    """Enter the new weights and biases of a layer.

    w⁺ = w - η·∂E/∂w, or, with the change on a line of its own, w⁺ = w + Δw.

    Args:
        plan: where the gradients or changes stand.
        shape: of the calculation.
        layer: number of the layer.
        used: the weights and biases that are to be updated.
        steps: of this update.
    """
    if shape.max_norm:
        _limited(plan, shape, layer, used, steps)
    plan.open(Heading("update", layer, *steps.moment))
    written = writes_changes(shape)
    for parameter in updated(shape, layer):
        new = parameter.turned(fellow(parameter.kind, "new"), *steps.moment)
        if shape.max_norm and parameter.kind == "weight":
            norm = Ref(Key("weight_norm", layer, parameter.unit, None, *steps.moment))
            stepped = Ref(parameter.turned("weight_stepped", *steps.moment))
            plan.work(new, _shortened(stepped, norm, Ref(Key("max_norm"))))
        else:
            plan.work(new, _stepped(shape, parameter, used, steps, written=written))


def _stepped(
    shape: Shape, parameter: Key, used: WeightsInForce, steps: Steps, *, written: bool
) -> Expr:
    """Return a weight or bias after the step; with changes that are written, from its change."""
    view = steps.of(parameter, used)
    if written or view.is_given("state"):
        return Sum((used[parameter], view.now("state")))
    return Sum((used[parameter], *shape.optimiser.steps(view)))


def _limited(plan: Plan, shape: Shape, layer: int, used: WeightsInForce, steps: Steps) -> None:
    """Enter the weights of a layer after the step, and the norm of those of every unit.

    Source: Srivastava et al. (2014), Dropout, JMLR 15, section 5.1.
    """
    plan.open(Heading("norm", layer, *steps.moment))
    units: dict[int | None, list[Ref]] = {}
    written = writes_changes(shape)
    for parameter in updated(shape, layer):
        if parameter.kind == "weight":
            key = parameter.turned("weight_stepped", *steps.moment)
            stepped = plan.work(key, _stepped(shape, parameter, used, steps, written=written))
            units.setdefault(parameter.unit, []).append(stepped)
    for unit, weights in units.items():
        norm = Key("weight_norm", layer, unit, None, *steps.moment)
        plan.work(norm, sqrt(add([weight**2 for weight in weights])))


def writes_changes(shape: Shape) -> bool:
    """Return whether changes have lines of their own."""
    return shape.changes or shape.optimiser.keeps_changes


def _direct_step(shape: Shape, parameter: Key, moment: Moment) -> Expr:
    """Return η·δ·out for a weight, η·δ for a bias, with the deltas of the whole batch.

    Source: Mitchell (1997), Machine Learning, eq. T4.5; for thresholds, 周志华 (2016), 机器学习,
    eqs. 5.11 to 5.14.
    """
    samples = shape.batch(moment.epoch) if moment.sample is None else (moment.sample,)
    terms = [term for sample in samples for term in _pulls(shape, parameter, sample, moment.epoch)]
    step = multiply(Ref(shape.rate(parameter.layer, moment.epoch)), add(terms))
    if len(samples) > 1 and shape.update == "batch_mean":
        step = Quotient(step, Number(str(len(samples))))
    # The sign of a threshold is the other way round: raising it makes the net input smaller.
    threshold = parameter.kind == "bias" and shape.thresholds
    return step if shape.descent != threshold else Minus(step)


def _pulls(shape: Shape, parameter: Key, sample: int, epoch: int) -> Iterator[Expr]:
    """Yield what a sample contributes to the change of a parameter, before the learning rate."""
    for edge in shape.graph.on(parameter):
        delta = Ref(Key("delta", *edge.target, None, sample, epoch))
        if edge.source is None:
            yield delta
        else:
            yield Product((delta, Ref(shape.sent(edge.source, sample, epoch))))
