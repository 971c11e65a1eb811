"""A sheet counts its layers in one way: what is wrong on it is counted as what is right."""

from collections.abc import Callable

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import load
from bpcalc.maths.keys import Key

DEEP = """inputs: [0.4, 0.9]
targets: [0.2]
learning_rate: 0.8
weights: [[[0.15, 0.45], [-0.35, 0.6]], [[0.7, -0.2], [0.3, 0.5]], [[0.9, -0.4]]]
biases: [[0.1, -0.3], [0.2, 0.05], [-0.15]]
"""

LETTERS = {"net": "z", "out": "a", "delta": "δ", "weight_gradient": "∂E/∂w", "new_weight": "w"}

Way = Callable[[str, int | None, str], str]

WAYS: dict[str, Way] = {
    "raised": lambda letter, layer, ends: f"{letter}^({layer})_{ends}",
    "raised last": lambda letter, layer, ends: f"{letter}_{ends}^({layer})",
    "brackets": lambda letter, layer, ends: f"{letter}^[{layer}]_{ends}",
    "braces": lambda letter, layer, ends: f"{letter}^{{({layer})}}_{{{ends}}}",
    "one by one": lambda letter, layer, ends: f"{letter}{layer}_{ends}",
}


def index_of(name: str) -> QuantityIndex:
    """Return the names of a built-in exercise, of its epochs, or those of the deep network."""
    if name == "deep":
        return Marker(read(DEEP.encode(), "deep.yaml").exercise).names
    return Marker(load(name), 2).names


def lines(index: QuantityIndex, way: Way, wrong: int) -> dict[Key, str]:
    """Return what every line of a whole sheet says, by its quantity.

    Args:
        index: the quantities.
        way: how places are written.
        wrong: the layer whose deltas are three times as large; 0 for none.
    """
    told: dict[Key, str] = {}
    for key in index.keys:
        value = index.values.get(key)
        if key.kind in LETTERS and value is not None and (key.epoch or 1) < 3:
            factor = 3 if (key.kind, key.layer) == ("delta", wrong) else 1
            name = way(LETTERS[key.kind], key.layer, f"{key.unit}{key.source or ''}")
            new = " new" * (key.kind == "new_weight")
            told[key] = f"{name}{new} = {factor * value:.7f}"
    return told


def with_headings(told: dict[Key, str], samples: int) -> str:
    """Return the lines below headings of their epochs and samples."""
    text: list[str] = []
    before: tuple[int | None, int | None] = (None, None)
    for key, line in told.items():
        if key.when != before:
            of = f"Sample {key.sample}" if key.sample else "All samples"
            text += [f"Epoch {key.epoch}", of] if samples > 1 else [f"Epoch {key.epoch}"]
            before = key.when
        text.append(line)
    return "\n".join(text)


@pytest.mark.parametrize("wrong", [0, 1, -1])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["mazur", "deep", "batch-momentum"])
def test_every_number_is_read_where_it_stands(name: str, way: str, wrong: int) -> None:
    """Deltas of a layer may all be wrong: they are not taken for those of another layer."""
    index = index_of(name)
    told = lines(index, WAYS[way], len(index.layout.sizes) - 1 if wrong < 0 else wrong)

    answers = read_text(with_headings(told, len(index.exercise.samples)), index)

    assert not answers.unknown
    numbers = {key: line.rpartition(" = ")[2] for key, line in told.items()}
    assert {key: cell.raw for key, cell in answers.cells.items()} == numbers


@pytest.mark.parametrize("above", ["", "z^(1)_1 = 0.3775\nz^(1)_2 = 0.3925\n"])
def test_names_of_two_layers_tell_which_is_which(above: str) -> None:
    """The first of two raised numbers cannot be that of the inputs, as the second has outputs."""
    text = "δ^(2)_1 = 0.7414\nδ^(2)_2 = -0.2171\nδ^(1)_1 = 0.03635\nδ^(1)_2 = 0.04137"
    index = index_of("mazur")

    answers = read_text(above + text, index)

    deltas = {index.told_name(k): c.raw for k, c in answers.cells.items() if k.kind == "delta"}
    assert deltas == {
        "delta_o1": "0.7414",
        "delta_o2": "-0.2171",
        "delta_h1": "0.03635",
        "delta_h2": "0.04137",
    }


def test_a_raised_number_is_no_sample_where_one_is_said_above() -> None:
    """Not even if it alone is under the heading."""
    index = index_of("batch-momentum")

    answers = read_text("Sample 2\nδ^(2)_1 = 0.5\nδ^(1)_1 = 0.25", index)

    told = {index.told_name(key): cell.raw for key, cell in answers.cells.items()}
    assert told == {"delta_o1@s2": "0.5", "delta_h1@s2": "0.25"}
