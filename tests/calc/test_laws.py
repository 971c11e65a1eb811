"""What holds for every calculation, whatever its numbers."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from bpcalc.calc.calculate import calculate
from bpcalc.exercise.spec import Layer
from bpcalc.maths.derivation_style import CHAIN, DerivationStyle
from bpcalc.maths.expr import Number
from bpcalc.maths.rounding import Digits, Rounding
from tests.helpers.exercises import EXERCISES, exercises, worked

BIASES = {"bias", "bias_gradient", "bias_change", "new_bias"}


@given(EXERCISES)
def test_every_quantity_stands_on_one_line(exercise):
    """No two lines have the same key."""
    lines = list(worked(exercise))

    assert [key for key, count in Counter(line.key for line in lines).items() if count > 1] == []
    assert len(lines) == len(worked(exercise))


@given(EXERCISES)
def test_formulas_look_back(exercise):
    """Every formula refers to earlier lines only."""
    known = set()
    for line in worked(exercise):
        assert known.issuperset(line.formula.refs())
        known.add(line.key)


@given(EXERCISES)
def test_given_quantities_are_the_numbers_of_the_exercise(exercise):
    """The first stage consists of the numbers that the exercise has, as they are written."""
    first = worked(exercise).stages[0]
    written = [number for sample in exercise.samples for number in sample.inputs]
    for layer in exercise.layers:
        written += [weight for row in layer.weights for weight in row] + list(layer.biases or ())

    assert all(line.value == line.formula.value for line in first.lines)
    assert Counter(written) <= Counter(line.formula for line in first.lines)


def together(exercise):
    """Whether all samples are worked with the same weights."""
    return len(exercise.samples) > 1 and (exercise.update != "online" or not exercise.updates)


def short(exercise, sample):
    """Whether the delta of an output is simply out - target."""
    name, loss = exercise.layers[-1].activation.name, exercise.loss.name
    whole = sum(target.value for target in sample.targets) == 1
    return (loss, name) == ("binary_cross_entropy", "sigmoid") or (
        loss in ("cross_entropy", "kl_divergence", "poisson") and name == "softmax" and whole
    )


def lines_backward(exercise, sample):
    """Return the number of lines of the slopes and deltas of a sample."""
    *hidden, outputs = (len(layer.weights) for layer in exercise.layers)
    if exercise.working.lines == "direct":
        return (1 + exercise.working.sums) * sum(hidden) + outputs
    if short(exercise, sample):
        return 3 * sum(hidden) + outputs
    softmax = exercise.layers[-1].activation.name == "softmax"
    return 3 * sum(hidden) + 2 * outputs + (outputs**2 if softmax else outputs)


def lines_of(exercise, inputs):
    """Return the number of lines of a calculation, counted kind by kind."""
    taught, updates = exercise.has_targets, exercise.updates
    samples, size = len(exercise.samples), exercise.sizes
    epochs = exercise.epochs if updates else 1
    weights = sum(a * b for a, b in pairwise(size))
    biases = sum(len(layer.biases or ()) for layer in exercise.layers)
    movable = weights + (biases if exercise.update_biases else 0)
    momentum = bool(exercise.momentum.value)
    direct = exercise.working.lines == "direct"

    given = samples * (size[0] + taught * size[-1]) + updates * (1 + momentum) + weights + biases
    forward = 2 * sum(size[1:]) + taught * (size[-1] + 1)
    passes = (epochs + updates) * samples
    over_samples = (epochs + updates) * (taught and samples > 1)
    count = given + passes * forward + over_samples
    if taught:
        count += epochs * sum(lines_backward(exercise, sample) for sample in exercise.samples)
        count += epochs * samples * (inputs * size[0] + (not direct) * movable)
    if updates:
        steps = epochs * (1 if together(exercise) else samples)
        count += movable * (2 * steps - 1)  # new ones, and the start of every step but the first
        count += movable * steps * (exercise.changes or momentum)
        count += movable * epochs * (together(exercise) and not direct)
    return count


@given(EXERCISES, st.booleans())
def test_number_of_lines(exercise, inputs):
    """A calculation has as many lines as its shape says, no more and no fewer."""
    assert len(list(worked(exercise, inputs=inputs))) == lines_of(exercise, inputs)


def stages_of_sample(exercise, sample, epoch, *, backward=True):
    """Yield the stages of one sample, as `(name, layer, sample, epoch)`."""
    layers = range(1, len(exercise.layers) + 1)
    for layer in layers:
        yield "net", layer, sample, epoch
        yield "out", layer, sample, epoch
    if exercise.has_targets:
        yield "error", layers[-1], sample, epoch
    if backward and exercise.has_targets:
        notes = exercise.working.order == "notes"
        for layer in reversed(layers):
            yield "delta", layer, sample, epoch
            if notes:
                yield "gradient", layer, sample, epoch
        yield "inputs", 0, sample, epoch
        if not notes:
            yield from (("gradient", layer, sample, epoch) for layer in reversed(layers))


def stages_of_step(exercise, samples, moment):
    """Yield the stages of one update and all that it needs."""
    if exercise.hidden_deltas_use == "new_weights" and exercise.updates:
        yield from stages_layer_by_layer(exercise, samples, moment)
        return
    back = range(len(exercise.layers), 0, -1)
    for sample in samples:
        yield from stages_of_sample(exercise, sample, moment[1])
    if exercise.updates and moment[0] is None:
        yield from (("gradient_sum", layer, *moment) for layer in back)
    if exercise.updates:
        yield from (("change", layer, *moment) for layer in back if has_changes(exercise))
        yield from (("update", layer, *moment) for layer in back)


def has_changes(exercise):
    """Return whether changes have lines of their own."""
    return exercise.changes or exercise.momentum.value != 0


def stages_layer_by_layer(exercise, samples, moment):
    """Yield the stages of a step in which every layer is updated before the one below it."""
    epoch = moment[1]
    for sample in samples:
        yield from stages_of_sample(exercise, sample, epoch, backward=False)
    for layer in range(len(exercise.layers), 0, -1):
        for sample in samples:
            yield "delta", layer, sample, epoch
            yield "gradient", layer, sample, epoch
        if moment[0] is None:
            yield "gradient_sum", layer, *moment
        if has_changes(exercise):
            yield "change", layer, *moment
        yield "update", layer, *moment
    yield from (("inputs", 0, sample, epoch) for sample in samples)


def stages_of(exercise):
    """Yield all stages in the order of working, the given quantities left out."""
    samples = range(1, len(exercise.samples) + 1)
    several = len(samples) > 1 and exercise.has_targets
    epochs = exercise.epochs if exercise.updates else 1
    whole = [(None, samples)] if together(exercise) else [(n, [n]) for n in samples]
    for epoch in range(1, epochs + 1):
        for moment, chosen in whole:
            if (moment, epoch) != (whole[0][0], 1) and exercise.updates:
                yield "weights", None, moment, epoch
            yield from stages_of_step(exercise, chosen, (moment, epoch))
        if several:
            yield "all_errors", None, None, epoch
    if exercise.updates:
        for sample in samples:
            yield from stages_of_sample(exercise, sample, epochs + 1, backward=False)
        if several:
            yield "all_errors", None, None, epochs + 1


@given(st.sampled_from([CHAIN, CHAIN._replace(order="deltas_first")]), st.data())
def test_order_of_stages(working, data):
    """Forward, error, deltas and gradients, update; last a forward pass with the new weights."""
    exercise = data.draw(exercises(working=working))
    stages = [stage.heading[:4] for stage in worked(exercise).stages]

    assert stages == [("given", None, None, None), *stages_of(exercise)]


@given(EXERCISES)
def test_remark_on_new_weights(exercise):
    """Only where hidden deltas really use new weights is it said that they do."""
    new = exercise.hidden_deltas_use == "new_weights" and exercise.updates
    headings = [stage.heading for stage in worked(exercise).stages]
    hidden = [h for h in headings if h.name == "delta" and h.layer < len(exercise.layers)]

    assert all((heading.remark == "new_weights") == new for heading in hidden)


@given(exercises(learning_rate=Number("0")))
def test_learning_rate_zero(exercise):
    """With a learning rate of 0, nothing that is learned differs from what was given."""
    calculation = worked(exercise)
    values = calculation.values
    first = {key[:4]: value for key, value in values.items() if key.epoch == 1}
    for key, value in values.items():
        if key.kind in ("new_weight", "new_bias"):
            assert value == first[("weight" if key.source else "bias", *key[1:4])]
        if key.kind == "out" and key.epoch == calculation.epochs + 1:
            assert value == values[key._replace(epoch=1)]


@given(exercises(epochs=2))
def test_one_epoch_more(exercise):
    """A second epoch changes no line of the first one."""
    one, two = calculate(exercise, 1, inputs=True), calculate(exercise, 2, inputs=True)
    lines = [line for line in two if line.key.epoch in (None, 1)]

    assert [line for line in one if line.key.epoch in (None, 1)] == lines


LAST_OF_WEIGHTS = Decimal("1e-26")
"""How far values may lie apart, as a part of the largest one, where weights were cut off."""


def as_number(value):
    """Return a value as an exercise would give it."""
    return Number(str(value))


@given(exercises(epochs=2, momentum=Number("0")))
def test_second_epoch_is_a_fresh_start(exercise):
    """The second epoch is the first one of an exercise that gives the new weights.

    Exact weights go on as they are, of more digits than they have here; so what is left of them
    where they cancel differs.
    """
    assume(exercise.updates)
    values = worked(exercise).values
    last = {key[:4]: v for key, v in values.items() if key.epoch == 1}  # the last sample's stay
    layers = []
    for number, layer in enumerate(exercise.layers, 1):
        rows = tuple(
            tuple(as_number(last["new_weight", number, unit, s]) for s in range(1, len(row) + 1))
            for unit, row in enumerate(layer.weights, 1)
        )
        biases = layer.biases
        if biases and exercise.update_biases:
            units = [None] if layer.shared_bias else range(1, len(biases) + 1)
            biases = tuple(as_number(last["new_bias", number, unit, None]) for unit in units)
        layers.append(replace(layer, weights=rows, biases=biases))
    again = calculate(replace(exercise, layers=tuple(layers)), 1, inputs=True).values

    exact = exercise.rounding.carry == "exact"
    off = max(map(abs, values.values())) * LAST_OF_WEIGHTS if exact else 0
    assume(not any(0 < abs(v) <= off for key, v in again.items() if key.kind == "net"))  # a kink

    for key, value in again.items():
        later = key._replace(epoch=key.epoch and key.epoch + 1)
        assert abs(value - values.get(later, value)) <= off
    assert {key._replace(epoch=2) for key in again if key.epoch == 1} >= {
        key for key in values if key.epoch == 2
    }


@given(EXERCISES, st.sampled_from(["batch", "batch_mean"]))
def test_batch_of_one(exercise, update):
    """A batch of one sample is worked like the sample alone, line by line."""
    alone = replace(exercise, samples=exercise.samples[:1], update="online")

    assert worked(replace(alone, update=update)).stages == worked(alone).stages


@given(EXERCISES)
def test_mean_of_equal_samples(exercise):
    """The mean over a batch of equal samples teaches what one of them does."""
    one = replace(exercise, samples=exercise.samples[:1], epochs=1)
    assume(one.updates)
    three = replace(one, samples=one.samples * 3, update="batch_mean")
    values = worked(three).values

    for key, value in worked(one).values.items():
        if key.kind in ("new_weight", "new_bias"):
            assert abs(values[key._replace(sample=None)] - value) <= Decimal("1e-30") * (
                1 + abs(value)
            )


@given(EXERCISES)
def test_sign_of_delta(exercise):
    """The other sign of delta changes the sign of what comes back to a unit, and nothing else."""
    other = {"o-t": "t-o", "t-o": "o-t"}[exercise.delta]
    values = worked(replace(exercise, delta=other)).values

    for key, value in worked(exercise).values.items():
        turned = key.kind == "delta" or (key.kind == "error_slope" and key.layer)
        assert values[key] == (value.copy_negate() if turned else value)


@given(EXERCISES)
def test_thresholds_are_negative_biases(exercise):
    """Thresholds are biases of the other sign: same nets, and new values of the other sign."""
    layers = tuple(
        replace(layer, biases=tuple(map(negative, layer.biases))) if layer.biases else layer
        for layer in exercise.layers
    )
    turned = replace(exercise, layers=layers, thresholds=not exercise.thresholds)
    values = worked(turned).values

    for key, value in worked(exercise).values.items():
        assert values[key] == (value.copy_negate() if key.kind in BIASES else value)


def negative(number):
    """Return a number with the other sign."""
    text = number.text
    return Number(text[1:] if text.startswith("-") else f"-{text}")


@given(EXERCISES, st.data())
def test_order_of_hidden_units(exercise, data):
    """Hidden units in another order give the same lines in another order."""
    assume(len(exercise.layers) > 1)
    place = data.draw(st.integers(1, len(exercise.layers) - 1))
    order = data.draw(st.permutations(range(exercise.sizes[place])))
    layers = list(exercise.layers)
    layers[place - 1] = reordered(layers[place - 1], order)
    above = layers[place]
    columns = tuple(tuple(row[unit] for unit in order) for row in above.weights)
    layers[place] = replace(above, weights=columns)
    values = worked(replace(exercise, layers=tuple(layers))).values
    original = worked(exercise).values

    assert {moved(key, place, order): value for key, value in original.items()} == values


def reordered(layer: Layer, order):
    """Return a layer with its units in another order."""
    weights = tuple(layer.weights[unit] for unit in order)
    each = layer.biases and not layer.shared_bias
    biases = tuple(layer.biases[unit] for unit in order) if each else layer.biases
    return replace(layer, weights=weights, biases=biases)


def moved(key, layer, order):
    """Return the key of the same quantity after a layer was put into another order."""
    if key.layer == layer and key.unit is not None:
        return key._replace(unit=order.index(key.unit - 1) + 1)
    if key.layer == layer + 1 and key.source is not None and key.kind != "slope":
        return key._replace(source=order.index(key.source - 1) + 1)
    return key


@given(EXERCISES, st.integers(0, 14), st.booleans(), st.sampled_from(["half_even", "down"]))
def test_shown_digits(exercise, count, significant, ties):
    """How many digits are shown changes no value, as long as exact values are carried."""
    digits = Digits(max(1, count), significant=significant)
    fewer = replace(exercise, rounding=Rounding(digits, ties=ties))

    assert worked(fewer).values == worked(exercise).values


@given(EXERCISES, st.integers(15, 60))
def test_many_shown_digits(exercise, count):
    """To show more digits is to work with more; the values agree in 30 of them."""
    more = worked(replace(exercise, rounding=Rounding(Digits(count, significant=True)))).values
    for key, value in worked(exercise).values.items():
        assert abs(value - more[key]) <= Decimal("1e-28") * max(1, abs(value))


@given(EXERCISES)
def test_input_slopes_are_an_extra(exercise):
    """To ask for the slopes over the inputs adds their lines and changes no other."""
    without = [line for line in worked(exercise) if line.key.layer != 0 or line.key.epoch is None]

    assert list(worked(exercise, inputs=False)) == without


@given(EXERCISES)
def test_forward_only(exercise):
    """Without targets there are the nets and outputs of the first weights, and nothing else."""
    inputs_only = tuple(replace(sample, targets=None) for sample in exercise.samples)
    values = worked(replace(exercise, samples=inputs_only)).values

    assert {key.kind for key in values} <= {"input", "weight", "bias", "net", "out"}
    original = worked(exercise).values
    nets = {key: v for key, v in values.items() if key.kind == "net" and key.sample == 1}
    assert nets == {key: original[key] for key in nets}


WORKINGS = st.builds(
    DerivationStyle,
    lines=st.sampled_from(["chain", "direct"]),
    slope_first=st.booleans(),
    weight_first=st.booleans(),
    bias_in=st.sampled_from(["net", "out"]),
)


@given(EXERCISES, WORKINGS, WORKINGS)
def test_ways_of_working(exercise, one, other):
    """However the lines are set out, outputs, deltas and new values are the same."""
    values = [worked(replace(exercise, working=working)).values for working in (one, other)]
    for key, value in values[0].items():
        if key.kind in ("out", "delta", "total_error", "new_weight", "new_bias"):
            assert abs(value - values[1][key]) <= Decimal("1e-27") * max(1, abs(value))
