"""Headings of samples and of epochs, in whatever words."""

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.sources import load

TITLES = [
    "Sample {n} (x = ({x}), t = {t})",
    "Sample {n}: x = ({x}), t = {t}",
    "Sample {n}, inputs ({x}), target {t}",
    "Sample {n}: ({x}) -> {t}",
    "Example {n}: x = ({x}), y = {t}",
    "Sample #{n} [{x}]",
    "{nth} sample",
    "The {nth} training example:",
    "{n}. Beispiel",
    "Beispiel {n}:",
    "Muster {n} (Eingabe: {x}, Ziel: {t})",
    "### Datenpunkt {n}",
    "Data point {n}",
    "**Observation {n}**",
    "Training pair {n}",
    "Sample {letter}",
    "Input {n}",
    "样本{n}（x=({x})，t={t}）",
    "第{n}个样本（输入{x}，期望输出{t}）：",
]
SAMPLES = [("1", "first", "A", "0.1, 0.9", "0.8"), ("2", "second", "B", "0.7, 0.2", "0.3")]
"""What batch-momentum gives of two of its samples, and how these may be counted."""


def said(text: str, epochs: int = 1) -> dict[str, str]:
    """Return what a text says of batch-momentum."""
    index = Marker(load("batch-momentum"), epochs).names
    answers = read_text(text, index)
    assert not answers.unknown
    return {index.told_name(key): cell.raw for key, cell in answers.cells.items()}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_says_of_which_sample_the_lines_below_are(title: str) -> None:
    """No gradient of a sample is then taken for that of the batch."""
    parts = []
    for n, nth, letter, x, t in SAMPLES:
        head = title.format(n=n, nth=nth, letter=letter, x=x, t=t)
        parts.append(f"{head}\nnet_h1 = 0.{n}5\ndE/dw5 = -0.0{n}")

    assert said("\n".join(parts)) == {
        "net_h1@s1": "0.15",
        "dE/dw5@s1": "-0.01",
        "net_h1@s2": "0.25",
        "dE/dw5@s2": "-0.02",
    }


@pytest.mark.parametrize(
    "title", ["Epoche {n}", "{n}. Epoche:", "Round {n}", "Runde {n}", "=== Durchlauf {n} ==="]
)
def test_a_title_says_of_which_epoch_the_lines_below_are(title: str) -> None:
    """Also in German."""
    parts = [f"{title.format(n=n)}\nw5_new = 0.5{n}" for n in (1, 2)]

    assert said("\n".join(parts), 2) == {"w5_new": "0.51", "w5_new@e2": "0.52"}


def test_numbers_behind_a_sample_are_not_thrown_away() -> None:
    """They are what is given only if they are the given ones."""
    answers = read_text("Sample 1: (0.54)\nnet_h1 = 0.3", Marker(load("batch-momentum")).names)

    assert answers.unknown


def test_a_letter_that_counts_nothing_is_no_sample() -> None:
    """There is one pattern only, and it is called B."""
    answers = read_text(
        "Pattern B: the second try\nnet_h1 = 0.3", Marker(load("batch-momentum")).names
    )

    assert [cell.raw for cell in answers.cells.values()] == ["0.3"]


@pytest.mark.parametrize("after", ["After the update:", "After update", "更新后："])
@pytest.mark.parametrize("name", ["w5_new", "w5"])
def test_a_heading_of_the_update_is_that_of_its_epoch(after: str, name: str) -> None:
    """It was that of the first, however many there had been."""
    parts = [f"Epoch {n}\n{after}\n{name} = 0.5{n}" for n in (1, 2)]

    assert said("\n".join(parts), 2) == {"w5_new": "0.51", "w5_new@e2": "0.52"}


def test_what_is_left_in_the_end_is_after_the_last_epoch() -> None:
    """The error after training is that of the epoch which would follow."""
    text = "Epoch 1\nw5_new = 0.51\nEpoch 2\nw5_new = 0.52\nAfter training\nE_total = 0.1"

    assert said(text, 2) == {"w5_new": "0.51", "w5_new@e2": "0.52", "E_samples@e3": "0.1"}


@pytest.mark.parametrize(("name", "meant"), [("d", "delta_o1"), ("y", "out_o1")])
def test_an_answer_in_the_line_of_its_sample_stays_one(name: str, meant: str) -> None:
    """Other books call answers as this exercise calls what it gives."""
    values = {1: "0.1234", 2: "0.2345"}

    found = said("\n".join(f"Sample {n}: {name} = {value}" for n, value in values.items()))

    assert found == {f"{meant}@s{n}": value for n, value in values.items()}
