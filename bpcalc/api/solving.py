"""A worked solution for programs: by name, as arrays, as records, as a report."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from bpcalc.api.arguments import known_words, one_of_two, up_to, whole
from bpcalc.api.arrays import LayerArrays
from bpcalc.api.frames import frame
from bpcalc.api.line_record import LineRecord
from bpcalc.api.loading import ExerciseLike, load
from bpcalc.api.pages import WithPages
from bpcalc.api.shown import DerivationReport, NetworkPicture
from bpcalc.calc.calculate import calculate
from bpcalc.calc.lines import Line
from bpcalc.errors import BpcalcError, NotAQuantity
from bpcalc.locale import say
from bpcalc.maths.keys import Key
from bpcalc.maths.kinds import BELONGS_TO, NEW_KINDS
from bpcalc.report.notebook import ShownSolution

if TYPE_CHECKING:
    from bpcalc.api.arrays import Array
    from bpcalc.checking.reading.quantity_index import QuantityIndex
    from bpcalc.report.drawing.picture_data import PictureItem

When = Literal["before", "after"]


class WorkedLine(Line):
    """A line that shows itself, and counts as its value where a number is needed.

    >>> import bpcalc
    >>> line = bpcalc.solve("mazur")["w5_new"]
    >>> print(line)
    w5⁺ = w5 - η·∂E/∂w5 = 0.40 - 0.5·0.0821670 ≈ 0.358916
    >>> round(float(line), 6), line.record.shown
    (0.358916, '0.358916')

    Attributes:
        key, formula, value: see `bpcalc.calc.lines.Line`.
    """

    _solution: "SolvedExercise"

    @cached_property
    def record(self) -> LineRecord:
        """The line as plain values."""
        return self._solution._record(self)

    def __float__(self) -> float:
        """Return the value as a float."""
        return float(self.value)

    def __str__(self) -> str:
        """Return the line as it is printed."""
        return self._solution.chain(self)

    def __repr__(self) -> str:
        """Return the same, in brackets."""
        return f"<{self}>"

    def _repr_latex_(self) -> str:
        return f"${self._solution.latex(self)}$"

    def _repr_markdown_(self) -> str:
        return self._repr_latex_()


class SolvedExercise(WithPages, ShownSolution):
    """The worked solution of an exercise, for programs; in a notebook, it shows itself.

    A line is looked up by its key, or by its name in any notation, as in `bpcalc check`: of
    several samples, the bare name is the value of the whole batch if there is one, else that of
    the first sample in the first epoch; `net_h1@s2e3` is that of sample 2 in epoch 3.

    >>> import bpcalc
    >>> s = bpcalc.solve("mazur")
    >>> s["w5_new"].value.quantize(s["w1"].value / 10**8)
    Decimal('0.3589164797')
    >>> s.deltas[1].round(6).tolist()
    [0.138499, -0.038098]
    >>> s.values("before")["w5"], round(s.values("after", floats=True)["w5"], 6)
    (Decimal('0.40'), 0.358916)
    >>> print(s.why("net_h2").lines[-1].shown)
    0.3925
    """

    def __getitem__(self, wanted: str | Key) -> "WorkedLine":
        """Return the line of this key or name.

        Raises:
            NotAQuantity: there is none, a `KeyError` as well; the message says what was meant.
        """
        return self._worked(
            super().__getitem__(self._key(wanted) if isinstance(wanted, str) else wanted)
        )

    def _worked(self, line: Line) -> "WorkedLine":
        worked = WorkedLine(*line)
        worked._solution = self
        return worked

    def line(self, name: str, sample: int | None = None, epoch: int | None = None) -> "WorkedLine":
        """Return the line with this name or symbol, of that sample and epoch if they are given.

        Raises:
            NotAQuantity: there is none; the message says what the name might have been.
        """
        try:
            return self._worked(super().line(name, sample, epoch))
        except NotAQuantity:
            if sample is epoch is None or name not in list(self._by_name):  # it may have no hash
                raise
            says = say("there is no `{name}` in that sample and epoch", name=name)
            raise NotAQuantity(says) from None

    def __iter__(self) -> Iterator[Line]:
        return map(self._worked, super().__iter__())

    def _key(self, name: str) -> Key:
        keys = self._by_name.get(name)
        if keys:
            return keys[0]
        try:
            return super().line(name).key
        except NotAQuantity:
            return self._index.find(name)

    @cached_property
    def _by_name(self) -> dict[str, list[Key]]:
        """The keys by name and symbol: that of the batch first, then in order of working."""
        names: dict[str, list[Key]] = {}
        for key in self.calculation.by_key:
            for name in dict.fromkeys(self.spelling.form(key)):
                keys = names.setdefault(name, [])
                whole = key.sample is None and key.epoch in (None, 1)
                if whole and keys and keys[0].sample is not None:
                    keys.insert(0, key)
                else:
                    keys.append(key)
        return names

    @cached_property
    def _index(self) -> "QuantityIndex":
        from bpcalc.checking.reading.quantity_index import QuantityIndex

        by_key = self.calculation.by_key
        return QuantityIndex(self.exercise, by_key, self.calculation.values)

    @property
    def lines(self) -> list[LineRecord]:
        """All lines as records, in order of working."""
        return [self._record(line) for line in self]

    def _record(self, line: Line) -> LineRecord:
        key = line.key
        return LineRecord(
            self.name(line),
            self.symbol(line),
            *(key.kind, key.layer, key.unit, key.source, key.sample, key.epoch),
            self.formula(line),
            self.substitution(line),
            line.value,
            self.shown(line),
            self.relation(line),
        )

    def values(self, when: When = "before", *, floats: bool = False) -> dict[str, Any]:
        """Return all values by name.

        Args:
            when: `before`: all that is worked out with the weights as they were, and the new
                weights under their own names (`w5_new`). `after`: what follows the last update:
                the weights as they now are (`w5`), and the forward pass with them.
            floats: floats instead of Decimals.

        Returns:
            the values; a name is bare where it is looked up bare, other samples and epochs are
            written behind it, as in `net_h1@s2`.

        Raises:
            ArgumentError: `when` is neither of the two.
            BpcalcError: there is no update for anything to come after.
        """
        one_of_two("when", when, "before", "after")
        found = self._before() if when == "before" else self._after()
        return {name: float(value) for name, value in found} if floats else dict(found)

    def _before(self) -> Iterator[tuple[str, Decimal]]:
        for line in self:
            if line.key.epoch is None or line.key.epoch <= self.calculation.epochs:
                yield self._full(line.key), line.value

    def _full(self, key: Key) -> str:
        """Return the name by which exactly this quantity is looked up."""
        name = self.spelling.name(key)
        if self._by_name[name][0] == key:
            return name
        full = self.spelling.full(key)
        return full if "@" in full else f"{name}@s{key.sample}"

    def _after(self) -> Iterator[tuple[str, Decimal]]:
        if not self.exercise.updates:
            raise BpcalcError(say("this exercise has no update, so nothing comes after one"))
        for key, value in self._last_parameters().items():
            yield self.spelling.name(key), value
        for line in self:
            if line.key.epoch == self.calculation.epochs + 1:
                name, sample = self.spelling.name(line.key), line.key.sample
                yield (name if sample in (None, 1) else f"{name}@s{sample}"), line.value

    def _last_parameters(self) -> dict[Key, Decimal]:
        """Return the weights and biases after the last update; what is not updated is as given."""
        last: dict[Key, Decimal] = {}
        for line in self:
            key = line.key
            if key.kind in NEW_KINDS:
                key = key.turned(BELONGS_TO[key.kind], None, None)
            if key.kind in ("weight", "bias"):
                last[key.timeless] = line.value
        return last

    # The quantities of one moment, in layer order: `deltas[0]` are those of the first hidden layer.

    def at(self, sample: int | None = None, epoch: int = 1) -> LayerArrays:
        """Return the arrays of a sample in an epoch; None: of the batch, else of the first.

        Raises:
            ArgumentError: the exercise has no such sample, or the solution no such epoch.
        """
        self._check_moment(1 if sample is None else sample, epoch)
        return LayerArrays(self.exercise, self.calculation.values, sample, epoch)

    def _check_moment(self, sample: int, epoch: int) -> None:
        """Refuse a sample or an epoch that there is not; the forward pass at the end is one more.

        Raises:
            ArgumentError: there is none of this number.
        """
        up_to("sample", sample, len(self.exercise.samples))
        up_to("epoch", epoch, max((key.epoch or 1 for key in self.calculation.by_key), default=1))

    @cached_property
    def _arrays(self) -> LayerArrays:
        return self.at()

    @property
    def inputs(self) -> "Array":
        """The inputs of the first sample, shape (inputs,)."""
        return self._arrays.inputs

    @property
    def targets(self) -> "Array":
        """The targets of the first sample, shape (outputs,)."""
        return self._arrays.targets

    @property
    def weights(self) -> "list[Array]":
        """The weights that the first update starts from, shape (units, units before) each."""
        return self._arrays.weights

    @property
    def biases(self) -> "list[Array]":
        """The biases likewise, shape (units,) each, or (1,) where a layer shares one."""
        return self._arrays.biases

    @property
    def nets(self) -> "list[Array]":
        """The net inputs of the first sample, shape (units,) each."""
        return self._arrays.nets

    @property
    def outs(self) -> "list[Array]":
        """The outputs of the first sample, shape (units,) each."""
        return self._arrays.outs

    @property
    def deltas(self) -> "list[Array]":
        """The deltas of the first sample, shape (units,) each."""
        return self._arrays.deltas

    @property
    def gradients(self) -> "list[Array]":
        """∂E/∂w of the batch, else of the first sample, shaped as the weights."""
        return self._arrays.gradients

    @property
    def bias_gradients(self) -> "list[Array]":
        """∂E/∂b of the batch, else of the first sample, shaped as the biases."""
        return self._arrays.bias_gradients

    @property
    def new_weights(self) -> "list[Array]":
        """The weights after the first update; `final_weights` are those after the last."""
        return self._arrays.new_weights

    @property
    def new_biases(self) -> "list[Array]":
        """The biases after the first update."""
        return self._arrays.new_biases

    @property
    def final_weights(self) -> "list[Array]":
        """The weights after the last update of the last epoch."""
        return self._final.weights

    @property
    def final_biases(self) -> "list[Array]":
        """The biases after the last update of the last epoch."""
        return self._final.biases

    @cached_property
    def _final(self) -> LayerArrays:
        return LayerArrays(self.exercise, self._last_parameters())

    def to_frame(self) -> Any:
        """Return the lines as a data frame of pandas, else of polars; values are floats.

        Raises:
            MissingExtra: neither is installed.
        """
        return frame({**asdict(record), "value": float(record.value)} for record in self.lines)

    def why(
        self, name: str, sample: int | None = None, epoch: int | None = None
    ) -> DerivationReport:
        """Return how one quantity comes about, from the givens down; it shows itself.

        Raises:
            NotAQuantity: there is none of this name.
        """
        from bpcalc.calc.derivation import derivation
        from bpcalc.report.layout import of_derivation
        from bpcalc.report.selection import Selection

        line = self[name] if sample is epoch is None else self.line(name, sample, epoch)
        lines = derivation(self.calculation, line.key)
        document = of_derivation(self, line, lines, Selection())
        return DerivationReport(document, [self._record(each) for each in document.lines])

    def draw(
        self, show: "Iterable[PictureItem] | None" = None, *, sample: int = 1, epoch: int = 1
    ) -> NetworkPicture:
        """Return the picture of the network with its numbers, which shows itself.

        `draw().save("net.pdf", size="120mm")` writes it, also as SVG, PNG and TikZ (.tex).

        Args:
            show: of weights, values, gradients, changes, new; else weights and values.
            sample: whose numbers are written.
            epoch: in which they hold.

        Raises:
            ArgumentError: there is no such sample or epoch, or nothing is called so.
        """
        from bpcalc.report.drawing.picture_data import DEFAULT_ITEMS, PICTURE_ITEMS
        from bpcalc.report.drawing.set_out import with_lines_of

        self._check_moment(sample, epoch)
        items = frozenset(
            DEFAULT_ITEMS if show is None else known_words("show", show, PICTURE_ITEMS)
        )
        solution = with_lines_of(self, items)
        return NetworkPicture(solution, items, sample, epoch)


def solve(exercise: ExerciseLike, epochs: int = 1, *, inputs: bool = False) -> SolvedExercise:
    """Return the worked solution of an exercise; in a notebook, it shows itself.

    Args:
        exercise: an exercise, or what `load` takes: a path, a name, a text, a mapping.
        epochs: how often all samples are worked through.
        inputs: whether to work out the slopes of the error over the inputs as well.

    Raises:
        ExerciseError: the exercise cannot be used.
        ArgumentError: `epochs` is no whole number.
        CalculationError: a line has no finite value.

    >>> solve("mazur")["out_o1"].value.quantize(solve("mazur")["w1"].value / 10**7)
    Decimal('0.751365070')
    """
    spec = load(exercise)
    return SolvedExercise(calculate(spec, whole("epochs", epochs, least=0), inputs=inputs))
