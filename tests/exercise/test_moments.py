"""The moments of an epoch: its batches, by which lines are counted."""

import ast
from pathlib import Path

import pytest

import bpcalc
from bpcalc.calc.shape import shape_of
from bpcalc.exercise.spec import Exercise

PACKAGE = Path(bpcalc.__file__).parent

HOMES = {"exercise/spec.py", "calc/shape.py"}
"""An exercise counts them, and its structure, which has no exercise."""


@pytest.mark.parametrize(
    ("size", "moments"), [(None, 1), (1, 5), (2, 3), (3, 2), (4, 2), (5, 1), (9, 1)]
)
def test_an_epoch_has_a_moment_for_every_batch(size: int | None, moments: int) -> None:
    """As many as updates lie between two epochs, and one where samples are not divided."""
    samples = [{"inputs": [n], "targets": [0]} for n in range(1, 6)]
    more = {} if size is None else {"batch_size": size}
    exercise = Exercise.build(
        samples=samples, weights=[[[0.5]]], learning_rate="0.5", update="batch", **more
    )

    assert exercise.moments == shape_of(exercise).moments == moments
    updates = [exercise.update_number(epoch) for epoch in (1, 2, 3)]
    assert updates == [moments, 2 * moments, 3 * moments]
    assert {exercise.moment(update)[0] for update in range(1, moments + 1)} == {1}
    assert exercise.moment(moments + 1)[0] == 2


def test_they_are_counted_in_one_place() -> None:
    """Nobody else takes the larger of 1 and the number of batches."""
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "max"
        and any(".batches)" in ast.unparse(each) for each in node.args)
    }

    assert found == HOMES
