"""Arrays of 32-bit floats as NumPy prints them, with the error as an f-string prints it."""

import numpy as np
import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.exercise.reader import read

STYLES = {
    "as it is": {},
    "fixed": {"precision": 8, "floatmode": "fixed"},
    "equal": {"precision": 8, "floatmode": "maxprec_equal"},
    "unique": {"floatmode": "unique"},
    "six": {"precision": 6},
}
ERRORS = {"f-string": "{}".format, "str": lambda error: str(np.float32(error)), "none": None}


def worked(seed):
    """Return an exercise, and arrays of a program that works it in single precision."""
    random = np.random.default_rng(seed)
    x, t = random.uniform(0.05, 0.95, 3).round(2), random.uniform(0.01, 0.99, 2).round(2)
    first, second = random.uniform(-1, 1, (3, 3)).round(2), random.uniform(-1, 1, (2, 3)).round(2)
    exercise = (
        f"inputs: {x.tolist()}\ntargets: {t.tolist()}\nlearning_rate: 0.5\n"
        f"weights: [{first.tolist()}, {second.tolist()}]\n"
    )
    x, t, first, second = (each.astype(np.float32) for each in (x, t, first, second))
    z1 = first @ x
    a1 = 1 / (1 + np.exp(-z1))
    z2 = second @ a1
    a2 = 1 / (1 + np.exp(-z2))
    d2 = (a2 - t) * a2 * (1 - a2)
    g2 = np.outer(d2, a1)
    g1 = np.outer(second.T @ d2 * a1 * (1 - a1), x)
    half = np.float32(0.5)
    arrays = {
        "Z1": z1, "A1": a1, "Z2": z2, "A2": a2, "dW2": g2, "dW1": g1,
        "W2_new": second - half * g2, "W1_new": first - half * g1,
    }  # fmt: skip
    assert {each.dtype for each in arrays.values()} == {np.dtype(np.float32)}
    return exercise, arrays, half * np.sum((t - a2) ** 2)


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("style", STYLES)
def test_no_number_of_a_printout_is_called_wrong(style, error):
    """Not every number is one that a float of 32 bits prints alone, and not all have one length."""
    for seed in range(8):
        text, arrays, loss = worked(seed)
        with np.printoptions(**STYLES[style]):
            lines = [f"{name} = {array}" for name, array in arrays.items()]
        if ERRORS[error]:
            lines.insert(4, f"E_total = {ERRORS[error](loss)}")
        marker = Marker(read(text.encode(), "exercise.yaml").exercise)
        answers = read_text("\n".join(lines), marker.names)
        marking = marker.mark(answers.cells, answers.cells)

        verdicts = {mark.key: mark.verdict for mark in marking.marks if mark.cell}
        assert len(verdicts) >= 40, lines
        assert set(verdicts.values()) <= {"right", "form"}, (seed, verdicts, lines)
