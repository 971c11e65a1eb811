"""Weights in tables of training, under their plain names: what an update leaves, or has found."""

from collections.abc import Callable, Iterator
from functools import lru_cache

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.layers import near
from bpcalc.errors import AnswersError
from bpcalc.exercise.reader import read as read_exercise
from bpcalc.exercise.sources import load
from bpcalc.maths.keys import Key

PERCEPTRON = b"""
samples:
  - {inputs: [1, 0, 1], targets: [-1]}
  - {inputs: [0, -1, -1], targets: [1]}
  - {inputs: [-1, -0.5, -1], targets: [1]}
learning_rate: 0.1
activation: sign
weights:
  - [[1, -1, 0.5]]
biases: [[0.5]]
"""
EXERCISES = {
    "mazur": 3,
    "xor": 2,
    "batch-momentum": 2,
    "single-neuron": 3,
    "perceptron": 3,
}
Row = tuple[int, int, list[tuple[Key, str]]]
Form = Callable[["Marker", list[Row]], str]


@lru_cache
def marker(exercise: str) -> Marker:
    """Return what marks an exercise, of several epochs."""
    if exercise == "perceptron":
        spec = read_exercise(PERCEPTRON, "perceptron.yaml").exercise
    else:
        spec = load(exercise)
    return Marker(spec, epochs=EXERCISES[exercise])


def asked(exercise: str) -> list[Key]:
    """Return the new weights and biases that are asked for."""
    return [key for key in marker(exercise).asked if key.kind in ("new_weight", "new_bias")]


def rows(exercise: str, *, before: bool, digits: str) -> Iterator[Row]:
    """Yield what there is at each moment, before its update or after it."""
    values = marker(exercise).names.values
    new = asked(exercise)
    for epoch, sample in sorted({(key.epoch or 1, key.sample or 0) for key in new}):
        here = [key for key in new if (key.epoch or 1, key.sample or 0) == (epoch, sample)]
        old = [key._replace(kind=key.kind.removeprefix("new_")) for key in here]
        shown = [format(float(values[key]), digits) for key in (old if before else here)]
        yield epoch, sample, list(zip(here, shown, strict=True))


def plain(marker: Marker, key: Key) -> str:
    """Return the name of a weight or bias, as the exercise gives it."""
    return marker.names.own.name(key.timeless._replace(kind=key.kind.removeprefix("new_")))


def table(marker: Marker, found: list[Row]) -> str:
    """Return a table of comma-separated values."""
    heads = ["epoch", *(["sample"] if found[0][1] else [])]
    lines = [[*heads, *(plain(marker, key) for key, _ in found[0][2])]]
    for epoch, sample, shown in found:
        when = [str(epoch), *([str(sample)] if sample else [])]
        lines.append([*when, *(text for _, text in shown)])
    return "\n".join(map(",".join, lines))


def lines(marker: Marker, found: list[Row]) -> str:
    """Return lines below headings of epochs and samples."""
    text = []
    for epoch, sample, shown in found:
        text += [f"Epoch {epoch}", *([f"sample {sample}:"] if sample else [])]
        text.append(", ".join(f"{plain(marker, key)} = {number}" for key, number in shown))
    return "\n".join(text)


def arrays(marker: Marker, found: list[Row]) -> str:
    """Return the weights of each layer as an array."""
    text = []
    for epoch, sample, shown in found:
        text += [f"Epoch {epoch}", *([f"sample {sample}:"] if sample else [])]
        for layer in sorted({key.layer for key, _ in shown}):
            numbers: dict[int, list[str]] = {}
            for key, number in shown:
                if key.layer == layer and key.kind == "new_weight":
                    numbers.setdefault(key.unit, []).append(number)
            units = "".join(f"[{' '.join(row)}]" for row in numbers.values())
            text.append(f"W{layer} = [{units}]")
    return "\n".join(text)


def wrong(exercise: str, text: str) -> tuple[list[str], int]:
    """Return the names of the numbers that are called wrong, and how many are right."""
    names = marker(exercise).names
    cells = read_text(text, names).cells
    far = [names.own.full(k) for k, cell in cells.items() if not near(cell, names.values[k])]
    return far, len(cells) - len(far)


@pytest.mark.parametrize("digits", [".6f", ".4f"])
@pytest.mark.parametrize("form", [table, lines, arrays])
@pytest.mark.parametrize("exercise", EXERCISES)
def test_after_the_update(exercise: str, form: Form, digits: str) -> None:
    """All are read as new ones, and none is dropped as one of before another update."""
    found = list(rows(exercise, before=False, digits=digits))
    new = [key for key in asked(exercise) if form is not arrays or key.kind == "new_weight"]

    assert wrong(exercise, form(marker(exercise), found)) == ([], len(new))


@pytest.mark.parametrize("digits", [".6f", ".4f"])
@pytest.mark.parametrize("form", [table, lines, arrays])
@pytest.mark.parametrize("exercise", EXERCISES)
def test_before_the_update(exercise: str, form: Form, digits: str) -> None:
    """They are given, or what the update before has left; none is called wrong."""
    found = list(rows(exercise, before=True, digits=digits))
    new = [key for key in asked(exercise) if form is not arrays or key.kind == "new_weight"]
    first = sum(key.kind == "new_weight" or form is not arrays for key, _ in found[0][2])

    assert wrong(exercise, form(marker(exercise), found)) == ([], len(new) - first)


def read(exercise: str, text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what is read, by full names, and what is said of it."""
    names = marker(exercise).names
    answers = read_text(text, names)
    cells = {names.own.full(key): cell.raw for key, cell in answers.cells.items()}
    return cells, (*answers.unknown, *answers.notes)


def test_rows_without_the_first_epoch() -> None:
    """Of a perceptron, nothing had been read, and nothing was said."""
    cells, _ = read("perceptron", "epoch,sample,w1\n2,1,0.4\n2,2,0.4\n2,3,0.4\n")

    assert cells == {"w1_new@e2": "0.4", "w1_new@s2e2": "0.4", "w1_new@s3e2": "0.4"}


def test_lines_of_samples() -> None:
    """Numbers beside others in a line tell as well."""
    text = "Epoch 1\nsample 1: net = 2, w1 = 0.8\nEpoch 2\nsample 1: net = 1.2, w1 = 0.4\n"
    cells, _ = read("perceptron", text)

    assert cells["w1_new"] == "0.8"
    assert cells["w1_new@e2"] == "0.4"


@pytest.mark.parametrize("heads", ["w5,w5_new", "w5_new,w5"])
def test_old_ones_beside_new_ones(heads: str) -> None:
    """Are what was there before, in whatever order, and are told."""
    numbers = {"w5": ("0.40", "0.3589"), "w5_new": ("0.358916", "0.317354")}
    columns = zip(*(numbers[head] for head in heads.split(",")), strict=True)
    text = "\n".join(f"{n},{','.join(row)}" for n, row in enumerate(columns, start=1))
    cells, says = read("mazur", f"epoch,{heads}\n{text}\n")

    assert cells == {"w5_new": "0.358916", "w5_new@e2": "0.317354"}
    assert says == ("`w5@e2`: taken for what there was before the update",)


def test_old_and_new_ones_under_one_name() -> None:
    """Each number tells for itself."""
    text = "Epoch 2\nw5 = 0.358916\nnet_h1 = 0.3774\nw5 = 0.317354\n"
    cells, _ = read("mazur", text)

    assert cells == {"w5_new": "0.358916", "net_h1@e2": "0.3774", "w5_new@e2": "0.317354"}


def test_wrong_numbers_of_a_table() -> None:
    """Are those of their moments, as the right ones beside them are."""
    text = "epoch,w5,w6,w7\n1,0.358916,0.408666,0.511301\n2,0.358916,0.366848,0.9\n"
    cells, _ = read("mazur", text)
    assert cells["w5_new@e2"] == "0.358916"
    assert cells["w7_new@e2"] == "0.9"

    text = "epoch,w5,w6,w7\n1,0.40,0.45,0.50\n2,0.358916,0.408666,0.9\n"
    cells, _ = read("mazur", text)
    assert cells == {"w5_new": "0.358916", "w6_new": "0.408666", "w7_new": "0.9"}


def test_a_number_of_another_moment() -> None:
    """Is told where nothing says what it is."""
    cells, says = read("mazur", "net_h1 = 0.3775\nepoch 2: w5 = 0.40\n")
    assert list(cells) == ["net_h1"]
    assert says == (
        "`w5@e2`: taken for the value before the update, which the exercise gives; write a new "
        "one as w5_new@e2",
    )

    cells, says = read("xor", "sample 1: net_h1 = -0.2, w5 = 0.84366\n")
    assert list(cells) == ["net_h1"]
    assert says[-1] == ("`w5@s1`: taken for the value before an update; write a new one as w5_new")


def test_a_later_epoch() -> None:
    """Is said not to be asked for, and not compared with the last one that is."""
    with pytest.raises(AnswersError, match="epoch 4, which is not asked for"):
        read("mazur", "epoch,w5\n4,0.2343\n")


def test_few_digits_of_what_is_given() -> None:
    """0.25 is what is given, and not a new 0.2565 with too few digits."""
    cells, says = read("batch-momentum", "net_h1 = -0.24\nb2 = [0.25]\n")

    assert list(cells) == ["net_h1"]
    assert "the exercise gives" in says[-1]
