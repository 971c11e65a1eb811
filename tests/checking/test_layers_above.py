"""Headings that say a layer, above names that are counted layer by layer."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.notation_choice import with_notation
from bpcalc.maths.keys import Key

ENGLISH = {
    ("net", 1): "Hidden layer: net inputs",
    ("out", 1): "Hidden layer: outputs",
    ("net", 2): "Output layer: net inputs",
    ("out", 2): "Output layer: outputs",
    ("delta", 2): "Output layer: deltas",
    ("delta", 1): "Hidden layer: deltas",
}
CHINESE = {
    ("net", 1): "隐藏层净输入",
    ("out", 1): "隐层输出",
    ("net", 2): "输出层净输入",
    ("out", 2): "输出层输出",
    ("delta", 2): "输出层误差项",
    ("delta", 1): "隐含层误差项",
}


def names_in(notation: str):
    """Return what Mazur's exercise knows in a notation, and its values."""
    marks = Marker(with_notation(bpcalc.load("mazur"), notation))
    return marks.names, marks.scheme.values


def sheet(values, headings, form: str, letters: dict[str, str]) -> tuple[str, dict[Key, str]]:
    """Return a sheet with a heading for each layer, and what should be read on it."""
    lines, expected = [], {}
    for (kind, layer), heading in headings.items():
        lines += ["", form.format(heading)]
        for key, value in values.items():
            if (key.kind, key.layer) == (kind, layer) and key.epoch == 1:
                expected[key] = f"{value:.4f}"
                lines.append(f"{letters[kind]}_{key.unit} = {value:.4f}")
    return "\n".join(lines), expected


@pytest.mark.sampled(20)
@pytest.mark.parametrize("notation", ["mazur", "hanliqun", "fausett", "ng"])
@pytest.mark.parametrize(
    ("headings", "form"),
    [
        (ENGLISH, "**{}**"),
        (ENGLISH, "## {}"),
        (ENGLISH, "{}:"),
        (CHINESE, "{}："),
        (CHINESE, "**{}**"),
    ],
)
@pytest.mark.parametrize("letter", ["y", "a", "o"])
def test_names_are_of_the_layer_of_their_heading(notation, headings, form, letter):
    """The hidden units of a sheet had the numbers of the output, or the other way round."""
    index, values = names_in(notation)
    letters = {"net": "net", "out": letter, "delta": "δ"}
    text, expected = sheet(values, headings, form, letters)
    found = read_text(text, index)
    assert {key: cell.raw for key, cell in found.cells.items()} == expected
    assert found.unknown == ()


@pytest.mark.parametrize("output", ["o", "o_", "out_o"])
@pytest.mark.parametrize("hidden", ["h", "h_", "out_h"])
def test_a_list_that_goes_on_is_of_no_heading(hidden, output):
    """Where a number comes once more, or names in full, the next layer has no heading."""
    index, values = names_in("mazur")
    text = (
        f"Hidden layer: outputs\n{hidden}1 = 0.5933\n{hidden}2 = 0.5969\n"
        f"{output}1 = 0.7514\n{output}2 = 0.7729"
    )
    found = read_text(text, index).cells
    assert len(found) == 4
    assert all(cell.raw == f"{values[key]:.4f}" for key, cell in found.items())


@pytest.mark.parametrize("form", ["{}. {}", "{}) {}", "({}) {}", "{}、{}"])
def test_headings_with_a_number_are_headings(form):
    """The number is no answer of the layer."""
    heads = [form.format(number, name) for number, name in ((1, "Hidden layer"), (2, "Output"))]
    text = f"{heads[0]}\nnet_1 = 0.3775\n{heads[1]}\nnet_1 = 1.1059\n"
    names, _ = names_in("mazur")
    found = read_text(text, names)

    assert [names.own.name(key) for key in found.cells] == ["net_h1", "net_o1"]
    assert found.unknown == ()


ALONE = """{hidden}
{net}1 = 0.5
{out}1 = 0.6
{net}2 = 0.7
{out}2 = 0.8
{output}
{net}1 = 1.5
{net}2 = 1.7
{delta}1 = 0.1
"""


@pytest.mark.parametrize(
    ("hidden", "output"),
    [
        ("Hidden layer:", "Output layer:"),
        ("## Hidden layer", "## Output layer"),
        ("隐藏层", "输出层"),
    ],
)
@pytest.mark.parametrize(("net", "out", "delta"), [("net", "out", "delta"), ("z", "a", "δ")])
def test_a_layer_alone_above_counted_names(hidden, output, net, out, delta):
    """The heading tells, and no number has to be right for it."""
    text = ALONE.format(hidden=hidden, output=output, net=net, out=out, delta=delta)
    names, _ = names_in("mazur")

    cells = read_text(text, names).cells

    assert {names.told_name(key): cell.raw for key, cell in cells.items()} == {
        "net_h1": "0.5",
        "out_h1": "0.6",
        "net_h2": "0.7",
        "out_h2": "0.8",
        "net_o1": "1.5",
        "net_o2": "1.7",
        "delta_o1": "0.1",
    }


@pytest.mark.parametrize(
    "line", ["Output layer\nnet = [1.5, 1.7]", "Output layer: net1=1.5, net2=1.7"]
)
def test_a_layer_above_an_array_or_in_its_line(line):
    """It is no array of the hidden layer, although this has as many units."""
    names, _ = names_in("mazur")

    cells = read_text(line, names).cells

    assert {names.told_name(k): c.raw for k, c in cells.items()} == {
        "net_o1": "1.5",
        "net_o2": "1.7",
    }
