"""Tables in which one column says the layer, and another one the unit."""

import json
from collections.abc import Iterator

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.quantity_index import QuantityIndex
from bpcalc.errors import AnswersError
from bpcalc.exercise.reader import read
from bpcalc.exercise.sources import load

DEEP = """inputs: [0.4, 0.9]
targets: [0.2]
learning_rate: 0.8
weights: [[[0.15, 0.45], [-0.35, 0.6]], [[0.7, -0.2], [0.3, 0.5]], [[0.9, -0.4]]]
"""

HEADS = ["layer", "neuron", "net", "out"]
ROWS = [
    ["1", "1", "0.3775", "0.5933"],
    ["1", "2", "0.3925", "0.5969"],
    ["2", "1", "1.1059", "0.7514"],
    ["2", "2", "1.2249", "0.7729"],
]
MEANT = {
    f"{kind}_{unit}": row[at]
    for row, unit in zip(ROWS, ("h1", "h2", "o1", "o2"), strict=True)
    for kind, at in (("net", 2), ("out", 3))
}
"""What every one of these tables says of mazur."""


def table(sign: str, heads: list[str] = HEADS, rows: list[list[str]] = ROWS) -> str:
    """Return the table with a sign between its columns."""
    return "\n".join(sign.join(row) for row in (heads, *rows))


def counted(layers: list[str], units: list[str]) -> list[list[str]]:
    """Return the rows with other words for layers and units."""
    return [[layer, unit, *row[2:]] for layer, unit, row in zip(layers, units, ROWS, strict=True)]


def ways() -> Iterator[str]:
    """Yield ways to write the table."""
    ones = ["1", "2", "1", "2"]
    yield from (table(sign) for sign in (",", ";", "\t", " | ", "    "))
    yield table(",", ["层", "神经元", "净输入", "输出"])
    yield table(",", ["Layer", "Unit", "Net input", "Output"])
    yield table(",", ["neuron", "layer", *HEADS[2:]], [[b, a, *rest] for a, b, *rest in ROWS])
    yield table(",", rows=counted(["2", "2", "3", "3"], ones))
    yield table(",", rows=counted(["0", "0", "1", "1"], ["0", "1", "0", "1"]))
    yield table(",", rows=counted(["hidden", "", "output", ""], ones))
    yield table(",", rows=counted(["隐藏层", "隐藏层", "输出层", "输出层"], ones))
    yield table(",", rows=counted(["Layer 1", "Layer 1", "Layer 2", "Layer 2"], ones))
    yield json.dumps([dict(zip(HEADS, row, strict=True)) for row in ROWS])
    rule = "|---|---|---|---|"
    yield "\n".join([f"| {' | '.join(HEADS)} |", rule, *(f"| {' | '.join(r)} |" for r in ROWS)])
    yield "\n".join(  # as pandas prints it
        ["   layer  neuron     net     out"]
        + [f"{n}      {row[0]}       {'  '.join(row[1:])}" for n, row in enumerate(ROWS)]
    )


def said(index: QuantityIndex, text: str) -> dict[str, str]:
    """Return what a text is read as."""
    answers = read_text(text, index)
    assert not answers.unknown
    return {index.told_name(key): cell.raw for key, cell in answers.cells.items()}


@pytest.mark.parametrize("text", [*ways()])
def test_two_columns_say_which_unit(text: str) -> None:
    """However layers and units are counted, and whatever separates the columns."""
    assert said(Marker(load("mazur")).names, text) == MEANT


def test_three_columns_say_which_weight() -> None:
    """The third counts the units before."""
    heads = ["layer", "to", "from", "gradient", "new weight"]
    rows = [["2", "1", "2", "0.0827", "0.4087"], ["1", "2", "1", "0.0005", "0.2498"]]

    assert said(Marker(load("mazur")).names, table(",", heads, rows)) == {
        "dE/dw6": "0.0827",
        "w6_new": "0.4087",
        "dE/dw3": "0.0005",
        "w3_new": "0.2498",
    }


def test_more_columns_say_of_when() -> None:
    """Of which sample, and of which epoch."""
    heads = ["epoch", "sample", *HEADS]
    rows = [["1", "2", *ROWS[0]], ["2", "1", *ROWS[2]]]

    assert said(Marker(load("batch-momentum"), 2).names, table(",", heads, rows)) == {
        "net_h1@s2": "0.3775",
        "out_h1@s2": "0.5933",
        "net_o1@s1e2": "1.1059",
        "out_o1@s1e2": "0.7514",
    }


def test_a_deep_network_has_units_of_the_same_number() -> None:
    """They are told by their layers, whichever rows there are."""
    index = Marker(read(DEEP.encode(), "deep.yaml").exercise).names
    rows = [["1", "1", "0.3", "0.6"], ["2", "2", "0.4", "0.7"], ["3", "1", "0.5", "0.8"]]

    found = said(index, table(",", rows=rows))

    assert list(found.values()) == ["0.3", "0.6", "0.4", "0.7", "0.5", "0.8"]
    keys = [index.find(name) for name in found]
    assert [(key.layer, key.unit) for key in keys] == [
        *[(1, 1)] * 2,
        *[(2, 2)] * 2,
        *[(3, 1)] * 2,
    ]


def test_a_row_with_a_name_of_its_own_keeps_it() -> None:
    """The columns beside it only say once more where that is."""
    text = table(",", ["layer", "unit", "weight", "value"], [["2", "1", "w6_new", "0.4087"]] * 1)

    assert said(Marker(load("mazur")).names, text + "\n2,1,w5_new,0.3589") == {
        "w6_new": "0.4087",
        "w5_new": "0.3589",
    }


@pytest.mark.parametrize("first", [1, 3])
@pytest.mark.parametrize("sign", [",", "\t", "    "])
def test_one_column_counts_the_units_of_all_layers(first: int, sign: str) -> None:
    """Behind the inputs, as in some books, or without them."""
    rows = [[str(first + n), *row[2:]] for n, row in enumerate(ROWS)]
    text = table(sign, ["unit" if sign != "\t" else "Unit j", "net", "out"], rows)

    assert said(Marker(load("mazur")).names, text) == MEANT


def test_some_units_are_of_the_layer_that_has_so_many() -> None:
    """Two rows are no count of four units: the numbers tell."""
    text = table(",", ["unit", "net", "out"], [row[1:] for row in ROWS[:2]])

    assert said(Marker(load("mazur")).names, text) == {
        name: value for name, value in MEANT.items() if "h" in name
    }


def test_a_source_of_0_may_be_the_bias() -> None:
    """Then no weight of the rows is known by its number."""
    heads, rows = ["layer", "from", "to", "new weight"], [["2", "0", "1", "0.5498"]] * 2

    with pytest.raises(AnswersError):
        read_text(table(",", heads, rows), Marker(load("mazur")).names)


def test_many_headings_are_looked_at_once() -> None:
    """Each is no table of the rows below the next one."""
    text = "layer neuron net\n1 1 0.3775\n" * 40

    answers = read_text(text, Marker(load("mazur")).names)

    assert [cell.raw for cell in answers.cells.values()] == ["0.3775"]


def test_weights_of_which_nothing_tells_the_layer_are_told() -> None:
    """Layer 2 is that of the outputs, or the hidden one, where the inputs are counted."""
    heads = ["layer", "to", "from", "new weight"]
    rows = [["2", "1", "1", "0.1498"], ["2", "1", "2", "0.1996"]]

    with pytest.raises(AnswersError):
        read_text(table(",", heads, rows), Marker(load("mazur")).names)


def test_rows_that_are_counted_keep_their_names() -> None:
    """Four rows are no four units, if each has a name of its own."""
    names = ["w5_new", "w6_new", "w7_new", "w8_new"]
    rows = [[str(n), name, f"0.{n}589"] for n, name in enumerate(names, 1)]

    found = said(Marker(load("mazur")).names, table(",", ["unit", "weight", "value"], rows))

    assert list(found) == names
