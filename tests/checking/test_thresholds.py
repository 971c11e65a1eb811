"""A sheet that states thresholds θ, where the exercise has biases b = -θ."""

import pytest

from bpcalc.checking.answers_reader import read_content, read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.reader import read

PERCEPTRON = """
samples:
  - {inputs: [1, 1], targets: [1]}
  - {inputs: [1, 0], targets: [0]}
  - {inputs: [0, 1], targets: [0]}
learning_rate: 0.2
activation: step
weights: [[[0.3, 0.1]]]
"""

BACKPROP = """
inputs: [0.4, 0.9]
targets: [0.2]
learning_rate: 0.8
weights: [[[0.15, 0.45], [-0.35, 0.6]], [[0.9, -0.4]]]
biases: [[0.1, -0.3], [-0.15]]
"""

CHINESE = (
    "第1轮\n第1个样本：net=0.3，y=1，w1=0.3，w2=0.1，θ=0.1\n"
    "第2个样本：net=0.2，y=1，w1=0.1，w2=0.1，θ=0.3\n"
    "第3个样本：net=-0.2，y=0，w1=0.1，w2=0.1，θ=0.3\n"
)
LINES = (
    "net@s1: 0.3\ny@s1: 1\nw1@s1: 0.3\nw2@s1: 0.1\ntheta@s1: 0.1\n"
    "net@s2: 0.2\ny@s2: 1\nw1@s2: 0.1\nw2@s2: 0.1\ntheta@s2: 0.3\n"
)
TABLE = "sample,net,y,w1,w2,θ\n1,0.3,1,0.3,0.1,0.1\n2,0.2,1,0.1,0.1,0.3\n3,-0.2,0,0.1,0.1,0.3\n"
SAID = "thresholds, which are subtracted, are read as biases with the other sign: "


def marked(text, exercise=PERCEPTRON, biases="biases: [[-0.1]]\n"):
    """Return the answers of a sheet, and the marked sheet."""
    marker = Marker(read((exercise + biases).encode(), "exercise.yaml").exercise)
    found = read_content(text.encode(), marker.names)
    return found, marker.mark(found.cells, found.cells)


def verdicts(marking):
    """Return all verdicts on what is written."""
    return {mark.verdict for mark in marking.marks if mark.cell}


@pytest.mark.parametrize("text", [CHINESE, LINES, TABLE])
def test_thresholds_all_over_the_sheet_are_right_and_that_is_told(text):
    """They were called wrong, and the net inputs were said not to follow from them."""
    found, marking = marked(text)

    assert verdicts(marking) == {"right"}
    assert marking.score == marking.most
    assert any(note.startswith(SAID) for note in found.notes)


@pytest.mark.parametrize("sign", ["-", "\u2212"])
def test_thresholds_of_a_net_that_learns_by_its_error_are_right_as_well(sign):
    """So are their gradients, which have the other sign, too."""
    marker = Marker(read(BACKPROP.encode(), "exercise.yaml").exercise)
    values = {key: marker.scheme.values[key] for key in marker.asked}
    lines = {
        "θ_o1_new": next(v for k, v in values.items() if k.kind == "new_bias" and k.layer == 2),
        "θ_h1_new": next(v for k, v in values.items() if k.kind == "new_bias" and k.layer == 1),
        "dE/dθ_o1": next(v for k, v in values.items() if k.kind == "bias_gradient"),
    }
    text = "".join(f"{name} = {-value:.5f}\n".replace("-", sign) for name, value in lines.items())
    found = read_text(text, marker.names)

    assert len(found.cells) == 3
    assert verdicts(marker.mark(found.cells, found.cells)) == {"right"}


def test_a_theta_that_is_added_is_a_bias():
    """Some books call biases θ, and add them."""
    found, marking = marked(
        LINES.replace("theta@s1: 0", "theta@s1: -0").replace("s2: 0.3", "s2: -0.3")
    )

    assert verdicts(marking) == {"right"}
    assert not any(note.startswith(SAID) for note in found.notes)


def test_a_bias_with_the_other_sign_is_a_mistake():
    """Nothing tells there that it is subtracted."""
    _, marking = marked(LINES.replace("theta", "b"))

    assert verdicts(marking) > {"right"}


def test_thresholds_of_an_exercise_that_has_them_stay_what_they_are():
    """There they are subtracted anyway."""
    found, marking = marked(LINES, biases="thresholds: [[0.1]]\n")

    assert verdicts(marking) == {"right"}
    assert not any(note.startswith(SAID) for note in found.notes)


def test_one_wrong_threshold_is_a_wrong_number_among_thresholds():
    """The others are right, and it is compared with the right one."""
    _, marking = marked(CHINESE.replace("w2=0.1，θ=0.3\n第3", "w2=0.1，θ=0.5\n第3"))
    wrong = [mark for mark in marking.marks if mark.verdict in ("mistake", "unexplained", "slip")]

    assert [(mark.key.kind, mark.key.sample, str(mark.true)) for mark in wrong] == [
        ("new_bias", 2, "-0.3")
    ]


@pytest.mark.parametrize("number", ["0.1+x", "[0.1, 0.2]", "n/a"])
def test_what_is_no_number_is_left_as_it_is(number):
    """Nothing can be said of its sign."""
    found, _ = marked(f"net@s1: 0.3\nθ@s1: {number}\n")

    assert not any(note.startswith(SAID) for note in found.notes)
