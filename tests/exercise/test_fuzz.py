import tracemalloc
from random import Random

import pytest

from bpcalc.errors import ExerciseError, Fault
from bpcalc.exercise import reader
from bpcalc.exercise.spec import Exercise
from bpcalc.exercise.writer import write
from exercise.mutants import mutant, seeds


def outcome(source: bytes) -> tuple[Exercise | None, tuple[Fault, ...]]:
    """Return the exercise, or the faults of a file."""
    try:
        return reader.read(source, "fuzz.yaml").exercise, ()
    except ExerciseError as error:
        return None, error.faults


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
