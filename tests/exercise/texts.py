"""Exercise files, good ones, and what the tests do with them."""

from pathlib import Path

from bpcalc.errors import ExerciseError
from bpcalc.exercise import reader

FOLDER = Path(reader.__file__).parent.parent / "exercises"
PUBLISHED = Path(__file__).parent.parent / "published"

MAZUR = """\
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights:
  - [[0.15, 0.20], [0.25, 0.30]]
  - [[0.40, 0.45], [0.50, 0.55]]
"""
"""Six lines; what a test adds stands on line 7."""

WEIGHTS = MAZUR[MAZUR.index("weights") :]

NAMED = """\
inputs: [1, 2]
targets: [1]
layers: [2, 2, 1]
"""
"""Three lines; the weights by name stand on line 4."""

SIX = "weights: {w1: 1, w2: 2, w3: 3, w4: 4, w5: 5, w6: 6}\n"


def good_files() -> list[Path]:
    """Return the exercise files of the package and of the tests."""
    published = [path for path in PUBLISHED.glob("*.yaml") if ".numbers" not in path.name]
    return sorted([*FOLDER.glob("*.yaml"), *published])


def read(text: str | bytes) -> reader.Reading:
    """Return the reading of a text."""
    return reader.read(text if isinstance(text, bytes) else text.encode(), "net.yaml")


def faults(text: str | bytes) -> list[str]:
    """Return the faults of a text as `line:column: sentence`."""
    try:
        read(text)
    except ExerciseError as error:
        return [f"{fault.line}:{fault.column}: {fault.says}" for fault in error.faults]
    return []


def notes(text: str) -> list[str]:
    """Return the notes about a text as `line:column: sentence`."""
    return [f"{note.line}:{note.column}: {note.says}" for note in read(text).notes]
