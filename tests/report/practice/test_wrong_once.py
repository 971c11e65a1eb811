"""Wrong formulas that are written down once are those that every convention has."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from bpcalc.checking.answer_key import AnswerKey, overlaid, worked
from bpcalc.checking.conventions import CONVENTIONS, variants
from bpcalc.checking.diagnosis import mistakes_at
from bpcalc.checking.lines_read import Difference, LinesRead
from bpcalc.checking.misconceptions import Misconception
from bpcalc.checking.substitution import rebuilt
from bpcalc.exercise.sources import load
from bpcalc.maths.expr import Expr, Number, Ref
from bpcalc.maths.keys import Key
from bpcalc.report.practice.wrong_once import WrongOnce

NET, OUT = Key("net", 1, 1, None, 1, 1), Key("out", 1, 1, None, 1, 1)
RATE = Key("learning_rate")
LEFT = Key("layer_rate", 1)
"""A line that there is not."""


class Written:
    """Wrong formulas, by their numbers."""

    def __init__(self) -> None:
        """Begin without any."""
        self.formulas: list[tuple[str, Expr]] = []

    def put(self, key: Key, rule: Misconception, formulas: Iterable[Expr]) -> list[tuple[int, int]]:
        """Write down some more."""
        first = len(self.formulas)
        self.formulas += [(rule.id, formula) for formula in formulas]
        return [(0, number) for number in range(first, len(self.formulas))]


@pytest.mark.parametrize("name", ["batch-momentum", "thresholds", "two-hidden-layers"])
def test_wrong_formulas_under_every_convention(name: str) -> None:
    """All of them are there, and few of them were worked out anew."""
    base = worked(load(name), 1)
    written = Written()
    once = WrongOnce(base, written.put)
    first = len(written.formulas)
    schemes = [base, *(each for one in CONVENTIONS for each in variants(one, base, 1))]
    assert len(schemes) > 5
    count = 0
    for scheme in schemes:
        for key, pairs in once.under(scheme):
            wanted = [(rule.id, formula) for rule, formula in mistakes_at(scheme, key)]
            assert [written.formulas[number] for _, number in pairs] == wanted, (name, key)
            count += len(wanted)
    assert len(written.formulas) - first < count / 3


def _changed(base: AnswerKey, key: Key) -> Difference:
    return Difference(base, overlaid(base, {key: Number("7")}, base.exercise))


def test_what_was_read_and_has_changed() -> None:
    """A formula that was read must stay; of others it does not matter."""
    base = worked(load("two-three-two"), 1)
    read = LinesRead()
    seen = read.of(base)
    assert seen.formulas[NET] is base.formulas[NET]
    assert OUT in seen.formulas
    assert not _changed(base, NET).spares(read)
    assert _changed(base, OUT).spares(read)
    assert _changed(base, LEFT).spares(read)


def test_lines_that_there_are() -> None:
    """Who asks whether there is a line, or goes through all, sees a new one."""
    base = worked(load("two-three-two"), 1)
    read, all_read = LinesRead(), LinesRead()
    assert LEFT not in read.of(base).formulas
    assert [*all_read.of(base).formulas] == [*base.formulas]
    for each in (read, all_read):
        assert not _changed(base, LEFT).spares(each)
        assert _changed(base, NET).spares(each)


def test_values_that_follow_from_what_has_changed() -> None:
    """A value changes with any line before it."""
    base = worked(load("two-three-two"), 1)
    read, given_read = LinesRead(), LinesRead()
    assert read.of(base).values[OUT] == base.values[OUT]
    assert given_read.of(base).values[RATE] == base.values[RATE]
    assert not _changed(base, NET).spares(read)
    assert _changed(base, NET).spares(given_read)


def test_values_that_are_written_otherwise() -> None:
    """A zero at the end of a number may stand in a wrong formula."""
    base = worked(load("two-three-two"), 1)
    read = LinesRead()
    assert read.of(base).values[RATE] > 0
    text = f"{base.values[RATE]}0"
    other = overlaid(base, {RATE: Number(text)}, base.exercise)
    assert not Difference(base, other).spares(read)


def test_settings_of_the_exercise() -> None:
    """A setting that was read must stay; of others it does not matter."""
    base = worked(load("two-three-two"), 1)
    read, other_read = LinesRead(), LinesRead()
    assert read.of(base).exercise.thresholds is False
    assert other_read.of(base).exercise.sizes == (2, 3, 2)
    other = replace(base.exercise, thresholds=True)
    difference = Difference(base, overlaid(base, {}, other))
    assert not difference.spares(read)
    assert difference.spares(other_read)
    assert not difference.spares(LinesRead.together([read, other_read]))


def test_what_nobody_knows_of() -> None:
    """Whatever else is read may have changed."""
    base = worked(load("two-three-two"), 1)
    read = LinesRead()
    assert read.of(base).parents == base.parents
    assert not Difference(base, base).spares(read)


def test_a_leaf_that_stays_is_the_same_formula() -> None:
    """A formula in which nothing is replaced is no other one."""
    formula = worked(load("two-three-two"), 1).formulas[OUT]
    assert rebuilt(formula, lambda key: None) is formula
    assert [*rebuilt(formula, lambda key: Ref(LEFT)).refs()] != [*formula.refs()]
