"""Quantities whose values an exercise gives, though they could be worked out: a δ, an output.

    given: {delta_o1: 0.1385, out_h1: 0.6}

The number takes the place of the line. What only that line needed may be missing. A list has a
number for every epoch, from the first one on.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from bpcalc.errors import BpcalcError, NotAQuantity
from bpcalc.exercise.collections import not_a
from bpcalc.exercise.diagnostics import SourceText
from bpcalc.exercise.hints import quotable
from bpcalc.exercise.notation_choice import spelling
from bpcalc.exercise.scalars import number
from bpcalc.exercise.spec import Exercise, is_unknown
from bpcalc.exercise.yaml_nodes import Node, YamlMapping, YamlSequence
from bpcalc.locale import say
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BELONGS_TO, GRADIENT_KINDS, INFO, KINDS, UNASKED, KindRole
from bpcalc.patterns import pattern

FORWARD: frozenset[KindRole] = frozenset({"signal"})
"""What needs no target."""

EPOCH = 1
"""Quantities of this epoch are given where no other one is named."""

LATER = pattern(r"@(?:s[0-9]{1,6})?e([0-9]{1,6})$")
"""The epoch at the end of a name."""

MAX_GIVEN = 1_000
"""So many quantities can be given."""


def fit_given(page: SourceText, keys: Mapping[str, Node], exercise: Exercise) -> Exercise:
    """Return the exercise with the quantities that its file gives; with faults, what is right.

    Args:
        page: for the faults.
        keys: of the whole file.
        exercise: without them.
    """
    node = keys.get("given")
    if node is None:
        return exercise
    if isinstance(node, YamlMapping) and not node.pairs:
        page.fault(node, say("`given` is empty; write quantities, such as {delta_o1: 0.1385}"))
        return exercise
    if not isinstance(node, YamlMapping):
        not_a(page, node, say("quantities with their values, such as {delta_o1: 0.1385}"))
        return exercise
    if len(node.pairs) > MAX_GIVEN:
        says = say("at most {most} quantities can be given", most=MAX_GIVEN)
        page.fault(node, says)
        return exercise
    found = _read(page, node, exercise)
    told = replace(exercise, given=tuple(found.items()))
    forward = all(INFO[key.kind].role in FORWARD for key in found)
    if forward and "targets" not in keys and all(map(_untold, exercise.samples)):
        samples = tuple(replace(sample, targets=None) for sample in exercise.samples)
        told = replace(told, samples=samples)
    return told


def _untold(sample: object) -> bool:
    targets = getattr(sample, "targets", None)
    return targets is not None and all(map(is_unknown, targets))


def _read(page: SourceText, node: YamlMapping, exercise: Exercise) -> dict[Key, Number]:
    spelt = spelling(exercise)
    known = list(quantities(exercise))
    found: dict[Key, Number] = {}
    names: dict[Key, str] = {}
    for name, value in node.pairs:
        later = LATER.search(name.text)
        try:
            key = spelt.read(name.text, _in_epoch(known, int(later[1])) if later else known)
        except NotAQuantity as refused:
            page.fault(name, _elsewhere(exercise, name.text) or str(refused))
            continue
        if key in found:
            says = say(
                "`{name}` is the same as `{other}`; keep one of them",
                name=quotable(name.text),
                other=quotable(names[key]),
            )
            page.fault(name, says)
        if isinstance(value, YamlSequence) and not value.items:
            not_a(page, value, say("a number"))
        for place, each in enumerate(value.items if isinstance(value, YamlSequence) else (value,)):
            read = number(page, each)
            if read is not None:
                of_epoch = key._replace(epoch=(key.epoch or EPOCH) + place)
                found[of_epoch], names[of_epoch] = read, name.text
    return found


def _in_epoch(keys: Iterable[Key], epoch: int) -> list[Key]:
    """Return the same quantities of another epoch."""
    return [key._replace(epoch=epoch) for key in keys]


def _elsewhere(exercise: Exercise, name: str) -> str:
    """Return where a quantity is given that has a key of its own, "" if it has none."""
    graph = exercise.graph
    last = len(exercise.sizes) - 1
    data = {
        "inputs": [Key("input", *node, None, 1) for node in graph.nodes(0)],
        "targets": [Key("target", *node, None, 1) for node in graph.nodes(last)],
        "weights": [*graph.every_connection],
        "biases": [
            Key("bias", layer, unit) for layer in graph.layers for unit in graph.biases[layer - 1]
        ],
        "learning_rate": [Key("learning_rate")],
    }
    for place, keys in data.items():
        try:
            spelling(exercise).read(name, keys)
        except NotAQuantity:
            continue
        return say("`{name}` belongs under `{key}`", name=quotable(name), key=place)
    return ""


def refuse_given(exercise: Exercise, what: str) -> None:
    """Refuse what works every quantity out, for an exercise that gives some of them.

    Raises:
        BpcalcError: it does; the sentence says what cannot be had.
    """
    if exercise.given:
        says = say(
            "{what} needs every quantity worked out, and this exercise gives {name}; take out "
            "`given`",
            what=what,
            name=spelling(exercise).full(exercise.given[0][0]),
        )
        raise BpcalcError(says)


def quantities(exercise: Exercise) -> Iterator[Key]:
    """Yield whatever is worked out in the first epoch, in whatever way it is set out."""
    samples = range(1, len(exercise.samples) + 1)
    for sample in samples:
        yield from _of_units(exercise, sample)
    yield from _cross_slopes(exercise)
    if len(samples) > 1:
        yield Key("total_error", None, None, None, None, EPOCH)
    yield from _of_parameters(exercise, samples)


def _of_units(exercise: Exercise, sample: int) -> Iterator[Key]:
    """Yield what belongs to the units, and the errors, of one sample."""
    graph = exercise.graph
    kinds = [kind for kind in KINDS if INFO[kind].place == "unit" and kind not in UNASKED]
    for node in chain.from_iterable(map(graph.nodes, graph.layers)):
        yield from (Key(kind, *node, None, sample, EPOCH) for kind in kinds)
    for node in graph.nodes(graph.last):
        yield Key("error", *node, None, sample, EPOCH)
    for node in graph.nodes(0):
        yield Key("error_slope", *node, None, sample, EPOCH)
    yield Key("total_error", None, None, None, sample, EPOCH)


def _of_parameters(exercise: Exercise, samples: range) -> Iterator[Key]:
    """Yield what belongs to the weights and biases: gradients, changes, new values and so on."""
    graph = exercise.graph
    batch = len(samples) > 1 and (exercise.update != "online" or not exercise.updates)
    moments: list[int | None] = [None] if batch else [*samples]
    for parameter in chain.from_iterable(map(graph.parameters, graph.layers)):
        for kind in KINDS:
            if BELONGS_TO.get(kind) == parameter.kind:
                for moment in [*samples, None] if kind in GRADIENT_KINDS else moments:
                    yield parameter.turned(kind, moment, EPOCH)


def _cross_slopes(exercise: Exercise) -> Iterator[Key]:
    """Yield the slopes of an output over the net input of another one."""
    last = exercise.graph.last
    if exercise.layers[-1].activation.cross_slope:
        units = range(1, exercise.sizes[-1] + 1)
        for sample in range(1, len(exercise.samples) + 1):
            yield from (
                Key("slope", last, one, other, sample, EPOCH) for one in units for other in units
            )
