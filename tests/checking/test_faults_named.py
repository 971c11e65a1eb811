"""Published mistakes: what their authors did is named, or honestly not."""

from pathlib import Path

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_file
from bpcalc.checking.marker import Marker

FAULTS = Path(__file__).parent.parent / "faults"


@pytest.mark.parametrize(
    ("name", "rule"), [("other-weight", "other_weight"), ("perceptron-on-adaline", "perceptron")]
)
def test_what_an_author_did_is_named(name, rule):
    """The weight of another connection; the perceptron rule on Adaline. No other name is given."""
    marker = Marker(bpcalc.load(FAULTS / f"{name}.yaml"))
    cells = read_file(FAULTS / f"{name}.answers.yaml", marker.names).cells

    marking = marker.mark(cells, cells)
    named = {found.rule for found in marking.findings if found.rule}

    assert rule in named
    assert "only_fprime" not in named
