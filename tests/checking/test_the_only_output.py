"""The report on the error of the only output: it is on the sheet as E_total, and never as E_o1."""

import json

import pytest

from bpcalc.cli import run

EXERCISE = """\
inputs: [0.3, 0.6]
targets: [0.40]
learning_rate: 0.3
weights: [[[0.5, -0.2], [-0.8, -0.4]], [[0.6, -0.2]]]
biases: [[0.3, -0.3], [0.5]]
"""
RIGHT = ("out_o1=0.6870", "delta_o1=0.06172", "dE/dw5=0.03590")


@pytest.mark.parametrize("error", ["0.0824", "0.0206", "0.2870", "-0.0412", "0.1435", "0.4120"])
def test_the_formula_is_that_of_the_error(error, tmp_path, capsys):
    """Whatever was written: no line of it is called E_o1, which nobody asks for."""
    exercise = tmp_path / "exercise.yaml"
    exercise.write_text(EXERCISE)
    call = ["check", str(exercise), f"E_total={error}", *RIGHT, "--lang", "en"]

    run(call)
    text = capsys.readouterr().out
    run([*call, "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]

    assert "E_o1" not in text
    assert "E_total  1/2·(target_o1 - out_o1)²  1/2·(0.40 - 0.6870)²  0.0411845" in text
    shown = [found["should"]["formula"] for found in findings if "should" in found]
    assert set(shown) <= {"1/2·(target_o1 - out_o1)²"}


def test_several_outputs_keep_their_lines(capsys):
    """There, the errors of the outputs are on the sheet, and the total is their sum."""
    run(["check", "mazur", "E_o1=0.2748", "E_o2=0.02356", "E_total=0.5", "--lang", "en"])

    assert "E_total  E_o1 + E_o2  0.2748 + 0.02356" in capsys.readouterr().out
