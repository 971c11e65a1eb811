"""An independent reading of new exercises: what was promised about their numbers, counted anew."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from decimal import Decimal
from itertools import chain

import yaml

from bpcalc.calc.calculate import calculate
from bpcalc.exercise.reader import read
from bpcalc.maths.keys import Key

ASKED = "net out error total_error delta weight_gradient bias_gradient new_weight new_bias"
TRUTH = {Decimal(-1), Decimal(0), Decimal(1)}


Givens = dict[str, list[list[str]]]
"""Numbers as they are written, by group, in rows."""


class Texts(yaml.SafeLoader):
    """Numbers as they are written."""


Texts.yaml_implicit_resolvers = {}


def givens(text: str) -> Givens:
    """Return the given numbers of a file as they are written, by group, in rows."""
    node = yaml.load(text, Loader=Texts)
    samples = node.get("samples") or [node]
    biases = node.get("biases") or node.get("thresholds") or []
    matrices = node["weights"] if isinstance(node["weights"], list) else []
    found = {
        "inputs": [[*sample["inputs"]] for sample in samples],
        "targets": [[*sample.get("targets", [])] for sample in samples],
        "weights": [row for matrix in matrices for row in matrix],
        "columns": [list(column) for matrix in matrices for column in zip(*matrix, strict=True)],
        "biases": [layer if isinstance(layer, list) else [layer] for layer in biases],
    }
    return {
        group: [[n for n in row if isinstance(n, str) and n[-1].isdecimal()] for row in rows]
        for group, rows in found.items()
    }


def complaints(
    text: str, like: str | None = None, *, whole: bool = False, zero: Container[Key] = ()
) -> Iterator[str]:
    """Yield what is wrong with the file of a new exercise.

    Args:
        text: the file.
        like: the file it is like; what is -1, 0 or 1 there, as truth values are, may be so here.
        whole: whether all numbers have to be whole.
        zero: what is 0 in every exercise of this form.
    """
    found = givens(text)
    theirs = found if like is None else givens(like)
    truth = _truths(theirs, any_form=like is not None)
    drawn = {
        group: [
            [n for at, n in enumerate(row) if (group, number, at) not in truth]
            for number, row in enumerate(rows)
        ]
        for group, rows in found.items()
    }
    for row in chain(*drawn.values()):
        if twice := [n for n, k in Counter(map(Decimal, row)).items() if k > 1]:
            yield f"{twice} twice in {row}"
    numbers = [n for group, rows in drawn.items() if group != "columns" for n in chain(*rows)]
    if zeros := [n for n in numbers if abs(Decimal(n)) in (0, 1)]:
        yield f"zeros or ones: {zeros}"
    fine = [n for n in numbers if len(n.partition(".")[2]) >= 2]
    if twice := [n for n, k in Counter(map(Decimal, fine)).items() if k > 1]:
        yield f"{twice} twice"
    yield from _unlike(found, theirs)
    yield from _values(text, whole=whole, zero=zero)


def _truths(numbers: Givens, *, any_form: bool) -> set[tuple[str, int, int]]:
    """Return the places of inputs and targets that are truth values, as they are written or not."""
    return {
        (group, number, at)
        for group in ("inputs", "targets")
        for number, row in enumerate(numbers[group])
        for at, n in enumerate(row)
        if (Decimal(n) in TRUTH if any_form else n in {"-1", "0", "1"})
    }


def _unlike(found: Givens, theirs: Givens) -> Iterator[str]:
    for group, rows in found.items():
        for what, count in (("minus signs", _minus_signs), ("digits", _digits)):
            ours, others = count(chain(*rows)), count(chain(*theirs[group]))
            if ours != others:
                yield f"{what} of {group}: {ours} and not {others}"


def _minus_signs(numbers: Iterable[str]) -> int:
    """Return how many numbers have one."""
    return sum(n.startswith("-") for n in numbers)


def _digits(numbers: Iterable[str]) -> Counter[tuple[int, int]]:
    """Return how many numbers have so many digits before and behind the point."""
    parts = (n.removeprefix("-").partition(".") for n in numbers)
    return Counter((len(before), len(after)) for before, _, after in parts)


def _values(text: str, *, whole: bool, zero: Container[Key]) -> Iterator[str]:
    exercise = read(text.encode(), "new.yaml").exercise
    truth = {n.value for s in exercise.samples for n in (*s.inputs, *(s.targets or ()))}
    for line in calculate(exercise):
        key, value = line.key, line.value
        if key.kind not in ASKED.split() or key.epoch != 1:
            continue
        if not value and key not in zero and not truth & {Decimal(0), Decimal(1)}:
            yield f"{key} is 0"
        if whole and value != value.to_integral_value():
            yield f"{key} is {value}"
