"""An exercise as the judge of a page reads it: its lines, what is asked, and what may go wrong.

The right lines, the lines under other conventions and the wrong formulas of known mistakes are
the trees that marking works with; the script has readings of them and no formula of its own.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from bpcalc.checking.answer_key import AnswerKey
from bpcalc.checking.conventions import CONVENTIONS, Convention, variants
from bpcalc.checking.exactness import learns_in_steps, levels
from bpcalc.checking.line_context import LineContext
from bpcalc.checking.marker import Marker
from bpcalc.checking.marking_rule import AGREEMENTS, CASES
from bpcalc.checking.misconceptions import MISCONCEPTIONS, Misconception
from bpcalc.checking.misconceptions.update import update_with_rate
from bpcalc.checking.rates import LEARNING_RATE_KEY, UPDATES
from bpcalc.checking.renumbering import miscounted_layers
from bpcalc.maths.expr import Expr, Number
from bpcalc.maths.functions import FUNCTIONS
from bpcalc.maths.keys import Key, Kind
from bpcalc.maths.kinds import (
    CHANGE_KINDS,
    FACTOR_KINDS,
    GRADIENT_KINDS,
    LEARNT_KINDS,
    NEW_KINDS,
    SMALL_KINDS,
)
from bpcalc.maths.learning_rules import LEARNING_RULES
from bpcalc.maths.rounding import FIRST_DECIMAL, Rounding
from bpcalc.report.live.trees import FloatTrees, Operand, Tree
from bpcalc.report.practice.steps import GONE, Places, changed, packed, stepwise
from bpcalc.report.practice.tree_pool import TreePool
from bpcalc.report.practice.wrong_once import WrongOnce

MOST_CONVENTIONS = 2
"""So many conventions that one sheet keeps at a time are looked for on a page."""

TOLD_ALONE = frozenset({"units_exchanged", "rows_exchanged"})
"""Conventions beside which a page names no further mistake: there are many ways of each, and the
wrong formulas under them would be a tenth of the page."""

OTHER_LOSS = "!"
"""Stands before lines whose errors are no squares, and may be negative."""

ANY_RATE = Operand(0)
"""Stands for a learning rate that somebody may have used."""


class Lines(NamedTuple):
    """Lines with their formulas, by numbers: they are written down when all formulas are known.

    Attributes:
        formulas: the formulas by line.
        before: what stands before them.
    """

    formulas: Places
    before: str = ""


class Pool:
    """What the books of exercises with the same lines share: all but numbers is the same in them.

    Attributes:
        keys: the lines, by their places; those that only another convention has come last.
        rules: by id of a mistake, the kinds of the quantities in whose lines it may be made.
        trees: the formulas.
    """

    def __init__(self, keys: Iterable[Key]) -> None:
        """Begin with these lines."""
        self.keys = list(keys)
        self._places = {key: place for place, key in enumerate(self.keys)}
        self.rules: dict[str, set[Kind]] = {}
        self._rules: dict[tuple[str, str, bool, bool, bool], int] = {}
        self.trees = TreePool(self.place)
        self._lists: dict[tuple[tuple[int, int], ...], int] = {}
        self._formula_places: dict[int, int] | None = None

    def place(self, key: Key) -> int:
        """Return the place of a line; one that only another convention has comes behind."""
        if key not in self._places:
            self._places[key] = len(self.keys)
            self.keys.append(key)
        return self._places[key]

    def rule(self, rule: Misconception, kind: Kind) -> int:
        """Return the place of a rule, which may be broken in a line of this kind."""
        self.rules.setdefault(rule.id, set()).add(kind)
        told = rule.id, rule.tier, rule.sole, rule.mutual, rule.under == "rule"
        return self._rules.setdefault(told, len(self._rules))

    def list_of(self, pairs: Iterable[tuple[int, int]]) -> int:
        """Return the place of a list of rules, each with its wrong formula."""
        return self._lists.setdefault(tuple(pairs), len(self._lists))

    def data(self) -> dict[str, str]:
        """Return all of it, as JSON has it; call it when all books are written."""
        return {
            "keys": ";".join(map(_key, self.keys)),
            "rules": ";".join(map(_told, self._rules)),
            "trees": self.trees.text(),
            "lists": ";".join(stepwise(self._placed(pairs)) for pairs in self._lists),
        }

    def written(self, found: Any) -> Any:
        """Return what was found of lines as JSON has it; call it when all books are there."""
        if isinstance(found, Lines):
            return found.before + stepwise(self._placed(sorted(found.formulas.items())))
        return [self.written(each) for each in found] if isinstance(found, list) else found

    def _placed(self, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return pairs with the places of formulas in the place of their numbers."""
        if self._formula_places is None:
            self._formula_places = {GONE: GONE} | self.trees.places()
        return [(each, self._formula_places[number]) for each, number in pairs]


class JudgeBook:
    """Writes down what a judge needs to know.

    Attributes:
        pool: what it may share with other books.
    """

    def __init__(self, marker: Marker, asked: Iterable[Key], pool: Pool | None = None) -> None:
        """Write for sheets that this marker marks.

        Args:
            marker: the marker.
            asked: what earns marks.
            pool: of other books, whose exercises have the same lines; None for a pool of its own.
        """
        self._marker = marker
        self._asked = set(asked)
        self._scheme = marker.scheme
        self.pool = pool or Pool(self._scheme.formulas)
        self._trees = self.pool.trees
        self._fill()

    def _fill(self) -> None:
        """Put all lines into the pool; what they are on this page is kept."""
        scheme = self._scheme
        self._wrong_once = WrongOnce(scheme, self._put)
        self._wrong_lists = self._wrong(scheme)
        self._rate_lines = self._rates(scheme)
        known = self._wrong_lists, self._rate_lines
        self._convention_ways = self._conventions(scheme, CONVENTIONS, (), known)
        formulas = scheme.formulas.values()
        self._formulas = dict(enumerate(map(self._trees.node, formulas)))

    def data(self) -> dict[str, Any]:
        """Return all of it, as JSON has it; call it when all books of the pool are there."""
        return self.own_data() | self.pool.data()

    def own_data(self) -> dict[str, Any]:
        """Return what is not in the pool; call it when all books of the pool are there."""
        scheme = self._scheme
        rule = next(rule for rule in MISCONCEPTIONS if rule.id == "other_eta")
        return {
            "formulas": self.pool.written(Lines(self._formulas)),
            "values": [_value(scheme.values[key]) for key in scheme.formulas],
            "carried": scheme.exercise.rounding.carry != "exact",
            "asked": [place for place, key in enumerate(scheme.formulas) if key in self._asked],
            "options": self._options(),
            "credit": self._credit(),
            "wrong": packed(self._wrong_lists),
            "about": list(map(self._about, CONVENTIONS)),
            "conventions": self.pool.written(self._convention_ways),
            "rates": {
                "key": self._place_of_rate(),
                "rule": _rule(rule),
                "lines": self.pool.written(Lines(self._rate_lines)),
            },
        }

    @property
    def functions(self) -> set[str]:
        """The names of all functions in its formulas."""
        return self._trees.functions

    # lines -----------------------------------------------------------------------------------

    @property
    def keys(self) -> list[Key]:
        """The lines, by their places; those that only another convention has come last."""
        return self.pool.keys

    def place(self, key: Key) -> int:
        """Return the place of a line."""
        return self.pool.place(key)

    def _place_of_rate(self) -> int | None:
        return self.place(LEARNING_RATE_KEY) if LEARNING_RATE_KEY in self._scheme.formulas else None

    # what is asked, and how it is marked -------------------------------------------------------

    def _options(self) -> dict[str, Any]:
        exercise, options = self._scheme.exercise, self._marker.options
        outs = [key for key in self.keys if key.kind == "out"]
        rule = LEARNING_RULES.get(exercise.learning_rule)
        steps = {self.place(key): list(map(str, levels(exercise, key))) for key in outs}
        ranges = {
            number: list(map(str, layer.activation.outputs))
            for number, layer in enumerate(exercise.layers, start=1)
            if layer.activation.outputs is not None
        }
        return {
            "digits": self.digits(options.rounding),
            "given": self.digits(options.rounding.as_given()),
            "kept": sorted(options.rounding.kept),
            "firstDecimal": FIRST_DECIMAL,
            "cutOff": options.cut_off,
            "tolerance": list(map(str, options.tolerance)),
            "rule": {"cases": [list(case) for case in CASES], "agreements": dict(AGREEMENTS)},
            "levels": {place: found for place, found in steps.items() if found},
            "ranges": ranges,
            "inSteps": learns_in_steps(exercise),
            "divides": not exercise.rule.form.plain,
            "fromNets": rule is not None and not rule.in_steps,
            "squared": exercise.loss.family == "squared",
            "forms": self._forms(),
            "factors": sorted(FACTOR_KINDS),
            "small": sorted(SMALL_KINDS.intersection(key.kind for key in self.keys)),
            "learnt": sorted(LEARNT_KINDS),
            "fresh": sorted(NEW_KINDS),
            "steps": sorted(GRADIENT_KINDS | CHANGE_KINDS),
        }

    def digits(self, rounding: Rounding) -> dict[Kind, dict[str, Any]]:
        """Return the digits that are asked of the kinds that there are."""
        asked = {
            kind: rounding.asked(kind) for kind in dict.fromkeys(key.kind for key in self.keys)
        }
        return {
            kind: {"count": digits.count, "significant": digits.significant}
            for kind, digits in asked.items()
            if digits is not None
        }

    def _forms(self) -> dict[str, Tree]:
        """Return how the functions of all formulas are worked out in floats."""
        return {name: _form(name) for name in sorted(self._trees.functions)}

    def _credit(self) -> dict[str, Any]:
        options = self._marker.options
        return {
            "follow": str(options.follow),
            "form": str(options.form),
            "mistake": str(options.mistake),
            "once": options.same_mistake == "once",
            "goalPays": options.goal_pays,
        }

    # mistakes --------------------------------------------------------------------------------

    def _wrong(self, scheme: AnswerKey) -> Places:
        """Return the wrong formulas of every line that is worked out."""
        lines = self._wrong_once.under(scheme)
        return {self.place(key): self.pool.list_of(pairs) for key, pairs in lines if pairs}

    def _put(
        self, key: Key, rule: Misconception, formulas: Iterable[Expr]
    ) -> list[tuple[int, int]]:
        """Write down the wrong formulas that a rule has for a line."""
        numbers = list(map(self._trees.node, formulas))
        if not numbers:
            return []
        place = self.pool.rule(rule, key.kind)
        return [(place, number) for number in numbers]

    def _rates(self, scheme: AnswerKey) -> Places:
        """Return the lines of updates with any learning rate."""
        found: Places = {}
        for key in scheme.formulas:
            if key.kind in UPDATES and not isinstance(scheme.formulas[key], Number):
                for formula in update_with_rate(LineContext(scheme, key), ANY_RATE):
                    found.setdefault(self.place(key), self._trees.node(formula))
        return found

    # conventions -----------------------------------------------------------------------------

    def _conventions(
        self,
        base: AnswerKey,
        following: Sequence[Convention],
        kept: tuple[str, ...],
        known: tuple[Places, Places] | None,
    ) -> list[list[Any]]:
        """Return the conventions that a sheet may keep beside those it keeps already.

        Args:
            base: the lines under those.
            following: conventions that are tried behind them.
            kept: the ids of those.
            known: the wrong formulas and rates under them; None if these are not on the page.
        """
        found: list[list[Any]] = []
        for number, convention in enumerate(following, start=1):
            others = variants(convention, base, self._marker.calculation.times)
            ways = [
                self._way(base, other, following[number:], (*kept, convention.id), known)
                for other in (() if convention.id in kept else others)
            ]
            if ways:
                found.append([CONVENTIONS.index(convention), ways])
        return found

    def _about(self, convention: Convention) -> dict[str, Any]:
        exercise = self._scheme.exercise
        return {
            "id": convention.id,
            "passes": convention.accepted(self._marker.options.accept),
            "needs": [sorted(kinds) for kinds in convention.needs],
            "alone": convention.alone,
            "seat": sorted(convention.seat),
            "borneOut": sorted(convention.borne_out(exercise)),
        }

    def _way(
        self,
        base: AnswerKey,
        other: AnswerKey,
        following: Sequence[Convention],
        kept: tuple[str, ...],
        known: tuple[Places, Places] | None,
    ) -> list[Any]:
        """Return one way to see a sheet: the lines that change, and what changes with them.

        That is the weights that are counted the other way, the wrong formulas, the rates, and the
        conventions that may come behind; nothing of it but the weights where as many conventions
        are kept as are looked for, or nothing more is looked for beside the last one.
        """
        lines = {
            self.place(key): self._trees.node(formula)
            for key, formula in other.formulas.items()
            if base.formulas.get(key) != formula
        }
        family = other.exercise.loss.family
        changed_lines = Lines(lines, "" if family == "squared" else OTHER_LOSS)
        weights = self._miscounted(other) if kept[-1] == "numbering" else []
        if len(kept) == MOST_CONVENTIONS or known is None or kept[-1] in TOLD_ALONE:
            return [changed_lines, weights] if weights else [changed_lines]
        wrong, rates = known
        other_lists = packed(changed(self._wrong(other), wrong))
        other_rates = Lines(changed(self._rates(other), rates))
        then = self._conventions(other, following, kept, None)
        return [changed_lines, weights, other_lists, other_rates, then]

    def _miscounted(self, other: AnswerKey) -> list[str]:
        """Return the weights that are counted the other way, layer by layer."""
        symbol = self._marker.names.own.symbol
        layers = miscounted_layers(self._scheme.exercise, other.exercise)
        return [f"{symbol(first)} … {symbol(last)}" for first, last in layers]


def _key(key: Key) -> str:
    return " ".join("" if field is None else str(field) for field in key)


def _told(rule: tuple[str, str, bool, bool, bool]) -> str:
    """Return what the judge has to know of a rule, as one text."""
    name, tier, *are_set = rule
    marks = zip(("sole", "mutual", "rule"), are_set, strict=True)
    return " ".join([name, tier, *(mark for mark, is_set in marks if is_set)])


def _rule(rule: Misconception) -> dict[str, Any]:
    return {"id": rule.id, "tier": rule.tier, "sole": rule.sole, "mutual": rule.mutual}


def _value(value: Decimal) -> str:
    return str(value) if value.is_finite() else ""


def _form(name: str) -> Tree:
    function = FUNCTIONS[name]
    form: Tree = function.floats(FloatTrees(), *(["@", at] for at in range(function.operands)))
    return form
