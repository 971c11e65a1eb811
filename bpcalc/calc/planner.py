"""The whole calculation, put in order: epoch by epoch, sample by sample, stage by stage."""

from bpcalc.calc.backward import Backward
from bpcalc.calc.forward import Outs, all_errors, errors, forward
from bpcalc.calc.lines import Heading
from bpcalc.calc.plan import Plan
from bpcalc.calc.scaling import bounds, given_kind, measure, normalise, turn_back
from bpcalc.calc.shape import Shape
from bpcalc.calc.update import (
    Steps,
    changes,
    clip,
    kept_keys,
    look_ahead,
    moments,
    penalised,
    powers,
    rate,
    sum_gradients,
    update,
)
from bpcalc.calc.weights_in_force import WeightsInForce, after, at_start
from bpcalc.maths.keys import Key, Moment
from bpcalc.maths.kinds import KINDS


def build_plan(shape: Shape) -> Plan:
    """Return the formulas of a calculation of this shape, in order of working."""
    return _Planner(shape).plan()


def first_moment(shape: Shape) -> Moment:
    """Return the moment whose weights the exercise gives."""
    return Moment(None if shape.together else 1, 1)


def _order_of_working(key: Key) -> tuple[int, ...]:
    """Return by what given quantities are put in order."""
    numbers = (
        key.epoch,
        key.sample,
        KINDS.index(key.kind),
        key.layer,
        key.unit,
        key.source_layer,
        key.source,
    )
    return tuple(0 if number is None else number for number in numbers)


class _Planner:
    """The state of a plan between its steps."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._plan = Plan(shape.given)
        self._samples = range(1, shape.samples + 1)
        self._layers = range(shape.last, 0, -1)
        self._first = first_moment(shape)
        self._given = at_start(shape, self._first, self._first)
        self._done: Moment | None = None
        # The update whose changes the exercise gives, if it goes on from one.
        self._before = Moment(self._first.sample, 0) if shape.goes_on else None

    def plan(self) -> Plan:
        shape = self._shape
        self._givens()
        normalise(self._plan, shape)
        for epoch in range(1, shape.epochs + 1):
            if shape.updates:
                rate(self._plan, shape, epoch)
            if shape.together:
                self._together(epoch, shape.batch(epoch))
            else:
                self._one_by_one(epoch)
        if self._done:
            self._closing_pass(self._done)
        self._results(shape.epochs + bool(self._done))
        self._plan.drop(shape.unknown)
        return self._plan

    def _givens(self) -> None:
        shape, give = self._shape, self._plan.give
        self._plan.open(Heading("given"))
        self._given_data()
        if shape.updates:
            for key in shape.rates:
                give(key)
        for parameter in self._given:
            give(parameter.key)
        if self._before:
            self._given_changes(self._before)
        for key in sorted(shape.given, key=_order_of_working):
            give(key)

    def _given_data(self) -> None:
        shape, give = self._shape, self._plan.give
        for sample in self._samples:
            for node in shape.graph.nodes(0):
                give(Key(given_kind(shape, "input"), *node, None, sample))
            for node in shape.graph.nodes(shape.last) if shape.has_targets else ():
                give(Key(given_kind(shape, "target"), *node, None, sample))
        for key in bounds(shape):
            give(key)

    def _given_changes(self, before: Moment) -> None:
        for key in kept_keys(self._shape, before):
            self._plan.give(key)

    def _one_by_one(self, epoch: int) -> None:
        """Work through the samples, each followed by its own update."""
        for sample in self._samples:
            moment = Moment(sample, epoch)
            used = self._start(moment)
            outs = self._forward(used, (sample,), epoch)
            if self._shape.learns:
                self._learn(used, moment, outs)
        if self._shape.samples > 1 and self._shape.has_errors:
            all_errors(self._plan, self._shape, epoch, used)

    def _together(self, epoch: int, samples: tuple[int, ...]) -> None:
        """Work through samples with the same weights, and update once if at all."""
        moment = Moment(None, epoch)
        used = self._start(moment)
        if self._shape.hidden_deltas_use == "new_weights":
            outs = self._forward_all(used, samples, epoch)
            if self._shape.learns:
                self._learn(used, moment, outs)
        else:
            for group in [samples] if self._shape.abreast else [(each,) for each in samples]:
                outs = self._forward(used, group, epoch)
                if self._shape.learns:
                    self._gradients(used, moment, outs)
            if self._shape.updates:
                self._update_layers(used, moment)
        if self._shape.has_errors:
            all_errors(self._plan, self._shape, epoch, used)

    def _start(self, moment: Moment) -> WeightsInForce:
        """Return the weights a step starts with; after the first step, write them down anew."""
        if not self._done:
            return self._looked_ahead(self._given, moment)
        used = at_start(self._shape, moment, self._first)
        self._plan.open(Heading("weights", None, *moment))
        left = after(self._shape, self._done, self._first)
        for now, new in zip(used, left, strict=True):
            if now.key != new.key:
                self._plan.work(now.key, new)
        return self._looked_ahead(used, moment)

    def _looked_ahead(self, used: WeightsInForce, moment: Moment) -> WeightsInForce:
        """Return the weights with which a step goes forward and back."""
        before = self._done or self._before
        if not (self._shape.updates and self._shape.optimiser.looks_ahead and before):
            return used
        return look_ahead(self._plan, self._shape, used, self._steps(moment, before))

    def _forward(
        self, used: WeightsInForce, samples: tuple[int, ...], epoch: int
    ) -> dict[int, Outs]:
        """Work samples forward, layer by layer, and their errors."""
        found = forward(self._plan, self._shape, used, samples, epoch)
        for sample, outs in found.items():
            if self._shape.has_errors:
                errors(self._plan, self._shape, (used, outs), sample, epoch)
        return found

    def _forward_all(
        self, used: WeightsInForce, samples: tuple[int, ...], epoch: int
    ) -> dict[int, Outs]:
        """Work samples forward, one after the other unless they are normalised together."""
        if self._shape.abreast:
            return self._forward(used, samples, epoch)
        found: dict[int, Outs] = {}
        for sample in samples:
            found |= self._forward(used, (sample,), epoch)
        return found

    def _learn(self, used: WeightsInForce, moment: Moment, outs: dict[int, Outs]) -> None:
        """Send the error back and update; layer by layer if hidden deltas use new weights."""
        if self._shape.hidden_deltas_use == "old_weights" or not self._shape.updates:
            self._gradients(used, moment, outs)
            if self._shape.updates:
                self._update_layers(used, moment)
            return
        back = after(self._shape, moment, self._first)
        passes = [self._pass(used, found, sample, moment) for sample, found in outs.items()]
        for layer in self._layers:
            self._back(passes, layer, back, tuple(outs))
            if layer == self._shape.last:
                self._powers(moment)
            self._update_layer(used, moment, layer)
        for each in passes:
            self._input_slopes(each, back)
        self._done = moment

    def _gradients(self, used: WeightsInForce, moment: Moment, outs: dict[int, Outs]) -> None:
        passes = [self._pass(used, found, sample, moment) for sample, found in outs.items()]
        deltas_first = self._shape.working.order == "deltas_first"
        for layer in self._layers:
            self._back(passes, layer, used, tuple(outs), gradients=not deltas_first)
            if not deltas_first:
                self._early_changes(moment, layer)
        for back in passes:
            self._input_slopes(back, used)
        for back in passes:
            for layer in self._layers if deltas_first else ():
                self._layer_gradients(back, layer)

    def _back(
        self,
        passes: list[Backward],
        layer: int,
        used: WeightsInForce,
        samples: tuple[int, ...],
        *,
        gradients: bool = True,
    ) -> None:
        """Send the errors of samples back through a layer."""
        normed = self._shape.normed(layer)
        for each in passes:
            each.deltas(layer, used)
            if gradients and not normed:
                self._layer_gradients(each, layer)
        if normed:
            first = passes[0]
            from bpcalc.calc.net_norms import net_slopes  # seldom needed

            net_slopes(self._plan, self._shape, layer, first.forward, (samples, first.epoch))
        for each in passes if normed and gradients else ():
            self._layer_gradients(each, layer)

    def _early_changes(self, moment: Moment, layer: int) -> None:
        """Let the changes of a layer follow its deltas, where no gradients come between them."""
        if self._changes_early(moment):
            self._changes(moment, layer)

    def _changes_early(self, moment: Moment) -> bool:
        shape = self._shape
        notes = shape.working.order == "notes" and shape.hidden_deltas_use == "old_weights"
        return shape.direct and shape.updates and notes and moment.sample is not None

    def _layer_gradients(self, back: Backward, layer: int) -> None:
        if not self._shape.direct:
            back.gradients(layer)

    def _pass(self, used: WeightsInForce, outs: Outs, sample: int, moment: Moment) -> Backward:
        return Backward(self._plan, self._shape, (used, outs), sample, moment.epoch)

    def _input_slopes(self, back: Backward, used: WeightsInForce) -> None:
        if self._shape.inputs:
            back.input_slopes(used)

    def _update_layers(self, used: WeightsInForce, moment: Moment) -> None:
        for layer in self._layers:
            self._sum_gradients(moment, layer)
        for layer in self._layers:
            penalised(self._plan, self._shape, layer, used, moment)
        clip(self._plan, self._shape, list(self._layers), moment)
        self._powers(moment)
        for layer in () if self._changes_early(moment) else self._layers:
            self._changes(moment, layer)
        for layer in self._layers:
            self._update(used, moment, layer)
        self._done = moment

    def _update_layer(self, used: WeightsInForce, moment: Moment, layer: int) -> None:
        self._sum_gradients(moment, layer)
        penalised(self._plan, self._shape, layer, used, moment)
        clip(self._plan, self._shape, [layer], moment)
        self._changes(moment, layer)
        self._update(used, moment, layer)

    def _powers(self, moment: Moment) -> None:
        powers(self._plan, self._shape, moment, self._done or self._before)

    def _changes(self, moment: Moment, layer: int) -> None:
        before = self._done or self._before
        moments(self._plan, self._shape, layer, self._steps(moment, before))
        changes(self._plan, self._shape, layer, self._steps(moment, before))

    def _steps(self, moment: Moment, before: Moment | None) -> Steps:
        return Steps(self._shape, moment, before)

    def _update(self, used: WeightsInForce, moment: Moment, layer: int) -> None:
        if self._shape.optimiser.looks_ahead:  # the step is made from where it looked from
            used = at_start(self._shape, moment, self._first)
        steps = self._steps(moment, self._done or self._before)
        update(self._plan, self._shape, layer, used, steps)

    def _sum_gradients(self, moment: Moment, layer: int) -> None:
        if moment.sample is None and not self._shape.direct:
            sum_gradients(self._plan, self._shape, layer, moment.epoch)

    def _results(self, epoch: int) -> None:
        """Turn the outputs of the last pass back, and measure them."""
        for sample in self._samples:
            turn_back(self._plan, self._shape, sample, epoch)
        measure(self._plan, self._shape, epoch)

    def _closing_pass(self, last: Moment) -> None:
        """Go forward once more with the new weights, so that the error is seen to fall."""
        new = after(self._shape, last, self._first)
        self._forward_all(new, tuple(self._samples), self._shape.epochs + 1)
        if self._shape.samples > 1 and self._shape.has_errors:
            all_errors(self._plan, self._shape, self._shape.epochs + 1, new)
