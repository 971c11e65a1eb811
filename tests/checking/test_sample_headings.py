"""Values of samples one below the other, totals behind the last of them, and rows of samples."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker

BATCH = Marker(bpcalc.load("batch-momentum")).names
MAZUR = Marker(bpcalc.load("mazur")).names
MAZUR_TWICE = Marker(bpcalc.load("mazur"), epochs=2).names


def read(text, names=BATCH):
    """Return what is read off a text, by the full names; what is not known; and notes."""
    answers = read_text(text, names)
    cells = {names.own.full(key): cell.raw for key, cell in answers.cells.items()}
    return cells, answers.unknown, [note for note in answers.notes if "is read as" not in note]


OUTPUTS = {"out_o1": "0.5336", "out_o1@s2": "0.5446", "out_o1@s3": "0.5363"}


@pytest.mark.parametrize(
    "line",
    [
        *("样本{1}：输出={2}", "Sample {1}: output: {2}", "Sample {0}: output: {2}"),
        *("[sample {1}] out = {2}", "sample {1} -> output: {2}", "样本{0}：输出={2}"),
        *("第{1}个样本：输出={2}", "Sample {1}\noutput = {2}", "Sample {0}\noutput = {2}"),
        *("epoch 1 sample {1}: out={2}", "Pattern {1}: o = {2}", "Epoch 0, sample {0}: y = {2}"),
    ],
)
def test_the_only_output_of_each_sample(line):
    """Is the output of the unit, counted from 1 or 0, and never a net input."""
    lines = [line.format(at, at + 1, raw) for at, raw in enumerate(OUTPUTS.values())]

    assert read("\n".join(lines)) == (OUTPUTS, (), [])


TOTALS = [
    ("Total gradient W2: [[-0.0042 -0.0107]]", ["dE/dw5@all", "dE/dw6@all"]),
    ("Sum of gradients W2 = [-0.0042 -0.0107]", ["dE/dw5@all", "dE/dw6@all"]),
    ("总梯度 dW2 = [-0.0042 -0.0107]", ["dE/dw5@all", "dE/dw6@all"]),
    ("Batch gradient W2 = [-0.0042 -0.0107]", ["dE/dw5@all", "dE/dw6@all"]),
    ("total dE/dw5 = -0.0042", ["dE/dw5@all"]),
    ("sum of dE/dw6 over all samples = -0.0107", ["dE/dw6@all"]),
    ("累计梯度 w5: -0.0042", ["dE/dw5@all"]),
    ("Sum: dE/dw5 = -0.0042, dE/dw6 = -0.0107", ["dE/dw5@all", "dE/dw6@all"]),
    ("=== Total ===\ndE/dw5 = -0.0042", ["dE/dw5@all"]),
    *(
        (f"{name} = 0.0674", ["E_samples"])
        for name in (
            "Total error",
            "总误差",
            "Total: E",
            "total loss",
            "batch error",
            "Sum of errors",
        )
    ),
]


@pytest.mark.parametrize(("line", "found"), TOTALS)
def test_totals_behind_the_last_sample(line, found):
    """Are those of the batch, although they stand in the lines of a sample."""
    above = "Sample 3:\ndE/dw5 = -0.0078\ndE/dw6 = -0.0090\nE = 0.0020\n"
    cells, unknown, notes = read(above + line)

    assert list(cells)[3:] == found
    assert not unknown
    assert not notes


def test_totals_of_a_sample():
    """Over its outputs, and over what comes into a unit, are its own."""
    text = (
        "Sample 2\nTotal net input h1 = 0.16\nTotal error = 0.0299\nSample 3\nTotal error = 0.0020"
    )

    assert list(read(text)[0]) == ["net_h1@s2", "E_total@s2", "E_total@s3"]


def test_wrong_totals():
    """Are wrong where the sample has its own number already, and not lost beside it."""
    cells, _, notes = read("Sample 3\nE = 0.0020\nTotal error = 0.0675")

    assert cells == {"E_total@s3": "0.0020", "E_samples": "0.0675"}
    assert not notes


HEAD = ["out_h1", "E"]
ROWS = [("0.4403", "0.0355"), ("0.5399", "0.0299"), ("0.4900", "0.0020")]
FOUND = ["out_h1", "E_total", "out_h1@s2", "E_total@s2", "out_h1@s3", "E_total@s3"]


@pytest.mark.parametrize("column", ["sample", "Sample #", "pattern", "样本", "样本号"])
@pytest.mark.parametrize("first", ["0", "1", "s1", "样本1"])
@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_a_row_for_every_sample(column, first, form):
    """Is read as such, whatever the column is called."""
    stem = first.rstrip("01")
    numbers = [f"{stem}{int(first[-1]) + at}" for at in range(3)]
    rows = [[column, *HEAD], *([n, *row] for n, row in zip(numbers, ROWS, strict=True))]
    text = "\n".join(",".join(row) for row in rows)
    if form == "markdown":
        ruled = [rows[0], ["---"] * 3, *rows[1:]]
        text = "\n".join(f"| {' | '.join(row)} |" for row in ruled)

    cells, unknown, _ = read(text)
    assert list(cells) == FOUND
    assert not unknown


def test_a_row_of_totals():
    """Is that of the batch."""
    text = "样本,E,dE/dw5\n1,0.0355,-0.0292\n2,0.0299,0.0327\n3,0.0020,-0.0078\n合计,0.0674,-0.0042"

    assert list(read(text)[0])[-2:] == ["E_samples", "dE/dw5@all"]


@pytest.mark.parametrize("first", [0, 1])
def test_a_row_for_every_epoch(first):
    """Is read as far as it is asked for, and told beyond that."""
    rows = f"{first},0.2984,0.7514\n{first + 1},0.2910,0.7421\n{first + 2},0.2835,0.7325"
    cells, unknown, _ = read(f"epoch,loss,out_o1\n{rows}", MAZUR)

    assert list(cells) == ["E_total", "out_o1", "E_total@e2", "out_o1@e2"]
    assert len(unknown) == 1
    assert "--epochs 3" in unknown[0]
    assert len(read(f"epoch,loss,out_o1\n{rows}", MAZUR_TWICE)[0]) == 6


def test_samples_that_are_not_there():
    """Are told, and not taken for another's."""
    cells, unknown, _ = read("sample,out_h1\n1,0.5933\n2,0.5\n", MAZUR)

    assert cells == {"out_h1": "0.5933"}
    assert "out_h1@s2" in unknown[0]


def test_outputs_behind_an_input():
    """Are of the samples that they fit; if they fit none, nothing says of which `x1` is."""
    cells, unknown, _ = read("x1: out=0.5336\nx2: out=0.5446\nnet_h1 = -0.24")
    assert (cells, len(unknown)) == (
        {"out_o1": "0.5336", "out_o1@s2": "0.5446", "net_h1": "-0.24"},
        0,
    )

    cells, unknown, _ = read("x1: out=0.5136\nx2: out=0.5246\nnet_h1 = -0.24")
    assert (cells, len(unknown)) == ({"net_h1": "-0.24"}, 2)


INPUTS = ("0.1 0.9", "0.7 0.2", "0.5 0.6")


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Input: [{0}], Output: {1}",
            "input=[{0}] target=[{2}] output=[{1}]",
            "输入：[{0}]，输出={1}",
        ),
        *("Input: [{0}]\nOutput: {1}", "Inputs: [{0}], prediction: {1}"),
    ],
)
def test_samples_that_their_inputs_tell(line):
    """Each output is that of the sample with these inputs, in any order, or alone."""
    given = zip(INPUTS, OUTPUTS.values(), ("0.8", "0.3", "0.6"), strict=True)
    lines = [line.format(*each) for each in given]
    pairs = list(zip(lines, OUTPUTS.items(), strict=True))
    for chosen in (pairs, pairs[::-1], pairs[1:2]):
        cells, unknown, _ = read("\n".join(written for written, _ in chosen))

        assert cells == dict(told for _, told in chosen)
        assert not unknown


def test_what_is_behind_other_inputs():
    """Is of no sample that they tell; new weights are of none at all."""
    cells, _, _ = read(
        "Input: [0.7 0.2]\nout_h1: 0.5399\nW2 = [0.6013 -0.6968]\nE_samples = 0.0674"
    )

    assert list(cells) == ["out_h1@s2", "w5_new", "w6_new", "E_samples"]


@pytest.mark.parametrize("heading", ["全部样本：", "All samples:", "Whole batch:"])
def test_a_heading_of_all_samples_with_a_colon(heading):
    """What stands below it is of none; of two digits, no number tells that by itself."""
    cells, unknown, _ = read(f"样本3：\n输出 0.5363\n{heading}\ndE/dw5 = -0.0042\ndE/dw6 = -0.0107")

    assert list(cells) == ["out_o1@s3", "dE/dw5@all", "dE/dw6@all"]
    assert not unknown
