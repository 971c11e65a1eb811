"""What Chinese sheets call the hidden layer: each word, in each way of writing."""

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.checking.reading.layer_words import HIDDEN_LAYER
from bpcalc.exercise.sources import load

WAYS = {
    "in a row": "{}净输入：0.3775 0.3925\n{}输出：0.5933 0.5969",
    "by the unit": "{0}第1个神经元的净输入 = 0.3775\n{0}第2个神经元的净输入 = 0.3925\n"
    "{0}神经元1的输出：0.5933\n{0}节点2的输出：0.5969",
    "as a table": "单元,净输入,输出\n{0}1,0.3775,0.5933\n{0}2,0.3925,0.5969",
    "below": "{0}\n净输入：0.3775 0.3925\n输出：0.5933 0.5969",
    "from 0": "{0}神经元0的净输入：0.3775\n{0}神经元1的净输入：0.3925\n"
    "{0}神经元0的输出：0.5933\n{0}神经元1的输出：0.5969",
    "in brackets": "{0}净输入[0] = 0.3775\n{0}净输入[1] = 0.3925\n"
    "{0}[0]输出 = 0.5933\n{0}[1]输出 = 0.5969",
    "of all": "{0}各神经元的输入和输出：\nnet1 = 0.3775, net2 = 0.3925\n"
    "out1 = 0.5933, out2 = 0.5969",
}
MEANT = {"net_h1": "0.3775", "net_h2": "0.3925", "out_h1": "0.5933", "out_h2": "0.5969"}


@pytest.fixture(scope="module")
def marker() -> Marker:
    """Return what marks Mazur's network."""
    return Marker(load("mazur"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("word", HIDDEN_LAYER)
def test_each_word_is_read_in_each_way(marker: Marker, word: str, way: str) -> None:
    """Four lists of them had differed, and right numbers were called wrong."""
    found = read_text(WAYS[way].format(word, word), marker.names).cells

    assert {marker.names.own.name(key): cell.raw for key, cell in found.items()} == MEANT
