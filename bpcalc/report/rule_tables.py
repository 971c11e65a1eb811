"""The page of a learning rule as textbooks print it: a table an epoch, a row a sample."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from bpcalc.calc.lines import Line
from bpcalc.calc.mistakes import has_mistakes
from bpcalc.locale import say
from bpcalc.maths.expr import Ref
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import INFO, fellow
from bpcalc.report.cell_text import in_words
from bpcalc.report.document import Block, Condition, Grid, Inline, Mention, Paragraph
from bpcalc.report.words import head
from bpcalc.solution import Solution


def example(solution: Solution) -> int:
    """Return the sample whose row is worked line by line: the first that changes a weight."""
    values = solution.calculation.values
    units = range(1, solution.exercise.sizes[-1] + 1)
    samples = range(1, len(solution.exercise.samples) + 1)
    return next(
        (
            sample
            for sample in samples
            if any(values[Key("delta", 1, unit, None, sample, 1)] for unit in units)
        ),
        1,
    )


def tables(solution: Solution) -> Iterator[Block]:
    """Yield a table for every epoch, and at the end how it stands.

    Where all samples have one update, it stands in a row of its own.
    """
    columns = _columns(solution)
    groups = tuple(len(list(each)) for _, each in groupby(columns, _together))
    for epoch in range(1, solution.calculation.epochs + 1):
        rows: list[tuple[Inline, ...]] = []
        for sample in range(1, len(solution.exercise.samples) + 1):
            lines = (_line(solution, key, sample, epoch) for key in columns)
            cells = (Mention(line, "value") if line else "" for line in lines)
            rows.append((str(sample), *cells))
        first: int | None = 1
        if solution.exercise.batch:
            lines = (_line(solution, key, None, epoch) for key in columns)
            rows.append((say("all"), *(Mention(line, "value") if line else "" for line in lines)))
            first = None
        heads = (
            _line(solution, key, 1, epoch) or _line(solution, key, first, epoch) for key in columns
        )
        headers = (
            *head(say("sample")),
            *(Mention(line, "symbol") if line else "" for line in heads),
        )
        listed = tuple(in_words(solution, headers, row) for row in rows)
        title = say("Epoch {epoch}", epoch=epoch)
        yield Grid(title, headers, rows, listed, groups=groups)
    if solution.exercise.learning_rule.startswith("perceptron"):
        yield from _endings(solution) if solution.changes else [Paragraph(_ending(solution))]


def _endings(solution: Solution) -> Iterator[Paragraph]:
    """Yield how it stands, for a page whose numbers change: each sentence with its condition."""
    lines = solution.calculation.by_key
    deltas = tuple(Ref(key) for key in lines if key.kind == "delta" and key.epoch == 1)
    learnt = say("This epoch has no mistake: the perceptron has learnt its samples.")
    yield Paragraph(learnt, when=Condition("all zero", deltas))
    still = say("This epoch still has a mistake; the next one goes on.")
    yield Paragraph(still, when=Condition("not all zero", deltas))


def _ending(solution: Solution) -> str:
    epochs = solution.calculation.epochs
    if not has_mistakes(solution.calculation, epochs):
        return say("Epoch {n} has no mistake: the perceptron has learnt its samples.", n=epochs)
    return say("Epoch {n} still has a mistake; `--epochs` works out more.", n=epochs)


def _columns(solution: Solution) -> list[Key]:
    """Return what stands in the columns, of whatever sample and epoch."""
    exercise = solution.exercise
    inputs = (Key("input", 0, unit) for unit in range(1, exercise.sizes[0] + 1))
    outputs = range(1, exercise.sizes[1] + 1)
    signals: Iterable[Key] = (
        Key(kind, 1, unit) for unit in outputs for kind in ("target", "net", "out")
    )
    updated = list(exercise.graph.parameters(1, biases=exercise.update_biases))
    changes = [
        parameter.turned(fellow(parameter.kind, "state"), None, None) for parameter in updated
    ]
    new = [parameter.turned(fellow(parameter.kind, "new"), None, None) for parameter in updated]
    if not exercise.has_targets:
        signals = (key for key in signals if key.kind != "target")
    return [*inputs, *signals, *(changes if _has_changes(solution) else ()), *new]


def _together(key: Key) -> str:
    """Return the same for columns that are read together: the samples, the changes, what is new."""
    return PARTS.get(INFO[key.kind].role, "sample")


PARTS = {"state": "change", "new": "new"}


def _has_changes(solution: Solution) -> bool:
    return any(line.key.kind == "weight_change" for line in solution)


def _line(solution: Solution, key: Key, sample: int | None, epoch: int) -> Line | None:
    timed = key._replace(sample=sample, epoch=None if key.kind in ("input", "target") else epoch)
    return solution.calculation.by_key.get(timed)
