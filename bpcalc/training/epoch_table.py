"""A training run as a table: a row per epoch, a column for every line of it.

The formulas are those of the hand calculation. From the second epoch on they are the same in every
row, over the cells of this row and of the one before; only the learning rate of a schedule knows
which epoch it is.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, Literal, NamedTuple

from bpcalc.calc.calculate import calculate
from bpcalc.calc.lines import Line, Stage, StageName
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.expr import Expr, Ref
from bpcalc.maths.float_forms import CALLS
from bpcalc.maths.floats import Floats
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BELONGS_TO, INFO, NEW_KINDS
from bpcalc.maths.rounding import TIES, Digits, Ties
from bpcalc.training.python_source import Python

MEASURING: frozenset[StageName] = frozenset(
    {"net", "net_norm", "out", "dropout", "error", "all_errors"}
)
"""The stages of the forward pass after the last update."""

LEFT_OUT: frozenset[StageName] = frozenset({"turned_back", "measures"})
"""What is said once, at the end of a calculation."""

SURE_DIGITS = 9
"""Digits beyond those asked for that a float has right, as the workbook takes it."""

MOST_DECIMALS = 13
"""Decimals beyond which a number of everyday size has no right digits."""

Block = Literal["weights", "before", "epoch"]
"""What a column belongs to: the weights before the epoch, the pass of all samples with them, and
what the epoch does."""


class EpochColumn(NamedTuple):
    """A column.

    Attributes:
        line: what stands in it, of the second epoch.
        stage: to which it belongs.
        block: in which part of the row it stands.
    """

    line: Line
    stage: Stage
    block: Block


class CellRef(NamedTuple):
    """Where a formula finds a number: in a column of this row, or of the row before."""

    column: int
    before: bool = False


class EpochTable:
    """The columns of a run, their formulas, and their numbers as floats.

    Attributes:
        columns: from left to right.
        error: the number of the column that has the error over all samples before the epoch.
        given: the lines of what the exercise gives.
        calculation: the first two epochs, worked out.
        orders: of the samples in each epoch, () where it is always that of the exercise. Columns
            of a sample are then those of a place in the order.
    """

    def __init__(self, exercise: Exercise, orders: Sequence[Sequence[int]] = ()) -> None:
        """Set the columns out.

        Args:
            exercise: what is trained.
            orders: of the samples, counted from 0, in each epoch and in the one behind the last;
                () where it is always that of the exercise.

        Raises:
            CalculationError: the first two epochs have no finite values.
        """
        self._exercise = exercise
        self.orders = orders
        self.calculation = calculate(exercise, 2)
        self._moments = exercise.moments
        first, *stages = self.calculation.stages
        self.given = [
            *first.lines,
            *(line for stage in stages if stage.heading.epoch is None for line in stage.lines),
        ]
        self.columns = list(self._set_out(stages))
        self._places = {self._canonical(column): n for n, column in enumerate(self.columns)}
        self._in_force = {
            column.line.key.timeless: n
            for n, column in reversed(list(enumerate(self.columns)))
            if column.block == "weights"
        }
        totals = [
            (column.line.key.sample is None, -n)
            for n, column in enumerate(self.columns)
            if column.line.key.kind == "total_error" and column.block == self._measured
        ]
        self.error = -max(totals)[1]

    @property
    def _measured(self) -> Block:
        """The block that has the error of all samples with the weights before the epoch."""
        exercise = self._exercise
        one_pass = len(exercise.samples) == 1 or (exercise.batch and not exercise.batches)
        return "epoch" if one_pass and not exercise.rule.form.looks_ahead else "before"

    def _set_out(self, stages: list[Stage]) -> Iterator[EpochColumn]:
        first, last = self._moments + 1, 2 * self._moments
        epoch = [s for s in stages if s.heading.epoch and first <= s.heading.epoch <= last]
        weights = [s for s in epoch if s.heading.name == "weights"]
        begin = weights[:1]
        yield from self._columns(begin, "weights")
        if self._measured == "before":
            after = [s for s in stages if s.heading.epoch == last + 1]
            yield from self._columns([s for s in after if s.heading.name in MEASURING], "before")
        rest = [s for s in epoch if s not in begin and s.heading.name not in LEFT_OUT]
        yield from self._columns(rest, "epoch")

    def _columns(self, stages: list[Stage], block: Block) -> Iterator[EpochColumn]:
        for stage in stages:
            yield from (EpochColumn(line, stage, block) for line in stage.lines)

    def _canonical(self, column: EpochColumn) -> tuple[Key, bool]:
        """Return the key of a column: its moment within the epoch, and whether it is measured."""
        key = column.line.key
        assert key.epoch is not None
        if column.block == "before":
            return key._replace(epoch=None), True
        return key._replace(epoch=key.epoch - self._moments), False

    def measures(self, column: EpochColumn) -> bool:
        """Return whether a column has a number also behind the last epoch."""
        if column.block != self._measured:
            return column.block in ("weights", "before")
        return column.stage.heading.name in MEASURING

    def formula(self, column: int) -> Expr:
        """Return the formula of a column from the second row on."""
        return self.columns[column].line.formula

    def first_formula(self, column: int) -> Expr | None:
        """Return the formula of a column in the first row, None if there is none."""
        place = self.columns[column]
        if place.block == "before":
            return place.line.formula
        key, _ = self._canonical(place)
        line = self.calculation.by_key.get(key)
        if line is None:
            return None
        return Ref(key) if line in self.given else line.formula

    def where(self, key: Key, column: int, *, first: bool) -> CellRef | Key:
        """Return where the formula of a column finds a quantity; a key is one that is given.

        Args:
            key: of the quantity, as it stands in the formula.
            column: whose formula it is.
            first: whether it is the first row.
        """
        if self.columns[column].block == "before":
            if key.kind in NEW_KINDS:
                key = key.turned(BELONGS_TO[key.kind], None, None)
            if key.timeless in self._in_force and key.kind in BELONGS_TO.values():
                return CellRef(self._in_force[key.timeless])
            place = self._places.get((key._replace(epoch=None), True))
            return key if place is None else CellRef(place)
        if key.epoch is None:
            return key
        start = 1 if first else self._moments + 1
        offset = key.epoch - start + 1
        here = self._places.get((key._replace(epoch=offset), False))
        if here is not None and offset >= 1 and here != column:
            return CellRef(here)
        before = self._places.get((key._replace(epoch=offset + self._moments), False))
        if before is not None and offset < 1 and not first:
            return CellRef(before, before=True)
        return key

    def digits(self, column: int, *, first: bool) -> Digits | None:
        """Return the digits to which a column is rounded before it is carried on, None if to none.

        Args:
            column: which.
            first: whether it is the first row, in which what is given stays as it is.
        """
        key = self.columns[column].line.key
        scheduled = key.kind == "learning_rate" and self._exercise.schedule is not None
        if INFO[key.kind].role in ("parameter", "rate") and not scheduled:
            return None
        if first and self._canonical(self.columns[column])[0] in self._given_values:
            return None
        return self._exercise.rounding.stored(key.kind)

    def of_sample(self, key: Key, column: int, epoch: int) -> Key:
        """Return which given quantity a column finds in an epoch, by the order of its samples.

        Args:
            key: as `where` has it.
            column: whose formula it is.
            epoch: counted from 0.
        """
        if not self.moves(key, column):
            return key
        assert key.sample is not None
        return key._replace(sample=self.orders[epoch][key.sample - 1] + 1)

    def moves(self, key: Key, column: int) -> bool:
        """Return whether a given quantity is that of another sample in each epoch."""
        of_data = key.sample is not None and key.epoch is None
        return bool(self.orders) and of_data and self.columns[column].block != "before"

    @cached_property
    def sampled(self) -> dict[Key, int]:
        """What is given for a sample, counted from 0."""
        keys = [x.key for x in self.given if x.key.sample is not None and x.key.epoch is None]
        return {key: number for number, key in enumerate(keys)}

    @cached_property
    def _given_values(self) -> Mapping[Key, float]:
        return {line.key: float(line.value) for line in self.given}

    def rates(self, epoch: int) -> Expr | None:
        """Return the formula of the learning rate in an epoch, None if it is always the same."""
        schedule = self._exercise.schedule
        return None if schedule is None else schedule.form._replace(after=0).rate(epoch)

    def rows(self) -> Iterator[list[float]]:
        """Yield the numbers of the rows, one epoch after the other, without end.

        What the first row does not have is NaN there.

        Raises:
            ArithmeticError, ValueError: a float cannot hold a number, or it has no value.
        """
        names: dict[str, Any] = {name: getattr(math, name) for name in CALLS}
        names |= {"nan": math.nan, "rounded": partial(_rounded, self._exercise.rounding.ties)}
        exec(compile(self._source(first=True), "<first row>", "exec"), names)
        exec(compile(self._source(first=False), "<row>", "exec"), names)
        epoch, row = 1, names["first"](self._rate(1), self._data(0))
        while True:
            yield row
            epoch += 1
            row = names["following"](self._rate(epoch), self._data(epoch - 1), row)

    def _data(self, epoch: int) -> list[float]:
        """Return what is given for the samples, in the order of an epoch; [] if that is usual."""
        if epoch >= len(self.orders):
            return []
        column = next(n for n, each in enumerate(self.columns) if each.block == "epoch")
        values = self._given_values
        return [values[self.of_sample(key, column, epoch)] for key in self.sampled]

    def _rate(self, epoch: int) -> float:
        formula = self.rates(epoch)
        return (
            0.0 if formula is None else float(formula.fold(Floats(self._given_values.__getitem__)))
        )

    def _source(self, *, first: bool) -> str:
        """Return the source of the function that works a row out."""
        head = "def first(rate, data):" if first else "def following(rate, data, before):"
        lines = []
        for column, place in enumerate(self.columns):
            python = _Row(self, column, first=first)
            formula = self.first_formula(column) if first else self.formula(column)
            scheduled = self._exercise.schedule and place.line.key.kind == "learning_rate"
            text = "rate" if scheduled else "nan" if formula is None else formula.fold(python)
            digits = None if formula is None else self.digits(column, first=first)
            if digits is not None:
                text = f"rounded({text}, {digits.count}, {digits.significant})"
            lines += [*python.lines, f"c{column} = {text}"]
        names = ", ".join(f"c{column}" for column in range(len(self.columns)))
        return "\n    ".join([head, *lines, f"return [{names}]"])


class _Row(Python):
    """Formulas over the variables of a row."""

    def __init__(self, table: EpochTable, column: int, *, first: bool) -> None:
        super().__init__()
        self._table = table
        self._column = column
        self._first = first

    def ref(self, key: Key) -> str:
        """Return the variable of a quantity, or its number if it is given."""
        found = self._table.where(key, self._column, first=self._first)
        if isinstance(found, Key):
            return self._given(found)
        return f"before[{found.column}]" if found.before else f"c{found.column}"

    def _given(self, key: Key) -> str:
        table = self._table
        if table.moves(key, self._column):
            return f"data[{table.sampled[key]}]"
        return repr(table._given_values[key])


def _rounded(ties: Ties, value: float, count: int, significant: bool) -> float:
    """Return a float as it is rounded on paper; a tie that binary fractions lack is one."""
    digits, near = Digits(count, significant), Digits(count + SURE_DIGITS, significant)
    if not significant:
        near = Digits(max(count + 2, min(near.count, MOST_DECIMALS)))
    return float(digits.round(near.round(Decimal(value)), TIES[ties]))
