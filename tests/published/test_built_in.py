"""The exercises that come with bpcalc."""

from dataclasses import replace
from pathlib import Path

import pytest

import bpcalc
from bpcalc.maths.keys import Key

FOLDER = Path(bpcalc.__file__).parent / "exercises"
COPIES = Path(__file__).parents[2] / "configs"
PUBLISHED = Path(__file__).parent

NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
PRINTED = {"mazur": "mazur_222", "han-kamber": "han_kamber_321"}


def plain(exercise):
    """Return the exercise without its texts."""
    return replace(exercise, title=None, source=None)


def test_the_exercises_are_these():
    """A student who follows the README finds every exercise under its name."""
    assert NAMES == [
        "batch-momentum",
        "han-kamber",
        "mazur",
        "regression",
        "single-neuron",
        "softmax",
        "tanh",
        "thresholds",
        "two-hidden-layers",
        "two-three-two",
        "xor",
    ]


def test_configs_are_copies():
    """`configs/` holds the same files, byte for byte."""
    originals = {path.name: path.read_bytes() for path in FOLDER.glob("*.yaml")}

    assert originals == {path.name: path.read_bytes() for path in COPIES.glob("*.yaml")}


@pytest.mark.parametrize(("name", "case"), PRINTED.items())
def test_the_real_ones_are_the_published_ones(name, case):
    """The exercise named after a book is the one whose printed numbers are tested."""
    assert plain(bpcalc.load(name)) == plain(bpcalc.load(PUBLISHED / f"{case}.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_every_exercise_says_what_it_is(name):
    """A file starts with a comment and names title and source, in lines of 88 characters."""
    lines = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    exercise = bpcalc.load(name)

    assert lines[0].startswith("# ")
    assert exercise.title
    assert exercise.source
    assert max(map(len, lines)) <= 88


@pytest.mark.parametrize("name", NAMES)
def test_the_error_falls(name):
    """One epoch makes the error over all samples smaller, as a first exercise should show."""
    solution = bpcalc.solve(name)
    several = len(solution.exercise.samples) > 1
    before, after = (
        solution[Key("total_error", None, None, None, None if several else 1, epoch)].value
        for epoch in (1, 2)
    )

    assert after < before
