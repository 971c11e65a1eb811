"""A training run as a script: the lines of one epoch in a loop, and a check of what comes out.

The lines are those of the second epoch, which has a past; each quantity is one variable, whatever
its epoch, and a weight and its new value share one, since after the update nobody asks for the old
one. Where every sample has an update of its own, the samples are a loop as well.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate, islice

from bpcalc import __version__
from bpcalc.calc.calculate import calculate
from bpcalc.calc.lines import Line, Stage, StageName
from bpcalc.errors import OutputError
from bpcalc.exercise.parameters import parameters
from bpcalc.exercise.spec import Exercise
from bpcalc.locale import say, say_many
from bpcalc.maths.expr import Number
from bpcalc.maths.held_digits import all_hold
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BELONGS_TO, KINDS, NEW_KINDS
from bpcalc.maths.penalties import NO_PENALTY
from bpcalc.maths.rounding import Ties
from bpcalc.report.code.accuracy import PRINTED, RunAccuracy, script_number
from bpcalc.report.code.languages import CodeLanguage
from bpcalc.report.code.reading import bare
from bpcalc.report.code.script import Names, Script
from bpcalc.report.numbers import shown_error, shown_float
from bpcalc.report.training import table_points
from bpcalc.report.words import part_title, stage_title
from bpcalc.solution import Solution
from bpcalc.training.batched_engine import near_rate_of, rate_of
from bpcalc.training.doubts import Doubts
from bpcalc.training.epoch_lines import LASTING
from bpcalc.training.history import Point
from bpcalc.training.problem import Problem
from bpcalc.training.trainer import Training

FORWARD: frozenset[StageName] = frozenset(
    {"normalise", "net", "net_norm", "out", "dropout", "error", "all_errors"}
)
"""The stages that measure the error."""

NO_PART: frozenset[StageName] = frozenset({"given", "weights", "rate", "turned_back", "measures"})
"""What a loop does not say: the weights in force are variables already."""

MAX_UNROLLED = 60_000
"""Numbers in formulas that are written out at most."""

TAKEN = frozenset(
    {"samples", "sample", "epoch", "total", "shown", "expected", "wanted", "rates", "orders"}
)
"""Variables that the loop itself has."""


def _significant(exercise: Exercise) -> bool:
    """Return whether some quantity is carried on in significant digits."""
    stored = map(exercise.rounding.stored, KINDS)
    return any(digits is not None and digits.significant for digits in stored)


class LoopNames(Names):
    """Variables that a quantity keeps from epoch to epoch."""

    def __init__(self, solution: Solution, language: CodeLanguage, *, samples: bool) -> None:
        """Name the quantities; `samples` if those of several samples are there at once."""
        super().__init__(solution, language)
        self._taken |= TAKEN
        self._samples = samples

    def __call__(self, key: Key) -> str:
        """Return the variable of a quantity."""
        kind = BELONGS_TO[key.kind] if key.kind in NEW_KINDS else key.kind
        sample = None if key.sample is None or kind in LASTING else 1
        sample = key.sample if sample and self._samples else sample
        return super().__call__(key.timeless._replace(kind=kind, sample=sample))

    def _text(self, key: Key) -> str:
        name = self._solution.spelling.name(key)
        return f"{name}_s{key.sample}" if self._samples and key.sample is not None else name


class TrainingLoop(Script):
    """The lines of a training script.

    Attributes:
        epochs: how many are trained.
        length: how many lines an epoch works out.
    """

    def __init__(
        self, training: Training, language: CodeLanguage, accuracy: RunAccuracy, doubts: Doubts
    ) -> None:
        """Set out the loop of a run, whose numbers may lie off by these doubts.

        Raises:
            OutputError: written out, it is too long.
        """
        problem = training.problem
        self._training = training
        self._accuracy = accuracy
        self._doubts = doubts
        self.epochs = training.epochs
        self._exercise = problem.exercise
        self._shuffled = training.reordered
        self._problem = Problem.of(self._exercise)
        solution = Solution(calculate(self._exercise, 2))
        super().__init__(solution, language)
        self._each = one_by_one(self._exercise)
        several = len(self._exercise.samples) > 1 and not self._each
        names = LoopNames(solution, language, samples=several)
        self._named(names)
        moments = self._exercise.moments
        self._body = [
            s for s in solution.stages if _in(s, range(moments + 1, 2 * moments + 1), self._each)
        ]
        self._after = [s for s in solution.stages if _in(s, (2 * moments + 1,), self._each)]
        stages = [*self._body, *self._after]
        _check_length(stages)
        repeated = len(self._exercise.samples) if self._each else 1
        self.length = repeated * sum(len(stage.lines) for stage in stages)

    @property
    def _shown(self) -> list[Point]:
        """The errors that are checked on the way, as far as they are known."""
        errors = self._doubts.errors
        return [p for p in self._before_the_end if all_hold(p.error, PRINTED, errors[p.epoch])]

    @property
    def _before_the_end(self) -> list[Point]:
        points = table_points(self._training.history.points)
        return [point for point in points if point.epoch < self.epochs]

    def _head(self) -> Iterator[str]:
        head = list(self._language.head)
        if self._shuffled and self._language.loop.draw:
            head.insert(head.index("import math") + 1, "import random")
        yield from head
        if self._exercise.rounding.carry == "rounded" and _significant(self._exercise):
            yield from self._language.significant

    def lines(self) -> Iterator[str]:
        """Yield the script line by line."""
        form, epochs = self._language.loop, self._training.epochs
        says = say("Written by bpcalc {version}; what is learnt is checked.", version=__version__)
        yield from self._top(says)
        yield from self._givens()
        shown = self._shown
        assign = self._language.assign + self._language.end
        listed = form.vector.format(", ".join(str(point.epoch) for point in shown))
        if len(shown) < len(self._before_the_end):
            says = say("Errors are left out of which floats know fewer than six digits.")
            yield self._comment(says)
        yield assign.format(name="shown", value=listed)
        listed = form.vector.format(", ".join(repr(point.error) for point in shown))
        yield assign.format(name="expected", value=listed)
        yield ""
        yield self._comment(say_many("{n} epoch", "{n} epochs", epochs))
        yield form.epochs.format(n=epochs)
        yield from self._indented(self._epoch(), 1)
        yield from form.end
        yield from self._partial()
        yield ""
        yield self._comment(say("What was learnt"))
        yield from self._measured()
        yield from self._results()

    def _epoch(self) -> Iterator[str]:
        form, errors = self._language.loop, [point.error for point in self._shown]
        slack = self._slack(self._accuracy.on_the_way(min(errors)) if errors else 0.0)
        yield self._comment(say("The error before the epoch"))
        yield from form.if_shown
        yield from self._indented(self._measured(), 1)
        yield from self._indented((line.format(slack=slack) for line in form.check_shown), 1)
        yield from form.end
        yield from self._rate(form.rate)
        body = self._written(self._body)
        head = form.shuffled[0] if self._shuffled else form.samples
        yield from self._for_each(body, head) if self._each else body

    def _partial(self) -> Iterator[str]:
        """Yield the updates of samples of one more epoch, where a run ends in the middle of one."""
        form, rest = self._language.loop, self._training.rest
        if not rest:
            return
        yield ""
        yield self._comment(
            say_many("1 sample of one more epoch", "{n} samples of one more epoch", rest)
        )
        rates = self._rates(self.epochs + 1)
        yield from self._rate(rates[-1]) if rates else ()
        if self._each:
            head = form.shuffled[1] if self._shuffled else form.some_samples
            yield from self._for_each(self._written(self._body), head)
            return
        yield from self._written([stage for stage in self._body if self._is_within(stage, rest)])

    def _is_within(self, stage: Stage, rest: int) -> bool:
        """Return whether a stage is of the first samples of an epoch, or of their updates."""
        batches, heading = self._exercise.batches, stage.heading
        if not batches:
            return heading.sample is None or heading.sample <= rest
        ends = list(accumulate(map(len, batches)))
        return (heading.epoch or 0) - len(batches) <= ends.index(rest) + 1

    def _rate(self, value: str) -> Iterator[str]:
        """Yield the line of the learning rate, where a schedule says what it is."""
        if self._exercise.schedule:
            rate = self._names(Key("learning_rate"))
            yield self._assigned(rate, self._language.given.format(value=value))

    def _rates(self, epochs: int) -> list[str]:
        """Return the learning rates of a schedule."""
        if not self._exercise.schedule:
            return []
        rounded = self._exercise.rounding.carry == "rounded"
        rate = rate_of if rounded else near_rate_of
        return [str(rate(self._exercise, n)) for n in range(1, epochs + 1)]

    def _measured(self) -> Iterator[str]:
        """Yield the forward pass of all samples, and their error as `total`."""
        forward = self._written(self._after, FORWARD)
        last = self._total()
        if not self._each:
            yield from forward
            yield self._assigned("total", last)
            return
        yield self._assigned("total", "0.0")
        body = [*forward, self._assigned("total", f"total + {last}")]
        yield from self._for_each(body, self._language.loop.samples)
        rounding = self._exercise.rounding
        digits = rounding.stored("total_error")
        if digits is not None and digits.significant:  # decimals stay what they are in a sum
            value = f"significant(total, {digits.count}, '{rounding.ties}')"
            yield self._assigned("total", value)

    def _total(self) -> str:
        """Return the variable of the error over all samples, or of one of a loop."""
        keys = [line.key for stage in self._after for line in stage.lines]
        return self._names([key for key in keys if key.kind == "total_error"][-1])

    def _for_each(self, body: Iterable[str], head: str) -> Iterator[str]:
        form = self._language.loop
        given = [self._names(key) for key in self._data(1)]
        names = ", ".join(given) + ("," if len(given) == 1 else "")
        yield head.format(names=names, count=self._training.rest, epoch=self.epochs + 1)
        unpacked = [form.unpack.format(name=name, n=n) for n, name in enumerate(given, start=1)]
        yield from self._indented((line for line in unpacked if line), 1)
        yield from self._indented(body, 1)
        yield from form.end

    def _data(self, sample: int) -> list[Key]:
        sizes = self._exercise.sizes
        return [
            *(Key("input", 0, unit, None, sample) for unit in range(1, sizes[0] + 1)),
            *(
                Key("target", len(sizes) - 1, unit, None, sample)
                for unit in range(1, sizes[-1] + 1)
            ),
        ]

    def _givens(self) -> Iterator[str]:
        """Yield what the exercise gives, and the state before the first epoch."""
        yield self._comment(say("Given"))
        exercise, given = self._exercise, self._language.given
        first, *_ = self._solution.stages
        weights = [key.timeless for key in self._problem.parameters]
        if self._each:
            yield from self._sample_list()
        for line in first.lines:
            skipped = self._each and line.key.kind in ("input", "target")
            if not skipped and line.key.timeless not in weights and line.key.kind not in LASTING:
                value = given.format(value=bare(line.formula.fold(self._code)))
                yield self._assigned(self._names(line.key), value)
        for stage in self._solution.stages:
            if stage.heading.name == "normalise" and stage.heading.epoch is None:
                yield from self._written([stage])
        yield from self._lists()
        yield ""
        yield self._comment(say("Weights and biases before training"))
        texts = [number.text for number in parameters(exercise)]
        kept = self._problem.start()[len(texts) :]
        for key, text in (
            *zip(self._problem.parameters, texts, strict=True),
            *zip(self._problem.kept, map(repr, kept), strict=False),
        ):
            yield self._assigned(self._names(key), given.format(value=text))
        yield ""

    def _lists(self) -> Iterator[str]:
        """Yield what is another in each epoch: learning rates, and orders of the samples."""
        if self._exercise.schedule:
            listed = self._language.loop.vector.format(", ".join(self._rates(self.epochs)))
            yield self._assigned("rates", listed)
        if self._shuffled:
            yield self._orders()

    def _orders(self) -> str:
        """Return what gives the samples of each epoch in their random order."""
        form, training = self._language.loop, self._training
        if form.draw:
            return form.draw.format(seed=training.seed)
        drawn = islice(training.orders(), self.epochs + bool(training.rest))
        rows = (form.row.format(", ".join(str(n + 1) for n in order)) for order in drawn)
        return self._assigned("orders", form.rows.format(form.row_break.join(rows)))

    def _sample_list(self) -> Iterator[str]:
        form, given = self._language.loop, self._language.given
        rows = (
            [given.format(value=n.text) for n in (*sample.inputs, *(sample.targets or ()))]
            for sample in self._exercise.samples
        )
        listed = form.row_break.join(form.row.format(", ".join(row)) for row in rows)
        yield self._assigned("samples", form.rows.format(listed))

    def _written(
        self, stages: Sequence[Stage], names: frozenset[StageName] | None = None
    ) -> Iterator[str]:
        """Yield the lines of stages, each below its formula."""
        for stage in stages:
            name = stage.heading.name
            if name in NO_PART or (names is not None and name not in names):
                continue
            heading = stage.heading
            texts = (part_title(heading, self._exercise), stage_title(heading, self._exercise))
            yield self._comment(" – ".join(dict.fromkeys(filter(None, texts))))
            for line in stage.lines:
                yield from self._assignment(line)

    def _assignment(self, line: Line) -> Iterator[str]:
        solution, name = self._solution, self._names(line.key)
        yield self._comment(f"{solution.symbol(line)} = {solution.formula(line)}")
        value = self._value(line)
        if line.key.kind in LASTING - NEW_KINDS and not isinstance(line.formula, Number):
            value = self._language.kept.format(value=value)
        yield from (held + self._language.end for held in self._code.lines)
        self._code.lines.clear()
        yield self._assigned(name, value)

    def _assigned(self, name: str, value: str) -> str:
        return self._language.assign.format(name=name, value=value) + self._language.end

    def _results(self) -> Iterator[str]:
        """Yield the checks of the error and of every weight."""
        training = self._training
        total = training.errors_after.total
        doubt = self._doubts.at_end
        shown = script_number(total, doubt, shown_error)
        slack = self._accuracy.total(total)
        yield self._check(say("error"), "total", repr(total), shown, slack)
        after = map(float, training.after)
        doubts = self._doubts.weights
        for key, value, doubt in zip(self._problem.parameters, after, doubts, strict=False):
            slack, shown = (
                self._accuracy.weight(key, value),
                script_number(value, doubt, shown_float),
            )
            name = self._solution.spelling.name(key)
            yield self._check(name, self._names(key), repr(value), shown, slack)

    def _rounded(self, line: Line, value: str, ties: Ties) -> str:
        """Return a value as it is rounded before it is carried on, the same in every epoch."""
        digits = self._exercise.rounding.stored(line.key.kind)
        assert digits is not None, "it is carried on as it is"
        helper = "significant" if digits.significant else "rounded"
        return f"{helper}({value}, {digits.count}, '{ties}')"

    def _indented(self, lines: Iterable[str], depth: int) -> Iterator[str]:
        return ("    " * depth + line for line in lines)


def _check_length(stages: Iterable[Stage]) -> None:
    """Refuse a script that is too long to be read or run.

    Raises:
        OutputError: it would be.
    """
    numbers = sum(1 for stage in stages for line in stage.lines for _ in line.formula.refs())
    if numbers > MAX_UNROLLED:
        says = say(
            "written out, an epoch has about {numbers} numbers in formulas, and a script at "
            "most {most}; take fewer samples",
            numbers=f"{numbers:,}",
            most=f"{MAX_UNROLLED:,}",
        )
        raise OutputError(says)


def one_by_one(exercise: Exercise) -> bool:
    """Return whether each sample has an update of its own, and nothing is known of the others."""
    alone = not exercise.batch and not exercise.batches and exercise.penalty == NO_PENALTY
    scaled = exercise.normalise.inputs or exercise.normalise.outputs
    return alone and len(exercise.samples) > 1 and not scaled


def _in(stage: Stage, moments: Container[int | None], each: bool) -> bool:
    """Return whether a stage is of one of these moments; of several samples, of the first one."""
    heading = stage.heading
    return heading.epoch in moments and not (each and heading.sample != 1)
