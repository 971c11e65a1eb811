"""What is shown of a training run."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, partial
from typing import cast

from bpcalc.calc.calculate import calculate
from bpcalc.calc.lines import Calculation, Line
from bpcalc.exercise.parameters import parameters
from bpcalc.locale import say, say_many
from bpcalc.maths.expr import Number
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.penalties import NO_PENALTY
from bpcalc.notation.writing import ASCII, UNICODE
from bpcalc.report.document import (
    Block,
    Curve,
    Document,
    Grid,
    Inline,
    Items,
    Mention,
    Paragraph,
    Section,
)
from bpcalc.report.givens import picture, taken_for_granted
from bpcalc.report.held_results import HeldResults
from bpcalc.report.numbers import shown_float
from bpcalc.report.sparkline import ASCII_BARS, BARS, sparkline
from bpcalc.report.training_data import record, table
from bpcalc.report.training_ending import Ending, moment
from bpcalc.report.words import head
from bpcalc.solution import Solution
from bpcalc.training.doubts import Doubts
from bpcalc.training.following import doubts_of
from bpcalc.training.history import Point
from bpcalc.training.result import at_state
from bpcalc.training.surely import told_kind
from bpcalc.training.trainer import Training

ROWS = 11
"""Epochs in the table where the user does not choose."""


CLASSES = 20
"""Outputs up to which the table of right and wrong classes is printed."""


def of_training(
    training: Training,
    every: int | None = None,
    plot: str = "",
    *,
    unicode: bool = True,
    until: float | None = None,
    saved: str = "",
    doubts: Doubts | None = None,
) -> Document:
    """Return the report of a training run.

    Args:
        training: the run.
        every: table rows for every Nth epoch; None for about ten, spread sensibly.
        plot: a drawing of the error curve, or "".
        unicode: whether signs beyond ASCII may be written.
        until: the error that was to be reached, None if none was named.
        saved: the file that has the exercise with the new weights, "" if there is none.
        doubts: how far the numbers may lie off, None if it is not known yet.
    """
    exercise = training.problem.exercise
    doubts = doubts or doubts_of(training, told_epochs(training, every))
    spelt = Solution(Calculation(exercise, 0, []), UNICODE if unicode else ASCII)
    ending = Ending(training, doubts, until, saved)
    return Document(
        spelt,
        [],
        list(_Report(training, spelt, doubts, every, plot, ending).blocks()),
        data=partial(record, training, doubts),
        table=partial(table, training),
        training=training,
    )


_NOTHING = Number("0")


class _Report:
    """The blocks of one run."""

    def __init__(
        self,
        training: Training,
        spelt: Solution,
        doubts: Doubts,
        every: int | None,
        plot: str,
        ending: Ending,
    ) -> None:
        self._training = training
        self._doubts = doubts
        self._exercise = training.problem.exercise
        self._spelt = spelt
        self._every = every
        self._plot = plot
        self._ending = ending

    def blocks(self) -> Iterator[Block]:
        yield Section(self._exercise.title or say("Training"), level=0)
        yield picture(self._spelt)
        yield from map(Paragraph, taken_for_granted(self._spelt))
        if self._training.problem.taught:
            yield Section(say("Error curve"))
            yield from self._curve()
            yield self._table()
        yield Section(say("Weights and biases"))
        yield self._parameters()
        taught = self._training.problem.taught
        yield Section(say("Outputs and targets") if taught else say("Outputs"))
        yield from self._outputs() if taught else [self._plain_outputs()]
        yield Section(say("Result"))
        yield Paragraph(self._ending.reason())
        yield from map(Paragraph, self._ending.said_of_the_error())

    def _curve(self) -> Iterator[Block]:
        points = self._training.history.points
        bars = BARS if self._spelt.unicode else ASCII_BARS
        line = sparkline([point.error for point in points], bars)
        yield Curve(tuple((point.epoch, point.error) for point in points), self._plot, line)
        if self._training.history.thinned:
            yield Paragraph(
                say(
                    "Only every {stride}th error is kept.",
                    stride=self._training.history.stride,
                )
            )

    def _table(self) -> Block:
        points = table_points(self._training.history.points, self._every)
        rows: list[tuple[str, ...]] = [
            (moment(self._training, point.epoch), self._ending.shown(point.error, point.epoch))
            for point in points
        ]
        listed = tuple(" ".join(row) for row in rows)
        return Grid(say("Error by epoch"), head(say("epoch"), say("error")), [*rows], listed)

    def _parameters(self) -> Block:
        training = self._training
        keys = training.problem.parameters
        given = (number.text for number in parameters(self._exercise))
        state = cast("Sequence[float | Decimal]", training.after)
        rows: list[tuple[str, ...]] = [
            (self._spelt.spell(key), before, self._shown(after, doubt, told_kind(key.kind)))
            for key, before, after, doubt in zip(
                keys, given, state, self._doubts.weights, strict=False
            )
        ]
        listed = tuple(" ".join(row) for row in rows)
        headers = head(say("quantity"), say("before"), say("after"))
        cells: list[tuple[Inline, ...]] = [
            (_symbol(key), *row[1:]) for key, row in zip(keys, rows[:MAX_LISTED_ROWS], strict=False)
        ]
        return Grid(say("Before and after"), headers, cells, listed[:MAX_LISTED_ROWS])

    def _outputs(self) -> Iterator[Block]:
        exercise, last = self._exercise, len(self._exercise.layers)
        keys = [
            key
            for unit in range(1, exercise.sizes[-1] + 1)
            for key in (Key("out", last, unit, None, 1, 1), Key("target", last, unit, None, 1))
        ]
        if exercise.normalise.outputs:
            keys = [
                key._replace(kind="raw_target" if key.kind == "target" else "turned_back")
                for key in keys
            ]
        names = (say("sample"), *map(self._spelt.spell, keys))
        headers: tuple[Inline, ...] = (*head(say("sample")), *map(_symbol, keys))
        rows: list[tuple[str, ...]] = []
        outs, doubts = self._training.errors_after.outs, self._doubts.outs
        if exercise.normalise.outputs:
            outs, doubts = self._turned_back(keys[::2])
        told = zip(exercise.samples, outs, doubts, strict=True)
        for number, (sample, values, off) in enumerate(told, 1):
            targets = [target.text for target in sample.targets or ()]
            pairs = zip(map(self._shown, values, off), targets, strict=True)
            rows.append((str(number), *(text for pair in pairs for text in pair)))
        listed = tuple(
            ", ".join(f"{name} {text}" for name, text in zip(names, row, strict=True))
            for row in rows
        )
        yield Grid(
            say("Outputs against targets"),
            headers,
            [*rows[:MAX_LISTED_ROWS]],
            listed[:MAX_LISTED_ROWS],
        )
        if len(rows) > MAX_LISTED_ROWS:
            yield Paragraph(
                say("The first {shown} of {count}.", shown=MAX_LISTED_ROWS, count=len(rows))
            )
        yield from self._classes(outs, doubts)
        if exercise.measures:
            kinds = exercise.measures
            found = [self._held.told(Key(kind, epoch=1), self._spelt) for kind in kinds]
            yield Items(say("How good the outputs are"), tuple(found))

    def _turned_back(self, keys: Sequence[Key]) -> tuple[list[list[float]], list[list[float]]]:
        """Return the outputs of every sample on the scale of the data, and how far they are off."""
        outs, doubts = list[list[float]](), list[list[float]]()
        for number in range(1, len(self._doubts.outs) + 1):
            told = [key._replace(sample=number) for key in keys]
            outs.append([float(self._results[key].value) for key in told])
            doubts.append([self._held.off(key) for key in told])
        return outs, doubts

    def _plain_outputs(self) -> Grid:
        """Return the outputs of every sample, where there are no targets beside them."""
        last = len(self._exercise.layers)
        units = range(1, self._exercise.sizes[-1] + 1)
        keys = [Key("out", last, unit, None, 1, 1) for unit in units]
        outs = self._training.errors_after.outs[:MAX_LISTED_ROWS]
        rows: list[tuple[str, ...]] = [
            (str(number), *map(self._shown, values, off))
            for number, (values, off) in enumerate(zip(outs, self._doubts.outs, strict=False), 1)
        ]
        names = (say("sample"), *map(self._spelt.spell, keys))
        listed = tuple(
            ", ".join(f"{name} {text}" for name, text in zip(names, row, strict=True))
            for row in rows
        )
        headers: tuple[Inline, ...] = (*head(say("sample")), *map(_symbol, keys))
        return Grid(say("Outputs with the new weights"), headers, [*rows], listed)

    @cached_property
    def _results(self) -> Solution:
        """The forward pass with the trained weights, in decimals."""
        training = self._training
        trained = at_state(training.problem, training.after)
        forward = replace(trained, learning_rate=None, previous_changes=None, epochs=None)
        plain = replace(forward, penalty=NO_PENALTY, clip="", largest_gradient=None, max_norm=None)
        return Solution(calculate(plain), trained=True)

    @cached_property
    def _held(self) -> HeldResults:
        return HeldResults(self._results, self._doubts)

    def _classes(self, outs: list[list[float]], doubts: list[list[float]]) -> Iterator[Block]:
        """Count right and wrong classes, where the targets name one class each."""
        truth = [_class(sample.targets or ()) for sample in self._exercise.samples]
        if None in truth:
            return
        size = self._exercise.sizes[-1]
        found = [max(range(size), key=values.__getitem__) for values in outs]
        unsure = sum(map(_may_be_another, outs, doubts))
        right = sum(a == b for a, b in zip(truth, found, strict=True))
        yield Paragraph(
            say(
                "{right} of {count} samples are given the right class ({percent}).",
                right=right,
                count=len(found),
                percent=f"{right / len(found):.1%}",
            )
        )
        if unsure:
            yield Paragraph(
                say_many(
                    "Of 1 sample too little is known to tell its class.",
                    "Of {n} samples too little is known to tell their class.",
                    unsure,
                )
            )
        if size <= CLASSES:
            names = self._exercise.units[-1]
            counts = [[0] * size for _ in range(size)]
            for true, guess in zip(truth, found, strict=True):
                counts[true or 0][guess] += 1
            rows: list[tuple[str, ...]] = [
                (name, *map(str, row)) for name, row in zip(names, counts, strict=True)
            ]
            listed = tuple(" ".join(row) for row in rows)
            headers = (*head(say("actual \\ predicted")), *names)
            yield Grid(say("Classification"), headers, [*rows], listed)

    def _shown(self, value: float | Decimal, doubt: float, kind: Kind = "out") -> str:
        return shown_float(value, self._ending.rounding, doubt, kind)


MAX_LISTED_ROWS = 200
"""Rows of weights or samples above which the rest is counted, not listed."""


def _class(targets: Sequence[object]) -> int | None:
    """Return the class that one-hot targets name, None if they are not one-hot."""
    values = [float(getattr(target, "value", 0)) for target in targets]
    one_hot = len(values) > 1 and sorted(values) == [0.0] * (len(values) - 1) + [1.0]
    return values.index(1.0) if one_hot else None


def _may_be_another(values: Sequence[float], doubts: Sequence[float]) -> bool:
    """Return whether, as far as is known, another output may be the largest one."""
    most = max(range(len(values)), key=values.__getitem__)
    least = values[most] - doubts[most]
    ends = [value + doubt for value, doubt in zip(values, doubts, strict=True)]
    return any(end > least for place, end in enumerate(ends) if place != most and doubts[place])


def _symbol(key: Key) -> Mention:
    """Return the symbol of a quantity, which every format writes with its own signs.

    Training works in floats and has no lines, so that the line has no number.
    """
    return Mention(Line(key, _NOTHING, _NOTHING.value), "symbol")


def told_epochs(training: Training, every: int | None = None) -> list[float]:
    """Return the epochs after which a report tells the error."""
    return [point.epoch for point in table_points(training.history.points, every)]


def table_points(points: list[Point], every: int | None = None) -> list[Point]:
    """Return the points for the table: every Nth epoch, or about ten that tell most.

    By default the epochs are spread evenly in their logarithm, because most of the fall is
    at the beginning; the first and the last one are always there.
    """
    if every:
        return [p for p in points if p.epoch % every == 0 or p is points[-1]]
    if len(points) <= ROWS:
        return points
    last = points[-1].epoch
    wanted = {round(last ** (step / (ROWS - 2))) for step in range(ROWS - 1)}
    epochs = [point.epoch for point in points]
    places = {min(bisect_left(epochs, epoch), len(points) - 1) for epoch in wanted}
    return [points[place] for place in sorted({0, *places, len(points) - 1})]
