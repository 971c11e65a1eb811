"""The chain rule written out: another tree for the gradients, which comes to the same numbers."""

import pytest

from bpcalc.api.solving import solve
from bpcalc.maths.kinds import GRADIENT_KINDS
from bpcalc.notation.latex import latex
from bpcalc.report.math_reading import MathReading
from bpcalc.solution import Solution

THREE = """
inputs: [0.05, 0.10, 0.3]
targets: [0.01, 0.99]
learning_rate: 0.5
weights:
  - [[0.15, 0.20, 0.1], [0.25, 0.30, -0.2]]
  - [[0.40, 0.45], [0.50, 0.55]]
biases: [0.35, 0.60]
"""
SHARED = """
inputs: [0.1, 0.2, 0.3]
targets: [1]
learning_rate: 0.5
layers: [3, 2, 1]
weights:
  a: {on: [[i1, h1], [i2, h2], [i3, h1]], value: 0.3}
  b: {from: i2, to: h1, value: -0.4}
  c: {from: h1, to: o1, value: 0.5}
  d: {from: h2, to: o1, value: 0.6}
biases: [0.1, 0.2]
"""
SAMPLES = """
samples:
  - {inputs: [0.05, 0.10, 0.3], targets: [0.01, 0.99]}
  - {inputs: [0.2, 0.4, 0.6], targets: [0.5, 0.5]}
update: batch
"""
THRESHOLDS = THREE.replace("biases:", "thresholds:")
CASES = {
    "complete": THREE,
    "thresholds": THRESHOLDS,
    "descent": f"{THRESHOLDS}delta: t-o\n",
    "shared": SHARED,
    "batch": THREE.replace("inputs: [0.05, 0.10, 0.3]\ntargets: [0.01, 0.99]\n", SAMPLES),
    "given": f"{THREE}given: {{delta_o1: 0.2}}\n",
}


def gradients(solution: Solution) -> dict[str, tuple[str, str, str]]:
    """Return formula, numbers and value of the gradients by their full names."""
    return {
        solution.spelling.full(line.key): (
            solution.formula(line),
            solution.substitution(line),
            solution.shown(line),
        )
        for line in solution
        if line.key.kind in GRADIENT_KINDS
    }


@pytest.mark.parametrize("case", CASES)
def test_both_ways_come_to_the_same(case: str) -> None:
    """δ·out and the product of the chain rule are one number, and each equation is true."""
    short, full = (solve(CASES[case] + more) for more in ("", "chain: true\n"))

    found, expected = gradients(full), gradients(short)

    assert {name: value for name, (_, _, value) in found.items()} == {
        name: value for name, (_, _, value) in expected.items()
    }
    assert found != expected
    assert [full.shown(line) for line in full] == [short.shown(line) for line in short]


def test_a_factor_has_its_own_symbol() -> None:
    """∂net/∂w stands in the formula, in the numbers what it comes to; 1 for a bias."""
    found = gradients(solve(f"{THREE}chain: true\n"))

    assert found["dE/dw7"][0] == "∂E/∂out_o1·∂out_o1/∂net_o1·∂net_o1/∂w7"
    assert found["dE/dw1"][0] == "∂E/∂out_h1·∂out_h1/∂net_h1·∂net_h1/∂w1"
    assert found["dE/dw1"][1].endswith("·0.05")
    assert found["dE/db1"][0].startswith("∂E/∂out_h1·∂out_h1/∂net_h1·∂net_h1/∂b1 + ")
    assert found["dE/db1"][1].endswith("·1")


@pytest.mark.parametrize(("sign", "starts"), [("o-t", ""), ("t-o", "-")])
def test_a_threshold_is_taken_away(sign: str, starts: str) -> None:
    """∂net/∂θ is -1, with either sign of δ; the gradient has no other minus for it."""
    found = gradients(solve(f"{THRESHOLDS}chain: true\ndelta: {sign}\n"))

    formula, numbers, _ = found["dE/dtheta1"]

    assert formula.count("∂net_h") == 4
    assert formula.startswith("-(") == bool(starts)
    assert numbers.count("·(-1)") == 2


def test_a_weight_on_two_connections_into_a_unit() -> None:
    """∂net/∂w is then the sum of what comes through both."""
    formula, numbers, _ = gradients(solve(f"{SHARED}chain: true\n"))["dE/da"]

    assert formula == (
        "∂E/∂out_h1·∂out_h1/∂net_h1·∂net_h1/∂a + ∂E/∂out_h2·∂out_h2/∂net_h2·∂net_h2/∂a"
    )
    assert "·(0.1 + 0.3) + " in numbers


def test_set_as_mathematics() -> None:
    """Where mathematics is set, the factor is a fraction."""
    solution = solve(f"{THREE}chain: true\n")

    assert latex(MathReading(solution).formula(solution["dE/dw7"])).endswith(
        r"\frac{\partial \mathrm{net}_{o_1}}{\partial w_7}"
    )
