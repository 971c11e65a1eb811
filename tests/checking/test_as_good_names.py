"""Two mistakes that give the same numbers on a sheet: none of them is named for certain."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bpcalc.checking.answer_key import overlaid
from bpcalc.checking.cells import read_cell
from bpcalc.checking.marker import Marker
from bpcalc.checking.substitution import rebuilt
from bpcalc.exercise.reader import read
from bpcalc.maths.expr import Product, expr
from bpcalc.maths.keys import Key
from bpcalc.maths.rounding import Digits, Rounding
from tests.helpers.exercises import HOMEWORK
from tests.helpers.node import MISSING, write_scripts
from tests.helpers.papers import Paper
from tests.helpers.vectors import judged_twice

TANH = """inputs: [-0.4, 0.6]
targets: [-0.9]
learning_rate: 0.2
weights: [[[0.5, 0.4], [0.9, -0.7]], [[0.7, 0.2]]]
biases: [-0.5, 0.7]
activation: tanh
"""

DEEP = """inputs: [0.4, 0.9]
targets: [0.2]
learning_rate: 0.8
weights: [[[0.15, 0.45], [-0.35, 0.6]], [[0.7, -0.2], [0.3, 0.5]], [[0.9, -0.4]]]
biases: [[0.1, -0.3], [0.2, 0.05], [-0.15]]
"""
"""A softmax of its first net inputs is what their sigmoid is without the bias: 0.1 is both."""

FOUR = Rounding(Digits(4))
SHORT = ("out", "new_weight")


def sheet(marker: Marker, kind: str, factor: str, kinds: tuple[str, ...]) -> dict[Key, str]:
    """Return what stands for some kinds of lines if the output layer's of a kind get a factor."""
    scheme = marker.scheme
    last = max(key.layer or 0 for key in scheme.formulas)
    wrong = {
        key: Product((expr(factor), formula))
        for key, formula in scheme.formulas.items()
        if key.kind == kind and key.layer == last
    }
    values = overlaid(scheme, wrong, scheme.exercise).values
    return {key: FOUR.shown(key.kind, values[key]) for key in marker.asked if key.kind in kinds}


def exercise(text: str) -> Marker:
    """Return the marker of an exercise."""
    return Marker(read(text.encode(), "net.yaml").exercise)


def named(marker: Marker, written: Mapping[Key, str]) -> list[tuple[set[str], str]]:
    """Return what is named on a sheet, and how surely."""
    marking = marker.mark({key: read_cell(raw) for key, raw in written.items()}, written)
    return [({found.rule, *found.others}, found.sure) for found in marking.findings]


@pytest.mark.parametrize(
    ("factor", "rules"),
    [
        ("2", {"eta_doubled", "factor2"}),
        ("0.5", {"eta_halved", "averaged_with_old", "factor2"}),
        ("-1", {"plus_update", "err_sign"}),
    ],
)
def test_a_factor_in_the_deltas_or_in_all_updates(factor: str, rules: set[str]) -> None:
    """Where the deltas are left out, both are told; where they are written, the one in them."""
    marker = exercise(HOMEWORK)
    assert named(marker, sheet(marker, "delta", factor, SHORT)) == [(rules, "probably")]
    if factor != "-1":
        whole = sheet(marker, "delta", factor, (*SHORT, "net", "delta", "weight_gradient"))
        assert [sure for _, sure in named(marker, whole)] == ["is"]


def test_a_quarter_of_the_squares_is_a_mean_of_halves() -> None:
    """Where the error of each output is left out."""
    marker = exercise(HOMEWORK)
    written = sheet(marker, "error", "0.5", ("out", "total_error"))
    assert named(marker, written) == [({"mean_or_sum", "half_squared"}, "probably")]
    whole = sheet(marker, "error", "0.5", ("out", "error", "total_error"))
    assert [("half_squared" in rules, sure) for rules, sure in named(marker, whole)] == [
        (True, "is")
    ]


def eta_in_delta(marker: Marker) -> dict[Key, str]:
    """Return a sheet whose delta is that with the target in the slope, in these digits only."""
    written = sheet(marker, "none", "1", ("net", "out"))
    delta = next(key for key in marker.asked if key.kind == "delta" and key.layer == 2)
    return {**written, delta: "0.2135"}


def test_the_same_digits_of_two_formulas() -> None:
    """0.213502 and 0.213520 are one number in four decimals, and two in six."""
    marker = exercise(TANH)
    written = eta_in_delta(marker)
    assert named(marker, written) == [({"target_in_slope", "rate_in_delta"}, "probably")]
    delta = list(written)[-1]
    longer = {**written, delta: "0.213520"}
    assert "rate_in_delta" not in named(marker, longer)[0][0]


def without_biases(marker: Marker) -> dict[Key, str]:
    """Return deltas and gradients after a forward pass in which all biases were left out."""
    scheme = marker.scheme
    wrong = {
        key: rebuilt(formula, lambda leaf: expr(0) if leaf.kind == "bias" else None)
        for key, formula in scheme.formulas.items()
        if key.kind == "net"
    }
    values = overlaid(scheme, wrong, scheme.exercise).values
    kinds = ("delta", "weight_gradient")
    return {key: f"{values[key]:.6g}" for key in marker.asked if key.kind in kinds}


def test_what_follows_from_biases_left_out_is_no_other_activation_for_certain() -> None:
    """That of the first layer fits as well, by coincidence, in a line that is left out."""
    marker = exercise(DEEP)
    found = named(marker, without_biases(marker))
    assert found[0] == ({"no_bias"}, "is")
    assert found[1:] == [({"other_activation", "no_bias"}, "probably")]


@pytest.mark.long
@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_the_practice_page_says_the_same(tmp_path: Path) -> None:
    """All of these sheets are judged there as well."""
    net, tanh = exercise(HOMEWORK), exercise(TANH)
    papers = [Paper("one", sheet(net, "delta", factor, SHORT)) for factor in ("2", "0.5", "-1")]
    papers.append(Paper("one", sheet(net, "error", "0.5", ("out", "total_error"))))
    write_scripts(tmp_path)
    deep = exercise(DEEP)
    sheets = [(net, papers), (tanh, [Paper("one", eta_in_delta(tanh))])]
    sheets.append((deep, [Paper("one", without_biases(deep))]))
    for each in judged_twice(sheets, tmp_path):
        assert each.got == each.wanted, each.paper
