"""From an `Exercise` back to the text of a file, as somebody would have typed it.

Only what differs from the defaults is written, and every number as it was written before, so
that reading the text gives an equal exercise.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bpcalc.exercise.notation_choice import notation_of, spelling, usual_changes
from bpcalc.exercise.parameters import number_of
from bpcalc.exercise.rule_reader import learns_by_steps
from bpcalc.exercise.scalars import FALSE, NULLS, TRUE
from bpcalc.exercise.spec import Exercise, Layer, Sample, is_unknown
from bpcalc.maths.activations import SOFTMAX
from bpcalc.maths.dropout import Dropout
from bpcalc.maths.expr import Number
from bpcalc.maths.kinds import FAMILIES, KINDS
from bpcalc.maths.learning_rules import GRADIENT, LEARNING_RULES
from bpcalc.maths.losses import HALF_SQUARED_ERROR, LOSSES
from bpcalc.maths.net_norms import NetNorm
from bpcalc.maths.normalising import Normalising
from bpcalc.maths.optimisers import Optimiser
from bpcalc.maths.penalties import NO_PENALTY, Penalty
from bpcalc.maths.rounding import Digits, Rounding
from bpcalc.maths.schedules import SCHEDULES
from bpcalc.notation.layout import default_units
from bpcalc.patterns import pattern

MAX_LINE_WIDTH = 88

UNQUOTED_TEXT = pattern(r"[^\W\d][\w.+/()'-]*(?: [\w.+/()'-]+)*")
"""Texts that need no quotation marks in any place."""

FileLine = tuple[str, str]


def write(exercise: Exercise) -> str:
    """Return the text of a file that reads back to this exercise."""
    return "".join(f"{key}:{value}\n" for key, value in _lines(exercise))


def _lines(exercise: Exercise) -> Iterator[FileLine]:
    """Yield the keys, each with its value and the space before it."""
    for key in ("title", "source"):
        value = getattr(exercise, key)
        if value is not None:
            yield key, f" {_text(value)}"
    if exercise.notation != "mazur":
        yield "notation", f" {_text(exercise.notation)}"
    if exercise.first_layer != 2:
        yield "first_layer", f" {exercise.first_layer}"
    yield from _units(exercise)
    yield from _samples(exercise.samples)
    if exercise.learning_rate is not None:
        yield "learning_rate", f" {rate_text(exercise)}"
    yield from _network(exercise)
    if exercise.given:
        spelt = spelling(exercise)
        yield "given", " " + _mapping((_text(spelt.full(key)), n.text) for key, n in exercise.given)
    yield from _conventions(exercise)
    if exercise.rounding != Rounding():
        yield "rounding", " " + _mapping(_rounding(exercise.rounding))
    yield from _training(exercise)


def rate_text(exercise: Exercise) -> str:
    """Return the learning rate as it stands in a file, with its schedule."""
    assert exercise.learning_rate is not None  # the caller asked
    if exercise.layer_rates:
        return _numbers(exercise.layer_rates)
    schedule = exercise.schedule
    if schedule is None:
        return exercise.learning_rate.text
    form = schedule.form
    parts: list[FileLine] = [("start", exercise.learning_rate.text)]
    if schedule.factor is not None:
        text = schedule.factor.text
        if length := SCHEDULES[form.name].length:
            text = _mapping([(length, str(form.every)), (SCHEDULES[form.name].factor[1], text)])
        parts.append((form.name, text))
    counts = (("warm_up", form.warm_up), ("after", form.after))
    parts += [(name, str(count)) for name, count in counts if count]
    return _mapping(parts)


def _training(exercise: Exercise) -> Iterator[FileLine]:
    if exercise.epochs is not None:
        yield "epochs", f" {exercise.epochs}"
    if exercise.presentations is not None:
        yield "presentations", f" {exercise.presentations}"
    if exercise.until is not None:
        yield "until", f" {exercise.until.text}"
    if exercise.previous_changes is not None:
        yield "previous_changes", " " + _numbers(exercise.previous_changes)


def _conventions(exercise: Exercise) -> Iterator[FileLine]:
    yield from _loss(exercise)
    yield from _update(exercise)
    if exercise.momentum != Number("0"):
        yield "momentum", f" {exercise.momentum.text}"
    if exercise.learning_rule != GRADIENT or learns_by_steps(exercise):
        name, _, variant = exercise.learning_rule.partition(":")
        yield "learning_rule", f" {_mapping([(name, variant)]) if variant else name}"
    if exercise.optimiser != Optimiser():
        yield "optimizer", f" {_optimiser(exercise.optimiser)}"
    yield from _limits(exercise)
    if exercise.normalise != Normalising():
        yield "normalise", f" {_mapping(_normalising(exercise.normalise))}"
    if exercise.measures:
        yield "measures", f" {_list(exercise.measures)}"
    if not exercise.update_biases:
        yield "update_biases", " false"
    yield from _of_notation(exercise)


def net_norms_text(norms: tuple[NetNorm | None, ...]) -> str:
    """Return how layers are normalised, as it stands in a file."""
    return _list(map(_net_norm, norms))


def _net_norm(norm: NetNorm | None) -> str:
    if norm is None:
        return "null"
    parts = [("gamma", _numbers(norm.gamma)), ("beta", _numbers(norm.beta))]
    return _mapping([*parts, ("epsilon", norm.epsilon.text)])


def _dropout(dropout: Dropout | None) -> str:
    if dropout is None:
        return "null"
    parts: list[FileLine] = [("mask", _numbers(dropout.mask))]
    if dropout.keep.text != "1":
        parts.append(("keep", dropout.keep.text))
    if not dropout.inverted:
        parts.append(("inverted", "false"))
    return _mapping(parts)


def _update(exercise: Exercise) -> Iterator[FileLine]:
    if exercise.batch_size is not None:
        yield "batch_size", f" {exercise.batch_size}"
    if exercise.update != ("online" if exercise.batch_size is None else "batch_mean"):
        yield "update", f" {exercise.update}"


def _limits(exercise: Exercise) -> Iterator[FileLine]:
    """Yield what keeps weights and gradients small, and units out."""
    if exercise.dropout:
        yield "dropout", f" {_list(map(_dropout, exercise.dropout))}"
    for name in ("batch_norm", "layer_norm"):
        if norms := getattr(exercise, name):
            yield name, f" {net_norms_text(norms)}"
    if exercise.penalty != NO_PENALTY:
        yield "penalty", f" {_mapping(_penalty(exercise.penalty))}"
    if exercise.largest_gradient is not None:
        pair = [(exercise.clip, exercise.largest_gradient.text)]
        yield "clip_gradients", f" {_mapping(pair)}"
    if exercise.max_norm is not None:
        yield "max_norm", f" {exercise.max_norm.text}"


def _normalising(scale: Normalising) -> Iterator[FileLine]:
    for name in ("inputs", "outputs"):
        if getattr(scale, name):
            yield name, getattr(scale, name)
    if (scale.low.text, scale.high.text) != ("0", "1"):
        yield "range", _numbers((scale.low, scale.high))
    given = {"inputs": scale.input_bounds, "outputs": scale.output_bounds}
    bounds = [(name, _list(map(_numbers, pairs))) for name, pairs in given.items() if pairs]
    if bounds:
        yield "bounds", _mapping(bounds)


def _loss(exercise: Exercise) -> Iterator[FileLine]:
    loss, rule = exercise.loss, LEARNING_RULES.get(exercise.learning_rule)
    named = rule is not None and not rule.of_error and exercise.measured
    # With softmax another loss is usual, so the reader would say what it takes.
    named = named or exercise.layers[-1].activation.name == SOFTMAX.name
    if named or loss.in_file != HALF_SQUARED_ERROR.name:
        yield "loss", f" {loss.in_file}"
    if loss.gradient_factor != "1":
        yield "gradient_factor", f" {loss.gradient_factor}"
    elif loss.name in LOSSES and not loss.shortcut and LOSSES[loss.name].shortcut:
        yield "shortcut", " false"


def _of_notation(exercise: Exercise) -> Iterator[FileLine]:
    """Yield what an exercise has otherwise than the book of its notation."""
    notation = notation_of(exercise)
    if exercise.delta != notation.delta:
        yield "delta", f" {exercise.delta}"
    if exercise.working.full_chain:
        yield "chain", " true"
    if exercise.working.order != notation.working.order:
        yield "order", f" {exercise.working.order}"
    if exercise.hidden_deltas_use != "old_weights":
        yield "hidden_deltas_use", f" {exercise.hidden_deltas_use}"
    momentum = exercise.rule.form.keeps_changes
    if exercise.changes != usual_changes(notation, exercise.delta, momentum=momentum):
        yield "changes", f" {str(exercise.changes).lower()}"


def _units(exercise: Exercise) -> Iterator[FileLine]:
    """Yield the names of the units, as far as they are not the usual ones."""
    usual = default_units(exercise.sizes)
    inputs, *hidden, outputs = exercise.units
    parts: list[FileLine] = []
    if inputs != usual[0]:
        parts.append(("inputs", _list(map(_text, inputs))))
    if tuple(hidden) != usual[1:-1]:
        parts.append(("hidden", _list(_list(map(_text, names)) for names in hidden)))
    if outputs != usual[-1]:
        parts.append(("outputs", _list(map(_text, outputs))))
    if parts:
        yield "units", "".join(f"\n  {part}: {names}" for part, names in parts)


def _samples(samples: tuple[Sample, ...]) -> Iterator[FileLine]:
    if len(samples) == 1:
        for key, value in _sample(samples[0]):
            yield key, f" {value}"
    else:
        yield "samples", "".join(f"\n  - {_mapping(_sample(sample))}" for sample in samples)


def _sample(sample: Sample) -> Iterator[FileLine]:
    for key, numbers in (("inputs", sample.inputs), ("targets", sample.targets)):
        if numbers is not None and not all(map(is_unknown, numbers)):
            yield key, _numbers(numbers)


def _network(exercise: Exercise) -> Iterator[FileLine]:
    layers = exercise.layers
    if exercise.own_names:
        yield "layers", f" {_list(map(str, exercise.sizes))}"
        yield "weights", "".join(f"\n  {line}" for line in _drawn(exercise))
    else:
        yield "weights", "".join(f"\n  - {_matrix(layer.weights)}" for layer in layers)
    if exercise.numbering and notation_of(exercise).counts_weights:
        yield "numbering", f" {_list(exercise.numbering)}"
    key = "thresholds" if exercise.thresholds else "biases"
    if any(layer.biases is not None for layer in layers):
        yield key, f" {_list(map(_biases, layers))}"
    elif exercise.thresholds:
        yield key, " null"
    activations = [layer.activation.in_file for layer in layers]
    if set(activations) != {"sigmoid"}:
        same = len(set(activations)) == 1
        yield "activation", f" {activations[0] if same else _list(activations)}"


def _drawn(exercise: Exercise) -> Iterator[str]:
    """Yield the weights that have names of their own, each with its places."""
    for key, name in exercise.own_names:
        ends = [
            tuple(_text(exercise.units[node.layer][node.unit - 1]) for node in (source, target))
            for _, source, target in exercise.graph.on(key)
            if source is not None
        ]
        places: list[FileLine] = [("on", _list(map(_list, ends)))]
        if len(ends) == 1:
            places = [("from", ends[0][0]), ("to", ends[0][1])]
        value = number_of(exercise, key).text
        yield f"{_text(name)}: {_mapping([*places, ('value', value)])}"


def _matrix(rows: tuple[tuple[Number | None, ...], ...]) -> str:
    """Return a matrix, on one line if it fits there."""
    written = [_numbers(row) for row in rows]
    line = _list(written)
    return line if len(line) <= MAX_LINE_WIDTH else "\n    ".join(f"- {row}" for row in written)


def _biases(layer: Layer) -> str:
    if layer.biases is None:
        return "null"
    written = _numbers(layer.biases)
    return written[1:-1] if layer.shared_bias else written


def _optimiser(optimiser: Optimiser) -> str:
    entry = optimiser.form.entry
    usual = [rate.default for rate in entry.rates]
    numbers = zip(entry.rates, optimiser.numbers, usual, strict=True)
    parts: list[FileLine] = [
        (rate.kind, number.text) for rate, number, text in numbers if number.text != text
    ]
    parts += [(name, str(value).lower()) for name, value in optimiser.chosen]
    if not parts:
        return optimiser.name
    return _mapping([(optimiser.name, _mapping(parts))])


def _penalty(penalty: Penalty) -> Iterator[FileLine]:
    form = penalty.form
    yield from zip(form.names, (number.text for number in penalty.numbers), strict=True)
    if not form.half:
        yield "half", "false"
    if form.biases:
        yield "biases", "true"


def _rounding(rounding: Rounding) -> Iterator[FileLine]:
    digits = rounding.digits
    if digits is not None:
        yield "significant" if digits.significant else "decimals", str(digits.count)
    if rounding.carry != "exact":
        yield "carry", rounding.carry
    if rounding.ties != "half_up":
        yield "ties", rounding.ties
    given = {kind: own for kind, own in rounding.by_kind.items() if kind not in rounding.kept}
    for name, own in _by_family(replace(rounding, by_kind=given)).items():
        yield name, f"{{significant: {own.count}}}" if own.significant else str(own.count)


def _by_family(rounding: Rounding) -> dict[str, Digits]:
    """Return the digits of single kinds, under one short name for kinds that go together."""
    digits: dict[str, Digits] = {
        kind: rounding.by_kind[kind] for kind in KINDS if kind in rounding.by_kind
    }
    for family, kinds in FAMILIES.items():
        of_all = {digits.get(kind) for kind in kinds}
        if len(of_all) == 1 and (own := of_all.pop()):
            digits = {name: each for name, each in digits.items() if name not in kinds}
            digits[family] = own
    return digits


def _text(text: str) -> str:
    """Return a text as YAML reads it, in quotation marks where it needs them.

    >>> _text("XOR"), _text("Part 2: backwards")
    ('XOR', '"Part 2: backwards"')
    """
    if UNQUOTED_TEXT.fullmatch(text) and text not in NULLS | TRUE | FALSE:
        return text
    return json.dumps(text, ensure_ascii=False)  # a string of JSON is one of YAML


def _numbers(numbers: Iterable[Number | None]) -> str:
    return _list(
        "null" if number is None or is_unknown(number) else number.text for number in numbers
    )


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"


def _mapping(pairs: Iterable[FileLine]) -> str:
    return f"{{{', '.join(f'{key}: {value}' for key, value in pairs)}}}"
