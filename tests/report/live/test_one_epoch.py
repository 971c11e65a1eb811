"""Pages that work a single epoch say why, in both languages; those that go on say nothing."""

import re

import pytest

from bpcalc.calc.calculate import calculate
from bpcalc.exercise.reader import read
from bpcalc.locale import speaking
from bpcalc.report.live.next_epoch import begun, following, why_single
from bpcalc.report.live.page import live_page
from bpcalc.report.live.solution import LiveSolution
from bpcalc.solution import Solution

TEXT = """samples:
- {{inputs: [1, 2], targets: [0.8]}}
- {{inputs: [3, 1], targets: [0.2]}}
- {{inputs: [2, 5], targets: [0.4]}}
weights: [[[0.1, 0.2]]]
biases: [0.1]
{more}
"""

SINGLE = {
    "learning_rate: 0.1\ngiven: {out_o1: 0.5}": "other lines",
    "learning_rate: 1e9\nbatch_size: 3\nloss: binary_cross_entropy": "no finite values",
}


@pytest.mark.parametrize("more", SINGLE)
def test_why_there_are_no_epochs(more: str) -> None:
    """The page has no button, and a sentence."""
    exercise = read(TEXT.format(more=more).encode(), "it.yaml").exercise
    page = live_page(Solution(calculate(exercise)))

    assert 'id="next"' not in page
    (says,) = re.findall(r'id="single">(.*?)</p>', page)
    assert SINGLE[more] in says
    with speaking("zh"):
        assert "本页只计算一轮" in live_page(Solution(calculate(exercise)))


@pytest.mark.parametrize("more", ["learning_rate: 0.1", "learning_rate: 0.1\nmomentum: 0.9"])
def test_pages_that_go_on(more: str) -> None:
    """With more epochs there is nothing to say."""
    exercise = read(TEXT.format(more=more).encode(), "it.yaml").exercise
    live = LiveSolution(begun(calculate(exercise)))

    assert following(live, live.places)
    assert 'id="single"' not in live_page(live)


def test_nothing_is_updated() -> None:
    """An exercise without updates has no epochs that anybody misses."""
    text = TEXT.format(more="").replace("targets", "#").replace(", #: [0.8]", "")
    exercise = read(re.sub(r", #: \[[\d.]+\]", "", text).encode(), "it.yaml").exercise
    assert why_single(LiveSolution(calculate(exercise))) == ""
