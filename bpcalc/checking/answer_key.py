"""The right lines, ready to be compared with: formulas, values, and what depends on what."""

from collections import ChainMap
from collections.abc import Container, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import field
from decimal import Decimal, localcontext
from functools import cached_property

from bpcalc.calc.calculate import calculate, planned_formulas
from bpcalc.calc.lines import Calculation
from bpcalc.exercise.spec import Exercise
from bpcalc.maths.affine_algebra import AffineAlgebra
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.intervals import UNKNOWN, WORK, AffineNumber
from bpcalc.maths.keys import Key
from bpcalc.records import record

Formulas = Mapping[Key, Expr]

MAX_RECURSION_LINES = 30
"""After so many lines that lead to one another, the ones before are worked out in a loop."""


@record
class AnswerKey:
    """The lines of one exercise under one set of conventions.

    Attributes:
        exercise: with these conventions.
        formulas: in order of working, the given numbers first.
        values: the true values.
        base: another scheme, with which it has most of its lines in common; None if there is none.
    """

    exercise: Exercise
    formulas: Formulas
    values: Mapping[Key, Decimal]
    base: "AnswerKey | None" = field(default=None, compare=False, repr=False)

    @cached_property
    def given(self) -> dict[Key, Number]:
        """The numbers that are given, and that no student can change."""
        told = {key for key, _ in self.exercise.given}  # which a student may write otherwise
        return {
            key: formula
            for key, formula in self.formulas.items()
            if isinstance(formula, Number) and key not in told
        }

    @cached_property
    def parents(self) -> dict[Key, tuple[Key, ...]]:
        """The quantities a formula refers to; data and parameters that are given left out."""
        given, same = self.given, self._same_base
        parents: dict[Key, tuple[Key, ...]] = {}
        for key, formula in self.formulas.items():
            if same and same.formulas.get(key) is formula:
                parents[key] = same.parents[key]
            else:
                parents[key] = tuple(p for p in dict.fromkeys(formula.refs()) if p not in given)
        return parents

    @cached_property
    def children(self) -> dict[Key, list[Key]]:
        """The lines in whose formulas each quantity stands, in order of working."""
        found: dict[Key, list[Key]] = {}
        for line, parents in self.parents.items():
            for parent in parents:
                found.setdefault(parent, []).append(line)
        return found

    def followers(self, keys: Iterable[Key], written: Container[Key]) -> set[Key]:
        """Return what follows from some lines: by lines left out only, and the first ones written.

        Args:
            keys: the lines.
            written: what is written, from which what comes after it follows.
        """
        waiting, reached = list(keys), set[Key]()
        while waiting:
            for line in self.children.get(waiting.pop(), ()):
                if line not in reached:
                    reached.add(line)
                    if line not in written:
                        waiting.append(line)
        return reached

    @cached_property
    def fixed(self) -> dict[Key, AffineNumber]:
        """The values that depend on nothing but what is given."""
        same = self._same_base
        known: dict[Key, AffineNumber] = {}
        if same:
            for key, formula in self.formulas.items():
                if same.formulas.get(key) is formula and key in same.fixed:
                    known[key] = same.fixed[key]
        world = StudentValues(self.formulas, {}, known)
        with localcontext(WORK):
            return {key: world.own(key) for key in self.formulas if not self.parents[key]}

    @cached_property
    def _same_base(self) -> "AnswerKey | None":
        """The other scheme if lines of it mean the same here: what is given is the same."""
        base = self.base
        if base is None or base.given.keys() != self.given.keys():
            return None
        same = all(number is base.given[key] for key, number in self.given.items())
        return base if same else None

    def planned(self, epochs: int) -> Formulas:
        """Return the lines of its exercise as they are before anything else is changed in them."""
        if epochs not in self._planned:
            self._planned[epochs] = planned_formulas(self.exercise, epochs, inputs=True)
        return self._planned[epochs]

    @cached_property
    def _planned(self) -> dict[int, Formulas]:
        return {}

    @cached_property
    def _exactly(self) -> "StudentValues":
        return StudentValues(self.formulas, {}, self.fixed)

    @cached_property
    def _places(self) -> dict[Key, int]:
        return {key: place for place, key in enumerate(self.formulas)}

    def place(self, key: Key) -> int:
        """Return the place of a line in the order of working; what is no line comes last."""
        return self._places.get(key, len(self._places))

    def exact(self, key: Key) -> Decimal:
        """Return what follows from the givens alone, with nothing rounded and carried on.

        The decimal context must be `WORK`.
        """
        if self.exercise.rounding.carry == "exact":
            return self.values[key]
        return self._exactly.own(key).centre


class StudentValues:
    """The numbers as one student has them.

    Attributes:
        written: what the student wrote, by quantity; what is not written follows from it.
        supposed: those of them that were left out, and are only taken for something.
    """

    def __init__(
        self,
        formulas: Formulas,
        written: MutableMapping[Key, AffineNumber],
        fixed: Mapping[Key, AffineNumber],
    ) -> None:
        """Start from what is written and from what is given."""
        self.written = written
        self.supposed: set[Key] = set()
        self._formulas = formulas
        self._own: dict[Key, AffineNumber] = {}
        self._fixed = fixed  # of thousands of lines, and never copied
        self._depth = 0
        self._boxes = AffineAlgebra(self.seen)

    def seen(self, key: Key) -> AffineNumber:
        """Return a quantity as later lines use it: as written, or else as it follows."""
        box = self.written.get(key)
        return self.own(key) if box is None else box

    def own(self, key: Key) -> AffineNumber:
        """Return what follows for a quantity from the student's own earlier numbers."""
        box = self._own.get(key) or self._fixed.get(key)
        if box is None:
            self._depth += 1
            # Many epochs may be blank, and Python's stack is short.
            if self._depth % MAX_RECURSION_LINES == 0:
                self._work_before(key)
            formula = self._formulas.get(key)
            box = UNKNOWN if formula is None else formula.fold(self._boxes)
            self._own[key] = box
            self._depth -= 1
        return box

    def _work_before(self, key: Key) -> None:
        """Work out all that a quantity follows from, the earliest first."""
        waiting = [key]
        while waiting:
            formula = self._formulas.get(waiting[-1])
            missing = [
                leaf
                for leaf in (() if formula is None else formula.refs())
                if leaf not in self.written and leaf not in self._own and leaf not in self._fixed
            ]
            if missing:
                waiting += missing
                continue
            done = waiting.pop()
            if done != key:
                self._own[done] = UNKNOWN if formula is None else formula.fold(self._boxes)

    def formula(self, key: Key) -> Expr | None:
        """Return the right formula of a quantity, None if there is no such line."""
        return self._formulas.get(key)

    def value(self, formula: Expr) -> AffineNumber:
        """Return what another formula gives with the student's numbers."""
        return formula.fold(self._boxes)

    def supposing(
        self, changed: Mapping[Key, AffineNumber], moved: Container[Key]
    ) -> "StudentValues":
        """Return the world in which some blank quantities have these values.

        Args:
            changed: the values.
            moved: the lines that follow from these quantities; all others stay as they are here.
        """
        return _Supposed(self, self._formulas, self._fixed, changed, moved)


class _Supposed(StudentValues):
    """The numbers of a student if some had been others; what is written is not copied for it."""

    def __init__(
        self,
        base: StudentValues,
        formulas: Formulas,
        fixed: Mapping[Key, AffineNumber],
        changed: Mapping[Key, AffineNumber],
        moved: Container[Key],
    ) -> None:
        super().__init__(formulas, ChainMap(dict(changed), base.written), fixed)
        self._base, self._changed, self._unchanged = base, changed, base.written
        self._moved = moved

    def seen(self, key: Key) -> AffineNumber:
        box = self._changed.get(key) or self._unchanged.get(key)
        return self.own(key) if box is None else box

    def own(self, key: Key) -> AffineNumber:
        # Most of what leads to a number does not hang on what is supposed, and is worked out once.
        return super().own(key) if key in self._moved else self._base.own(key)


def scheme_of(calculation: Calculation) -> AnswerKey:
    """Return the lines of a calculation as a scheme."""
    formulas = {line.key: line.formula for line in calculation}
    return AnswerKey(calculation.exercise, formulas, calculation.values)


class _Values(Mapping[Key, Decimal]):
    """The values of lines, each worked out when somebody asks for it."""

    def __init__(self, formulas: Formulas) -> None:
        self._formulas = formulas
        self._world = StudentValues(formulas, {}, {})
        self._known: dict[Key, Decimal] = {}

    def __getitem__(self, key: Key) -> Decimal:
        value = self._known.get(key)
        if value is None:
            if key not in self._formulas:
                raise KeyError(key)
            with localcontext(WORK):
                value = self._known[key] = self._world.own(key).centre
        return value

    def __iter__(self) -> Iterator[Key]:
        return iter(self._formulas)

    def __len__(self) -> int:
        return len(self._formulas)


def overlaid(base: AnswerKey, changed: Formulas, exercise: Exercise) -> AnswerKey:
    """Return a scheme in which some lines have other formulas; its values are worked anew."""
    formulas = {**base.formulas, **changed}
    return AnswerKey(exercise, formulas, _Values(formulas), base)


def worked(exercise: Exercise, epochs: int) -> AnswerKey:
    """Return the scheme of an exercise."""
    return scheme_of(calculate(exercise, epochs, inputs=True))
