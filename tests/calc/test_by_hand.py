"""One unit without a hidden layer: what the formulas of a course come to, in floats."""

from math import cosh, exp, log, pi, sqrt, tanh

import pytest

import bpcalc

UNIT = """
inputs: [1]
targets: [0.2]
learning_rate: 0.5
weights: [[[0.5]]]
activation: identity
"""

TWO_OUTPUTS = """
inputs: [1]
targets: [0, 1]
learning_rate: 0.5
weights: [[[0.5], [0.25]]]
activation: identity
"""

THREE_SAMPLES = """
samples:
  - {inputs: [3], targets: [0]}
  - {inputs: [1], targets: [1]}
  - {inputs: [2], targets: [4]}
weights: [[[0.5]]]
activation: identity
"""


def values(file: str) -> dict[str, float]:
    """Return the numbers of a page by their names, the first of each name."""
    solution = bpcalc.solve(file)
    found: dict[str, float] = {}
    for line in solution:
        found.setdefault(solution.name(line), float(line.value))
    return found


@pytest.mark.parametrize("delta", ["o-t", "t-o"])
def test_the_logarithm_of_cosh(delta: str) -> None:
    """Its slope is tanh of the miss, however delta is signed: o - t = 0.3."""
    found = values(f"{UNIT}loss: log_cosh\ndelta: {delta}\n")

    assert found["E_total"] == pytest.approx(log(cosh(0.3)))
    assert found["delta_o1"] == pytest.approx(tanh(0.3) * (1 if delta == "o-t" else -1))
    assert found["w1_new"] == pytest.approx(0.5 - 0.5 * tanh(0.3))


@pytest.mark.parametrize("delta", ["o-t", "t-o"])
def test_the_mean_of_hinges(delta: str) -> None:
    """Labels of 0 and 1 count as -1 and 1; each of two outputs pulls by a half."""
    found = values(f"{TWO_OUTPUTS}loss: mean_hinge\ndelta: {delta}\n")

    assert found["E_total"] == pytest.approx(((1 + 0.5) + (1 - 0.25)) / 2)
    assert found["w1_new"] == pytest.approx(0.5 - 0.5 * 0.5)
    assert found["w2_new"] == pytest.approx(0.25 + 0.5 * 0.5)


def sigmoid(x: float) -> float:
    """Return 1/(1 + e^(-x))."""
    return 1 / (1 + exp(-x))


def test_the_slope_of_a_steep_silu() -> None:
    """Of x·σ(2x): σ + 2·x·σ·(1 - σ)."""
    found = values(UNIT.replace("identity", "{silu: 2}"))
    chance = sigmoid(1.0)

    assert found["out_o1"] == pytest.approx(0.5 * chance)
    assert found["dout_o1/dnet_o1"] == pytest.approx(chance + 2 * 0.5 * chance * (1 - chance))


def test_the_slope_of_gelu_by_tanh() -> None:
    """As the difference of two values close by has it."""
    found = values(UNIT.replace("identity", "gelu_tanh"))

    def gelu(x: float) -> float:
        return x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x**3))) / 2

    assert found["out_o1"] == pytest.approx(gelu(0.5))
    slope = (gelu(0.5 + 1e-5) - gelu(0.5 - 1e-5)) / 2e-5
    assert found["dout_o1/dnet_o1"] == pytest.approx(slope, rel=1e-8)


def test_data_from_the_smallest_to_the_largest_and_back() -> None:
    """The first sample has the largest input and the smallest target; R² compares with the mean."""
    scaled = f"{THREE_SAMPLES}normalise: {{inputs: min_max, outputs: min_max}}\n"
    found = values(f"{scaled}measures: [r2]\n")

    assert [found[f"{end}_i1"] for end in ("min", "max")] == [1, 3]
    assert [found[f"{end}_target_o1"] for end in ("min", "max")] == [0, 4]
    assert found["i1"] == 1
    assert found["out_o1_back"] == pytest.approx(0.5 * 4)
    mean = 5 / 3
    spread = sum((target - mean) ** 2 for target in (0, 1, 4))
    assert found["R2"] == pytest.approx(1 - (2**2 + 1**2 + 3**2) / spread)


def test_bounds_that_are_given_are_not_looked_for() -> None:
    """They stand among what is given, and the smallest and largest input do not count."""
    found = values(f"{THREE_SAMPLES}normalise: {{inputs: min_max, bounds: {{inputs: [0, 10]}}}}\n")

    assert [found[f"{end}_i1"] for end in ("min", "max")] == [0, 10]
    assert found["i1"] == pytest.approx(0.3)
    assert "min_target_o1" not in found
    assert "out_o1_back" not in found


@pytest.mark.parametrize(
    ("limit", "weight"),
    [
        ("max_norm: 0.3", 0.3),
        ("max_norm: 0.4", 0.35),
        ("clip_gradients: {norm: 0.1}", 0.5 - 0.5 * 0.1),
        ("clip_gradients: {norm: 0.4}", 0.5 - 0.5 * 0.3),
    ],
)
def test_a_limit_shortens_only_what_is_longer(limit: str, weight: float) -> None:
    """The gradient is 0.3, and the weight after it 0.35."""
    assert values(f"{UNIT}{limit}\n")["w1_new"] == pytest.approx(weight)


@pytest.mark.parametrize(("half", "penalty"), [("true", 0.0125), ("false", 0.025)])
def test_a_penalty_with_its_half_or_without(half: str, penalty: float) -> None:
    """λ/2·w², whose slope is λ·w, or λ·w², whose slope is 2·λ·w."""
    found = values(f"{UNIT}penalty: {{l2: 0.1, half: {half}}}\n")

    assert found["penalty"] == pytest.approx(penalty)
    assert found["E_total"] == pytest.approx(0.3**2 / 2 + penalty)
    assert found["w1_new"] == pytest.approx(0.5 - 0.5 * (0.3 + 2 * penalty / 0.5))


@pytest.mark.parametrize(("border", "error"), [("2", 2 * (3 - 1)), ("1", 3 - 0.5), ("4", 4.5)])
def test_where_the_loss_of_huber_becomes_a_line(border: str, error: float) -> None:
    """The miss is 3: ½·3² up to the border, and d·(3 - d/2) beyond it."""
    file = UNIT.replace("0.5]", "3.2]")

    assert values(f"{file}loss: {{huber: {border}}}\n")["E_total"] == pytest.approx(error)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("order: notes", ["delta2", "change2", "delta1", "change1", "new2", "new1"]),
        ("order: deltas_first", ["delta2", "delta1", "change2", "change1", "new2", "new1"]),
        (
            "hidden_deltas_use: new_weights",
            ["delta2", "change2", "new2", "delta1", "change1", "new1"],
        ),
    ],
)
def test_in_which_order_a_page_without_gradients_goes_back(setting: str, expected) -> None:
    """Layer by layer, or the deltas first, or with the new weights of the layer above."""
    solution = bpcalc.solve(f"""
inputs: [1, 2]
targets: [1]
learning_rate: 0.5
notation: han-kamber
weights: [[[0.1, 0.2]], [[0.3]]]
{setting if "order" in setting else f"order: notes{chr(10)}{setting}"}
""")
    words = {"delta": "delta", "weight_change": "change", "new_weight": "new"}
    found = [
        f"{words[k.kind]}{k.layer}" for k in (line.key for line in solution) if k.kind in words
    ]

    assert list(dict.fromkeys(found)) == expected
