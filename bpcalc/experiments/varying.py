"""An exercise with one of its settings changed: the runs of an experiment differ in little else.

A value is written as in an exercise file, and read by the same reader. Initial weights are a
setting, too: as given, all zero, or drawn. Biases stay as they are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from math import prod, sqrt
from random import Random
from typing import NamedTuple

from bpcalc.errors import BpcalcError, ExerciseError
from bpcalc.exercise.decoding import MAX_BYTES
from bpcalc.exercise.parameters import parameters, with_parameters
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.locale import enumerated, say
from bpcalc.maths.expr import ZERO, Number
from bpcalc.nearest import nearest

INITIAL_WEIGHTS = "weights"
"""The setting of the weights that a run begins with."""

FIELDS: dict[str, tuple[str, ...]] = {
    "learning_rate": ("learning_rate", "schedule", "layer_rates"),
    "activation": ("layers",),
    "loss": ("loss",),
    "optimizer": ("optimiser", "momentum"),
    "momentum": ("optimiser", "momentum"),
    "update": ("update", "batch_size"),
    "batch_size": ("update", "batch_size"),
    "penalty": ("penalty",),
    "clip_gradients": ("clip", "largest_gradient"),
    "max_norm": ("max_norm",),
    "normalise": ("normalise",),
    "update_biases": ("update_biases",),
}
"""The keys of an exercise file that can be varied, and what an exercise keeps of each."""

INSTEAD: dict[str, tuple[str, ...]] = {
    "optimizer": ("momentum", "previous_changes"),
    "momentum": ("optimizer", "previous_changes"),
    "update": ("batch_size",),
    "batch_size": ("update",),
    "loss": ("gradient_factor", "shortcut"),
}
"""Keys that say the same another way, or belong to what is replaced; they are left out."""

SETTINGS = (*FIELDS, INITIAL_WEIGHTS)

DRAWN_DECIMALS = 4
"""Decimals of weights that are drawn."""

ROW_BYTES = len("  - {inputs: [], targets: []}")
SEPARATOR_BYTES = len(", ")
"""What a sample takes in a file, and a number of it, besides the numbers."""

OTHER_BYTES = 2**20
"""What is left for everything but samples."""

_KEY = re.compile(r"(?m)^(?=\w)")
_DRAWN = re.compile(r"random(?:\s*:\s*([0-9]{1,12}))?")


class Setting(NamedTuple):
    """What a run has otherwise: a setting, and its value as in an exercise file."""

    name: str
    value: str


def settings_of(words: str) -> list[Setting]:
    """Return what a text such as `learning_rate=0.1,0.5` varies.

    Commas within brackets do not part values: `optimizer=adam,{momentum: {alpha: 0.9}}`.

    Raises:
        BpcalcError: it says nothing that can be varied.

    >>> settings_of("loss=cross_entropy,{huber: 2}")
    [Setting(name='loss', value='cross_entropy'), Setting(name='loss', value='{huber: 2}')]
    """
    name, sign, rest = re.sub("[＝]", "=", words).partition("=")
    name = name.strip().replace("-", "_")
    if name == "optimiser":
        name = "optimizer"
    if name not in SETTINGS:
        close = nearest(name, SETTINGS)
        hint = (
            say("did you mean `{name}`?", name=close)
            if close
            else say("choose from {names}", names=enumerated(SETTINGS))
        )
        raise BpcalcError(say("`{name}` cannot be varied; {hint}", name=name, hint=hint))
    values = list(dict.fromkeys(filter(None, map(str.strip, _parted(rest)))))
    if not sign or not values:
        says = say("`{name}` needs values, such as {example}", name=name, example=EXAMPLES[name])
        raise BpcalcError(says)
    return [Setting(name, value) for value in values]


EXAMPLES = {
    "learning_rate": "learning_rate=0.1,0.5,1",
    "activation": "activation=sigmoid,tanh",
    "loss": "loss=half_squared_error,binary_cross_entropy",
    "optimizer": "optimizer=gradient,adam",
    "momentum": "momentum=0,0.5,0.9",
    "update": "update=online,batch",
    "batch_size": "batch_size=1,2,4",
    "penalty": "penalty={l2: 0.01},{l2: 0.1}",
    "clip_gradients": "clip_gradients={norm: 1},{norm: 5}",
    "max_norm": "max_norm=1,3",
    "normalise": "normalise={inputs: min_max},{inputs: z_score}",
    "update_biases": "update_biases=true,false",
    INITIAL_WEIGHTS: "weights=given,zero,random:1,random:2",
}
"""A call for every setting."""


def _parted(text: str) -> Iterable[str]:
    """Yield the parts of a text between commas that stand in no brackets."""
    depth, part = 0, ""
    for sign in text:
        depth += (sign in "{[(") - (sign in "}])")
        if sign in ",，、" and depth <= 0:
            yield part
            part = ""
        else:
            part += sign
    yield part


def varied(exercise: Exercise, setting: Setting) -> Exercise:
    """Return the exercise with a setting of another value.

    Raises:
        BpcalcError: the exercise cannot be used with it; the sentence is the reader's.
    """
    if setting.name == INITIAL_WEIGHTS:
        return with_weights(exercise, setting.value)
    if not can_be_written_out(exercise):
        says = say(
            "{name}={value}: to change a setting, the exercise is written out with its samples, "
            "and these {n} take more than {most} MiB; keep fewer rows",
            name=setting.name,
            value=setting.value,
            n=f"{len(exercise.samples):,}",
            most=MAX_BYTES // 2**20,
        )
        raise BpcalcError(says)
    gone = {setting.name, "title", "source", *INSTEAD.get(setting.name, ())}
    kept = [part for key, part in _parts(exercise) if key not in gone]
    text = "".join([*kept, f"{setting.name}: {setting.value}\n"])
    try:
        found = read(text.encode("utf-8", "surrogatepass"), setting.name).exercise
    except ExerciseError as error:
        says = error.faults[0].says
        told = say("{name}={value}: {reason}", name=setting.name, value=setting.value, reason=says)
        raise BpcalcError(told) from None
    changes = {field: getattr(found, field) for field in FIELDS[setting.name]}
    if setting.name in ("optimizer", "momentum"):
        changes["previous_changes"] = None  # of another rule
    return replace(exercise, **changes)


def _parts(exercise: Exercise) -> Iterator[tuple[str, str]]:
    """Yield the keys of the file of an exercise, each with all that stands there.

    A name of the notation may stand nowhere here, and no number depends on it.
    """
    plain = replace(exercise, notation="mazur", own_notation=None, title=None, source=None)
    for part in _KEY.split(write(plain)):
        yield part.partition(":")[0], part


def left_out(exercise: Exercise, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield lines of the exercise that runs are without, each after what is varied instead.

    >>> from bpcalc.exercise.sources import load
    >>> list(left_out(load("two-three-two"), ["momentum"]))
    []
    """
    for name in names:
        if INSTEAD.get(name) and can_be_written_out(exercise):
            for key, part in _parts(exercise):
                if key in INSTEAD[name]:
                    yield name, part.strip()


def can_be_written_out(exercise: Exercise) -> bool:
    """Return whether an exercise with its samples is a text that can be read again.

    Counted without writing it, which would take many seconds where it cannot.
    """
    room = MAX_BYTES - OTHER_BYTES
    for sample in exercise.samples:
        numbers = (*sample.inputs, *(sample.targets or ()))
        room -= ROW_BYTES + sum(len(number.text) + SEPARATOR_BYTES for number in numbers)
        if room < 0:
            return False
    return True


def with_weights(exercise: Exercise, value: str) -> Exercise:
    """Return the exercise with the weights that a run begins with.

    Args:
        exercise: its biases, and what normalisations have learnt, stay as they are.
        value: `given`; `zero`; `random:SEED`, even from -1/√n to 1/√n, n being the number of
            connections into the unit, as PyTorch draws them; `random` is seed 0.

    Raises:
        BpcalcError: it is none of these.

    >>> from bpcalc.exercise.sources import load
    >>> drawn = with_weights(load("mazur"), "random:1")
    >>> [number.text for row in drawn.layers[0].weights for number in row]
    ['-0.5171', '0.4913', '0.3730', '-0.3464']
    """
    if value == "given":
        return exercise
    drawn = _DRAWN.fullmatch(value)
    if value != "zero" and not drawn:
        reason = say("expected `given`, `zero` or `random:SEED`")
        says = say("{name}={value}: {reason}", name=INITIAL_WEIGHTS, value=value, reason=reason)
        raise BpcalcError(says)
    random = Random(int(drawn[1] or 0)) if drawn else None
    graph = exercise.graph
    keys = [key for layer in graph.layers for key in graph.parameters(layer)]
    numbers = []
    for key, number in zip(keys, parameters(exercise), strict=True):
        if key.kind != "weight":
            numbers.append(number)
        elif random is None:
            numbers.append(ZERO)
        else:
            target = graph.on(key)[0].target
            most = 1 / sqrt(sum(edge.source is not None for edge in graph.into(target)))
            numbers.append(Number(f"{random.uniform(-most, most):.{DRAWN_DECIMALS}f}"))
    return replace(with_parameters(exercise, numbers), previous_changes=None)


MAX_RUNS = 100
"""Runs of a comparison; of more, nobody sees which is which."""


def plan(exercise: Exercise, words: Iterable[str]) -> list[tuple[tuple[Setting, ...], Exercise]]:
    """Return the exercise with every value of one setting along with every one of the others.

    Args:
        exercise: whose settings are varied.
        words: texts such as `learning_rate=0.1,0.5`.

    Raises:
        BpcalcError: something cannot be varied so, or there would be too many.
    """
    axes = [settings_of(text) for text in words]
    names = [axis[0].name for axis in axes]
    for name in names:
        if names.count(name) > 1:
            raise BpcalcError(say("`{name}` is varied twice; name all its values once", name=name))
        for other in names:
            if other in INSTEAD.get(name, ()):
                says = say(
                    "a run has `{name}` or `{other}`, not both; vary one of them",
                    name=name,
                    other=other,
                )
                raise BpcalcError(says)
    count = prod(map(len, axes))
    if count > MAX_RUNS:
        raise BpcalcError(say("that are {n} runs; at most {most} are made", n=count, most=MAX_RUNS))
    planned = []
    for settings in product(*axes):
        found = exercise
        for setting in settings:
            found = varied(found, setting)
        planned.append((settings, found))
    return planned
