"""The given numbers of an exercise as a list of places, each of which may take another number."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import Literal, NamedTuple

from bpcalc.exercise.parameters import number_of, with_parameters
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Number
from bpcalc.maths.learning_rules import GRADIENT

Group = Literal["inputs", "targets", "weights", "biases", "learning_rate"]

TRUTH_VALUES = frozenset(map(Decimal, (-1, 0, 1)))
"""Inputs and targets that stay as they are: they say which case is meant.

Among other numbers, one with decimals, such as 1.00, is a number like them.
"""


class Place(NamedTuple):
    """Where a given number stands.

    Attributes:
        group: what it is.
        number: as it is written there.
        lines: names of the row and the column, or of the layer's biases, in which no two numbers
            may be equal.
        fixed: whether it stays.
    """

    group: Group
    number: Number
    lines: tuple[tuple[object, ...], ...]
    fixed: bool


def places_of(exercise: Exercise, drawn: Container[str] = ()) -> list[Place]:
    """Return the places of all given numbers: samples, learning rate, weights and biases.

    With a learning rule of its own, a unit begins to learn at weights of 0, which stay as they are:
    without them other samples would be learnt. They are drawn where else nothing would be new.

    Args:
        exercise: with these numbers.
        drawn: groups for which is said from which numbers they are drawn.
    """
    samples, rate, learnt = _of_samples(exercise), _of_rate(exercise), _of_parameters(exercise)
    places = [*samples, *rate, *learnt]
    if exercise.learning_rule == GRADIENT:
        return places
    kept = [
        place._replace(fixed=True) if _begins_at_0(place) and place.group not in drawn else place
        for place in places
    ]
    new = any(not place.fixed and place.group != "learning_rate" for place in kept)
    return kept if new else places


def _begins_at_0(place: Place) -> bool:
    return place.group in ("weights", "biases") and not place.number.value


def with_numbers(exercise: Exercise, numbers: Sequence[Number]) -> Exercise:
    """Return the exercise with these numbers at its places."""
    left = iter(numbers)
    samples = tuple(
        replace(
            sample,
            inputs=tuple(next(left) for _ in sample.inputs),
            targets=None if sample.targets is None else tuple(next(left) for _ in sample.targets),
        )
        for sample in exercise.samples
    )
    rate = None if exercise.learning_rate is None else next(left)
    changes = exercise.previous_changes or ()
    changed = with_parameters(exercise, list(left), changes)
    return replace(changed, samples=samples, learning_rate=rate)


def _of_samples(exercise: Exercise) -> Iterator[Place]:
    for index, sample in enumerate(exercise.samples):
        yield from _row("inputs", sample.inputs, index)
        yield from _row("targets", sample.targets or (), index)


def _row(group: Group, numbers: Iterable[Number], index: int) -> Iterator[Place]:
    numbers = list(numbers)
    plain = all(number.value in TRUTH_VALUES for number in numbers)
    for number in numbers:
        truth = number.value in TRUTH_VALUES and (plain or "." not in number.text)
        yield Place(group, number, ((group, index),), truth)


def _of_rate(exercise: Exercise) -> Iterator[Place]:
    if exercise.learning_rate is not None:
        yield Place("learning_rate", exercise.learning_rate, (), False)


def _of_parameters(exercise: Exercise) -> Iterator[Place]:
    graph = exercise.graph
    for key in chain.from_iterable(map(graph.parameters, graph.layers)):
        number = number_of(exercise, key)
        if key.kind == "bias":
            yield Place("biases", number, (("biases", key.layer),), False)
        else:
            lines = (("row", key.layer, key.unit), ("column", key.layer, key.source))
            yield Place("weights", number, lines, False)
