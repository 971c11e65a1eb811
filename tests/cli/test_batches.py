"""Mini-batches: an epoch is an epoch in every command, and a batch is called one."""

import re

import pytest

from bpcalc.cli import run

BATCHES = """\
samples:
  - {inputs: [1, 0], targets: [0.3]}
  - {inputs: [2, 1], targets: [0.5]}
  - {inputs: [3, 1], targets: [0.7]}
  - {inputs: [0, 1], targets: [0.1]}
learning_rate: 0.5
batch_size: 2
weights: [[[0.4, 0.1], [0.2, 0.3]], [[0.5, 0.6]]]
biases: [0.1, 0.2]
"""


@pytest.fixture
def exercise(tmp_path):
    """Return an exercise of two batches, as a file."""
    path = tmp_path / "batches.yaml"
    path.write_text(BATCHES)
    return str(path)


def said(capsys, *call):
    """Return what a call prints; it has to go well."""
    assert run([*call, "--lang", "en"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "name", "heading"),
    [
        (["net_h1", "--epoch", "2", "--sample", "1"], "net_h1@s1e3", "Epoch 2, batch 1, sample 1"),
        (["net_h1", "--epoch", "2", "--sample", "4"], "net_h1@s4e4", "Epoch 2, batch 2, sample 4"),
        (["net_h1", "--sample", "3"], "net_h1@s3e2", "Epoch 1, batch 2, sample 3"),
        (["w1_new", "--epoch", "2"], "w1_new@e4", "Epoch 2, batch 2, the whole batch"),
    ],
)
def test_why_counts_epochs(exercise, capsys, asked, name, heading):
    """The number is that of the epoch, of the sample's batch or else of the last one."""
    page = said(capsys, "why", exercise, *asked)

    assert heading in page
    assert page == said(capsys, "why", exercise, name)


def test_why_says_of_which_batches_there_are_numbers(exercise, capsys):
    """By the epoch and the batch."""
    assert run(["why", exercise, "net_h1", "--sample", "9", "--lang", "en"]) == 2
    told = capsys.readouterr().err
    assert (
        "sample 1, epoch 1, batch 1; sample 2, epoch 1, batch 1; sample 3, epoch 1, batch 2" in told
    )


@pytest.mark.parametrize("sample", [1, 3])
@pytest.mark.parametrize("epoch", [1, 2])
def test_a_picture_has_the_numbers_of_its_epoch(exercise, capsys, sample, epoch):
    """Those of the sample's batch in it, as `why` has them, and says so."""
    where = ["--sample", str(sample), "--epoch", str(epoch)]
    drawn = ["draw", exercise, "--show", "values", "--decimals", "4", *where]
    picture = said(capsys, *drawn)
    batch = (sample + 1) // 2
    page = said(capsys, "why", exercise, "net_h1", *where, "--decimals", "4")

    assert f"Sample {sample}, epoch {epoch}, batch {batch}" in picture
    value = re.findall(r"(?m)^net_h1 .* ≈?(\S+)$", page)[-1]
    assert value in picture
