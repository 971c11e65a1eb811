"""Worked examples of the reference: an exercise with one thing else, and the lines it is about."""

from collections.abc import Callable, Iterable

import bpcalc
from bpcalc.calc.lines import Line
from bpcalc.errors import BpcalcError
from bpcalc.maths.keys import Key
from bpcalc.solution import Solution
from tools.website.markdown import block, code, table
from tools.website.words import word

MAZUR = """\
inputs: [0.05, 0.10]
targets: [0.01, 0.99]
learning_rate: 0.5
weights:
  - [[0.15, 0.20], [0.25, 0.30]]
  - [[0.40, 0.45], [0.50, 0.55]]
biases: [0.35, 0.60]
"""

UNIT = """\
inputs: [1, 2]
targets: [1]
learning_rate: 0.1
weights: [[[0.3, -0.2]]]
biases: [-0.1]
"""

Wanted = Callable[[Key], bool]


def example(text: str, wanted: Wanted, *settings: str, epochs: int = 1) -> str:
    """Return how an exercise file says it, and the lines of its solution that are wanted.

    Args:
        text: an exercise file.
        wanted: which lines to show.
        settings: YAML to add to the file; what the file has of the same keys goes. Of several,
            the first that makes an exercise with such lines is taken.
        epochs: how many to work.

    Raises:
        BpcalcError: none of them is an exercise.
        ValueError: none of them has such lines.
    """
    last: Exception = ValueError(f"no lines for {settings}")
    for setting in settings:
        try:
            solution = bpcalc.solve(replaced(text, setting), epochs=epochs)
        except BpcalcError as error:
            last = error
            continue
        if lines := [line for line in solution if wanted(line.key)]:
            return f"{block('yaml', setting)}\n{lines_of(solution, lines)}"
    raise last


def replaced(text: str, setting: str) -> str:
    """Return a file with other keys in the place of those that it has."""
    keys = [line.partition(":")[0] for line in setting.splitlines()]
    kept, skipping = [], False
    for line in text.splitlines():
        if not line.startswith(" "):
            skipping = line.partition(":")[0] in keys
        if not skipping:
            kept.append(line)
    return "\n".join([*kept, setting]) + "\n"


def lines_of(solution: Solution, lines: Iterable[Line]) -> str:
    """Return lines as a table: symbol, formula, numbers put in, value; of several epochs, which."""
    lines = [*lines]
    rows: list[tuple[str, ...]] = [
        (
            code(solution.symbol(line)),
            code(solution.formula(line)),
            code(solution.substitution(line)),
            f"{solution.relation(line)}&nbsp;{code(solution.shown(line))}",
        )
        for line in lines
    ]
    titles: tuple[str, ...] = ("Symbol", "Formula", "Substitution", "Value")
    if len({line.key.epoch for line in lines}) > 1:
        titles = ("Epoch", *titles)
        rows = [(str(line.key.epoch), *row) for line, row in zip(lines, rows, strict=True)]
    return table([word(title) for title in titles], rows)
