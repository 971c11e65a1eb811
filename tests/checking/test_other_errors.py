"""An error by the name of another one is not called wrong: it is told, and not marked."""

import pytest

from bpcalc.checking.answers_reader import read_text, read_words
from bpcalc.checking.marker import Marker
from bpcalc.exercise.sources import load


def verdict(name: str, *words: str) -> list[str]:
    """Return the verdicts on what is read of a sheet that begins with an error."""
    marker = Marker(load(name))
    answers = read_words(words, marker.names)
    assert not answers.unknown
    told = [note for note in answers.notes if "another error than the one" in note]
    marks = marker.mark(answers.cells).marks
    return ["told" for _ in told] + [mark.verdict for mark in marks if mark.cell is not None]


OUTPUTS = ("out_o1=0.60", "out_o2=0.80")


@pytest.mark.parametrize(
    ("name", "words", "verdicts"),
    [
        ("batch-momentum", ["MSE=0.044951"], ["told"]),
        ("batch-momentum", ["均方误差=0.0450"], ["told"]),
        ("batch-momentum", ["RMSE=0.2120"], ["told"]),
        ("batch-momentum", ["mean squared error = 0.0450"], ["told"]),
        ("batch-momentum", ["average loss=0.0450"], ["told"]),
        ("softmax", ["MSE=0.2758"], ["told"]),
        ("mazur", ["SSE=0.5967"], ["told"]),
        ("mazur", ["SSE=0.3842", *OUTPUTS], ["told", "unexplained", "unexplained"]),
        # the error of the exercise, by another name for it
        ("mazur", ["MSE=0.2984"], ["right"]),
        ("mazur", ["MSE=0.1921", *OUTPUTS], ["unexplained", "unexplained", "follow"]),
        ("batch-momentum", ["MSE=0.0674"], ["right"]),
        ("batch-momentum", ["loss=0.0674"], ["right"]),
        # neither: it is the error of its name that is wrong
        ("batch-momentum", ["MSE=0.7777"], ["told"]),
        ("batch-momentum", ["E_total=0.0674", "MSE=0.7777"], ["told", "right"]),
        ("mazur", ["E_total=0.2984", "SSE=0.7777"], ["told", "right"]),
        ("mazur", ["SSE=0.7777", *OUTPUTS], ["told", "unexplained", "unexplained"]),
        ("softmax", ["MSE=0.7777"], ["told"]),
        # of outputs left out nothing is known
        ("mazur", ["SSE=0.7777", "net_o1=1.2"], ["unexplained", "unexplained"]),
        # and by its own name nothing else is meant
        ("mazur", ["MSE=0.1492"], ["mistake"]),
        ("mazur", ["E=0.5967"], ["mistake"]),
        # E without ½ is a convention that passes, whatever it is called
        ("regression", ["E=0.3136"], ["convention"]),
        ("regression", ["SSE=0.3136"], ["convention"]),
        ("regression", ["SSE=0.3136", "delta_o1=1.12"], ["convention", "convention"]),
        ("regression", ["SSE=0.3136", "delta_o1=0.56"], ["told", "right"]),
    ],
)
def test_an_error_by_its_own_name(name: str, words: list[str], verdicts: list[str]) -> None:
    """Right is what its name says, of the exercise's outputs or those on the sheet."""
    assert verdict(name, *words) == verdicts


def test_a_wrong_error_by_its_own_name_is_told() -> None:
    """It is said that it is wrong, and not that it is the error of the exercise."""
    marker = Marker(load("batch-momentum"))
    wrong, right = (read_words([f"MSE={value}"], marker.names) for value in ("0.7777", "0.0450"))
    assert not wrong.cells
    assert ["not right as that either" in note for note in wrong.notes] == [True]
    assert ["not right as that either" in note for note in right.notes] == [False]


def test_many_such_names_are_not_all_looked_at() -> None:
    """A sheet of nothing else is read at once; what is said of one name is said once."""
    marker = Marker(load("batch-momentum"))
    answers = read_text("MSE = 0.044951\n" * 3000, marker.names)
    assert not answers.cells
    assert len(answers.notes) == 1
