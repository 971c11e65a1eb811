"""Samples and updates of batches, however a sheet says whose they are; and totals of batches."""

import pytest

from bpcalc.checking.answers_reader import read_text
from bpcalc.checking.marker import Marker
from bpcalc.errors import AnswersError
from bpcalc.exercise.reader import read as read_exercise

EXERCISE = b"""samples:
  - {inputs: [0.5, -0.2], targets: [1]}
  - {inputs: [0.1, 0.9], targets: [0]}
  - {inputs: [-0.7, 0.4], targets: [0]}
  - {inputs: [0.3, 0.3], targets: [1]}
learning_rate: 0.3
weights: [[[0.2, -0.4], [0.7, 0.1]], [[0.5, -0.3]]]
biases: [[0.1, -0.2], [0.05]]
activation: [tanh, sigmoid]
momentum: 0.9
"""
MINI = read_exercise(EXERCISE + b"batch_size: 2\n", "mini.yaml").exercise
WHOLE = Marker(read_exercise(EXERCISE + b"update: batch\n", "whole.yaml").exercise).names
ONLINE = Marker(read_exercise(EXERCISE, "online.yaml").exercise).names
ONE, TWO = Marker(MINI).names, Marker(MINI, epochs=2).names


def read(text, names=ONE):
    """Return the numbers that are read off a text, by full names; and everything that is said."""
    found = read_text(text, names)
    cells = {names.own.full(key): cell.raw for key, cell in found.cells.items()}
    return cells, [*found.unknown, *found.notes]


@pytest.mark.parametrize(
    "text",
    [
        *("sample 3\nnet_h1 = 0.7", "样本3：\nnet_h1 = 0.7", "样本3：net_h1 = 0.7"),
        *("epoch 1, batch 2: sample 3\nnet_h1 = 0.7", "net_h1@s3 = 0.7", "net_h1 (sample 3) = 0.7"),
        "# epoch 1, batch 2: sample 3: Hidden layer: net inputs (4 decimals)\nnet_h1 = 0.7",
        *("name,sample 3\nnet_h1,0.7", "sample,net_h1\n3,0.7", "Sample 3\nname,value\nnet_h1,0.7"),
        *("第2批 样本1：net_h1=0.7", "Batch 2\n sample 1: net_h1 = 0.7", "net_h1^(3) = 0.7"),
        *('{"sample 3": {"net_h1": 0.7}}', '{"sample 3": {"hidden": {"net_h1": 0.7}}}'),
        "batch 2, sample 3: net_h1 = 0.7",
    ],
)
def test_a_sample_is_one_of_its_batch(text):
    """It was taken for the first one."""
    assert read(text) == ({"net_h1@s3e2": "0.7"}, [])


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "batch {}",
            "批次{}：",
            "第{}批",
            "Batch {}/2:",
            "小批量{}",
            "after batch {}:",
            "update {}:",
        ),
        *("第{}批更新后：", "Batch {} (samples 3 and 4)", "=== Epoch 1/1, Batch {}/2 ==="),
    ],
)
def test_a_batch_has_its_update(heading):
    """It was said to be answered twice."""
    text = "\n".join(f"{heading.format(n)}\ndw5 = 0.{n}" for n in (1, 2))
    assert read(text) == ({"dw5": "0.1", "dw5@e2": "0.2"}, [])


def test_batches_may_be_counted_from_0_and_listed_with_their_samples():
    """As programs do, and books."""
    assert read("Batch 0\ndw5 = 0.1\nBatch 1\ndw5 = 0.2")[0] == {"dw5": "0.1", "dw5@e2": "0.2"}
    text = "第一批（样本1、样本2）\ndE/dw5 = 0.1\n第二批（样本3、样本4）\ndE/dw5 = 0.2"
    assert read(text)[0] == {"dE/dw5@all": "0.1", "dE/dw5@alle2": "0.2"}
    assert read("batch,dw5\n1,0.1\n2,0.2")[0] == {"dw5": "0.1", "dw5@e2": "0.2"}


def test_a_batch_is_one_of_its_epoch():
    """An epoch that is not asked for is told, and nothing of it is taken for another one."""
    text = "Epoch 1\nBatch 2\nSample 3\nnet_h1 = 0.3\nEpoch 2\nBatch 2\nSample 3\nnet_h1 = 0.7"
    assert read(text, TWO) == ({"net_h1@s3e2": "0.3", "net_h1@s3e4": "0.7"}, [])
    cells, said = read(text)
    assert cells == {"net_h1@s3e2": "0.3"}
    assert "epoch 2, which is not asked for" in said[0]
    assert read("Epoch 2\nSample 1\nnet_h1 = 0.1\nSample 3\nnet_h1 = 0.3", TWO)[0] == {
        "net_h1@e3": "0.1",
        "net_h1@s3e4": "0.3",
    }


def sections(names, total, update):
    """Return the right numbers below headings of samples, of a total and of an update."""
    lines, last = [], ""
    for key in names.asked or names.keys:
        name, _, when = names.own.full(key).partition("@")
        if key not in names.values or key.kind == "total_error":
            continue
        per_sample = key.kind in ("net", "out", "error", "delta")
        if per_sample or (key.sample is not None):
            heading = f"Sample {key.sample}"
        else:
            heading = total if when.startswith("all") else update
        if heading != last:
            lines.append(heading)
            last = heading
        lines.append(f"{name} = {names.values[key]:.6g}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    "total",
    [
        "总梯度：",
        "梯度求和",
        "批梯度",
        "Averaged gradients",
        "累积误差的梯度",
        "平均梯度",
        "Total gradients:",
    ],
)
@pytest.mark.parametrize("names", [WHOLE, ONE])
def test_totals_below_their_headings_are_those_of_all_samples(total, names):
    """They were lost: `dE/dw5@s4 is answered twice`."""
    text = sections(names, total, "更新：")
    found = read_text(text, names)
    assert not [note for note in found.notes if "twice" in note]
    assert not found.unknown
    assert any(key.sample is None and key.kind == "weight_gradient" for key in found.cells)
    for key, cell in found.cells.items():
        assert float(cell.value) == pytest.approx(float(names.values[key]), rel=1e-5, abs=1e-9), key


def test_a_total_of_one_sample_stays_its_own():
    """Where each sample has an update; and nothing else below such a heading is of all samples."""
    text = "sample 2\n总梯度：\ndE/dw5 = 0.3\ndelta_h1 = 0.1"
    assert read(text, ONLINE)[0] == {"dE/dw5@s2": "0.3", "delta_h1@s2": "0.1"}
    assert read(text, WHOLE)[0] == {"dE/dw5@all": "0.3", "delta_h1@s2": "0.1"}


def test_other_exercises_have_no_batches():
    """There the words mean what they did."""
    assert read("batch 2\ndw5 = 0.3", WHOLE)[0] == {"dw5": "0.3"}
    assert read("name,sample 3\nnet_h1,0.4\nnet_h2,0.3", WHOLE)[0] == {
        "net_h1@s3": "0.4",
        "net_h2@s3": "0.3",
    }


ALL_RIGHT = "\n".join(
    f"{ONE.own.full(key).partition('@')[0]} = {ONE.values[key]:.6g}"
    for key in ONE.keys
    if key.sample == 1 and key in ONE.values and key.kind in ("net", "out", "delta")
)


@pytest.mark.parametrize(
    "label",
    [
        *("Name: Ann\nBatch: 2", "Name: Ann\nBatch 2\nRoll no: 12", "批次：2\n姓名：张三", "第2批"),
        *(
            "Batch: 2023",
            "批量：2",
            "小批量 2",
            "Mini batch of 2 samples",
            "batch size 2",
            "update 2",
        ),
        *("batch 2 samples", "Batch #2", "in batch 2", "更新 2 次"),
    ],
)
def test_a_class_or_a_size_is_no_batch(label):
    """All right numbers of sample 1 were taken for those of sample 3, or refused with the sheet."""
    found = read_text(f"{label}\n{ALL_RIGHT}", ONE)
    assert {ONE.own.full(key) for key in found.cells} == {
        line.partition(" ")[0] for line in ALL_RIGHT.splitlines()
    }


def test_a_class_above_headings_of_batches_leaves_these():
    """Samples may be counted within their batches below it."""
    text = f"Name: Ann\nBatch: 2\nsample 1\n{ALL_RIGHT}\nBatch 1\ndw5 = 0.1\nBatch 2\ndw5 = 0.2"
    cells, _ = read(text)
    assert {"net_h1", "dw5", "dw5@e2"} <= {*cells}
    assert not [name for name in cells if "@s" in name]
    assert read("Batch 2\nnet_h1 = 0.9\nBatch 9\nout_h1 = 0.9")[0] == {
        "net_h1@s3e2": "0.9",
        "out_h1@s3e2": "0.9",
    }


def test_an_update_is_none_of_the_epochs():
    """The second one was read as the first of epoch 2."""
    text = "第1次更新\ndw5 = 0.1\n第2次更新：\ndw5 = 0.2\n第三次更新：\ndw5 = 0.3"
    cells = {"dw5": "0.1", "dw5@e2": "0.2", "dw5@e3": "0.3"}
    assert read(text, TWO) == (cells, [])
    assert read(text.replace("第三", "第2轮\n第一"), TWO) == (cells, [])


@pytest.mark.parametrize(
    "heading",
    [
        *("总误差的梯度", "# 总误差的梯度", "总误差对权值的梯度", "误差总梯度", "Mean gradients"),
        *("the sum of the gradients is taken later", "Gradients (averaged later)", "梯度和"),
    ],
)
def test_gradients_of_a_sample_are_not_taken_for_totals(heading):
    """Right numbers were said to be mistakes: `总误差的梯度` is that of the error of a sample."""
    right = {
        WHOLE.own.full(key): f"{WHOLE.values[key]:.6g}"
        for key in WHOLE.keys
        if key.sample == 1 and key.kind == "weight_gradient"
    }
    lines = "\n".join(f"{name.partition('@')[0]} = {value}" for name, value in right.items())
    assert read(f"sample 1\n{heading}\n{lines}", WHOLE)[0] == right


@pytest.mark.parametrize("title", ["# This is sample 2 of three sheets", "# Epoch 3 homework"])
def test_a_title_of_a_table_is_no_sample_if_the_numbers_are_those_of_another(title):
    """Right numbers of the first sample were called wrong, or the sheet was refused."""
    right = {
        key: f"{WHOLE.values[key]:.6g}"
        for key in WHOLE.keys
        if key.sample == 1 and key.kind in ("net", "out") and (key.epoch or 1) == 1
    }
    rows = (f"{WHOLE.own.full(key).partition('@')[0]},{value}" for key, value in right.items())
    found = read_text("\n".join([title, "name,value", *rows]), WHOLE)
    assert {key: cell.raw for key, cell in found.cells.items()} == right


@pytest.mark.parametrize("head", ["sample 1", "样本1", "sample 9"])
def test_what_no_sample_has_keeps_its_name_below_one(head):
    """New weights were lost: there is no `w1_new` in a sample."""
    assert read(f"name,{head}\nw1_new,0.1\nw5_new,0.7", WHOLE)[0] == {
        "w1_new": "0.1",
        "w5_new": "0.7",
    }
    assert read(f'{{"{head}": {{"w1_new": 0.1, "b_o1_new": 0.7}}}}', WHOLE)[0] == {
        "w1_new": "0.1",
        "b_o1_new": "0.7",
    }


def test_a_column_of_one_sample_is_no_kind_of_number():
    """In Han Liqun's book y_1 and E stand beside `sample 2` like a unit and a kind."""
    exercise = EXERCISE.replace(b"tanh", b"sigmoid") + b"update: batch\nnotation: hanliqun\n"
    names = Marker(read_exercise(exercise, "whole.yaml").exercise).names
    rows = ("net_y1,0.3", "y_1,0.5744", "net_o1,0.8607", "o_1,0.7028", "E,0.2470")

    found, said = read("\n".join(("name,sample 2", *rows)), names)

    assert len(found) == len(rows)
    assert all("@s2" in name for name in found)
    assert not said


@pytest.mark.parametrize(
    "text", ["name,sample 9\nnet_h1,0.7", '{"sample 9": {"net_h1": 0.7}}', "sample 9\nnet_h1 = 0.7"]
)
def test_a_number_below_a_sample_that_there_is_not_is_told(text):
    """It was taken for one of the first sample, without a word."""
    with pytest.raises(AnswersError, match="net_h1@s9"):
        read(text, WHOLE)


def test_what_the_last_batch_leaves_may_stand_alone():
    """`final: w5_new = …` was compared with what the first batch leaves."""
    right = {key: value for key, value in ONE.values.items() if key.kind == "new_weight"}
    last = {key: value for key, value in right.items() if key.epoch == 2}
    lines = [f"{ONE.own.full(key).partition('@')[0]} = {value:.6f}" for key, value in last.items()]

    found = read_text("\n".join(["final:", *lines]), ONE)
    wrong = read_text("final:\nw5_new = 0.777777", ONE)

    assert set(found.cells) == set(last)
    assert [key.epoch for key in wrong.cells] == [1]
