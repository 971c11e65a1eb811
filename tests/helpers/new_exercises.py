"""An independent reading of new exercises: what was promised about their numbers, counted anew."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

import yaml

from bpcalc.calc.calculate import calculate
from bpcalc.exercise.reader import read

ASKED = (
    "net out error total_error delta error_slope weight_gradient bias_gradient new_weight new_bias"
)
TRUTH = {"-1", "0", "1"}


class Texts(yaml.SafeLoader):
    """Numbers as they are written."""


Texts.yaml_implicit_resolvers = {}


def givens(text: str) -> dict[str, list[list[str]]]:
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


def complaints(text: str, like: str | None = None, *, whole: bool = False) -> Iterator[str]:
    """Yield what is wrong with the file of a new exercise; `like` is the file it is like."""
    found = givens(text)
    rows = [row for group in found.values() for row in group]
    drawn = [n for g in ("inputs", "targets") for r in found[g] for n in r if n not in TRUTH]
    drawn += chain(*found["weights"], *found["biases"])
    for row in rows:
        if twice := [n for n, k in Counter(n for n in row if n not in TRUTH).items() if k > 1]:
            yield f"{twice} twice in {row}"
    if zeros := [n for n in drawn if abs(Decimal(n)) in (0, 1)]:
        yield f"zeros or ones: {zeros}"
    fine = [n for n in drawn if len(n.partition(".")[2]) >= 2]
    if twice := [n for n, k in Counter(map(Decimal, fine)).items() if k > 1]:
        yield f"{twice} twice"
    if like is not None:
        theirs = givens(like)
        for group, rows in found.items():
            ours, others = (Counter(map(_form, chain(*each))) for each in (rows, theirs[group]))
            if ours != others:
                yield f"{group}: {ours} and not {others}"
    yield from _values(text, whole=whole)


def _form(number: str) -> tuple[bool, int, int]:
    before, _, after = number.removeprefix("-").partition(".")
    return number.startswith("-"), len(before), len(after)


def _values(text: str, *, whole: bool) -> Iterator[str]:
    exercise = read(text.encode(), "new.yaml").exercise
    truth = {n.value for s in exercise.samples for n in (*s.inputs, *(s.targets or ()))}
    for line in calculate(exercise):
        key, value = line.key, line.value
        if key.kind not in ASKED.split() or key.epoch != 1:
            continue
        if not value and not truth & {Decimal(0), Decimal(1)}:
            yield f"{key} is 0"
        if whole and value != value.to_integral_value():
            yield f"{key} is {value}"
