"""Tables of lines: their titles, and what stands in their columns."""

import bpcalc
from bpcalc.cli import run
from bpcalc.locale import speaking
from bpcalc.report import layout
from bpcalc.report.document import Lines, Section
from bpcalc.report.terminal import terminal_text

NORMED = """
samples: [{inputs: [1], targets: [0]}, {inputs: [3], targets: [1]}]
learning_rate: 0.1
weights: [[[1]], [[0.5]]]
batch_norm: [{gamma: 1, beta: 0}, null]
update: batch_mean
"""


def blocks(text):
    """Return the sections and the titles of tables on the page of an exercise."""
    document = layout.of_solution(bpcalc.solve(text))
    return [
        block.title
        for block in document.blocks
        if isinstance(block, Lines) or (isinstance(block, Section) and block.level > 0)
    ]


def test_samples_that_go_through_the_layers_together_have_one_heading_an_epoch():
    """Batch normalisation: samples stand in the titles of tables, not above each of them."""
    titles = blocks(NORMED)

    assert sum(title.startswith("Epoch 1") for title in titles) == 1
    assert titles.count("Forward pass") == 1
    assert titles.count("Backward pass") == 1
    assert titles.count("Hidden layer: outputs, sample 2") == 1
    assert "Hidden layer: normalised net inputs, all samples" in titles
    error = titles.index("Error")
    assert titles[error + 1 : error + 3] == ["Sample 1", "Sample 2"]
    assert "Output layer: new weights and biases" in titles
    after = titles.index("After the update")
    assert titles[after + 1 : after + 4] == ["Sample 1", "Sample 2", "All samples"]


def test_other_samples_keep_their_headings():
    """One after the other, each has its own."""
    titles = blocks(NORMED.replace("batch_norm: [{gamma: 1, beta: 0}, null]\n", ""))

    assert titles.count("Epoch 1, sample 2") == 1
    assert titles.count("Hidden layer: outputs") == 2
    assert not any(title.endswith("sample 2") for title in titles if "layer" in title)


def test_such_pages_are_read_back(tmp_path):
    """The sample at the end of a title is that of the lines below, in both languages."""
    (tmp_path / "a.yaml").write_text(NORMED)
    for language in ("en", "zh"):
        page = str(tmp_path / f"{language}.txt")
        assert run(["step", str(tmp_path / "a.yaml"), "-o", page, "--lang", language]) == 0
        marked = bpcalc.check(str(tmp_path / "a.yaml"), page)
        right = {mark.name for mark in marked.marks if mark.verdict == "right"}
        assert {"out_h1@s2", "net_o1@s2", "out_o1@s2"} <= right


def test_the_gradient_beside_a_penalty_is_the_one_that_is_used():
    """The column was empty."""
    text = (
        "inputs: [1, 2]\ntargets: [1]\nlearning_rate: 0.1\nweights: [[[0.5, -0.5]]]\n"
        "biases: [0.1]\npenalty: {l2: 0.01}\n"
    )
    solution = bpcalc.solve(text)
    page = terminal_text(layout.of_solution(solution), 100, colour=False)
    row = next(line for line in page.splitlines() if line.startswith("w1⁺"))

    assert solution.shown(solution["g_w1"]) == "-0.138841"
    assert row.split()[-2:] == ["-0.138841", "0.513884"]


def test_the_mean_over_one_output_is_not_divided_by_1():
    """No book writes /1; over two outputs, the derivative is divided by 2."""
    one = "inputs: [1]\ntargets: [2]\nlearning_rate: 0.1\nweights: [[[3]]]\nactivation: identity\n"
    for loss in ("half_mean_squared_error", "mean_squared_error", "mean_absolute_error"):
        solution = bpcalc.solve(f"{one}loss: {loss}\n")
        assert "/1" not in solution.formula(solution["dE/dout_o1"])
    two = one.replace("[2]", "[2, 1]").replace("[[[3]]]", "[[[3], [4]]]")
    solution = bpcalc.solve(f"{two}loss: half_mean_squared_error\n")
    assert solution.formula(solution["dE/dout_o1"]) == "(out_o1 - target_o1)/2"


def test_layers_have_no_article_before_a_number():
    """`hidden layer 1`, and `the hidden layer`."""
    deep = "inputs: [1]\ntargets: [0]\nweights: [[[1]], [[2]], [[3]]]\n"
    page = terminal_text(layout.of_solution(bpcalc.solve(deep)), 80, colour=False)

    assert "Weights from the inputs to hidden layer 1" in page
    assert "Weights from hidden layer 2 to the output layer" in page
    with speaking("zh"):
        page = terminal_text(layout.of_solution(bpcalc.solve(deep)), 80, colour=False)
    assert "第 1 隐藏层到第 2 隐藏层的权重" in page


def test_titles_of_new_values_name_biases_only_where_some_are_updated():
    """Without biases, or with such as stay, they are new weights."""
    text = "inputs: [1]\ntargets: [0]\nlearning_rate: 1\nweights: [[[1]], [[2]]]\n"

    assert "Hidden layer: new weights" in blocks(text)
    mixed = blocks(text + "biases: [null, [1]]\n")
    assert {"Hidden layer: new weights", "Output layer: new weights and biases"} <= set(mixed)
    assert "Output layer: new weights" in blocks(text + "biases: [1, 1]\nupdate_biases: false\n")
    assert "Output layer: new weights and thresholds" in blocks(text + "thresholds: [1, 1]\n")
    assert "Output layer: changes of the weights" in blocks(text + "delta: t-o\n")
