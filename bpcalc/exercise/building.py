"""An exercise from Python values instead of a file: the same keys, read by the same reader."""

import json
import operator
import re
import reprlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from random import Random

from bpcalc.errors import ExerciseError, Fault
from bpcalc.exercise.network_limits import MAX_UNITS, beyond_limits
from bpcalc.exercise.reader import read
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say

NAME = "dict"
"""What stands in the place of a file name where a value is at fault."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def from_mapping(keys: Mapping[str, object]) -> Exercise:
    """Return the exercise that a mapping with the keys of an exercise file describes.

    Args:
        keys: numbers may be int, float or Decimal, text of digits, or arrays of any library that
            has `tolist`. A float stands for the shortest decimal that names it.

    Raises:
        ExerciseError: it cannot be used; in the place of a file stands the key at fault.

    >>> from_mapping({"inputs": [1], "weights": [[[0.5]]]}).sizes
    (1, 1)
    """
    lines = [f"{flow(key)}: {flow(value)}\n" for key, value in keys.items()]
    try:
        return read("".join(lines).encode("utf-8", "surrogatepass"), NAME).exercise
    except ExerciseError as error:
        raise ExerciseError(tuple(_at_key(fault, list(keys)) for fault in error.faults)) from None


def _at_key(fault: Fault, keys: Sequence[object]) -> Fault:
    """Return a fault of a text that nobody has seen, with its key in the place of line and column.

    Each key has a line of its own; where one is missing, the first line is at fault.
    """
    if len(keys) < fault.line or not fault.line or (fault.line, fault.column) == (1, 1):
        return Fault(NAME, 0, 0, fault.says)
    return Fault(f"{NAME}[{str(keys[fault.line - 1])!r}]", 0, 0, fault.says)


def build(layers: Sequence[int] | None, seed: int, keys: Mapping[str, object]) -> Exercise:
    """Return an exercise with these keys; what is needed besides is drawn at random.

    Args:
        layers: the number of units of every layer, the inputs first.
        seed: of what is drawn: weights and biases of one decimal, inputs and targets of two.
        keys: as in an exercise file.

    Raises:
        ExerciseError: it cannot be used, or the weights are not those of the layers.
    """
    if layers is None or isinstance(keys.get("weights"), Mapping):
        named = {} if layers is None else {"layers": _sizes(layers)}
        return from_mapping({**named, **keys})
    sizes = _sizes(layers)
    exercise = from_mapping({**_drawn(sizes, Random(seed), keys), **keys})
    if exercise.sizes != tuple(sizes):
        says = say(
            "expected the layers {expected}, found weights of {found}",
            expected="-".join(map(str, sizes)),
            found="-".join(map(str, exercise.sizes)),
        )
        raise ExerciseError((Fault(NAME, 1, 1, says),))
    return exercise


def _sizes(layers: object) -> list[int]:
    """Return the units of every layer.

    Raises:
        ExerciseError: these are no whole numbers, or there are not two, or too many units.
    """
    try:
        sizes = [operator.index(size) for size in layers]  # type: ignore[attr-defined]  # looked at here
    except TypeError:
        sizes = []
    booleans = sizes and any(isinstance(size, bool) for size in layers)  # type: ignore[attr-defined]  # likewise
    if len(sizes) < 2 or booleans or not all(1 <= size <= MAX_UNITS for size in sizes):
        says = say(
            "expected the units of every layer, inputs first, such as {example}: two whole "
            "numbers or more, each from 1 to {most}; found {found}",
            example="(2, 3, 1)",
            most=MAX_UNITS,
            found=reprlib.repr(layers),
        )
        raise ExerciseError((Fault("layers", 0, 0, says),))
    if too_many := beyond_limits(sizes):
        raise ExerciseError(tuple(Fault("layers", 0, 0, says) for says in too_many))
    return sizes


def _drawn(sizes: list[int], random: Random, keys: Mapping[str, object]) -> dict[str, object]:
    """Return what an exercise of these sizes lacks."""
    drawn: dict[str, object] = {}
    if "samples" not in keys:
        drawn["inputs"] = [_hundredths(random, 5, 95) for _ in range(sizes[0])]
        drawn["targets"] = _targets(sizes[-1], keys.get("activation"))
    drawn["learning_rate"] = Decimal("0.5")
    drawn["weights"] = [
        [[_tenths(random) for _ in range(below)] for _ in range(above)]
        for below, above in pairwise(sizes)
    ]
    if not {"biases", "thresholds"} & keys.keys():
        drawn["biases"] = [[_tenths(random) for _ in range(size)] for size in sizes[1:]]
    return drawn


def _targets(outputs: int, activation: object) -> list[Decimal]:
    """Return targets that every activation can come near to, and of a softmax a whole one."""
    last = activation[-1] if isinstance(activation, (list, tuple)) else activation
    high, low = ("1", "0") if last == "softmax" else ("0.99", "0.01")
    return [Decimal(high if unit == outputs - 1 else low) for unit in range(outputs)]


def _tenths(random: Random) -> Decimal:
    """Return a weight: from -0.9 to 0.9, and not 0."""
    return Decimal(random.choice([*range(-9, 0), *range(1, 10)])) / 10


def _hundredths(random: Random, low: int, high: int) -> Decimal:
    return Decimal(random.randint(low, high)) / 100


def flow(value: object) -> str:
    """Return a value in YAML, on one line.

    >>> flow({"adam": 0.9}), flow([1, "0.50", None])
    ('{"adam": 0.9}', '[1, 0.50, null]')
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    if isinstance(value, str):
        # Digits that are given as text are a number, with all its zeros.
        return value if _NUMBER.fullmatch(value) else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{flow(key)}: {flow(each)}' for key, each in value.items())}}}"
    if hasattr(value, "tolist"):
        return flow(value.tolist())
    if isinstance(value, Iterable):
        return f"[{', '.join(map(flow, value))}]"
    says = say(
        "expected numbers, texts, lists and mappings, found {type}", type=type(value).__name__
    )
    raise ExerciseError((Fault(NAME, 1, 1, says),))
