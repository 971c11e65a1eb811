"""Objects within objects say of which sample, and of which epoch, their numbers are."""

import json

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.sources import load

ONE, OTHER = {"net_h1": "0.15", "out_h1": "0.5"}, {"net_h1": "0.25"}
BOTH = {"net_h1@s1": "0.15", "out_h1@s1": "0.5", "net_h1@s2": "0.25"}


def said(content: object) -> dict[str, str]:
    """Return what an object says of two epochs of batch-momentum."""
    index = Marker(load("batch-momentum"), 2).names
    answers = read_text(content if isinstance(content, str) else json.dumps(content), index)
    assert not answers.unknown
    return {index.told_name(key): cell.raw for key, cell in answers.cells.items()}


@pytest.mark.parametrize(
    "content",
    [
        {"samples": [ONE, OTHER]},
        {"per_sample": [ONE, OTHER]},
        {"样本": [ONE, OTHER]},
        {"samples": {"1": ONE, "2": OTHER}},
        {"samples": [{"id": 2, **OTHER}, {"id": 1, **ONE}]},
        {"samples": [{"sample": 0, **ONE}, {"sample": 1, **OTHER}]},
        {"samples": [{"inputs": [0.1, 0.9], "targets": [0.8], **ONE}, OTHER]},
        {"sample1": ONE, "sample2": OTHER},
        {"sample 0": {"forward": ONE}, "sample 1": {"forward": OTHER}},
        {"epochs": [{"samples": [ONE, OTHER]}]},
        str({"samples": [ONE, OTHER]}),
    ],
)
def test_each_object_of_a_list_is_of_its_sample(content: object) -> None:
    """By its place, or by the number that it has; nothing of it is lost."""
    assert said(content) == BOTH


@pytest.mark.parametrize(
    "content",
    [
        {"epochs": [{"w5_new": "0.5"}, {"w5_new": "0.6", "samples": [{}, OTHER]}]},
        {"epoch1": {"w5_new": "0.5"}, "epoch2": {"w5_new": "0.6", "sample2": OTHER}},
        {"iterations": {"1": {"w5_new": "0.5"}, "2": {"w5_new": "0.6", "sample2": OTHER}}},
    ],
)
def test_each_object_of_a_list_is_of_its_epoch(content: object) -> None:
    """And its samples are those of this epoch."""
    assert said(content) == {"w5_new": "0.5", "w5_new@e2": "0.6", "net_h1@s2e2": "0.25"}


OF_LAYERS = {"net_h1": "0.5", "net_h2": "0.6", "net_o1": "1.2", "net_o2": "1.3"}


@pytest.mark.parametrize(
    "content",
    [
        {"hidden": {"net": [0.5, 0.6]}, "output": {"net": [1.2, 1.3]}},
        {"layer1": {"net": [0.5, 0.6]}, "layer2": {"net": [1.2, 1.3]}},
        {"layers": [{"net": [0.5, 0.6]}, {"net": [1.2, 1.3]}]},
        {"hidden": {"h1": {"net": 0.5}, "h2": {"net": 0.6}}, "output": {"net": [1.2, 1.3]}},
        {"net": {"h1": 0.5, "h2": 0.6, "o1": 1.2, "o2": 1.3}},
    ],
)
def test_an_object_says_of_which_layer_its_numbers_are(content: object) -> None:
    """None of them is right, and none is taken for that of another layer."""
    index = Marker(load("mazur")).names
    cells = read_text(json.dumps(content), index).cells

    assert {index.told_name(key): cell.raw for key, cell in cells.items()} == OF_LAYERS


def test_an_object_says_of_which_kind_its_numbers_are() -> None:
    """A gradient of a weight is no new weight."""
    index = Marker(load("mazur")).names
    content = {"gradients": {"w5": 0.9}, "new": {"w5": 0.8}, "old": {"w5": 0.4}}
    cells = read_text(json.dumps(content), index).cells

    assert {index.told_name(key): cell.raw for key, cell in cells.items()} == {
        "dE/dw5": "0.9",
        "w5_new": "0.8",
    }


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        (
            {"forward": {"net1": "0.3775", "out1": "0.5933", "y1": "0.7514"}},
            {"net_h1": "0.3775", "out_h1": "0.5933", "out_o1": "0.7514"},
        ),
        (
            {"layer1": {"net1": "0.3775"}, "layer2": {"net1": "1.1059"}},
            {"net_h1": "0.3775", "net_o1": "1.1059"},
        ),
        ({"update": {"w5": "0.3589", "b2": "0.5498"}}, {"w5_new": "0.3589", "b2_new": "0.5498"}),
        ({"sample": {"net_h1": "0.3775"}}, {"net_h1": "0.3775"}),
        ({"iteration": {"net_h1": "0.3775"}}, {"net_h1": "0.3775"}),
    ],
)
def test_an_object_that_says_nothing_changes_nothing(
    content: dict[str, dict[str, str]], meant: dict[str, str]
) -> None:
    """Its names mean what they mean alone, as their numbers tell."""
    index = Marker(load("mazur")).names
    cells = read_text(json.dumps(content), index).cells

    assert {index.told_name(key): cell.raw for key, cell in cells.items()} == meant
