"""What is left in the end, where an exercise asks for several updates."""

import pytest

import bpcalc
from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.errors import AnswersError

TWO = Marker(bpcalc.load("mazur"), 2).names
ONE = Marker(bpcalc.load("mazur")).names


def read(text, names=TWO):
    """Return the numbers of a text by the full names of what they are read as."""
    return {names.own.full(key): cell.raw for key, cell in read_text(text, names).cells.items()}


@pytest.mark.parametrize("name", ["final w5", "final weight w5", "w5 after training"])
def test_a_final_weight_is_that_of_the_update_that_it_fits(name):
    """It had been taken for that of the first epoch, and a right one called wrong."""
    assert read(f"{name} = 0.3174") == {"w5_new@e2": "0.3174"}
    assert read(f"{name} = 0.3589") == {"w5_new": "0.3589"}
    assert read(f"{name} = 0.99", ONE) == {"w5_new": "0.99"}
    with pytest.raises(AnswersError):
        read(f"{name} = 0.99")


@pytest.mark.parametrize("name", ["final output weights", "final W2", "W2 after training"])
def test_so_are_final_weights_in_an_array(name):
    """Where none is right, they are those of the last update."""
    last = [f"w{number}_new@e2" for number in (5, 6, 7, 8)]

    assert [*read(f"{name} = [[0.3174 0.3669] [0.5224 0.5725]]")] == last
    assert [*read(f"{name} = [[0.9 0.9] [0.9 0.8]]")] == last


@pytest.mark.parametrize("name", ["final output weights", "final W2"])
def test_an_array_may_be_of_the_first_update(name):
    """It is what one update leaves."""
    first = [f"w{number}_new" for number in (5, 6, 7, 8)]

    assert [*read(f"{name} = [[0.3589 0.4087] [0.5113 0.5614]]")] == first


@pytest.mark.parametrize("word", ["神经元", "节点", "结点", "单元"])
def test_each_word_for_a_unit_is_one_in_each_place(word):
    """A number sign behind it begins no comment, and it is counted from 0 as well."""
    assert read(f"隐藏层{word} #1的输出 = 0.5933", ONE) == {"out_h1": "0.5933"}
    zero = f"隐藏层{word}0的输出：0.5933\n隐藏层{word}1的输出：0.5969"
    assert read(zero, ONE) == {"out_h1": "0.5933", "out_h2": "0.5969"}
    bias = f"隐藏层{word}0：输出=1\n隐藏层{word}1：输出=0.5933"
    assert read(bias, ONE) == {"out_h1": "0.5933"}
