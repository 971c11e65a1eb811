import tracemalloc
from collections.abc import Iterator
from random import Random

import pytest

from bpcalc.errors import ExerciseError, Fault
from bpcalc.exercise import reader
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from bpcalc.exercise.yaml_nodes import document
from exercise.mutants import Tree, mutant, seeds, tree, written


def outcome(source: bytes) -> tuple[Exercise | None, tuple[Fault, ...]]:
    """Return the exercise, or the faults of a file."""
    try:
        return reader.read(source, "fuzz.yaml").exercise, ()
    except ExerciseError as error:
        return None, error.faults


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", range(4))
def test_mutated_files(seed, loader):
    """A file with accidents in it is read, or refused with places inside it; nothing else."""
    random = Random(seed)
    texts = seeds()
    read = 0
    for _ in range(500):
        source = mutant(random.choice(texts), random)
        exercise, faults = outcome(source)
        lines = source.count(b"\n") + source.count(b"\r") + 1

        assert (exercise is None) == bool(faults)
        assert all(1 <= fault.line <= lines and fault.column >= 1 for fault in faults)
        assert list(faults) == sorted(faults, key=lambda fault: fault[1:3])
        if exercise is not None:
            read += 1
            assert exercise == reader.read(write(exercise).encode(), "written.yaml").exercise

    assert 25 < read < 400


def test_memory_of_mutated_files():
    """A small file never costs much memory, whatever is wrong with it."""
    random = Random(9)
    texts = seeds()
    tracemalloc.start()
    for _ in range(300):
        outcome(mutant(random.choice(texts), random))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 8 * 2**20


FORMULAS = """\
inputs: [1]
targets: [0]
weights: [[[0.5]]]
activation: {formula: "1 / (1 + exp(-net))", slope: "out * (1 - out)"}
loss: {formula: "(t - o)^2 / 2", slope: "o - t"}
"""


def test_any_value_may_be_missing():
    """A key of which the value was not filled in is refused, wherever it stands."""
    texts = [*seeds(), FORMULAS]
    files = [file for text in texts for file in blanks(tree(document(text).root))]
    for file in files:
        outcome(written(file).encode())

    assert outcome(FORMULAS.encode())[0]
    assert [fault.says for fault in outcome(b"activation: {formula: }")[1]][-1].startswith(
        "`formula` has no value"
    )
    assert len(files) > 300


def blanks(data: Tree) -> Iterator[Tree]:
    """Yield data without one of its values; of a list, without one of the first two."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield {**data, key: "~"}
            yield from ({**data, key: each} for each in blanks(value))
    elif isinstance(data, list):
        for at, value in enumerate(data[:2]):
            yield [*data[:at], "~", *data[at + 1 :]]
            yield from ([*data[:at], each, *data[at + 1 :]] for each in blanks(value))
