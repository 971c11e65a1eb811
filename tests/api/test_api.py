"""What Python programs call, against an independent program and in a running notebook."""

import json
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import bpcalc
from bpcalc.errors import AnswersError, ExerciseError, MissingExtra, NotAQuantity
from bpcalc.exercise.sources import built_in, built_in_path
from bpcalc.report.training_data import record
from tests.helpers.patience import PATIENCE

GIVEN: dict[str, Any] = {
    "inputs": [0.05, 0.10],
    "targets": [0.01, 0.99],
    "learning_rate": 0.5,
    "weights": [[[0.15, 0.20], [0.25, 0.30]], [[0.40, 0.45], [0.50, 0.55]]],
    "biases": [0.35, 0.60],
}


def sigmoid(net: Any) -> Any:
    """Return the logistic function."""
    return 1 / (1 + np.exp(-net))


def by_hand(given: dict[str, Any]) -> dict[str, Any]:
    """Return a step of two sigmoid layers with shared biases, worked by a program of its own."""
    x, t = np.array(given["inputs"]), np.array(given["targets"])
    first, second = map(np.array, given["weights"])
    nets = [first @ x + given["biases"][0]]
    outs = [sigmoid(nets[0])]
    nets.append(second @ outs[0] + given["biases"][1])
    outs.append(sigmoid(nets[1]))
    above = (outs[1] - t) * outs[1] * (1 - outs[1])
    below = second.T @ above * outs[0] * (1 - outs[0])
    gradients = [np.outer(below, x), np.outer(above, outs[0])]
    rate = given["learning_rate"]
    return {
        "nets": nets,
        "outs": outs,
        "deltas": [below, above],
        "gradients": gradients,
        "bias_gradients": [below.sum(keepdims=True), above.sum(keepdims=True)],
        "new_weights": [first - rate * gradients[0], second - rate * gradients[1]],
        "weights": [first, second],
    }


@pytest.mark.parametrize("name", list(by_hand(GIVEN)))
def test_arrays_are_those_of_an_independent_program(name: str) -> None:
    """In layer order, the first hidden layer first."""
    found = getattr(bpcalc.solve(GIVEN), name)

    assert [array.shape for array in found] == [array.shape for array in by_hand(GIVEN)[name]]
    for own, other in zip(found, by_hand(GIVEN)[name], strict=True):
        np.testing.assert_allclose(own, other, rtol=1e-12)


@pytest.mark.parametrize("name", list(built_in()))
def test_arrays_and_names_have_the_same_numbers(name: str) -> None:
    """Every array is made of the values that stand under the names."""
    solution = bpcalc.solve(name)
    # Where there is no connection, a matrix has 0.
    values = [0.0, *(float(value) for value in solution.calculation.values.values())]
    for arrays in (solution.weights, solution.nets, solution.deltas, solution.gradients):
        for array in arrays:
            for value in array.flat:
                assert value in values
    assert solution.inputs.tolist() == [float(n.value) for n in solution.exercise.samples[0].inputs]


def test_before_and_after_are_told_apart() -> None:
    """A bare name is before the update unless one asks for what comes after it."""
    solution = bpcalc.solve("mazur")

    before, after = solution.values("before"), solution.values("after", floats=True)

    assert before["w5"] == Decimal("0.40")
    assert after["w5"] == float(before["w5_new"]) == pytest.approx(0.35891648, abs=5e-9)
    assert float(before["E_total"]) == pytest.approx(0.298371109, abs=5e-10)
    assert after["E_total"] == pytest.approx(0.291027774, abs=5e-10)
    with pytest.raises(ValueError, match="before"):
        solution.values("later")  # type: ignore[arg-type]  # that is the point


def test_a_forward_pass_has_no_after() -> None:
    """The sentence says why."""
    with pytest.raises(bpcalc.BpcalcError, match="no update"):
        bpcalc.solve({"inputs": [1], "weights": [[[0.5]]]}).values("after")


@pytest.mark.parametrize("name", list(built_in()))
@pytest.mark.parametrize("epochs", [1, 2])
def test_every_name_of_the_values_is_looked_up_again(name: str, epochs: int) -> None:
    """No two quantities share a name, and each name leads back to its value."""
    solution = bpcalc.solve(name, epochs)

    values = solution.values("before")

    worked = [line for line in solution if (line.key.epoch or 1) <= epochs]
    assert len(values) == len(worked)
    for key, value in values.items():
        assert solution[key].value == value, key


def test_a_bare_name_on_a_batch_is_the_batch() -> None:
    """As in `check`; the first sample is `@s1`, and sample 2 `@s2`."""
    solution = bpcalc.solve("batch-momentum")

    assert solution["dE/dw5"].key.sample is None
    assert solution["dE/dw5@s2"].key.sample == 2
    assert solution["delta_o1"].key.sample == 1
    total = sum(float(solution[f"dE/dw5@s{sample}"].value) for sample in (1, 2, 3))
    assert float(solution["dE/dw5"].value) == pytest.approx(total)
    assert solution.gradients[1][0, 0] == pytest.approx(total)
    assert solution.at(sample=2).gradients[1][0, 0] == float(solution["dE/dw5@s2"].value)


def test_names_of_other_notations_are_understood() -> None:
    """δ and ∂ and what other books write."""
    solution = bpcalc.solve("mazur")

    assert solution["δ_o1"] == solution["delta_o1"]
    assert solution["∂E/∂w5"] == solution["dE/dw5"]
    with pytest.raises(NotAQuantity, match="net_h3"):
        solution["net_h3"]


def test_every_way_to_name_an_exercise() -> None:
    """A path, a name, a text, bytes, a mapping, numbers as arrays or Decimals, an exercise."""
    path = built_in_path("mazur")
    assert path is not None
    text = path.read_text(encoding="utf-8")
    array = {
        **GIVEN,
        "inputs": np.array([0.05, 0.10]),
        "weights": [*map(np.array, GIVEN["weights"])],
    }
    exact = {**GIVEN, "learning_rate": Decimal("0.50"), "inputs": ["0.05", "0.10"]}

    found = [
        bpcalc.load(each)
        for each in (path, str(path), "mazur", text, text.encode(), bpcalc.load(GIVEN))
    ]

    assert {exercise.sizes for exercise in found} == {(2, 2, 2)}
    for given in (array, exact):
        assert bpcalc.solve(given)["w5_new"].value == bpcalc.solve(GIVEN)["w5_new"].value
    assert bpcalc.load(exact).samples[0].inputs[1].text == "0.10"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"inputs": [1], "weigths": [[[1]]]}, "did you mean `weights`"),
        ({"inputs": ["O.5"], "weights": [[[1]]]}, "expected a number"),
        ({"inputs": [float("nan")], "weights": [[[1]]]}, "expected a number"),
        ({"inputs": [object()], "weights": [[[1]]]}, "found object"),
        ("inputs: [1\n", "text:"),
        ("missing.yaml", "no such file"),
    ],
)
def test_faults_are_the_sentences_of_the_command_line(given: Any, says: str) -> None:
    """With the line of the key; never a traceback of another kind."""
    with pytest.raises(ExerciseError, match=says):
        bpcalc.solve(given)


def test_an_exercise_is_built_of_sizes() -> None:
    """What is left out is drawn, the same for the same seed; what is given is used."""
    one, same, other = (
        bpcalc.Exercise.build(layers=(3, 4, 2), activation="tanh", seed=seed) for seed in (1, 1, 2)
    )

    assert one == same != other
    assert one.sizes == (3, 4, 2)
    assert [layer.activation.name for layer in one.layers] == ["tanh", "tanh"]
    assert one.updates
    given = bpcalc.Exercise.build(layers=(2, 2, 2), **GIVEN)
    assert given == bpcalc.load(GIVEN)
    with pytest.raises(ExerciseError, match="2-3-2"):
        bpcalc.Exercise.build(layers=(2, 3, 2), **GIVEN)


def test_records_are_the_lines_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Name by name what `step --format json` prints."""
    from bpcalc.cli import run

    run(["step", "mazur", "--format", "json"])
    printed = json.loads(capsys.readouterr().out)["lines"]

    records = bpcalc.solve("mazur").lines

    assert [(r.name, r.formula, r.substitution, str(r.value), r.shown) for r in records] == [
        (row["name"], row["formula"], row["substitution"], row["value"], row["shown"])
        for row in printed
    ]


def test_a_data_frame_has_a_row_for_every_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of pandas or polars; without both, a sentence names the extra."""
    solution = bpcalc.solve("mazur")
    if find_spec("pandas") or find_spec("polars"):
        assert solution.to_frame().shape == (len(solution), 13)
    monkeypatch.setattr("bpcalc.api.frames.find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match="frame"):
        solution.to_frame()


def test_why_and_draw_show_themselves() -> None:
    """A derivation as text and records, a picture as SVG."""
    solution = bpcalc.solve("mazur")

    why = solution.why("w5_new")

    assert [record.name for record in why.lines][-1] == "w5_new"
    assert str(why).startswith("Derivation of w5⁺")
    picture = solution.draw(["gradients"])
    assert picture.svg.startswith("<?xml")
    assert "0.0821670" in picture.svg


def test_training_step_by_step() -> None:
    """An epoch of training is the epoch of the hand calculation, and its end is the same."""
    trained = bpcalc.train("xor", epochs=5, until=0)
    solution = bpcalc.solve("xor", 5)

    assert [point.epoch for point in trained.history] == [0, 1, 2, 3, 4, 5]
    for own, other in zip(trained.weights, solution.final_weights, strict=True):
        np.testing.assert_allclose(own, other, rtol=1e-13)
    third = trained.step_by_step(3)
    np.testing.assert_allclose(third.weights[0], solution.at(sample=1, epoch=3).weights[0])
    assert trained.outputs.shape == (4, 1)
    assert trained.exercise.sizes == (2, 2, 1)
    with pytest.raises(bpcalc.BpcalcError, match="not reached"):
        trained.step_by_step(6)
    with pytest.raises(bpcalc.BpcalcError, match="needs"):
        bpcalc.train({"inputs": [1], "weights": [[[0.5]]]})


def test_checking_gives_the_json_of_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the answers come in, and with the same rules of credit."""
    from bpcalc.cli import run

    written = {"net_h1": "0.3775", "out_h1": "0.60", "delta_o1": "0.7414"}
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(written))
    run(["check", "mazur", str(path), "--format", "json", "--mistake", "0.5"])
    printed = json.loads(capsys.readouterr().out)
    credit = bpcalc.Credit(mistake=0.5)

    for answers in (written, path, str(path), path.read_text()):
        assert bpcalc.check("mazur", answers, credit=credit).plain() == printed
    words = bpcalc.check("mazur", [f"{name}={value}" for name, value in written.items()])
    assert len(words.marks) == len(written)
    assert words.marks[0].verdict == "right"
    with pytest.raises(AnswersError):
        bpcalc.check("mazur", "")


def test_words_of_some_kinds_ask_for_all_of_these_kinds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The command asked for both net inputs of the hidden layer, and Python for the one given."""
    from bpcalc.cli import run

    run(["check", "mazur", "net_h1=0.3775", "--only", "net", "--format", "json"])
    printed = json.loads(capsys.readouterr().out)

    marked = bpcalc.check("mazur", ["net_h1=0.3775"], credit=bpcalc.Credit(only=["net"]))

    assert marked.plain() == printed
    assert [mark.verdict for mark in marked.marks].count("blank") == 3


def test_the_mark_of_a_class_is_that_of_the_command(tmp_path: Path) -> None:
    """Where what follows earns a third, Python said 0.333 and the command 0.33, as marks are."""
    from bpcalc.cli import run

    table = tmp_path / "class.csv"
    table.write_text("student,net_h1,out_h1\nLi,0.3,0.574443\n")
    run(["grade", "mazur", str(table), "-o", str(tmp_path / "out"), "--follow", "0.333"])
    _, row = (tmp_path / "out" / "class.csv").read_text("utf-8-sig").splitlines()[:2]

    graded = bpcalc.grade("mazur", table, credit=bpcalc.Credit(follow=0.333))

    assert graded.students[0].mark == "0.33"
    assert ",0.33," in row


def test_a_class_is_graded_as_by_the_command(tmp_path: Path) -> None:
    """A table, a folder and a mapping give the same records."""
    (tmp_path / "sheets").mkdir()
    class_ = {"Li": {"net_h1": "0.3775"}, "Wu": {"net_h1": "0.1", "out_h1": "0.593"}}
    for name, answers in class_.items():
        (tmp_path / "sheets" / f"{name}.json").write_text(json.dumps(answers))
    table = tmp_path / "class.csv"
    table.write_text("student,net_h1,out_h1\nLi,0.3775,\nWu,0.1,0.593\n")

    graded = [bpcalc.grade("mazur", each) for each in (class_, table, tmp_path / "sheets")]

    scores = [[(s.student, s.score) for s in each.students] for each in graded]
    assert scores[0] == scores[1] == scores[2]
    assert str(graded[0]).startswith("2 papers marked")
    assert graded[0].items[0].quantity == "net_h1"


def test_importing_the_package_imports_nothing_heavy() -> None:
    """Neither NumPy nor any report; `dir` shows what there is all the same."""
    program = (
        "import sys, bpcalc\n"
        "heavy = {'numpy', 'click', 'rich', 'yaml', 'bpcalc.api', 'bpcalc.report'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "assert {'solve', 'train', 'check', 'grade', 'audit', 'load'} <= set(dir(bpcalc))\n"
        "bpcalc.solve('mazur')['w5_new']\n"
        "assert 'numpy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_line_is_a_number_and_an_equation() -> None:
    """It is looked up, rounded, printed, and is still the line of the calculation."""
    solution = bpcalc.solve("mazur")

    line = solution["net_h1"]

    assert float(line) == 0.3775
    assert str(line) == "net_h1 = w1·i1 + w2·i2 + b1 = 0.15·0.05 + 0.20·0.10 + 0.35 = 0.3775"
    assert str(solution["w5"]) == "w5 = 0.40"
    assert line == solution.line("net_h1")
    assert line.record in solution.lines


def test_a_new_exercise_is_that_of_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same file for the same seed, taken by all that takes an exercise."""
    from bpcalc.cli import run

    for arguments, made in (
        (["mazur", "--seed", "5"], bpcalc.new("mazur", seed=5)),
        (
            ["--layers", "2-2-1", "--activation", "tanh", "--weights=-0.5:0.5:0.1", "--seed", "7"],
            bpcalc.new(
                layers=(2, 2, 1), activation="tanh", ranges={"weights": "-0.5:0.5:0.1"}, seed=7
            ),
        ),
    ):
        assert run(["new", *arguments]) == 0
        assert capsys.readouterr().out == made.text
        assert bpcalc.load(made) == made.exercise == bpcalc.load(made.text)
        assert bpcalc.solve(made).exercise is made.exercise
    made.save(tmp_path / "new.yaml")
    assert (tmp_path / "new.yaml").read_text(encoding="utf-8") == str(made)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"nice": "thirds"}, "`thirds`.*integers, tenths"),
        ({"ranges": {"weights": "0:1"}}, "low:high:step"),
        ({"ranges": {"gains": "0:1:0.1"}}, "`gains`.*weights"),
        ({"clean": ["no_such"]}, "`no_such`"),
        ({"activation": "tanh"}, "`activation` goes with `layers`"),
        ({"exercise": "mazur", "layers": (2, 1)}, "leave one out"),
        ({"layers": (2,)}, "."),
        ({"layers": (0, 1)}, "."),
        ({"layers": (2, 1), "activation": "no_such"}, "no_such"),
    ],
)
def test_what_cannot_be_made_is_said(asked: dict[str, Any], says: str) -> None:
    """In one sentence, and without a traceback of another kind."""
    with pytest.raises(bpcalc.BpcalcError, match=says):
        bpcalc.new(**asked)


def test_what_came_of_an_exercise_stands_for_it() -> None:
    """A trained exercise with its weights, a solution, and the file of an exercise."""
    trained = bpcalc.train("xor", epochs=2, until=0)

    assert bpcalc.solve(trained).weights[0][0, 0] == trained.weights[0][0, 0]
    assert bpcalc.load(bpcalc.solve("mazur")) == bpcalc.load("mazur")
    for name in built_in():
        exercise = bpcalc.load(name)
        assert bpcalc.load(exercise.to_yaml()) == exercise


CELLS = [
    'import bpcalc\nbpcalc.solve("mazur")',
    'bpcalc.solve("mazur").why("w5_new")',
    'bpcalc.solve("mazur").draw()',
    'bpcalc.train("xor", epochs=9)',
    'bpcalc.check("mazur", {"net_h1": 0.3775, "delta_o1": 0.7414})',
    'bpcalc.audit("mazur")',
    'bpcalc.new("mazur", seed=1)',
    'bpcalc.compare("mazur", learning_rate=[0.1, 0.5], epochs=9)',
    'bpcalc.train("xor", epochs=9).draw_regions()',
    'bpcalc.load("mazur")',
    'bpcalc.solve("mazur")["net_h1"]',
    'bpcalc.grade("mazur", {"Li": {"net_h1": 0.3775}})',
]


def test_everything_shows_itself_in_a_running_notebook(tmp_path: Path) -> None:
    """Every cell ends in something that Jupyter has a picture, a page or Markdown for."""
    nbformat = pytest.importorskip("nbformat", reason="the extra `dev` brings nbclient")
    nbclient = pytest.importorskip("nbclient", reason="the extra `dev` brings nbclient")
    pytest.importorskip("ipykernel", reason="the extra `dev` brings ipykernel")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])

    client = nbclient.NotebookClient(
        notebook, timeout=PATIENCE, resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()

    for cell in notebook.cells:
        (output,) = cell.outputs
        shown = {"text/html", "text/markdown", "image/svg+xml"} & output.data.keys()
        assert shown, cell.source
        assert "Traceback" not in str(output.data)


DRAWN = """
inputs: [0.5, -1.2]
targets: [0.9]
learning_rate: 0.3
weights:
  p1: {on: [[i1, h1], [i2, h2]], value: 0.4}
  p2: {from: h1, to: o1, value: 0.6}
  p3: {from: h2, to: o1, value: 0.5}
  p4: {from: i1, to: o1, value: 0.9}
biases: [[null, 0.1], 0.2]
"""


def test_arrays_of_a_drawing_have_every_connection_at_its_place():
    """A skip takes no other's place, a shared weight stands at each of its own; null is 0."""
    solution = bpcalc.solve(DRAWN)

    assert [matrix.tolist() for matrix in solution.weights] == [[[0.4, 0], [0, 0.4]], [[0.6, 0.5]]]
    assert [vector.tolist() for vector in solution.biases] == [[0, 0.1], [0.2]]
    values = solution.values(floats=True)
    assert solution.gradients[0][0, 0] == solution.gradients[0][1, 1] == values["dE/dp1"]
    assert solution.gradients[1].tolist() == [[values["dE/dp2"], values["dE/dp3"]]]
    assert solution.new_weights[1].tolist() == [[values["p2_new"], values["p3_new"]]]
    assert solution.final_weights[1].tolist() == solution.new_weights[1].tolist()
    assert solution.bias_gradients[0].tolist() == [0, values["dE/db_h2"]]


def test_training_of_a_drawing_has_every_number_at_its_place():
    """In JSON as in the arrays; where nothing is, a null, and what leaps stands apart."""
    result = bpcalc.train(DRAWN, epochs=1)
    solution = bpcalc.solve(DRAWN)
    data = record(result.training)

    wanted = [matrix.tolist() for matrix in solution.new_weights]
    assert [matrix.tolist() for matrix in result.weights] == [
        pytest.approx(np.array(matrix)) for matrix in wanted
    ]
    assert data["weights"][0] == [
        [pytest.approx(wanted[0][0][0]), None],
        [None, pytest.approx(wanted[0][1][1])],
    ]
    assert data["biases"] == [
        [None, pytest.approx(solution.new_biases[0][1])],
        pytest.approx(0.2 - 0.3 * solution.values(floats=True)["dE/db2"]),
    ]
    (skip,) = data["skips"]
    value = pytest.approx(solution.values(floats=True)["p4_new"])
    assert skip == {"layer": 2, "unit": 1, "source_layer": 0, "source": 1, "value": value}


def test_arrays_say_what_an_exercise_does_not_come_to():
    """Where some units of a layer have a delta, the others have none: no number moves up."""
    solution = bpcalc.solve(
        "inputs: [1, null]\nlayers: [2, 2, 1]\nlearning_rate: 0.5\ntargets: [1]\n"
        "weights: [[[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.6]]]\ngiven: {out_h1: 0.5, net_h2: 0.3}\n"
    )

    assert np.isnan(solution.nets[0][0])
    assert solution.nets[0][1] == 0.3


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: bpcalc.load(5), "a path, a name, a text or a mapping; found int"),  # type: ignore[arg-type]  # on purpose
        (lambda: bpcalc.solve("mazur", epochs=-1), "whole number from 0 on, not -1"),
        (lambda: bpcalc.solve("mazur", epochs=2.5), "not 2.5"),  # type: ignore[arg-type]  # on purpose
        (lambda: bpcalc.train("mazur", epochs="3"), "not '3'"),  # type: ignore[arg-type]  # on purpose
        (lambda: bpcalc.train("mazur", until=-1), "an error of 0 or more"),
        (lambda: bpcalc.compare("mazur", learning_rate=[1], epochs=1.5), "not 1.5"),  # type: ignore[arg-type]  # on purpose
        (lambda: bpcalc.compare("mazur", learning_rate=[1], until="a"), "0 or more"),  # type: ignore[arg-type]  # on purpose
        (lambda: bpcalc.check("mazur", [1, 2]), "expected answers: .* found list"),  # type: ignore[list-item]  # on purpose
        (lambda: bpcalc.check("mazur", 5), "found int"),  # type: ignore[arg-type]  # on purpose
        (lambda: bpcalc.solve("mazur").values("during"), "not 'during'"),  # type: ignore[arg-type]  # on purpose
        (lambda: bpcalc.load(""), "a text or a mapping; found an empty text"),
        (lambda: bpcalc.solve("xor").at(sample=9), "there is no `sample` 9; the last one is 4"),
        (lambda: bpcalc.solve("xor").at(sample=0), "whole number from 1 on, not 0"),
        (lambda: bpcalc.solve("xor").at(epoch=3), "there is no `epoch` 3; the last one is 2"),
        (lambda: bpcalc.solve("xor").draw(sample=9), "there is no `sample` 9"),
        (lambda: bpcalc.solve("xor").draw(epoch=9), "there is no `epoch` 9"),
        (lambda: bpcalc.solve("xor").draw(["weight"]), "does not know `weight`; choose from"),  # type: ignore[list-item]  # on purpose
        (lambda: bpcalc.train("xor", epochs=5).step_by_step(0), "from 1 on, not 0"),
        (lambda: bpcalc.train("xor", epochs=5).step_by_step(2.5), "from 1 on, not 2.5"),  # type: ignore[arg-type]  # on purpose
    ],
)
def test_a_call_that_says_nothing_is_told_so(call: Callable[[], object], says: str) -> None:
    """In a sentence of ours, which is a ValueError as well, and not in one from deep inside."""
    with pytest.raises(bpcalc.BpcalcError, match=says) as caught:
        call()
    assert isinstance(caught.value, ValueError)


def test_a_name_that_another_sample_has_is_no_unknown_name() -> None:
    """It is the sample that there is not."""
    solution = bpcalc.solve("xor")
    with pytest.raises(bpcalc.BpcalcError, match="no `net_h1` in that sample and epoch"):
        solution.line("net_h1", sample=9)
    with pytest.raises(bpcalc.BpcalcError, match="no `net_h1` in that sample and epoch"):
        solution.why("net_h1", epoch=3)
    assert solution.at(sample=4, epoch=2).nets[1].shape == (1,)
    with pytest.raises(bpcalc.BpcalcError, match="there is no quantity `nett_h1`"):
        solution.line("nett_h1", sample=1)


@pytest.mark.parametrize(
    "layers", ["2-3-1", 5, (), (2,), (2, 0, 1), (2, -3, 1), (2, 2.5, 1), (2, True), (2, 10_001)]
)
@pytest.mark.parametrize("weights", [{}, {"weights": {"w1": 1}}])
def test_layers_that_are_none_are_named(layers: Any, weights: dict[str, Any]) -> None:
    """And not the weights that nobody wrote, nor a sentence from deep inside."""
    with pytest.raises(bpcalc.BpcalcError) as caught:
        bpcalc.Exercise.build(layers=layers, **weights)
    (line,) = str(caught.value).splitlines()
    assert line.startswith("layers: expected the units of every layer, inputs first")
    assert line.endswith(f"found {layers!r}")
    if not weights:
        with pytest.raises(bpcalc.BpcalcError, match=r"^layers: expected the units"):
            bpcalc.new(layers=layers, seed=1)


def test_a_network_beyond_all_bounds_is_not_drawn() -> None:
    """It would take all memory before the reader could say so."""
    with pytest.raises(bpcalc.BpcalcError, match=r"^layers: the network has 100000000 weights"):
        bpcalc.Exercise.build(layers=(10_000, 10_000))
    assert bpcalc.Exercise.build(layers=np.array([2, 3, 1])).sizes == (2, 3, 1)


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    """In the sentence of the command line."""
    for save in (bpcalc.solve("mazur").draw().save, bpcalc.new("mazur", seed=1).save):
        for path in (tmp_path / "nowhere" / "x.svg", tmp_path / "a\0b.svg"):
            with pytest.raises(bpcalc.BpcalcError, match=r"(x|b)\.svg") as caught:
                save(path)
            assert " cannot be written: " in str(caught.value)


def test_a_new_exercise_gives_its_file_as_any_exercise_does() -> None:
    """By the same name."""
    made = bpcalc.new("mazur", seed=1)
    assert made.to_yaml() == made.text
    assert bpcalc.load(made.to_yaml()) == made.exercise


def test_what_is_listed_of_the_package_is_public() -> None:
    """A shell completes what may be relied on, and nothing else."""
    assert {name for name in dir(bpcalc) if not name.startswith("__")} == {
        name for name in bpcalc.__all__ if not name.startswith("__")
    }


def test_a_fault_of_a_mapping_names_its_key() -> None:
    """There is no file, and so no line; the key at fault stands in its place."""
    with pytest.raises(bpcalc.BpcalcError) as caught:
        bpcalc.load({"inputs": [1, 2], "weights": [[[0.1]]], "activation": "tanhh"})
    first, second = str(caught.value).splitlines()
    assert first.startswith("dict['inputs']: ")
    assert (
        second == "dict['activation']: expected an activation, found `tanhh`; did you mean `tanh`?"
    )
    with pytest.raises(bpcalc.BpcalcError, match=r"^dict: `weights` is missing"):
        bpcalc.load({"inputs": [1]})


def test_what_is_printed_in_a_shell_is_short() -> None:
    """An exercise is no page of dataclasses."""
    assert repr(bpcalc.load("mazur")).endswith(": 2-2-2>")
    assert repr(bpcalc.solve("xor").at(sample=2)) == "<LayerArrays: 2-2-1, sample 2, epoch 1>"
    assert repr(bpcalc.Exercise.build(layers=(2, 3, 1))) == "<Exercise: 2-3-1>"
    assert repr(bpcalc.grade("mazur", {"Li": {"net_h1": 1}})) == "<GradedClass: 1 student>"


@pytest.mark.parametrize("wanted", [["net_h1", "w5_new"], {}, None, 3, b"net_h1", ("net_h1",)])
def test_what_is_no_name_is_one_sentence(wanted: Any) -> None:
    """Whatever is asked for, it is a quantity or an error of ours."""
    solution = bpcalc.solve("mazur")
    for ask in (solution.__getitem__, solution.latex, solution.line, solution.why):
        with pytest.raises(bpcalc.BpcalcError, match="this calculation has no"):
            ask(wanted)


@pytest.mark.parametrize("length", [120, 12.5, ["120mm"], b"120mm", ""])
def test_what_is_no_length_is_one_sentence(length: Any, tmp_path: Path) -> None:
    """A number without a unit is no length, and no crash."""
    picture = bpcalc.solve("mazur").draw()
    for option in ({"size": length}, {"font": length}):
        with pytest.raises(bpcalc.BpcalcError, match="expected a length such as 120mm"):
            picture.save(tmp_path / "net.svg", **option)
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("path", [None, 3, ["net.svg"]])
def test_what_is_no_path_is_one_sentence(path: Any) -> None:
    """Nothing is written where no file is named."""
    for save in (bpcalc.solve("mazur").draw().save, bpcalc.new("mazur", seed=3).save):
        with pytest.raises(bpcalc.BpcalcError, match="expected the path of a file, found"):
            save(path)


def test_what_the_exercise_says_of_grading_holds_in_python_as_for_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One paper has one mark, whoever gives it; a call goes before the exercise."""
    from bpcalc.cli import run

    text = bpcalc.load("mazur").to_yaml() + "grading: {accept: none, mistake: 0.5, only: [delta]}\n"
    path = tmp_path / "graded.yaml"
    path.write_text(text)
    sheet = {"delta_o1": "-0.1385", "delta_o2": "0.0381"}
    (tmp_path / "sheet.json").write_text(json.dumps(sheet))
    run(["check", str(path), str(tmp_path / "sheet.json"), "--format", "json"])
    printed = json.loads(capsys.readouterr().out)

    for exercise in (path, text, bpcalc.load(path)):
        assert bpcalc.check(exercise, sheet).plain() == printed
    graded = bpcalc.grade(path, {"Li": sheet}).students[0]
    assert (graded.score, graded.max_score) == ("1.5", "4")
    assert (printed["score"], printed["max_score"]) == (1.5, 4)
    usual = bpcalc.Credit(accept=["err_sign"])
    assert bpcalc.check(text, sheet, credit=usual).score == 2
    with pytest.raises(AnswersError):
        bpcalc.check(text.replace("0.5, only", "lots, only"), sheet)
    with pytest.raises(AnswersError):
        bpcalc.check("mazur", sheet, credit=bpcalc.Credit(accept="everything"))
